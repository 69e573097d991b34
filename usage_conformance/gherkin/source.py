"""Feature files, parsed once, with the line of everything that can be wrong."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gherkin.errors import CompositeParserException, ParserException
from gherkin.parser import Parser
from pytest_bdd.parser import render_string

from usage_conformance.gherkin.keywords import keyword_hint
from usage_conformance.gherkin.model import Problem

SUFFIX = ".feature"
PLACEHOLDER = re.compile(r"<(.+?)>")

_STEP_TYPES = {"Context": "given", "Action": "when", "Outcome": "then"}


@dataclass(frozen=True)
class Tag:
    """A tag without its `@`."""

    name: str
    line: int


@dataclass(frozen=True)
class Step:
    """A step as written. `type` is `given`, `when` or `then`; `arguments` are the texts
    of its table's cells or of its doc string."""

    keyword: str
    type: str
    text: str
    line: int
    arguments: tuple[str, ...] = ()

    def placeholders(self) -> frozenset[str]:
        """Names within angle brackets, in the text and the arguments."""
        return frozenset(
            name for text in (self.text, *self.arguments) for name in PLACEHOLDER.findall(text)
        )


@dataclass(frozen=True)
class ExampleRow:
    """One row of an examples table: column → value, and its tags from the table."""

    line: int
    values: Mapping[str, str]
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Examples:
    """One examples table."""

    line: int
    tags: tuple[Tag, ...]
    columns: tuple[str, ...]
    rows: tuple[ExampleRow, ...]


@dataclass(frozen=True)
class Rule:
    """A rule's header."""

    name: str
    line: int
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Scenario:
    """A scenario or outline. `background` holds the steps that come before its own."""

    name: str
    line: int
    tags: tuple[Tag, ...]
    background: tuple[Step, ...]
    steps: tuple[Step, ...]
    examples: tuple[Examples, ...]
    rule: Rule | None

    def example_rows(self) -> tuple[ExampleRow, ...]:
        """The rows that run: one without values where there is no examples table."""
        if not self.examples:
            return (ExampleRow(self.line, {}, ()),)
        return tuple(row for table in self.examples for row in table.rows)

    def all_steps(self) -> tuple[Step, ...]:
        """Every step that runs, in order."""
        return self.background + self.steps


@dataclass(frozen=True)
class Prose:
    """A line of description, which Gherkin ignores. `owner` is the keyword above it."""

    owner: str
    line: int
    text: str


@dataclass(frozen=True)
class FeatureFile:
    """A parsed feature file. `name` is its path below the features folder."""

    path: Path
    name: str
    language: str
    title: str
    line: int
    tags: tuple[Tag, ...]
    rules: tuple[Rule, ...]
    scenarios: tuple[Scenario, ...]
    prose: tuple[Prose, ...]
    document: Mapping[str, Any]

    @property
    def stem(self) -> str:
        """The name without its suffix: the first part of a row's id."""
        return self.name.removesuffix(SUFFIX)


@dataclass(frozen=True)
class Source:
    """All feature files of a folder, in order of their names, and why others are not here."""

    root: Path
    files: tuple[FeatureFile, ...]
    problems: tuple[Problem, ...]
    digest: str

    @cached_property
    def by_path(self) -> Mapping[Path, FeatureFile]:
        """Resolved path → file."""
        return {file.path: file for file in self.files}


