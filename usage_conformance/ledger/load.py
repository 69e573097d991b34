"""Read the ledger's TOML files, strictly."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from usage_conformance.ledger.model import Clause, Dispute, Edition, Kind, Ledger, Scope

_CLAUSE_KEYS = {"kind", "rule", "scopes", "observed", "unseen", "reason"}
_DISPUTE_KEYS = {"question", "readings", "reason", "binding"}
_EDITION_KEYS = {"title", "verified", "note", "clauses"}


class LedgerError(Exception):
    """The ledger's data contradicts itself: a defect of the suite, never of a user."""


def load_ledger() -> Ledger:
    """The ledger that this version of the suite carries. Raises LedgerError."""
    folder = files(__package__)

    def table(name: str) -> Mapping[str, Any]:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))

    clauses = {key: _clause(key, data) for key, data in table("clauses.toml").items()}
    disputes = {key: _dispute(key, data) for key, data in table("disputes.toml").items()}
    editions = {key: _edition(key, data, clauses) for key, data in table("editions.toml").items()}
    return Ledger(clauses, disputes, editions)


def _only(where: str, data: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(data) - known)
    if unknown:
        raise LedgerError(f"{where}: unknown keys {', '.join(unknown)}")


def _clause(key: str, data: Mapping[str, Any]) -> Clause:
    _only(key, data, _CLAUSE_KEYS)
    kind = Kind(data["kind"])
    scopes = frozenset(Scope(name) for name in data.get("scopes", ()))
    if kind is Kind.BEHAVIOUR and not (scopes and data.get("observed")):
        raise LedgerError(f"{key}: behaviour needs a scope and a way to observe it")
    if kind is not Kind.BEHAVIOUR and not data.get("reason"):
        raise LedgerError(f"{key}: say why nothing is tested")
    return Clause(
        id=key,
        kind=kind,
        rule=data["rule"],
        scopes=scopes,
        observed=data.get("observed", ""),
        unseen=data.get("unseen", ""),
        reason=data.get("reason", ""),
    )


def _dispute(key: str, data: Mapping[str, Any]) -> Dispute:
    _only(key, data, _DISPUTE_KEYS)
    return Dispute(
        id=key,
        question=data["question"],
        readings=dict(data.get("readings", {})),
        reason=data["reason"],
        binding=data["binding"],
    )


def _edition(key: str, data: Mapping[str, Any], clauses: Mapping[str, Clause]) -> Edition:
    _only(key, data, _EDITION_KEYS)
    named = frozenset(data["clauses"])
    unknown = sorted(named - clauses.keys())
    if unknown:
        raise LedgerError(f"edition {key}: unknown clauses {', '.join(unknown)}")
    return Edition(key, data["title"], data["verified"], data["note"], named)
