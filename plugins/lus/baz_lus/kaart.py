"""The dot on the public map of who looks for a linkgroep: blurred, no name, gone when the person wants.

A dot is the municipality and nothing nearer: the map counts the indicator `stippen` of
`lus/linkgroep_deelnemer` for each municipality. This effect only says what was done.
"""

from __future__ import annotations

from baz.api import EffectKind, EffectRun

BLURS = ("gemeente",)
"""To what a dot may be blurred: never nearer than a municipality."""


def put(run: EffectRun) -> str:
    """Say that a dot came or went.

    Args:
        run: its value has `stip` (`erbij` or `weg`) and `vervaagd_tot`.

    Raises:
        ValueError: the definition asks a dot that is nearer than a municipality.
    """
    value = run.value if isinstance(run.value, dict) else {}
    blur = str(value.get("vervaagd_tot", ""))
    if blur not in BLURS:
        raise ValueError(f"Een stip wordt vervaagd tot de gemeente, niet tot '{blur}'.")
    if value.get("stip") == "weg":
        return f"De stip van {run.case} is van de kaart."
    return f"De stip van {run.case} staat op de kaart, vervaagd tot de {blur}, zonder naam."


LUS_KAART = EffectKind(
    name="lus_kaart",
    sentence="De stip op de kaart verandert. Ze is vervaagd tot de gemeente en heeft geen naam.",
    run=put,
)
