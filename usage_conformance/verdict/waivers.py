"""Accepted failures, and waivers that must not be there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from usage_conformance.ledger import Ledger
from usage_conformance.profile import Settings, UsageError, Waiver
from usage_conformance.verdict.model import RowVerdict, Status

_UNKNOWN_YET = {Status.ERROR, Status.NOT_RUN}


def apply_waivers(
    rows: Sequence[RowVerdict], settings: Settings, ledger: Ledger
) -> list[RowVerdict]:
    """The rows, with failures that a waiver covers turned to *waived*.

    A waiver of a clause covers those of its rows that fail. An error is never waived.
    Raises UsageError for a waiver that matches no row, names a row that passes or does not
    apply, or finds nothing failing; and for a clause or a scope of whose rows the waivers
    leave none.
    """
    by_id = {row.row.id: row for row in rows}
    problems: list[str] = []
    waived: dict[str, Waiver] = {}
    for waiver in settings.waivers:
        covered = _covered(waiver, rows, by_id, problems)
        failing = [row for row in covered if row.status is Status.FAILED]
        problems += _idle(waiver, covered, failing)
        waived.update(dict.fromkeys((row.row.id for row in failing), waiver))
    judged = [_waive(row, waived) for row in rows]
    problems += _emptied(judged, ledger)
    if problems:
        raise UsageError("; ".join(problems))
    return judged


def _name(waiver: Waiver) -> str:
    subject = f"clause {waiver.clause}" if waiver.clause else f"{len(waiver.rows)} row(s)"
    return f"the waiver {waiver.ticket} of {subject}"


def _covered(
    waiver: Waiver,
    rows: Iterable[RowVerdict],
    by_id: dict[str, RowVerdict],
    problems: list[str],
) -> list[RowVerdict]:
    if waiver.clause is not None:
        return [row for row in rows if waiver.clause in row.row.clauses]
    covered = []
    for key in waiver.rows:
        if key in by_id:
            covered.append(by_id[key])
        else:
            close = difflib.get_close_matches(key, list(by_id), n=1)
            hint = f"; did you mean '{close[0]}'?" if close else ""
            problems.append(f"{_name(waiver)} matches nothing: there is no row '{key}'{hint}")
    return covered


def _idle(
    waiver: Waiver, covered: Sequence[RowVerdict], failing: Sequence[RowVerdict]
) -> list[str]:
    """What is wrong with a waiver whose rows do not fail."""
    name = _name(waiver)
    if waiver.clause is not None:
        if failing or any(row.status in _UNKNOWN_YET for row in covered):
            return []
        return [f"{name} matches nothing: no row of it fails; remove it"]
    return [
        f"{name} covers '{row.row.id}', which "
        + ("passes" if row.status is Status.PASSED else f"does not apply ({row.message})")
        + "; remove it"
        for row in covered
        if row.status in {Status.PASSED, Status.NOT_APPLICABLE}
    ]


def _waive(row: RowVerdict, waived: dict[str, Waiver]) -> RowVerdict:
    waiver = waived.get(row.row.id)
    if waiver is None:
        return row
    message = f"waived until {waiver.until} ({waiver.ticket}: {waiver.reason}); {row.message}"
    return replace(row, status=Status.WAIVED, message=message)


def _emptied(rows: Sequence[RowVerdict], ledger: Ledger) -> list[str]:
    if not any(row.status is Status.WAIVED for row in rows):
        return []
    groups: dict[str, set[Status]] = {}
    for row in rows:
        if row.status is not Status.NOT_APPLICABLE:
            for clause in row.row.clauses:
                groups.setdefault(f"clause {clause}", set()).add(row.status)
            for scope in row.row.scopes:
                groups.setdefault(f"scope {scope}", set()).add(row.status)
    order = [*(f"clause {clause}" for clause in ledger.clauses), *sorted(groups)]
    return [
        f"the waivers leave nothing of {group}: all of its rows are waived"
        for group in dict.fromkeys(order)
        if groups.get(group) == {Status.WAIVED}
    ]
