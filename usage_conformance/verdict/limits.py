"""What a verdict does not show, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from usage_conformance.ledger import Edition, Kind, Scope
from usage_conformance.profile import Settings
from usage_conformance.verdict.model import ClauseVerdict, RowVerdict, Status

_IN_PROCESS = (
    "Isolation is in-process: the implementation shared a process with the harness and, "
    "had it meant to, could have tampered with it."
)


def limits(
    rows: Sequence[RowVerdict],
    clauses: Sequence[ClauseVerdict],
    settings: Settings,
    edition: Edition,
) -> tuple[str, ...]:
    """Sentences, from the most general to the most particular."""
    said = [_IN_PROCESS]
    if not edition.verified:
        said.append(f"The edition {edition.id} is not verified: {edition.note}")
    said += _narrowed(settings)
    said += _asked(rows)
    said += _unshown(clauses)
    said += _untested(clauses)
    said += _waived(rows)
    return tuple(said)


def _narrowed(settings: Settings) -> list[str]:
    unclaimed = [scope for scope in Scope if scope not in settings.scope]
    if not unclaimed:
        return []
    return [f"The claim is narrowed. Not claimed, not shown: {', '.join(unclaimed)}."]


def _asked(rows: Sequence[RowVerdict]) -> list[str]:
    asked = [row for row in rows if row.status is Status.PASSED and not row.row.observed]
    if not asked:
        return []
    about = sorted({clause for row in asked for clause in row.row.clauses})
    return [
        f"{len(asked)} passed row(s) rest on the implementation's own word, because nothing "
        f"could be observed; they are about {', '.join(about)}."
    ]


def _unshown(clauses: Sequence[ClauseVerdict]) -> list[str]:
    return [
        f"Clause {verdict.clause.id} was not shown: {verdict.note}."
        for verdict in clauses
        if verdict.status is Status.NOT_APPLICABLE
        and verdict.counts.get(Status.NOT_APPLICABLE)
        and verdict.note.startswith("none of its rows")
    ]


def _untested(clauses: Sequence[ClauseVerdict]) -> list[str]:
    untested = [
        verdict.clause.id
        for verdict in clauses
        if verdict.clause.kind in {Kind.DUTY, Kind.INFORMATION}
    ]
    if not untested:
        return []
    return [f"Duties of people and information are not tested: {', '.join(untested)}."]


def _waived(rows: Sequence[RowVerdict]) -> list[str]:
    number = sum(row.status is Status.WAIVED for row in rows)
    return [f"{number} row(s) fail and are waived."] if number else []
