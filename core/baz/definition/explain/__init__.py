"""A definition as plain Dutch, for a coordinator who checks it with her team."""

from baz.definition.explain.page import explain

__all__ = ["explain"]