def render(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in, exactly as pytest-bdd does it."""
    return render_string(text, values)


def read_source(root: Path) -> Source:
    """Parse every feature file below `root`. Never raises for what is in a file."""
    root = root.resolve()
    files: list[FeatureFile] = []
    problems: list[Problem] = []
    digest = hashlib.sha256()
    paths = sorted(root.rglob(f"*{SUFFIX}"), key=lambda path: path.relative_to(root).as_posix())
    for path in paths:
        name = path.relative_to(root).as_posix()
        content = path.read_bytes()
        # Lengths keep a name's end and a content's start apart.
        digest.update(f"{len(name.encode())} {len(content)} {name}".encode() + content)
        found = _read(path, name, content)
        if isinstance(found, FeatureFile):
            files.append(found)
        else:
            problems.extend(found)
    if not paths:
        problems.append(Problem(root, 1, "there is no feature file in this folder"))
    return Source(root, tuple(files), tuple(problems), digest.hexdigest())


def _read(path: Path, name: str, content: bytes) -> FeatureFile | Sequence[Problem]:
    try:
        # As pytest-bdd reads it: line ends of any kind become "\n".
        text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").read()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return [Problem(path, line, "not UTF-8 text")]
    try:
        document: dict[str, Any] = dict(Parser().parse(text))
    except CompositeParserException as error:
        return [_parse_problem(path, text, one) for one in error.errors]
    except ParserException as error:
        return [_parse_problem(path, text, error)]
    feature = document.get("feature")
    if feature is None:
        return [Problem(path, 1, "empty feature file: nothing in it would ever run")]
    reader = _Reader(path, text.split("\n"))
    scenarios = tuple(reader.scenarios(feature))
    if reader.problems:
        return reader.problems
    return FeatureFile(
        path=path,
        name=name,
        language=feature["language"],
        title=feature["name"],
        line=feature["location"]["line"],
        tags=_tags(feature),
        rules=tuple(reader.rules),
        scenarios=scenarios,
        prose=tuple(reader.prose),
        document=document,
    )


def _parse_problem(path: Path, text: str, error: ParserException) -> Problem:
    line = max(error.location["line"], 1)
    lines = text.split("\n")
    seen = lines[line - 1].strip() if line <= len(lines) else ""
    detail = str(error).partition("): ")[2] or str(error)
    if detail.startswith("expected: ") and seen:
        hint = keyword_hint(seen)
        advice = f"did you mean {hint!r}?" if hint else "is a keyword misspelt or missing?"
        return Problem(path, line, f"this line does not belong here: {seen!r}; {advice}")
    return Problem(path, line, f"not Gherkin: {detail}")


def _tags(node: Mapping[str, Any]) -> tuple[Tag, ...]:
    return tuple(Tag(tag["name"][1:], tag["location"]["line"]) for tag in node["tags"])


class _Reader:
    """Walks one parsed document; collects rules, prose and problems on its way."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self.rules: list[Rule] = []
        self.prose: list[Prose] = []
        self.problems: list[Problem] = []
        self._path = path
        self._lines = lines

    def scenarios(self, feature: Mapping[str, Any]) -> Iterator[Scenario]:
        self._describe("Feature", feature)
        yield from self._children(feature, None, ())

    def _children(
        self, node: Mapping[str, Any], rule: Rule | None, background: tuple[Step, ...]
    ) -> Iterator[Scenario]:
        for child in node["children"]:
            if "background" in child:
                self._describe("Background", child["background"])
                background += self._steps(child["background"])
            elif "rule" in child:
                inner = child["rule"]
                self._describe("Rule", inner)
                header = Rule(inner["name"], inner["location"]["line"], _tags(inner))
                self.rules.append(header)
                yield from self._children(inner, header, background)
            else:
                yield self._scenario(child["scenario"], rule, background)

    def _scenario(
        self, node: Mapping[str, Any], rule: Rule | None, background: tuple[Step, ...]
    ) -> Scenario:
        self._describe(node["keyword"], node)
        return Scenario(
            name=node["name"],
            line=node["location"]["line"],
            tags=_tags(node),
            background=background,
            steps=self._steps(node),
            examples=tuple(self._examples(table) for table in node["examples"]),
            rule=rule,
        )

    def _examples(self, node: Mapping[str, Any]) -> Examples:
        self._describe("Examples", node)
        header = node.get("tableHeader")
        columns = tuple(cell["value"] for cell in header["cells"]) if header else ()
        tags = _tags(node)
        rows = tuple(
            ExampleRow(
                row["location"]["line"],
                dict(zip(columns, (cell["value"] for cell in row["cells"]), strict=True)),
                tags,
            )
            for row in node.get("tableBody", ())
        )
        return Examples(node["location"]["line"], tags, columns, rows)

    def _steps(self, node: Mapping[str, Any]) -> tuple[Step, ...]:
        steps: list[Step] = []
        for step in node["steps"]:
            line = step["location"]["line"]
            keyword = step["keyword"].strip()
            type_ = _STEP_TYPES.get(step["keywordType"], steps[-1].type if steps else "")
            if not type_:
                message = f"the first step begins with {keyword!r}, not Given, When or Then"
                self.problems.append(Problem(self._path, line, message))
            steps.append(Step(keyword, type_, step["text"], line, _arguments(step)))
        return tuple(steps)

    def _describe(self, owner: str, node: Mapping[str, Any]) -> None:
        """Note the description's lines. The parser keeps their text, but not their place."""
        at = node["location"]["line"]
        for text in node.get("description", "").split("\n"):
            wanted = text.strip()
            if not wanted:
                continue
            while self._lines[at].strip() != wanted:
                at += 1
            at += 1
            self.prose.append(Prose(owner, at, wanted))


def _arguments(step: Mapping[str, Any]) -> tuple[str, ...]:
    if "docString" in step:
        return (step["docString"]["content"],)
    if "dataTable" in step:
        return tuple(cell["value"] for row in step["dataTable"]["rows"] for cell in row["cells"])
    return ()
