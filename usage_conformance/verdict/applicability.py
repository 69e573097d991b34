"""Which rows a run's claims leave out, before anything runs."""

from __future__ import annotations

from usage_conformance.gherkin.model import Row
from usage_conformance.ledger import Ledger
from usage_conformance.profile import Settings


def applicability(row: Row, settings: Settings, ledger: Ledger) -> str | None:
    """Why the row does not apply to these claims, or None if it does.

    A row applies when the edition has each of its clauses, the claims hold each of its
    scopes, and each reading that it depends on is declared.
    """
    edition = ledger.editions[settings.edition]
    if row.editions and edition.id not in row.editions:
        return f"belongs to the edition {' or '.join(sorted(row.editions))} only"
    absent = [clause for clause in row.clauses if clause not in edition.clauses]
    if absent:
        return f"the edition {edition.id} has no clause {', '.join(absent)}"
    unclaimed = sorted(row.scopes - settings.scope)
    if unclaimed:
        return f"scope {', '.join(unclaimed)} is not claimed"
    for dispute, reading in row.readings.items():
        if settings.readings[dispute] != reading:
            return f"holds under the reading {dispute}={reading} only"
    return None
