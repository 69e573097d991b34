"""Reports say what the document says, and an implementation cannot steer them."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from junitparser import JUnitXml
from rich.console import Console

from tests.verdict.small import CATALOG, documented, record, row
from usage_conformance.gherkin.model import Catalog
from usage_conformance.reports.cards import MOST_CARDS
from usage_conformance.reports.junit import to_junit
from usage_conformance.reports.progress import RunProgress
from usage_conformance.reports.terminal import outcome_line, print_verdict
from usage_conformance.reports.text import compact, visible
from usage_conformance.verdict.model import Failure, Status

HOSTILE = "[red]x[/red] \x1b[2J\x07 \u202egnp ]]> <a/> &\r\x85\u2028\x00\ufffe"
BAD = record(
    "a",
    Status.ERROR,
    HOSTILE,
    failure=Failure(
        HOSTILE, step=HOSTILE, line=7, call="advance", field=HOSTILE, trace=f"one\n{HOSTILE}"
    ),
    evidence={HOSTILE: [{HOSTILE: HOSTILE}], "runs": [{"calls": [{"call": "install"}] * 9}]},
)
FAILED = record(
    "b",
    Status.FAILED,
    "expected a file; observed none",
    failure=Failure(
        "expected a file; observed none", "a file", "none", step="Then there is a file", line=9
    ),
)


def terminal(document: dict[str, Any], **options: Any) -> str:
    file = io.StringIO()
    print_verdict(document, Console(file=file, width=100, **options))
    return file.getvalue()


def test_card_of_a_failure() -> None:
    text = terminal(documented(FAILED))
    for said in (
        "✘ failed: LK-4",
        "The rule of LK-4.",
        "scenario b",
        "Then there is a file (features/small.feature:9)",
        "expected   a file",
        "observed   none",
        "  usage-conformance certify --implementation acme:Usage --only b\n",
        "NON-CONFORMANT",
    ):
        assert said in text


def test_card_of_an_error_shows_call_and_traceback() -> None:
    document = documented(
        record("a", Status.ERROR, failure=Failure("m", call="advance", trace="T"))
    )
    text = terminal(document)
    assert "! error: LK-4" in text
    assert "advance()" in text
    assert "traceback" in text
    assert "INCONCLUSIVE" in text


def test_evidence_is_shortened() -> None:
    assert "what happened (the last 6 of 9)" in terminal(documented(BAD))


@pytest.mark.parametrize("options", [{}, {"force_terminal": True, "color_system": None}])
def test_hostile_text_is_shown_not_obeyed(options: dict[str, Any]) -> None:
    text = terminal(documented(BAD), **options)
    assert "[red]x[/red]" in text
    assert r"\x1b[2J" in text
    for character in "\x1b\x07\u202e\x00\x85\u2028\ufffe\r":
        assert character not in text


def test_symbols_without_colours_and_without_unicode() -> None:
    class Ascii(io.StringIO):
        encoding = "ascii"

    file = Ascii()
    print_verdict(documented(FAILED), Console(file=file, width=100))
    assert "x failed" in file.getvalue()
    assert "✘" not in file.getvalue()


def test_no_colour_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" not in terminal(documented(FAILED), force_terminal=True)
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[" in terminal(documented(FAILED), force_terminal=True)


def test_many_failures_become_lines() -> None:
    many = Catalog((*CATALOG.rows, *(row(f"m{n:02}", "LK-4") for n in range(30))), "x")
    failed = [record(f"m{n:02}", Status.FAILED) for n in range(30)]
    text = terminal(documented(*failed, catalog=many))
    assert text.count("run just this row again") == MOST_CARDS
    assert "and 20 more, by clause" in text
    assert "m29" in text


def test_outcome_line() -> None:
    document = documented(FAILED)
    line = outcome_line(document)
    assert line.startswith(
        "non-conformant for collection, automated-upload: usage 1 "
        "(3 passed, 1 failed, 1 not-applicable)"
    )
    assert document["digest"] in line


def test_junit_has_every_row() -> None:
    report = to_junit(documented(BAD, FAILED, record("c", Status.NOT_RUN, "crashed")))
    root = ET.fromstring(report)
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == [row.id for row in CATALOG.rows]
    assert {name: [child.tag for child in case][1:] for name, case in cases.items()} == {
        "a": ["error"],
        "b": ["failure"],
        "c": ["error"],
        "d": ["skipped"],
        "e": [],
    }
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "1", "2")
    properties = {p.get("name"): p.get("value") for p in cases["b"].iter("property")}
    assert properties["clauses"] == "LK-4"
    failure = cases["b"].find("failure")
    assert failure is not None
    assert failure.get("message") == "expected a file; observed none"
    assert "step: Then there is a file" in (failure.text or "")


def test_junit_is_xml_whatever_is_said() -> None:
    parsed = JUnitXml.fromstring(to_junit(documented(BAD)).encode())
    assert parsed.errors == 1


def test_junit_of_an_inconclusive_run_is_never_green() -> None:
    document = documented(problems=["a worker died"])
    assert document["outcome"] == "inconclusive"
    assert JUnitXml.fromstring(to_junit(document).encode()).errors == 1
    assert JUnitXml.fromstring(to_junit(documented()).encode()).errors == 0


def test_progress_in_lines_and_as_a_bar() -> None:
    lines = io.StringIO()
    bar = io.StringIO()
    for console in (
        Console(file=lines, force_terminal=False),
        Console(file=bar, force_terminal=True, width=80),
    ):
        progress = RunProgress(console, 20)
        progress.start()
        for number in range(20):
            progress.row(record(str(number), Status.FAILED if number == 3 else Status.PASSED))
        progress.stop()
    assert lines.getvalue().splitlines()[0] == "2 of 20 rows, 0 failed or in error"
    assert lines.getvalue().splitlines()[-1] == "20 of 20 rows, 1 failed or in error"
    assert len(lines.getvalue().splitlines()) == 10
    assert "20 of 20 rows, 1 failed" in bar.getvalue()


def test_texts() -> None:
    assert visible("a\tb\n") == r"a\x09b\x0a"
    assert compact({"a": "", "b": ["x", 1], "c": "0" * 64}, 80) == "b: [x, 1], c: 000000000000…"
    assert len(compact("x" * 100, 10)) == 10
