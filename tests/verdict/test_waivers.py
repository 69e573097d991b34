"""Known failures: what a waiver covers, and when it must not be there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.verdict.small import CATALOG, SETTINGS, judged, record, row
from usage_conformance.gherkin.model import Catalog
from usage_conformance.profile import Settings, UsageError, Waiver
from usage_conformance.verdict.model import OutcomeName, Status

FAILED = record("a", Status.FAILED)


def waiving(**covered: Any) -> Settings:
    waiver = Waiver("known", "ACME-1", date(2027, 1, 31), **covered)
    return replace(SETTINGS, waivers=(waiver,))


@pytest.mark.parametrize("covered", [{"rows": ("a",)}, {"clause": "LK-4"}])
def test_failed_row_is_waived(covered: dict[str, Any]) -> None:
    verdict = judged(FAILED, settings=waiving(**covered))
    assert verdict.outcome is OutcomeName.CONFORMANT_WITH_WAIVERS
    assert verdict.rows[0].status is Status.WAIVED
    assert "ACME-1: known" in verdict.rows[0].message
    assert "it differs" in verdict.rows[0].message


def test_other_failures_count() -> None:
    verdict = judged(FAILED, record("c", Status.FAILED), settings=waiving(rows=("a",)))
    assert verdict.outcome is OutcomeName.NON_CONFORMANT


def test_error_is_never_waived() -> None:
    verdict = judged(record("a", Status.ERROR), settings=waiving(rows=("a",)))
    assert verdict.rows[0].status is Status.ERROR
    assert verdict.outcome is OutcomeName.INCONCLUSIVE


@pytest.mark.parametrize(
    ("covered", "message"),
    [
        ({"rows": ("a", "nowhere")}, "there is no row 'nowhere'"),
        ({"rows": ("a", "b")}, "covers 'b', which passes"),
        ({"rows": ("a", "d")}, "covers 'd', which does not apply"),
        ({"clause": "LK-5"}, "no row of it fails"),
        ({"clause": "OV-5"}, "no row of it fails"),
    ],
)
def test_idle_waivers_are_wrong(covered: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        judged(FAILED, settings=waiving(**covered))


def test_waiver_of_what_was_not_selected_is_left_alone() -> None:
    given = {"c": record("c", Status.PASSED)}
    verdict = judged(given=given, settings=waiving(rows=("a",)), selected=True)
    assert verdict.outcome is OutcomeName.INCONCLUSIVE


def test_claim_that_waivers_empty_is_wrong() -> None:
    with pytest.raises(UsageError, match="nothing of clause LK-4"):
        judged(FAILED, record("b", Status.FAILED), settings=waiving(clause="LK-4"))
    with pytest.raises(UsageError, match="nothing of scope automated-upload"):
        judged(record("e", Status.FAILED), settings=waiving(rows=("e",)))


def test_row_of_two_clauses_is_waived_once() -> None:
    catalog = Catalog((*CATALOG.rows, row("f", "LK-4", "LK-5")), "x")
    failed = record("f", Status.FAILED)
    verdict = judged(failed, settings=waiving(clause="LK-5"), catalog=catalog)
    assert verdict.outcome is OutcomeName.CONFORMANT_WITH_WAIVERS
