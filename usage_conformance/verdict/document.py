"""The verdict as one JSON document, its digest, and how it gets into a file."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from usage_conformance.ledger import Scope
from usage_conformance.profile import Waiver
from usage_conformance.verdict.model import ClauseVerdict, RowVerdict, Status, Verdict

FILE_NAME = "verdict.json"

# What may differ between two runs that judge alike.
_VARYING_OF_SUITE = frozenset({"created"})
_VARYING_OF_ROW = frozenset({"message", "failure", "evidence"})

Document = dict[str, Any]


def to_document(verdict: Verdict, *, created: datetime) -> Document:
    """The document that reports are made from and that `verdict.json` holds.

    `created` is when the run ended, time-zone-aware. The digest covers everything but
    times and what an implementation said and did (`message`, `failure`, `evidence`), so
    that it is the same for every run that judges alike.
    """
    description = verdict.description
    settings = verdict.settings
    document: Document = {
        "suite": {
            "version": verdict.suite.version,
            "features": verdict.suite.features,
            "created": created.astimezone(UTC).isoformat(timespec="seconds"),
        },
        "edition": {
            "id": verdict.edition.id,
            "title": verdict.edition.title,
            "verified": verdict.edition.verified,
        },
        "implementation": {
            "spec": settings.implementation,
            "name": description.name,
            "version": description.version,
            "vendor": description.vendor,
            "releases": [str(release) for release in sorted(description.releases)],
            "notes": description.notes,
        },
        "isolation": verdict.isolation,
        "scope": [str(scope) for scope in Scope if scope in settings.scope],
        "readings": dict(settings.readings),
        "waivers": [_waiver(waiver) for waiver in settings.waivers],
        "clauses": [_clause(clause) for clause in verdict.clauses],
        "rows": [_row(row) for row in verdict.rows],
        "outcome": str(verdict.outcome),
        "limits": list(verdict.limits),
    }
    document["digest"] = digest(document)
    document["footer"] = {
        "complete": True,
        "rows": len(verdict.rows),
        "counts": _counts(verdict.counts),
    }
    return document


def digest(document: Mapping[str, Any]) -> str:
    """`sha256:` and the digest of a document's canonical JSON, without what may vary."""
    stable = {key: document[key] for key in document if key not in {"digest", "footer"}}
    stable["suite"] = _without(stable["suite"], _VARYING_OF_SUITE)
    stable["rows"] = [_without(row, _VARYING_OF_ROW) for row in stable["rows"]]
    canonical = json.dumps(stable, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def write(document: Mapping[str, Any], folder: Path) -> Path:
    """Write `verdict.json` into an existing folder, whole or not at all. Raises OSError."""
    return write_whole(
        folder / FILE_NAME,
        json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n",
    )


def write_whole(path: Path, text: str) -> Path:
    """Write a text file so that nobody ever sees a part of it. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path


def schema() -> Document:
    """The published JSON Schema (draft 2020-12) of the document."""
    text = (files(__package__) / "verdict.schema.json").read_text(encoding="utf-8")
    loaded: Document = json.loads(text)
    return loaded


def _without(data: Mapping[str, Any], keys: frozenset[str]) -> Document:
    return {key: value for key, value in data.items() if key not in keys}


def _counts(counts: Mapping[Status, int]) -> dict[str, int]:
    return {str(status): counts.get(status, 0) for status in Status}


def _waiver(waiver: Waiver) -> Document:
    covered: Document = (
        {"clause": waiver.clause} if waiver.clause is not None else {"rows": list(waiver.rows)}
    )
    return {
        "reason": waiver.reason,
        "ticket": waiver.ticket,
        "until": waiver.until.isoformat(),
        **covered,
    }


def _clause(verdict: ClauseVerdict) -> Document:
    clause = verdict.clause
    return {
        "id": clause.id,
        "kind": str(clause.kind),
        "rule": clause.rule,
        "scopes": _sorted(clause.scopes),
        "status": str(verdict.status),
        "counts": _counts(verdict.counts),
        "note": verdict.note,
        "observed": clause.observed,
        "unseen": clause.unseen,
    }


def _row(verdict: RowVerdict) -> Document:
    row = verdict.row
    document: Document = {
        "id": row.id,
        "feature": row.feature,
        "line": row.line,
        "rule": row.rule,
        "scenario": row.scenario,
        "example": dict(row.example),
        "clauses": list(row.clauses),
        "demand": "stated" if row.stated else "derived",
        "reading": _reading(row.readings),
        "basis": "observed" if row.observed else "asked",
        "status": str(verdict.status),
        "steps": [asdict(step) for step in verdict.steps],
        "evidence": plain(verdict.evidence),
    }
    if verdict.status is not Status.PASSED:
        document["message"] = printable(verdict.message)
    if verdict.failure is not None:
        document["failure"] = plain(
            {key: value for key, value in asdict(verdict.failure).items() if key != "message"}
        )
    return document


def _reading(readings: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in readings.items()) or "binding"


def _sorted(scopes: Iterable[Scope]) -> list[str]:
    return [str(scope) for scope in Scope if scope in set(scopes)]


def plain(value: Any) -> Any:
    """Evidence as JSON can hold it: text for what JSON does not know, keys as text."""
    if isinstance(value, Mapping):
        return {printable(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and value - value == 0:
        return value
    return printable(str(value))


def printable(text: str) -> str:
    """The text without lone surrogates, which no UTF-8 file can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
