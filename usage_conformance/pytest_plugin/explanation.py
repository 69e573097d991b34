"""A failure in the terms of the specification, for readers of plain pytest's output."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from usage_conformance.adapters import AdapterError
from usage_conformance.gherkin import Row
from usage_conformance.ledger import Ledger
from usage_conformance.mismatch import Mismatch
from usage_conformance.verdict.model import StepRecord

_WIDTH = 96
_LABEL = 10


@dataclass(frozen=True)
class Place:
    """Where in the specification something was raised. `file` is as pytest shows it."""

    row: Row
    file: str
    step: StepRecord | None
    ledger: Ledger

    def __str__(self) -> str:
        """The clauses with their rules, the row, and the step that was being executed."""
        row, step = self.row, self.step
        lines = [_field(clause, self.ledger.clauses[clause].rule) for clause in row.clauses]
        lines.append(_field("scenario", row.scenario))
        lines += [_field("", f"{column}: {value}") for column, value in row.example.items()]
        if step is not None:
            lines.append(_field("step", f"{step.keyword} {step.text}"))
        lines.append(_field("at", f"{self.file}:{step.line if step else row.line}"))
        return "\n".join(lines)


def explain(place: Place, mismatch: Mismatch) -> str:
    """What was expected and observed, at which step, under which rules."""
    return "\n".join(
        [
            str(place),
            _field("expected", mismatch.expected),
            _field("observed", mismatch.observed),
        ]
    )


def explain_misconduct(place: Place, misconduct: AdapterError) -> str:
    """In which call the implementation misbehaved, and its own traceback."""
    at = misconduct.field or f"{misconduct.call}()"
    lines = [
        str(place),
        _field("call", misconduct.call),
        _field("error", f"{at}: {misconduct.message}"),
    ]
    return "\n".join([*lines, misconduct.trace] if misconduct.trace else lines)


def _field(label: str, text: str) -> str:
    start = f"{label:<{_LABEL}}"
    wrapped = [
        textwrap.wrap(line, _WIDTH, break_on_hyphens=False, break_long_words=False) or [""]
        for line in text.split("\n")
    ]
    lines = [line for block in wrapped for line in block]
    return start + ("\n" + " " * _LABEL).join(lines)
