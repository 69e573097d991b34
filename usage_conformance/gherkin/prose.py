"""What Gherkin would silently take for prose, or not look at at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from usage_conformance.gherkin.keywords import distance, keyword_hint
from usage_conformance.gherkin.model import Problem
from usage_conformance.gherkin.source import SUFFIX, FeatureFile


def check(file: FeatureFile) -> Iterator[Problem]:
    """Lines of description that begin like a keyword."""
    for line in file.prose:
        hint = keyword_hint(line.text)
        if hint is not None:
            message = (
                f"description of the {line.owner} that begins like {hint!r} and does nothing: "
                f"{line.text!r}; correct the keyword or word it otherwise"
            )
            yield Problem(file.path, line.line, message)
        elif line.owner == "Examples" and "|" in line.text:
            message = f"a table row that does not begin with '|' is ignored: {line.text!r}"
            yield Problem(file.path, line.line, message)


def misnamed_files(root: Path) -> Iterator[Problem]:
    """Files that were meant to be features, to judge by their suffix, and are not read."""
    for path in sorted(root.rglob("*")):
        near = any(0 < distance(suffix.lower(), SUFFIX) <= 2 for suffix in path.suffixes)
        wrong_case = path.suffix != SUFFIX and path.suffix.lower() == SUFFIX
        buried = SUFFIX in path.suffixes[:-1]
        if path.is_file() and (near or wrong_case or buried):
            yield Problem(path, 1, f"not read, for its name does not end in {SUFFIX!r}")
