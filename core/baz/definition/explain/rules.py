"""One rule by itself: why a task is there and by when, for who meets it on a page."""

from __future__ import annotations

from baz.definition.explain.duties import every, task_sentences
from baz.definition.explain.tongue import Tongue
from baz.definition.model import Transition, Workflow


def clock_rule(workflow: Workflow, step: Transition) -> str:
    """When the clock takes a step: "12 maanden na ..."; empty for one that people take."""
    if step.at is None:
        return ""
    return Tongue(workflow).moment(step.at, "het begin van deze toestand")


def task_rule(workflow: Workflow, task: str) -> str:
    """Why a task stands there, in plain sentences without marks; empty for one that the engine itself raises.

    Args:
        workflow: the definition that the case runs on.
        task: its name; `ritme.x` for the rhythm of a meeting.
    """
    tongue = Tongue(workflow)
    kind = task.removeprefix("ritme.")
    if task != kind and kind in workflow.meetings:
        found = workflow.meetings[kind]
        return f"Het ritme van “{found.title}” is {every(tongue, found.every)}."
    if task not in workflow.tasks:
        return ""
    return " ".join(task_sentences(tongue, workflow.tasks[task])).replace("**", "")
