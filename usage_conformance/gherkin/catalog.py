"""The features as rows: what a verdict must account for, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from usage_conformance.gherkin.model import Catalog, Problem, Row
from usage_conformance.gherkin.source import ExampleRow, FeatureFile, Scenario, Source, read_source
from usage_conformance.gherkin.tags import Vocabulary
from usage_conformance.ledger import Ledger

# What a shell could take for its own even within double quotes, and what ids are built with.
_UNSAFE = frozenset("\"'`$\\!|[]%<>")
_NOT_IN_SLUGS = re.compile(r"[\W_]+")


class CatalogError(Exception):
    """The features are not fit to be executed. `problems` says where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def read_catalog(features: Path, ledger: Ledger) -> Catalog:
    """All rows of the feature files below `features`, and the digest of those files.

    Raises CatalogError where a file or a tag cannot be understood, or where two rows
    would have the same id. It finds far less than the gate does.
    """
    return catalog_of(read_source(features), ledger)


def catalog_of(source: Source, ledger: Ledger) -> Catalog:
    """As `read_catalog`, for files that have been read already."""
    vocabulary = Vocabulary(ledger)
    problems = list(source.problems)
    rows: list[Row] = []
    for file in source.files:
        problems.extend(tag_problems(file, vocabulary))
        rows.extend(rows_of(file, vocabulary, problems))
    problems.extend(_twins(source, rows))
    if problems:
        raise CatalogError(tuple(dict.fromkeys(problems)))
    return Catalog(tuple(rows), source.digest)


def rows_of(file: FeatureFile, vocabulary: Vocabulary, problems: list[Problem]) -> Iterator[Row]:
    """The rows of one file, in its order; what their tags lack goes to `problems`."""
    for scenario in file.scenarios:
        outer = (file.tags, scenario.rule.tags if scenario.rule else (), scenario.tags)
        for example in scenario.example_rows():
            meaning = vocabulary.understand(scenario.line, (*outer, example.tags))
            problems.extend(Problem(file.path, line, fault) for line, fault in meaning.faults)
            yield Row(
                id=row_id(file.stem, scenario, example),
                feature=file.name,
                scenario=scenario.name,
                rule=scenario.rule.name if scenario.rule else "",
                line=scenario.line,
                example=example.values,
                clauses=meaning.clauses,
                stated=meaning.stated,
                observed=meaning.observed,
                readings=meaning.readings,
                scopes=meaning.scopes,
                editions=meaning.editions,
                tags=meaning.names,
            )


def tag_problems(file: FeatureFile, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every tag of the file that means nothing."""
    tagged = [file.tags]
    tagged += [rule.tags for rule in file.rules]
    tagged += [scenario.tags for scenario in file.scenarios]
    tagged += [table.tags for scenario in file.scenarios for table in scenario.examples]
    for tags in tagged:
        for line, fault in vocabulary.faults(tags):
            yield Problem(file.path, line, fault)


def row_id(stem: str, scenario: Scenario, example: ExampleRow) -> str:
    """`<feature>::<scenario>` or `<feature>::<scenario>[<value>|<value>]`.

    Depends on nothing but the feature's file name, the scenario's name and the values.
    Different values give different ids: what is unsafe is percent-encoded.
    """
    base = f"{stem}::{slug(scenario.name)}"
    if not example.values:
        return base
    return f"{base}[{'|'.join(_safe(value) for value in example.values.values())}]"


def slug(name: str) -> str:
    """A scenario's name in lower case, with hyphens for all that is no letter or digit."""
    return _NOT_IN_SLUGS.sub("-", name).strip("-").lower()


def _safe(value: str) -> str:
    return "".join(
        character if character.isprintable() and character not in _UNSAFE else quote(character, "")
        for character in value
    )


def _twins(source: Source, rows: list[Row]) -> Iterator[Problem]:
    seen: dict[str, Row] = {}
    for row in rows:
        twin = seen.setdefault(row.id, row)
        if twin is not row:
            message = f"two rows have the id {row.id!r}; the other is at line {twin.line}"
            yield Problem(source.root / row.feature, row.line, message)


class RowIndex:
    """Finds the row that a collected item stands for."""

    def __init__(self, catalog: Catalog) -> None:
        self._rows = {_key(row.feature, row.scenario, row.example): row for row in catalog.rows}

    def find(self, feature: str, scenario: str, example: Mapping[str, str]) -> Row | None:
        """By feature file name, scenario name as written, and column → value."""
        return self._rows.get(_key(feature, scenario, example))


def _key(
    feature: str, scenario: str, example: Mapping[str, str]
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return feature, scenario, tuple(sorted(example.items()))
