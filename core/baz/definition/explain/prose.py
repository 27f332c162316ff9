"""A guard as a Dutch phrase: `fields.leden >= params.min_leden` is "“Aantal leden” is minstens 2"."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from baz.definition.explain.tongue import Tongue, inside, quote
from baz.ground.words import in_words, spoken

_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december")  # fmt: skip
_AMOUNT: dict[type[ast.cmpop], str] = {
    ast.GtE: "minstens {}", ast.Gt: "meer dan {}", ast.LtE: "hoogstens {}", ast.Lt: "minder dan {}",
    ast.Eq: "precies {}", ast.NotEq: "niet {}",
}  # fmt: skip
_DAY: dict[type[ast.cmpop], str] = {
    ast.GtE: "op of na {}", ast.Gt: "na {}", ast.LtE: "op of voor {}", ast.Lt: "voor {}", ast.Eq: "op {}",
    ast.NotEq: "niet op {}",
}  # fmt: skip
_MIRROR: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.GtE: ast.LtE, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.Lt: ast.Gt,
}  # fmt: skip


def prose(text: str, tongue: Tongue) -> str:
    """A guard of a sound definition as a phrase that can follow "als" or a colon, without a full stop."""
    return _Prose(tongue).say(ast.parse(" ".join(text.split()), mode="eval").body)


@dataclass(frozen=True, slots=True)
class _Prose:
    tongue: Tongue

    def say(self, node: ast.expr) -> str:
        match node:
            case ast.BoolOp(op=ast.And()):
                return in_words((self._part(v) for v in node.values), "en")
            case ast.BoolOp():
                return in_words((self._part(v) for v in node.values), "of")
            case ast.UnaryOp(operand=inner):
                return self._denied(inner)
            case ast.Compare(ops=[op], comparators=[right]):
                return self._compare(node.left, op, right)
            case ast.Compare():
                pairs = zip([node.left, *node.comparators], node.ops, node.comparators, strict=False)
                return in_words(self._compare(left, op, right) for left, op, right in pairs)
            case ast.Call(func=ast.Name(id=name)):
                return self._function(name)
        return self._fact(node, True)

    def _part(self, node: ast.expr) -> str:
        said = self.say(node)
        return f"({said})" if isinstance(node, ast.BoolOp) else said

    def _function(self, name: str) -> str:
        known = self.tongue.functions.get(name)
        return f"in orde is: “{known.sentence}”" if known else f"de regel {name.upper()} in orde is"

    # yes and no

    def _denied(self, node: ast.expr) -> str:
        if isinstance(node, ast.Attribute | ast.Name):
            return self._fact(node, False)
        return f"niet: {self.say(node)}"

    def _fact(self, node: ast.expr, yes: bool) -> str:
        match names(node):
            case ["states", *state, "now"]:
                place = quote(self.tongue.state(".".join(state)))
                if state == ["pause"]:
                    return "het traject rust" if yes else "het traject rust niet"
                subject = self._region(state)
                return f"{subject} staat in {place}" if yes else f"{subject} staat niet in {place}"
            case ["fields", field, "ok"]:
                return f"“{self.tongue.field(field)}” is {'in orde' if yes else 'niet in orde'}"
            case ["fields", field]:
                return f"“{self.tongue.field(field)}” is {'ja' if yes else 'nee of niet ingevuld'}"
            case [who, "cases", workflow, "states", *state, "now"]:
                place = self._elsewhere(workflow, ".".join(state))
                verb = "staat" if yes else "staat niet"
                return f"{self._who(who)} {verb} in {place} van {self.tongue.other(workflow)}"
        return f"{self._thing(node)} is {'ja' if yes else 'nee'}"

    def _region(self, state: list[str]) -> str:
        if len(state) == 2 and state[0] in self.tongue.workflow.regions:
            return f"het spoor “{self.tongue.workflow.regions[state[0]].title}”"
        return "het traject"

    def _elsewhere(self, workflow: str, state: str) -> str:
        known = self.tongue.workflows.get(workflow)
        return quote(Tongue(known).state(state) if known else spoken(state))

    def _who(self, root: str) -> str:
        if root == "party":
            return "deze persoon"
        return self.tongue.role(self.tongue.workflow.about if root == "about" else root)

    # comparisons

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        kind = type(op)
        if isinstance(op, ast.In | ast.NotIn):
            return self._within(left, isinstance(op, ast.In), right)
        first, last = names(left), names(right)
        if first == ["today"] and kind in _MIRROR:
            return self._ago(right, _MIRROR[kind]) or self._today(kind, right)
        if first[:1] == ["params"] and kind in _MIRROR and last[:1] != ["params"]:
            return self._compare(right, _MIRROR[kind](), left)
        if last == ["today"] and kind in _MIRROR:
            return self._ago(left, kind) or f"{self._thing(left)} valt {_DAY[kind].format('vandaag')}"
        if first == ["today", "month"]:
            return self._month(kind, right)
        return self._after(left, kind, right) or self._amount(left, kind, right)

    def _within(self, left: ast.expr, yes: bool, right: ast.expr) -> str:
        if isinstance(right, ast.List | ast.Tuple):
            choices = in_words((self._thing(e) for e in right.elts), "of")
            return f"{self._thing(left)} is {'' if yes else 'niet '}{choices}"
        if names(right)[:1] == ["params"]:
            return f"{self._thing(left)} ligt {'' if yes else 'niet '}tussen {self._thing(right)}"
        return f"{self._thing(right)} bevat {'' if yes else 'geen '}{self._thing(left)}"

    def _today(self, kind: type[ast.cmpop], right: ast.expr) -> str:
        day = self._thing(right)
        if kind is ast.GtE:
            return f"het is {day} of later"
        return f"het is {_DAY[kind].format(day)}"

    def _month(self, kind: type[ast.cmpop], right: ast.expr) -> str:
        number = self._thing(right)
        month = _MONTHS[int(number) - 1] if number.isdigit() and 1 <= int(number) <= 12 else f"maand {number}"
        words = {
            ast.GtE: f"{month} of later",
            ast.LtE: f"{month} of vroeger",
            ast.Gt: f"na {month}",
            ast.Lt: f"voor {month}",
        }
        return f"het is {words.get(kind, month)} in het jaar"

    def _ago(self, node: ast.expr, kind: type[ast.cmpop]) -> str:
        """`x.last + params.y >= today` is "de laatste x is hoogstens y geleden"."""
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
            return ""
        bound = {ast.GtE: "hoogstens", ast.Gt: "minder dan", ast.LtE: "minstens", ast.Lt: "meer dan"}[kind]
        return f"{self._thing(node.left)} is {bound} {self._thing(node.right)} geleden"

    def _after(self, left: ast.expr, kind: type[ast.cmpop], right: ast.expr) -> str:
        """`x.first <= y.first + params.z` is "de eerste x komt hoogstens z na de eerste y"."""
        if not isinstance(right, ast.BinOp) or not isinstance(right.op, ast.Add) or kind not in _MIRROR:
            return ""
        if names(left)[-1:] not in (["first"], ["last"]):
            return ""
        bound = _AMOUNT[kind].format(self._thing(right.right))
        return f"{self._thing(left)} komt {bound} na {self._thing(right.left)}"

    def _amount(self, left: ast.expr, kind: type[ast.cmpop], right: ast.expr) -> str:
        number = self._thing(right)
        some = _AMOUNT[kind].format(number)
        none = (kind is ast.Eq and number == "0") or (kind is ast.Lt and number == "1")
        any_ = (kind is ast.GtE and number == "1") or (kind is ast.Gt and number == "0")
        match names(left):
            case ["states", *state, "count"]:
                title = quote(self.tongue.state(".".join(state)))
                return self._times(f"{title} kwam", none, any_, some, "voor")
            case ["steps", step, "count"]:
                return self._times(f"de stap “{self.tongue.step(step)}” is", none, any_, some, "gezet")
            case ["meetings", meeting, "count"]:
                return self._times(f"“{self.tongue.meeting(meeting)}” is", none, any_, some, "gehouden")
            case ["roles", role, "count"]:
                title = self.tongue.role(role)
                if none or any_:
                    return f"niemand is {title}" if none else f"er is minstens één {title}"
                return f"{some} {'doet' if number == '1' else 'doen'} mee als {title}"
            case ["roles", role, "reserve"]:
                return f"er staat {some} op de reservelijst voor {self.tongue.role(role)}"
            case ["roles", role, "missed"]:
                return f"een {self.tongue.role(role)} was {some} keer na elkaar afwezig"
            case ["fields", field, "open"] if none:
                return f"bij “{self.tongue.field(field)}” staat niets meer open"
            case ["fields", field, "count"]:
                return f"“{self.tongue.field(field)}” telt {some}"
            case [who, "load"]:
                running = "lopend traject" if number == "1" else "lopende trajecten"
                return f"{self._who(who)} heeft {some} {running}"
        if kind in (ast.Eq, ast.NotEq):
            return f"{self._thing(left)} is {'' if kind is ast.Eq else 'niet '}{number}"
        return f"{self._thing(left)} is {some}"

    @staticmethod
    def _times(start: str, none: bool, any_: bool, some: str, end: str) -> str:
        if none or any_:
            return f"{start} {'nog niet' if none else 'al'} {end}"
        return f"{start} {some} keer {end}"

    # things

    def _thing(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=value):
                return quote(spoken(value)) if isinstance(value, str) else str(value)
            case ast.Name(id="true" | "false" as name):
                return "ja" if name == "true" else "nee"
            case ast.BinOp():
                sign = "plus" if isinstance(node.op, ast.Add) else "min"
                return f"{self._thing(node.left)} {sign} {self._thing(node.right)}"
        return self._named(names(node))

    def _named(self, chain: list[str]) -> str:
        tongue = self.tongue
        match chain:
            case ["today"]:
                return "vandaag"
            case ["today", part]:
                return {"year": "het jaar van nu", "month": "de maand van nu"}.get(part, part)
            case ["params", name]:
                return tongue.value(name)
            case ["fields", name, *rest]:
                return quote(tongue.field(name)) + _SUFFIX.get(rest[0] if rest else "", "")
            case ["meetings", name, "this_year"]:
                return f"het aantal keer “{tongue.meeting(name)}” dit jaar"
            case ["meetings", name, "first" | "last" as which]:
                return f"de {_WHICH[which]} keer “{tongue.meeting(name)}”"
            case ["meetings", name, part]:
                return f"het aantal keer “{tongue.meeting(name)}”{_SUFFIX.get(part, '')}"
            case ["steps" | "states" as root, *name, part]:
                title = tongue.step(name[0]) if root == "steps" else tongue.state(".".join(name))
                return f"de {_WHICH[part]} keer “{title}”" if part in _WHICH else f"het aantal keer “{title}”"
            case ["roles", name, *rest]:
                return f"het aantal {tongue.role(name)}{_SUFFIX.get(rest[0] if rest else '', '')}"
            case [who, "cases", workflow, *rest]:
                return f"{self._who(who)} in {tongue.other(workflow)}: {spoken(' '.join(rest))}"
        return inside(self._who(chain[0])) if chain else "dit"


_WHICH = {"first": "eerste", "last": "laatste"}
_SUFFIX = {
    "seen_on": " (gezien op)", "issued_on": " (opgemaakt op)", "first": " (eerste keer)",
    "asked": " (gevraagd)",
    "planned": " (gepland)", "missed": " (gemist)", "open": " (nog open)", "reserve": " (op de reservelijst)",
}  # fmt: skip


def names(node: ast.expr) -> list[str]:
    """The names of a chain; `about.cases("a/b").x` is about, cases, a/b, x. Empty for anything else."""
    match node:
        case ast.Name(id=name):
            return [name]
        case ast.Attribute(value=inner, attr=attr):
            start = names(inner)
            return [*start, attr] if start else []
        case ast.Call(func=ast.Attribute(value=inner, attr="cases"), args=[ast.Constant(value=workflow)]):
            start = names(inner)
            start = start[1:] if start[:1] == ["roles"] else start
            return [*start, "cases", str(workflow)]
    return []
