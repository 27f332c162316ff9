"""`baz case ...`: everything about one case."""

from __future__ import annotations

from baz.cli.lazy import group

case = group(
    "case",
    {
        "open": ("baz.cli.case.opening:opening", "Begin een traject, of neem er een over."),
        "do": ("baz.cli.case.do:do", "Zet nu een stap, of doe een taak."),
        "report": ("baz.cli.case.report:report", "Vertel iets wat eerder gebeurde."),
        "can": ("baz.cli.case.can:can", "Wat nu kan, en waarom iets niet kan."),
        "show": ("baz.cli.case.show:show", "Alles over één traject."),
        "list": ("baz.cli.case.listing:listing", "Welke trajecten er zijn."),
        "join": ("baz.cli.case.people:join", "Vraag iemand voor een rol."),
        "answer": ("baz.cli.case.people:answer", "Noteer een ja of een neen."),
        "leave": ("baz.cli.case.people:leave", "Iemand stopt met een rol."),
        "correct": ("baz.cli.case.correct:correct", "Neem iets terug wat niet klopt."),
        "pause": ("baz.cli.case.pause:pause", "Laat een traject rusten."),
        "resume": ("baz.cli.case.pause:resume", "Ga verder met een traject."),
        "pin": ("baz.cli.case.pin:pin", "Zet de datum van een taak zelf vast."),
    },
    "Trajecten openen, stappen zetten, bekijken en verbeteren.",
)
