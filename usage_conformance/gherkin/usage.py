"""Steps and the definitions they use: one each, and none to spare."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Generator, Iterator, Sequence

from usage_conformance.gherkin.absence import Told, unmarked, unmarked_message, without_control
from usage_conformance.gherkin.definitions import Matcher, StepDefinition
from usage_conformance.gherkin.model import Problem
from usage_conformance.gherkin.source import (
    ExampleRow,
    FeatureFile,
    Scenario,
    Source,
    Step,
    render,
)


def check(source: Source, definitions: Sequence[StepDefinition]) -> Iterator[Problem]:
    """Undefined and ambiguous steps; unused and unfit definitions; uncontrolled absences."""
    finding = _Finding(definitions)
    for file in source.files:
        for scenario in file.scenarios:
            yield from finding.scenario(file, scenario)
    yield from finding.unused(complete=not source.problems)
    for definition in definitions:
        yield from _unfit(definition)


class _Finding:
    """Matches every step of every row, and remembers which definitions were of use."""

    def __init__(self, definitions: Sequence[StepDefinition]) -> None:
        self._definitions = definitions
        self._matcher = Matcher(definitions)
        self._used: set[int] = set()
        self._unmarked: set[int] = set()

    def scenario(self, file: FeatureFile, scenario: Scenario) -> Iterator[Problem]:
        undefined: dict[int, dict[str, str]] = {}
        for example in scenario.example_rows():
            told = yield from self._match(file, scenario, example, undefined)
            absence = without_control(told)
            if absence is not None:
                message = (
                    f"the absence {absence.text!r} has no control after it: repeat the story "
                    "with one fact changed, and say what happens then"
                )
                yield Problem(file.path, absence.line, message)
        for line, texts in undefined.items():
            text, type_ = next(iter(texts.items()))
            more = f" (and with {len(texts) - 1} other texts)" if len(texts) > 1 else ""
            message = f"undefined step: {type_.capitalize()} {text!r}{more}{self._near(text)}"
            yield Problem(file.path, line, message)

    def _match(
        self,
        file: FeatureFile,
        scenario: Scenario,
        example: ExampleRow,
        undefined: dict[int, dict[str, str]],
    ) -> Generator[Problem, None, Told]:
        told: list[tuple[Step, str, StepDefinition | None]] = []
        for step in scenario.all_steps():
            text = render(step.text, example.values)
            found = self._matcher.matching(step.type, text)
            self._used.update(id(definition) for definition in found)
            told.append((step, text, found[0] if found else None))
            if not found and text.strip():
                undefined.setdefault(step.line, {})[text] = step.type
            elif len(found) > 1:
                listed = ", ".join(f"{d.text!r} ({d.where})" for d in found)
                message = f"{len(found)} definitions match {text!r}: {listed}"
                yield Problem(file.path, step.line, message)
            elif found and id(found[0]) not in self._unmarked and unmarked(found[0], text):
                self._unmarked.add(id(found[0]))
                yield Problem(found[0].file, found[0].line, unmarked_message(text))
        return told

    def _near(self, text: str) -> str:
        known = [definition.text for definition in self._definitions]
        near = difflib.get_close_matches(text, known, n=1, cutoff=0.5)
        return f"; the nearest definition is {near[0]!r}" if near else ""

    def unused(self, *, complete: bool) -> Iterator[Problem]:
        """Definitions without a scenario; not told while some file could not be read."""
        for definition in self._definitions:
            if complete and id(definition) not in self._used:
                message = f"no scenario uses the step {definition.text!r}"
                yield Problem(definition.file, definition.line, message)


def _unfit(definition: StepDefinition) -> Iterator[Problem]:
    """Functions that would pass whatever they say, for nobody runs their body to its end."""
    function = inspect.unwrap(definition.function)
    kind = None
    if inspect.iscoroutinefunction(function):
        kind = "async def"
    elif inspect.isasyncgenfunction(function):
        kind = "an async generator"
    elif inspect.isgeneratorfunction(function):
        kind = "a generator"
    if kind is not None:
        message = f"the step {definition.text!r} is {kind}: what it asserts is not checked"
        yield Problem(definition.file, definition.line, message)
