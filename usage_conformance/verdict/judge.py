"""From what happened to a verdict. Pure: no files, no clock, no presentation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from usage_conformance.gherkin.model import Catalog, Row
from usage_conformance.implementation import Description, Release
from usage_conformance.ledger import Clause, Edition, Kind, Ledger, Scope
from usage_conformance.profile import Settings
from usage_conformance.verdict.applicability import applicability
from usage_conformance.verdict.limits import limits
from usage_conformance.verdict.model import (
    ClauseVerdict,
    OutcomeName,
    RowRecord,
    RowVerdict,
    Status,
    Suite,
    Verdict,
)
from usage_conformance.verdict.waivers import apply_waivers

IN_PROCESS = "in-process"

# The first that any of a clause's rows has is the clause's own.
_WORST_FIRST = (Status.FAILED, Status.ERROR, Status.NOT_RUN, Status.WAIVED, Status.PASSED)


class JudgingError(Exception):
    """The records contradict the catalog or the claims: no verdict can be given."""


def judge(
    settings: Settings,
    ledger: Ledger,
    catalog: Catalog,
    records: Mapping[str, RowRecord],
    *,
    description: Description,
    suite_version: str,
    selected: bool = False,
    problems: Sequence[str] = (),
) -> Verdict:
    """The verdict on a run: every row of the catalog gets exactly one status.

    `selected` says that only a part was asked for, `problems` what went wrong beside the
    rows; with either the outcome is inconclusive at best. Raises UsageError for a waiver
    that must not be there, and JudgingError where the counts would not add up.
    """
    _consistent(catalog, records)
    rows = [
        _row(row, records.get(row.id), applicability(row, settings, ledger), selected=selected)
        for row in catalog.rows
    ]
    rows = _with_intrusions(_with_denials(rows, records, description), records)
    rows = apply_waivers(rows, settings, ledger)
    if len(rows) != len(catalog.rows) or [r.row.id for r in rows] != [r.id for r in catalog.rows]:
        raise JudgingError(f"{len(rows)} rows were judged, {len(catalog.rows)} collected")
    edition = ledger.editions[settings.edition]
    clauses = tuple(_clause(clause, rows, settings, edition) for clause in ledger.clauses.values())
    doubts = _doubts(rows, clauses, settings, edition, selected=selected, problems=problems)
    return Verdict(
        suite=Suite(suite_version, catalog.digest),
        settings=settings,
        edition=edition,
        description=description,
        isolation=IN_PROCESS,
        clauses=clauses,
        rows=tuple(rows),
        outcome=_outcome(rows, doubts),
        limits=(*doubts, *limits(rows, clauses, settings, edition)),
    )


def _consistent(catalog: Catalog, records: Mapping[str, RowRecord]) -> None:
    known = Counter(row.id for row in catalog.rows)
    twice = sorted(key for key, number in known.items() if number > 1)
    if twice:
        raise JudgingError(f"several rows have the id {twice[0]}")
    for key, record in records.items():
        if key != record.row:
            raise JudgingError(f"the record of {record.row} came as that of {key}")
        for named in (key, *record.intrusions):
            if named not in known:
                raise JudgingError(f"a record names {named}, which is no row of the catalog")
        if record.status is Status.WAIVED:
            raise JudgingError(f"{key} cannot be recorded as waived: waivers come later")


def _row(
    row: Row, record: RowRecord | None, inapplicable: str | None, *, selected: bool
) -> RowVerdict:
    if inapplicable is not None:
        if record is not None and record.status is not Status.NOT_APPLICABLE:
            raise JudgingError(f"{row.id} was executed although it {inapplicable}")
        return RowVerdict(row, Status.NOT_APPLICABLE, inapplicable)
    if record is None:
        message = "was not selected" if selected else "was not executed"
        return RowVerdict(row, Status.NOT_RUN, message)
    said = record.failure.message if record.failure else ""
    if record.status is Status.PASSED and record.failure is not None:
        raise JudgingError(f"{row.id} is recorded as passed and as failing: {said}")
    message = "" if record.status is Status.PASSED else said or f"{record.status}, without a word"
    return RowVerdict(row, record.status, message, record.failure, record.steps, record.evidence)


_NOT_THIS_RELEASE = re.compile(r"cannot be release (\d{4} R\d+(?: Patch \d+)?)")
_NONE_SINCE = re.compile(r"can be no release from (\d{4} R\d+(?: Patch \d+)?) on")


def _denied(record: RowRecord, description: Description) -> str | None:
    """The release that the implementation denied in the row and named before the run.

    Otherwise an implementation could choose the rows that apply to it while they run.
    """
    if record.status is not Status.NOT_APPLICABLE or record.failure is None:
        return None
    said = record.failure.message
    if match := _NOT_THIS_RELEASE.search(said):
        return match[1] if Release.parse(match[1]) in description.releases else None
    if match := _NONE_SINCE.search(said):
        since = Release.parse(match[1])
        return next((str(r) for r in description.releases if r >= since), None)
    return None


def _with_denials(
    rows: Iterable[RowVerdict], records: Mapping[str, RowRecord], description: Description
) -> list[RowVerdict]:
    overlaid = []
    for row in rows:
        record = records.get(row.row.id)
        release = _denied(record, description) if record else None
        if release is not None:
            message = f"describe() named release {release} before the run and denied it in the row"
            row = replace(row, status=Status.ERROR, message=message)
        overlaid.append(row)
    return overlaid


def _with_intrusions(
    rows: Iterable[RowVerdict], records: Mapping[str, RowRecord]
) -> list[RowVerdict]:
    late: dict[str, list[str]] = {}
    for record in records.values():
        for victim, what in record.intrusions.items():
            late.setdefault(victim, []).append(what)
    overlaid = []
    for row in rows:
        said = late.get(row.row.id)
        if said:
            what = "after the end of the row: " + "; ".join(sorted(said))
            # A failure stays one: it is the stronger statement.
            status = Status.FAILED if row.status is Status.FAILED else Status.ERROR
            message = f"{row.message}; {what}" if row.message else what
            row = replace(row, status=status, message=message)
        overlaid.append(row)
    return overlaid


def _clause(
    clause: Clause, rows: Sequence[RowVerdict], settings: Settings, edition: Edition
) -> ClauseVerdict:
    own = [row for row in rows if clause.id in row.row.clauses]
    counts = Counter(row.status for row in own)
    for status in _WORST_FIRST:
        if counts[status]:
            return ClauseVerdict(clause, status, counts)
    if clause.kind is not Kind.BEHAVIOUR:
        note = clause.reason
    elif clause.id not in edition.clauses:
        note = f"the edition {edition.id} does not have it"
    elif not clause.scopes & settings.scope:
        note = f"its scope ({', '.join(sorted(clause.scopes))}) is not claimed"
    elif own:
        # One reason is enough; the rows have them all.
        note = f"none of its rows applies: {min(row.message for row in own)}"
    else:
        return ClauseVerdict(clause, Status.NOT_RUN, counts, "no scenario is about it")
    return ClauseVerdict(clause, Status.NOT_APPLICABLE, counts, note)


def _doubts(
    rows: Sequence[RowVerdict],
    clauses: Sequence[ClauseVerdict],
    settings: Settings,
    edition: Edition,
    *,
    selected: bool,
    problems: Sequence[str],
) -> tuple[str, ...]:
    """Why the run cannot show conformance; empty if it can."""
    doubts = list(problems)
    if selected:
        doubts.append("Only a selection of the rows was executed.")
    for status, what in ((Status.ERROR, "ended in an error"), (Status.NOT_RUN, "did not run")):
        number = sum(row.status is status for row in rows)
        if number:
            doubts.append(f"{number} row(s) in scope {what}.")
    doubts += [
        f"Clause {verdict.clause.id} was not shown: {verdict.note}."
        for verdict in clauses
        if verdict.status is Status.NOT_RUN and verdict.note
    ]
    for scope in sorted(settings.scope):
        if _has_behaviour(scope, clauses, edition) and not any(
            row.status is Status.PASSED and scope in row.row.scopes for row in rows
        ):
            doubts.append(f"No row passed in the claimed scope {scope}.")
    return tuple(doubts)


def _has_behaviour(scope: Scope, clauses: Iterable[ClauseVerdict], edition: Edition) -> bool:
    return any(
        verdict.clause.kind is Kind.BEHAVIOUR
        and verdict.clause.id in edition.clauses
        and scope in verdict.clause.scopes
        for verdict in clauses
    )


def _outcome(rows: Sequence[RowVerdict], doubts: Sequence[str]) -> OutcomeName:
    found = {row.status for row in rows}
    if Status.FAILED in found:
        return OutcomeName.NON_CONFORMANT
    if doubts:
        return OutcomeName.INCONCLUSIVE
    if Status.WAIVED in found:
        return OutcomeName.CONFORMANT_WITH_WAIVERS
    return OutcomeName.CONFORMANT
