"""Every row gets one status, and only what passes is a pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verdict.small import CATALOG, LEDGER, SETTINGS, judged, record, records, row
from usage_conformance.gherkin.model import Catalog
from usage_conformance.ledger import Scope
from usage_conformance.verdict.applicability import applicability
from usage_conformance.verdict.judge import JudgingError
from usage_conformance.verdict.model import Failure, OutcomeName, Status, Verdict


def statuses(verdict: Verdict) -> dict[str, Status]:
    return {row.row.id: row.status for row in verdict.rows}


def of_clause(verdict: Verdict, key: str) -> Status:
    return next(one.status for one in verdict.clauses if one.clause.id == key)


def test_conformant_only_when_every_row_that_applies_passes() -> None:
    verdict = judged()
    assert verdict.outcome is OutcomeName.CONFORMANT
    assert statuses(verdict)["d"] is Status.NOT_APPLICABLE
    assert verdict.counts[Status.PASSED] == 4
    assert sum(verdict.counts.values()) == len(CATALOG.rows)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (Status.FAILED, OutcomeName.NON_CONFORMANT),
        (Status.ERROR, OutcomeName.INCONCLUSIVE),
        (Status.NOT_RUN, OutcomeName.INCONCLUSIVE),
        (Status.NOT_APPLICABLE, OutcomeName.CONFORMANT),
    ],
)
def test_outcome_by_status(status: Status, outcome: OutcomeName) -> None:
    assert judged(record("a", status)).outcome is outcome


def test_failure_wins_over_error() -> None:
    verdict = judged(record("a", Status.ERROR), record("b", Status.FAILED))
    assert verdict.outcome is OutcomeName.NON_CONFORMANT


def test_row_without_a_record_was_not_executed() -> None:
    given = records()
    del given["a"]
    verdict = judged(given=given)
    assert verdict.outcome is OutcomeName.INCONCLUSIVE
    assert verdict.rows[0].message == "was not executed"
    assert judged(given={}, selected=True).rows[0].message == "was not selected"


def test_nothing_executed_is_inconclusive() -> None:
    assert judged(given={}).outcome is OutcomeName.INCONCLUSIVE


def test_selection_is_never_more_than_inconclusive() -> None:
    assert judged(selected=True).outcome is OutcomeName.INCONCLUSIVE
    assert judged(record("a", Status.FAILED), selected=True).outcome is OutcomeName.NON_CONFORMANT


def test_problems_beside_the_rows_are_inconclusive_and_said() -> None:
    verdict = judged(problems=["a worker died"])
    assert verdict.outcome is OutcomeName.INCONCLUSIVE
    assert verdict.limits[0] == "a worker died"


def test_scope_in_which_nothing_passed_is_inconclusive() -> None:
    verdict = judged(record("e", Status.NOT_APPLICABLE))
    assert verdict.outcome is OutcomeName.INCONCLUSIVE
    assert "No row passed in the claimed scope automated-upload." in verdict.limits


def test_clause_without_a_row_was_not_shown() -> None:
    catalog = Catalog(tuple(r for r in CATALOG.rows if "LK-5" not in r.clauses), "x")
    given = {key: value for key, value in records().items() if key != "c"}
    verdict = judged(given=given, catalog=catalog)
    assert of_clause(verdict, "LK-5") is Status.NOT_RUN
    assert verdict.outcome is OutcomeName.INCONCLUSIVE


def test_worst_row_is_the_clauses_status() -> None:
    order = [Status.FAILED, Status.ERROR, Status.NOT_RUN]
    for worst, next_worst in zip(order, [*order[1:], Status.PASSED], strict=True):
        verdict = judged(record("a", next_worst), record("b", worst))
        assert of_clause(verdict, "LK-4") is worst
    assert of_clause(judged(), "LK-4") is Status.PASSED
    assert of_clause(judged(), "OV-5") is Status.NOT_APPLICABLE


def test_unclaimed_scope_is_not_applicable_and_said() -> None:
    narrowed = replace(SETTINGS, scope=frozenset({Scope.COLLECTION}))
    given = {key: value for key, value in records().items() if key != "e"}
    verdict = judged(settings=narrowed, given=given)
    assert verdict.outcome is OutcomeName.CONFORMANT
    assert of_clause(verdict, "AU-1") is Status.NOT_APPLICABLE
    assert any("automated-upload" in limit for limit in verdict.limits)


def test_older_edition_is_marked_unverified() -> None:
    old = replace(SETTINGS, edition="2018-10-08")
    verdict = judged(settings=old, given={k: v for k, v in records().items() if k in "ab"})
    assert verdict.outcome is OutcomeName.CONFORMANT
    assert any("not verified: a part only" in limit for limit in verdict.limits)


def test_what_rests_on_words_is_said() -> None:
    assert any("1 passed row(s) rest on" in limit for limit in judged().limits)


def test_late_intrusion_makes_the_earlier_row_an_error() -> None:
    intruded = record("b", Status.PASSED, intrusions={"a": "PUT to elsewhere"})
    verdict = judged(intruded)
    assert statuses(verdict)["a"] is Status.ERROR
    assert "PUT to elsewhere" in verdict.rows[0].message
    assert verdict.outcome is OutcomeName.INCONCLUSIVE
    failed = judged(intruded, record("a", Status.FAILED))
    assert statuses(failed)["a"] is Status.FAILED


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (record("zz", Status.PASSED), "no row of the catalog"),
        (record("a", Status.PASSED, intrusions={"zz": "x"}), "no row of the catalog"),
        (record("d", Status.PASSED), "was executed although"),
        (record("a", Status.WAIVED), "waivers come later"),
        (record("a", Status.PASSED, failure=Failure("x")), "passed and as failing"),
    ],
)
def test_contradictory_records_give_no_verdict(bad: object, message: str) -> None:
    with pytest.raises(JudgingError, match=message):
        judged(bad)  # type: ignore[arg-type]


def test_equal_row_ids_give_no_verdict() -> None:
    with pytest.raises(JudgingError, match="several rows"):
        judged(catalog=Catalog((*CATALOG.rows, CATALOG.rows[0]), "x"))


def test_record_under_another_rows_name_gives_no_verdict() -> None:
    with pytest.raises(JudgingError, match="came as that of"):
        judged(given={**records(), "a": record("b", Status.PASSED)})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"editions": frozenset({"2018-10-08"})}, "edition 2018-10-08 only"),
        ({"readings": {"D2": "through"}}, "reading D2=through only"),
        ({"readings": {"D2": "before"}}, None),
        ({"scopes": frozenset({Scope.PORTAL, Scope.COLLECTION})}, "scope portal is not claimed"),
    ],
)
def test_applicability(changes: dict[str, object], reason: str | None) -> None:
    said = applicability(row("x", "LK-4", **changes), SETTINGS, LEDGER)
    assert said is None if reason is None else reason in (said or "")


def test_applicability_by_the_editions_clauses() -> None:
    old = replace(SETTINGS, edition="2018-10-08")
    assert "no clause LK-5" in (applicability(row("x", "LK-4", "LK-5"), old, LEDGER) or "")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("not applicable: the implementation cannot be release 2020 R2", Status.ERROR),
        ("not applicable: the implementation can be no release from 2018 R2 on", Status.ERROR),
        ("not applicable: the implementation cannot be release 2031 R7", Status.NOT_APPLICABLE),
        (
            "not applicable: the implementation can be no release from 2031 R7 on",
            Status.NOT_APPLICABLE,
        ),
    ],
)
def test_a_release_named_before_cannot_be_denied_in_a_row(said: str, status: Status) -> None:
    verdict = judged(record("a", Status.NOT_APPLICABLE, said))
    assert statuses(verdict)["a"] is status
