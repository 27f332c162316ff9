"""How a compiled guard is judged: small functions bound with `partial`, so that each part costs one call.

*Nothing* (None) in a comparison makes it false; *unknown* makes the whole unknown, unless `and` or `or`
decides without it. Unknown is stronger than nothing: what cannot be known is never called false.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from baz.definition.arithmetic import WorkingDay, add_duration
from baz.definition.sentences import UNKNOWN, View
from baz.definition.values import OFF, Duration, Range

Closure = Callable[[View], Any]


class Read:
    """Reads one path."""

    __slots__ = ("path",)

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path

    def of(self, view: View) -> Any:
        """The value there; a parameter that is off is nothing here."""
        value = view.read(self.path)
        return None if value is OFF else value


def always(value: Any, _: View) -> Any:
    """A constant."""
    return value


def unknown(_: View) -> Any:
    """What could not be compiled; the guard is refused anyway."""
    return UNKNOWN


def as_test(run: Closure, view: View) -> Any:
    """A value where a yes or no is asked: nothing is no, as is the sentence of a function."""
    value = run(view)
    if value is True or value is False:
        return value
    return False if value is None or isinstance(value, str) else UNKNOWN


def verdict(run: Closure, view: View) -> Any:
    """A function that is the whole guard: its own sentence comes out instead of False."""
    value = run(view)
    if value is True or isinstance(value, str):
        return value
    return False if value is None or value is False else UNKNOWN


def negation(run: Closure, view: View) -> Any:
    """`not`: nothing counts as no, so its opposite is yes."""
    value = run(view)
    return value if value is UNKNOWN else value is not True


def both(first: Closure, second: Closure, view: View) -> Any:
    """`and` of two, the second only where the first does not decide."""
    a = first(view)
    if a is False:
        return False
    b = second(view)
    return b if a is True or b is False else UNKNOWN


def either(first: Closure, second: Closure, view: View) -> Any:
    """`or` of two, the second only where the first does not decide."""
    a = first(view)
    if a is True:
        return True
    b = second(view)
    return b if a is False or b is True else UNKNOWN


def every(parts: tuple[Closure, ...], view: View) -> Any:
    """`and` of many."""
    result: Any = True
    for part in parts:
        value = part(view)
        if value is False:
            return False
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def some(parts: tuple[Closure, ...], view: View) -> Any:
    """`or` of many."""
    result: Any = False
    for part in parts:
        value = part(view)
        if value is True:
            return True
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def ordered(order: Callable[[Any, Any], Any], left: Closure, right: Closure, view: View) -> Any:
    """`<`, `<=`, `>` and `>=`."""
    a = left(view)
    b = right(view)
    try:
        return order(a, b)
    except TypeError:  # nothing, unknown, or a value of another kind than the definition says
        return _without(a, b)


def _without(a: Any, b: Any) -> Any:
    if a is UNKNOWN or b is UNKNOWN:
        return UNKNOWN
    return False if a is None or b is None else UNKNOWN


def equal(wanted: bool, left: Closure, right: Closure, view: View) -> Any:
    """`==`, or `!=` where it is not `wanted`."""
    a = left(view)
    b = right(view)
    if a is None or b is None or a is UNKNOWN or b is UNKNOWN:
        return _without(a, b)
    return (a == b) is wanted


def within(wanted: bool, left: Closure, right: Closure, view: View) -> Any:
    """`in`, or `not in` where it is not `wanted`."""
    a = left(view)
    b = right(view)
    if a is None or b is None or a is UNKNOWN or b is UNKNOWN:
        return _without(a, b)
    if isinstance(b, Range):
        return (b.low <= a <= b.high) is wanted
    try:
        return (a in b) is wanted
    except TypeError:
        return UNKNOWN


def reckon(sum_: Callable[[Any, Any], Any], left: Closure, right: Closure, view: View) -> Any:
    """`+` and `-` of numbers."""
    a = left(view)
    b = right(view)
    try:
        return sum_(a, b)
    except TypeError:
        return _missing(a, b)


def _missing(a: Any, b: Any) -> Any:
    return UNKNOWN if _without(a, b) is UNKNOWN else None


def plus(left: Closure, right: Closure, working: WorkingDay, view: View) -> Any:
    """`+` of a date and a duration, or of what is only known when it is judged."""
    a, b = left(view), right(view)
    if isinstance(a, date) and isinstance(b, Duration):
        return add_duration(a, b, 1, working)
    return a + b if type(a) is int and type(b) is int else _missing(a, b)


def minus(left: Closure, right: Closure, working: WorkingDay, view: View) -> Any:
    """`-` of dates, of a date and a duration, or of what is only known when it is judged."""
    a, b = left(view), right(view)
    if isinstance(a, date) and isinstance(b, Duration):
        return add_duration(a, b, -1, working)
    if isinstance(a, date) and isinstance(b, date):
        return (a - b).days
    return a - b if type(a) is int and type(b) is int else _missing(a, b)


def call(name: str, args: tuple[Closure, ...], view: View) -> Any:
    """A registered function; a value that is not known is never given to it."""
    values = tuple(arg(view) for arg in args)
    return UNKNOWN if any(v is UNKNOWN for v in values) else view.call(name, values)
