"""The verdict for build servers: JUnit XML. A pure function of the verdict document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from junitparser import (
    Error,
    Failure,
    JUnitXml,
    Properties,
    Property,
    Skipped,
    TestCase,
    TestSuite,
)

from usage_conformance.reports.text import one_line, xml_text

FILE_NAME = "junit.xml"
_MESSAGE_CHARACTERS = 500

# What did not run must not look green to a build server, so it is an error there.
_RESULTS = {
    "failed": Failure,
    "error": Error,
    "not-run": Error,
    "waived": Skipped,
    "not-applicable": Skipped,
}


def to_junit(document: Mapping[str, Any]) -> str:
    """One suite per feature, one case per row, with clause ids as properties."""
    report = JUnitXml("usage-conformance")
    cases: dict[str, list[TestCase]] = {}
    for row in document["rows"]:
        cases.setdefault(row["feature"], []).append(_case(row))
    if document["outcome"] == "inconclusive" and not _looks_bad(document):
        cases["verdict"] = [_inconclusive(document)]
    for feature, listed in cases.items():
        suite = TestSuite(xml_text(feature))
        suite.timestamp = document["suite"]["created"]
        suite.add_testcases(listed)
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]
    body: bytes = report.tostring()  # type: ignore[no-untyped-call]
    return body.decode("utf-8") + "\n"


def _looks_bad(document: Mapping[str, Any]) -> bool:
    return any(row["status"] in {"failed", "error", "not-run"} for row in document["rows"])


def _inconclusive(document: Mapping[str, Any]) -> TestCase:
    case = TestCase("outcome", "verdict", 0.0)
    case.result = [_result(Error, "inconclusive", "\n".join(document["limits"]))]
    return case


def _case(row: Mapping[str, Any]) -> TestCase:
    classname = row["feature"].removesuffix(".feature")
    case = TestCase(xml_text(row["id"]), xml_text(classname), 0.0)
    properties = Properties()  # type: ignore[no-untyped-call]
    for name in ("clauses", "demand", "reading", "basis", "status"):
        value = row[name]
        text = " ".join(value) if isinstance(value, list) else value
        properties.add_property(Property(name, xml_text(text)))
    case.append(properties)  # type: ignore[no-untyped-call]
    kind = _RESULTS.get(row["status"])
    if kind is not None:
        case.result = [_result(kind, row["status"], row["message"], _details(row))]
    return case


def _result(kind: type[Any], status: str, message: str, details: str = "") -> Any:
    result = kind(one_line(message, _MESSAGE_CHARACTERS), status)
    result.text = xml_text(details or message)
    return result


def _details(row: Mapping[str, Any]) -> str:
    failure = row.get("failure", {})
    lines = [row["message"], f"clauses: {' '.join(row['clauses'])}", f"scenario: {row['scenario']}"]
    lines += [f"{key}: {failure[key]}" for key in _DETAILS if failure.get(key)]
    return "\n".join(lines)


_DETAILS = ("step", "line", "expected", "observed", "call", "field", "trace")
