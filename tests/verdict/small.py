"""A small ledger, catalog and records for the tests of judging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from usage_conformance.gherkin.model import Catalog, Row
from usage_conformance.implementation import Description, Release
from usage_conformance.ledger import Clause, Dispute, Edition, Kind, Ledger, Scope
from usage_conformance.profile import Settings
from usage_conformance.verdict.document import to_document
from usage_conformance.verdict.judge import judge
from usage_conformance.verdict.model import Failure, RowRecord, Status, StepRecord, Verdict

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def clause(key: str, *scopes: Scope, kind: Kind = Kind.BEHAVIOUR) -> Clause:
    return Clause(key, kind, f"The rule of {key}.", frozenset(scopes), "seen", "", "a reason")


LEDGER = Ledger(
    clauses={
        "LK-4": clause("LK-4", Scope.COLLECTION),
        "LK-5": clause("LK-5", Scope.COLLECTION),
        "AU-1": clause("AU-1", Scope.AUTOMATED_UPLOAD),
        "OV-5": clause("OV-5", kind=Kind.DUTY),
        "TL-3": clause("TL-3", kind=Kind.PERMISSION),
    },
    disputes={"D2": Dispute("D2", "?", {"before": "", "through": ""}, "", "")},
    editions={
        "2018-10-08": Edition("2018-10-08", "old", False, "a part only.", frozenset({"LK-4"})),  # noqa: FBT003
        "2020-03-03": Edition(
            "2020-03-03",
            "new",
            True,  # noqa: FBT003
            "",
            frozenset({"LK-4", "LK-5", "AU-1", "OV-5", "TL-3"}),
        ),
    },
)


def row(key: str, *clauses: str, **changes: Any) -> Row:
    scopes = frozenset(scope for name in clauses for scope in LEDGER.clauses[name].scopes)
    made = Row(
        id=key,
        feature="small.feature",
        scenario=f"scenario {key}",
        rule="a rule",
        line=3,
        example={},
        clauses=clauses,
        stated=True,
        observed=True,
        readings={},
        scopes=scopes,
    )
    return replace(made, **changes)


CATALOG = Catalog(
    (
        row("a", "LK-4"),
        row("b", "LK-4"),
        row("c", "LK-5", observed=False),
        row("d", "LK-5", readings={"D2": "through"}),
        row("e", "AU-1", example={"day": "1"}),
    ),
    "sha256:features",
)

SETTINGS = Settings(
    implementation="acme:Usage",
    edition="2020-03-03",
    scope=frozenset({Scope.COLLECTION, Scope.AUTOMATED_UPLOAD}),
    readings={"D2": "before"},
)

DESCRIPTION = Description("usage", "1", "acme", (Release(2020, 2), Release(2018, 2, 2)))

STEPS = (StepRecord("Given", "a day", 4, held=True), StepRecord("Then", "a file", 5, held=False))


def record(key: str, status: Status, message: str = "it differs", **changes: Any) -> RowRecord:
    failure = None if status is Status.PASSED else Failure(message, line=5, step="Then a file")
    return replace(RowRecord(key, status, failure, STEPS), **changes)


def records(*others: RowRecord, catalog: Catalog = CATALOG) -> dict[str, RowRecord]:
    """Everything passes but the row that does not apply, and what is given."""
    passing = {row.id: record(row.id, Status.PASSED) for row in catalog.rows if not row.readings}
    return {**passing, **{other.row: other for other in others}}


def judged(
    *others: RowRecord,
    settings: Settings = SETTINGS,
    given: Mapping[str, RowRecord] | None = None,
    **options: Any,
) -> Verdict:
    return judge(
        settings,
        LEDGER,
        options.pop("catalog", CATALOG),
        records(*others) if given is None else given,
        description=DESCRIPTION,
        suite_version="1.0",
        **options,
    )


def documented(*others: RowRecord, **options: Any) -> dict[str, Any]:
    return to_document(judged(*others, **options), created=NOON)
