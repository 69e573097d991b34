"""The step definitions that Python modules register with pytest-bdd, and what matches them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from pytest_bdd.parsers import StepParser
from pytest_bdd.parsers import parse as parse_parser
from pytest_bdd.parsers import string as string_parser
from pytest_bdd.steps import StepNamePrefix, step_function_context_registry

from usage_conformance.gherkin.marks import Mark, mark_of


@dataclass(frozen=True)
class StepDefinition:
    """One phrase and the function behind it. `type` is None where any keyword will do."""

    file: Path
    line: int
    type: str | None
    text: str
    parser: StepParser
    function: Callable[..., object]

    @property
    def mark(self) -> Mark | None:
        """Whether the function is an absence, a presence or a control."""
        return mark_of(self.function)

    @property
    def where(self) -> str:
        """`file:line`, with the file's name alone."""
        return f"{self.file.name}:{self.line}"


def find_definitions(modules: Iterable[ModuleType]) -> tuple[StepDefinition, ...]:
    """The definitions of these modules, each once however often it is imported."""
    found: dict[int, StepDefinition] = {}
    for module in modules:
        for name, value in vars(module).items():
            if not name.startswith(StepNamePrefix.step_def.value):
                continue
            context = step_function_context_registry[inspect.unwrap(value)]
            code = inspect.unwrap(context.step_func).__code__
            found.setdefault(
                id(context),
                StepDefinition(
                    file=Path(code.co_filename),
                    line=code.co_firstlineno,
                    type=context.type,
                    text=context.parser.name,
                    parser=context.parser,
                    function=context.step_func,
                ),
            )
    return tuple(found.values())


class Matcher:
    """Finds the definitions that match a step, as pytest-bdd would, but all of them."""

    def __init__(self, definitions: Iterable[StepDefinition]) -> None:
        self._known: dict[tuple[str, str], tuple[StepDefinition, ...]] = {}
        self._candidates: dict[str, _Candidates] = {}
        definitions = tuple(definitions)
        for type_ in ("given", "when", "then"):
            self._candidates[type_] = _Candidates(d for d in definitions if d.type in {None, type_})

    def matching(self, type_: str, text: str) -> tuple[StepDefinition, ...]:
        """Every definition for a step of this type with this text."""
        key = (type_, text)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(self._candidates[type_].matching(text))
        return found


class _Candidates:
    """Definitions of one keyword, sorted out by how their text begins.

    Regular expressions cost a microsecond each; comparing a beginning costs a tenth.
    """

    def __init__(self, definitions: Iterable[StepDefinition]) -> None:
        self._definitions = tuple((_literal_start(d.parser), d) for d in definitions)

    def matching(self, text: str) -> Iterator[StepDefinition]:
        lower = text.lower()
        for start, definition in self._definitions:
            if lower.startswith(start) and definition.parser.is_matching(text):
                yield definition


def _literal_start(parser: StepParser) -> str:
    """What every text that the parser accepts begins with, in lower case; may be empty."""
    if isinstance(parser, string_parser):
        return parser.name.lower()
    if isinstance(parser, parse_parser):
        return parser.name.partition("{")[0].lower()
    return ""
