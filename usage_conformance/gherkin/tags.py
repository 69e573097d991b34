"""What a row's tags say: its clauses, and how firmly and by what means it holds."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from usage_conformance.gherkin.source import Tag
from usage_conformance.ledger import Kind, Ledger, Scope

_LIKE_A_CLAUSE = re.compile(r"[A-Za-z]{2}-\d+[a-z]?")


class _Dimension(StrEnum):
    """A question that tags answer; the nearest level that says anything decides."""

    DEMAND = "@stated or @derived"
    BASIS = "@observed or @asked"
    FORCE = "@binding or @reading:DISPUTE=READING"


_WORDS = {
    "stated": _Dimension.DEMAND,
    "derived": _Dimension.DEMAND,
    "observed": _Dimension.BASIS,
    "asked": _Dimension.BASIS,
    "binding": _Dimension.FORCE,
}


@dataclass(frozen=True)
class Meaning:
    """The tags of a row, understood. `faults` are (line, message)."""

    clauses: tuple[str, ...]
    stated: bool
    observed: bool
    readings: Mapping[str, str]
    scopes: frozenset[Scope]
    editions: frozenset[str]
    names: frozenset[str]
    faults: tuple[tuple[int, str], ...]


class Vocabulary:
    """The tags that the ledger allows."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._fault = lru_cache(maxsize=None)(self._find_fault)

    def faults(self, tags: Iterable[Tag]) -> Iterator[tuple[int, str]]:
        """Line and message of each tag that means nothing."""
        for tag in tags:
            fault = self._fault(tag.name)
            if fault is not None:
                yield tag.line, fault

    def understand(self, line: int, levels: Sequence[Sequence[Tag]]) -> Meaning:
        """The meaning of tags on levels from the outermost to the nearest one.

        Tags that mean nothing are left to `faults`; `line` is where a tag is missing.
        """
        tags = [tag for level in levels for tag in level if self._fault(tag.name) is None]
        clauses = _unique(tag.name for tag in tags if tag.name in self._ledger.clauses)
        faults: list[tuple[int, str]] = []
        if not clauses:
            faults.append((line, "no clause tag: which rule does this scenario show?"))
        chosen = {
            dimension: self._nearest(dimension, line, levels, faults) for dimension in _Dimension
        }
        scopes = {Scope(_value(tag)) for tag in tags if tag.name.startswith("scope:")}
        if not scopes:
            scopes = {scope for clause in clauses for scope in self._ledger.clauses[clause].scopes}
        editions = {_value(tag) for tag in tags if tag.name.startswith("edition:")}
        return Meaning(
            clauses=clauses,
            stated="stated" in chosen[_Dimension.DEMAND],
            observed="observed" in chosen[_Dimension.BASIS],
            readings=dict(
                _value_pair(name) for name in chosen[_Dimension.FORCE] if name != "binding"
            ),
            scopes=frozenset(scopes),
            editions=frozenset(editions),
            names=frozenset(tag.name for tag in tags),
            faults=tuple(faults),
        )

    def _nearest(
        self,
        dimension: _Dimension,
        line: int,
        levels: Sequence[Sequence[Tag]],
        faults: list[tuple[int, str]],
    ) -> tuple[str, ...]:
        """The nearest level's answer to a question; a fault if there is none, or two."""
        for level in reversed(levels):
            answers = [
                tag
                for tag in level
                if _dimension(tag.name) is dimension and self._fault(tag.name) is None
            ]
            if not answers:
                continue
            names = _unique(tag.name for tag in answers)
            if self._contradict(dimension, names):
                listed = ", ".join(f"@{name}" for name in names)
                faults.append((answers[0].line, f"tags that exclude each other: {listed}"))
            return names
        faults.append((line, f"neither {dimension.replace(' or ', ' nor ')}"))
        return ()

    @staticmethod
    def _contradict(dimension: _Dimension, names: Sequence[str]) -> bool:
        if dimension is not _Dimension.FORCE or "binding" in names:
            return len(names) > 1
        disputes = [_value_pair(name)[0] for name in names]
        return len(set(disputes)) < len(disputes)

    def _find_fault(self, name: str) -> str | None:
        if name in _WORDS:
            return None
        clause = self._ledger.clauses.get(name)
        if clause is not None:
            if clause.kind in {Kind.BEHAVIOUR, Kind.PERMISSION}:
                return None
            return f"@{name} names a clause of kind {clause.kind}, which no scenario can show"
        prefix, colon, value = name.partition(":")
        if colon:
            return self._find_value_fault(name, prefix, value)
        if _LIKE_A_CLAUSE.fullmatch(name):
            return f"@{name} names no clause{_near(name, self._ledger.clauses)}"
        return f"unknown tag @{name}{_near(name, [*_WORDS, *self._ledger.clauses])}"

    def _find_value_fault(self, name: str, prefix: str, value: str) -> str | None:
        if prefix == "scope":
            scopes = [scope.value for scope in Scope]
            return None if value in scopes else f"@{name} names no scope{_near(value, scopes)}"
        if prefix == "edition":
            editions = self._ledger.editions
            return (
                None if value in editions else f"@{name} names no edition{_near(value, editions)}"
            )
        if prefix == "reading":
            dispute_id, _, reading = value.partition("=")
            dispute = self._ledger.disputes.get(dispute_id)
            if dispute is None:
                return f"@{name} names no dispute{_near(dispute_id, self._ledger.disputes)}"
            if reading not in dispute.readings:
                return f"@{name} names no reading of {dispute_id}{_near(reading, dispute.readings)}"
            return None
        return f"unknown tag @{name}{_near(prefix, ('scope', 'edition', 'reading'))}"


def _dimension(name: str) -> _Dimension | None:
    return _Dimension.FORCE if name.startswith("reading:") else _WORDS.get(name)


def _value(tag: Tag) -> str:
    return tag.name.partition(":")[2]


def _value_pair(name: str) -> tuple[str, str]:
    dispute, _, reading = name.partition(":")[2].partition("=")
    return dispute, reading


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _near(name: str, known: Iterable[str]) -> str:
    known = list(known)
    found = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    if found:
        return f"; did you mean {' or '.join(found)}?"
    return f"; known are {', '.join(known)}" if len(known) <= 12 else ""
