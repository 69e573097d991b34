"""Every absence has its control.

"Nothing was uploaded" is true of an implementation that does nothing. It counts only
where the same scenario goes on to change one fact, and then demands that it happens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from usage_conformance.gherkin.definitions import StepDefinition
from usage_conformance.gherkin.marks import Mark
from usage_conformance.gherkin.model import Problem
from usage_conformance.gherkin.source import Step

_NEGATIVE = re.compile(
    r"\b(?:no|not|never|nothing|none|nobody|nowhere|nor|without|neither|unchanged|zero)\b"
    r"|n't\b|(?<![\w.:-])0(?![\w.:-])",
    re.IGNORECASE,
)
_VALUES = re.compile(r'"[^"]*"|\{[^}]*\}|<[^>]*>')
_ONLY_ON = {Mark.ABSENCE: "then", Mark.PRESENCE: "then", Mark.CONTROL: "when"}

Told = Sequence[tuple[Step, str, StepDefinition | None]]
"""A row's steps in order, each with its text as executed and its definition, if it has one."""


def without_control(told: Told) -> Step | None:
    """The first absence that no control answers, or None.

    A control answers all absences before it, if a `Then` follows that is none itself.
    """
    open_: Step | None = None
    repeated: Step | None = None
    for step, _, definition in told:
        mark = definition.mark if definition else None
        if mark is Mark.ABSENCE and step.type == "then":
            open_ = open_ or step
        elif mark is Mark.CONTROL:
            repeated, open_ = repeated or open_, None
        elif step.type == "then":
            repeated = None
    return repeated or open_


def unmarked(definition: StepDefinition, text: str) -> bool:
    """Whether a `Then` reads like an absence, and does not say whether it is one.

    `text` is the definition's own text, or that of a step that it matches: a number of
    files that a placeholder sets to nought is an absence too.
    """
    if definition.type in {None, "then"} and definition.mark is None:
        return bool(_NEGATIVE.search(_VALUES.sub(" ", text)))
    return False


def mark_problems(definitions: Sequence[StepDefinition]) -> Iterator[Problem]:
    """Definitions whose mark is missing, or stands where it means nothing."""
    for definition in definitions:
        if unmarked(definition, definition.text):
            yield Problem(definition.file, definition.line, unmarked_message(definition.text))
        mark = definition.mark
        if mark is not None and definition.type != _ONLY_ON[mark]:
            kind = _ONLY_ON[mark].capitalize()
            message = f"@{mark} belongs on a {kind}, not on {definition.text!r}"
            yield Problem(definition.file, definition.line, message)


def unmarked_message(text: str) -> str:
    """What to do about a `Then` that reads like an absence."""
    return f"{text!r} reads like an absence: mark it @absence, or @presence if it is none"
