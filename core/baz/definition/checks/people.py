"""Can somebody hold each role that a step needs?"""

from __future__ import annotations

from collections.abc import Iterator

from baz.definition.checks.conditions import Judge
from baz.definition.checks.graph import Finding, Path, all_steps, quoted, step_path
from baz.definition.model import Workflow


def check(workflow: Workflow, judge: Judge) -> Iterator[Finding]:
    """Findings about roles."""
    impossible = _impossible(workflow, judge)
    yield from impossible.values()
    asked = _asked(workflow)
    for machine, name, step in all_steps(workflow):
        if step.by and all(role in impossible for role in step.by):
            yield _nobody(step_path(machine, name, "by"), f"nobody can take '{name}'", step.by)
        for role in (r for r in step.agree if r in impossible):
            yield _nobody(step_path(machine, name, "agree"), f"nobody can agree with '{name}'", (role,))
        if len(step.by) == 1 and step.by[0] in step.agree:
            alone = workflow.roles.get(step.by[0])
            if alone is not None and alone.count.high == 1:
                yield Finding(
                    step_path(machine, name, "agree"),
                    "agree-alone",
                    f"only one person is '{step.by[0]}', so there is nobody else to agree with '{name}'",
                    "another person must agree where 'by' and 'agree' name the same role",
                )
    for name, letter in workflow.letters.items():
        if all(role in impossible for role in letter.to):
            message = f"the letter '{name}' reaches nobody: {quoted(letter.to)} can never be held"
            yield Finding(("letters", name, "to"), "letter-to-nobody", message, "see the role itself")
    for name in workflow.roles:
        if name not in asked and name not in impossible and (where := _needed(workflow, name)):
            yield Finding(
                ("roles", name),
                "role-never-asked",
                f"no step asks for '{name}', though {where}",
                f"add '{name}' to 'ask' of a step; now only staff can add somebody by hand",
                warning=True,
            )


def _nobody(path: Path, what: str, roles: tuple[str, ...]) -> Finding:
    return Finding(path, "role-nobody", f"{what}: {quoted(roles)} can never be held", "see the role itself")


def _impossible(workflow: Workflow, judge: Judge) -> dict[str, Finding]:
    """Roles that nobody can ever hold, with why: a bound, its needs, or a yes that never comes."""
    found: dict[str, Finding] = {}
    for name, role in workflow.roles.items():
        high = role.count.high
        if high == 0 or (
            isinstance(high, str) and high in workflow.parameters and judge.parameter(high) == 0
        ):
            message = f"nobody can ever be '{name}': at most 0"
            found[name] = Finding(
                ("roles", name, "count"), "role-impossible", message, "raise the upper bound"
            )
        for i, need in enumerate(role.needs):
            if judge.never(need.that or need.call, party=True):
                path = ("roles", name, "needs", i)
                found[name] = Finding(
                    path,
                    "role-impossible",
                    f"nobody can ever be '{name}': this never holds",
                    "see the field it asks",
                )
    return found | _waiting(workflow, set(found))


def _waiting(workflow: Workflow, impossible: set[str]) -> dict[str, Finding]:
    """Roles that wait for a yes of a role that waits for them: what the fixed point does not fill."""
    filled: set[str] = set()
    while True:
        more = {
            name
            for name, role in workflow.roles.items()
            if name not in filled | impossible and all(r == name or r in filled for r in role.agree)
        }
        if not more:
            break
        filled |= more
    found = {}
    for name, role in workflow.roles.items():
        if name not in filled | impossible:
            waits = [r for r in role.agree if r != name and r not in filled]
            message = f"nobody can ever be '{name}': it waits for {quoted(waits)} to agree"
            found[name] = Finding(
                ("roles", name, "agree"), "role-impossible", message, "let somebody else agree"
            )
    return found


def _asked(workflow: Workflow) -> set[str]:
    found = {workflow.about}
    for _, _, step in all_steps(workflow):
        found.update((*step.ask, *step.optional))
    return found


def _needed(workflow: Workflow, role: str) -> str:
    for _, name, step in all_steps(workflow):
        if step.by and set(step.by) == {role}:
            return f"only that role can take '{name}'"
        if role in step.agree:
            return f"its yes is needed for '{name}'"
    return ""
