"""One thing that can be done: its form, and the command that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from baz.kernel.acts import Act
from baz.kernel.when import When
from baz.web.questions import Question
from baz.web.visit import Form


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is not known yet and is added along with the act. `reach`: a number or a mail address."""

    name: str
    kind: str = "person"
    reach: str = ""


@dataclass(slots=True)
class Draft:
    """What a form amounts to: an act, or what is wrong with it by question. `behalf_role` is the role whose
    holder, who may be new, it is told for."""

    act: Act | None = None
    occurred: When | None = None
    behalf: str = ""
    behalf_role: str = ""
    how: str = ""
    note: str = ""
    errors: dict[str, str] = field(default_factory=dict)


Reader = Callable[[Form], Draft]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    `tail` is its address within the case, `title` what it is, `line` a few words beside it, `button` the verb
    and noun on the button, `done` the sentence that says that it was done. `urgent` orders them: low goes
    first. `group`: step, task and meeting stand on the case page with their form; `other` has a page only.
    """

    tail: str
    title: str
    button: str
    done: str
    read: Reader
    questions: tuple[Question, ...] = ()
    line: str = ""
    urgent: int = 50
    group: str = "step"
    picture: str = ""
