"""What an installation knows besides the file that is read: plugins' types, functions and effects, other
workflows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from baz.definition.guards import FieldKind, FunctionSignature
from baz.definition.model import Workflow

FIELD_TYPES: Final = (
    "text", "number", "yes_no", "choice", "choices", "date", "list", "municipality", "paper",
)  # fmt: skip
"""The field types of the grammar itself."""
EFFECT_KINDS: Final = ("letter", "open", "end")
"""The effects of the grammar itself."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a definition may use and that it does not declare itself.

    Args:
        field_types: plugins' field types, each with how guards see it.
        guard_functions: registered functions by name.
        effect_kinds: plugins' effects, usable in `then`.
        workflows: every other workflow that is known; None where only its name is.
        organisations: keys of organisations; None when that is not checked.
        letters: names of templates, or a function that tells whether one exists; None when that is not
        checked.
        never: what an organisation itself wants to be asked nowhere: key to word to reason.
    """

    field_types: Mapping[str, FieldKind] = field(default_factory=dict)
    guard_functions: Mapping[str, FunctionSignature] = field(default_factory=dict)
    effect_kinds: Collection[str] = ()
    workflows: Mapping[str, Workflow | None] = field(default_factory=dict)
    organisations: Collection[str] | None = None
    letters: Collection[str] | Callable[[str], bool] | None = None
    never: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def knows_template(self, name: str) -> bool:
        """Whether a letter's template exists, or that is not known here."""
        if self.letters is None:
            return True
        return self.letters(name) if callable(self.letters) else name in self.letters
