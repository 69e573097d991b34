"""One card for each row that failed or ended in an error."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from usage_conformance.reports.text import compact, one_line, visible

MOST_CARDS = 10
_MOST_EVIDENCE = 6
_LAST_TRACE_LINES = 8
_VALUE_CHARACTERS = 600
_EVIDENCE_CHARACTERS = 200

_COLOURS = {"failed": "red", "error": "yellow"}


def cards(
    document: Mapping[str, Any], symbols: Mapping[str, str], command: Sequence[str]
) -> list[RenderableType]:
    """Cards for the first rows, over as many clauses as possible; one line for the rest.

    `command` is the command line that certifies with the same claims.
    """
    bad = [row for row in document["rows"] if row["status"] in _COLOURS]
    # Failures before errors; within each the first row of every clause before a second.
    seen: set[tuple[str, ...]] = set()
    first: list[Mapping[str, Any]] = []
    later: list[Mapping[str, Any]] = []
    for row in sorted(bad, key=lambda row: list(_COLOURS).index(row["status"])):
        clauses = (row["status"], *row["clauses"])
        (later if clauses in seen else first).append(row)
        seen.add(clauses)
    ordered = first + later
    rules = {clause["id"]: clause["rule"] for clause in document["clauses"]}
    made: list[RenderableType] = [
        _card(row, rules, command, symbols) for row in ordered[:MOST_CARDS]
    ]
    if ordered[MOST_CARDS:]:
        made.append(_rest(ordered[MOST_CARDS:], symbols))
    return made


def _card(
    row: Mapping[str, Any],
    rules: Mapping[str, str],
    command: Sequence[str],
    symbols: Mapping[str, str],
) -> Panel:
    status = row["status"]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in _lines(row, rules):
        grid.add_row(name, Text(value))
    again = Text(visible(shlex.join([*command, "--only", row["id"]])), overflow="fold")
    title = Text(f" {symbols[status]} {status}: {' '.join(row['clauses'])} ", style="bold")
    return Panel(
        Group(grid, Text("run this row again:", style="dim"), again),
        title=title,
        title_align="left",
        border_style=_COLOURS[status],
    )


def _lines(row: Mapping[str, Any], rules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    failure = row.get("failure", {})
    for clause in row["clauses"]:
        yield f"rule {clause}", one_line(rules.get(clause, ""), _VALUE_CHARACTERS)
    yield "demand", f"{row['demand']}; {row['reading']}; {row['basis']}"
    yield "scenario", one_line(row["scenario"], _VALUE_CHARACTERS)
    if row["example"]:
        yield "example", compact(row["example"], _VALUE_CHARACTERS)
    yield "row", visible(row["id"])
    line = failure.get("line") or row["line"]
    step = one_line(failure.get("step", ""), _VALUE_CHARACTERS)
    yield "at", f"{step} (features/{row['feature']}:{line})".strip()
    if failure.get("expected"):
        yield "expected", one_line(failure["expected"], _VALUE_CHARACTERS)
        yield "observed", one_line(failure["observed"], _VALUE_CHARACTERS)
    if not failure.get("expected") or row["message"].count(";") > 1:
        yield "message", one_line(row["message"], _VALUE_CHARACTERS)
    if failure.get("call"):
        yield "call", visible(failure["field"] or f"{failure['call']}()")
    if failure.get("trace"):
        last = failure["trace"].rstrip().splitlines()[-_LAST_TRACE_LINES:]
        yield "traceback", "\n".join(visible(line)[:_EVIDENCE_CHARACTERS] for line in last)
    for name, value in row["evidence"].items():
        shown = "\n".join(_evidence(value))
        if shown:
            yield visible(str(name)), shown


def _evidence(value: Any) -> list[str]:
    if not isinstance(value, list):
        return [compact(value, _EVIDENCE_CHARACTERS)] if value not in ({}, "", None) else []
    kept = [compact(item, _EVIDENCE_CHARACTERS) for item in value[-_MOST_EVIDENCE:]]
    left_out = len(value) - len(kept)
    return ([f"… {left_out} before these"] if left_out else []) + kept


def _rest(rows: Sequence[Mapping[str, Any]], symbols: Mapping[str, str]) -> Text:
    lines = Text(f"and {len(rows)} more, by clause:\n", style="bold")
    for row in sorted(rows, key=lambda row: (row["clauses"], row["id"])):
        head = f"  {symbols[row['status']]} {' '.join(row['clauses'])}  "
        lines.append(head + visible(row["id"]), style=_COLOURS[row["status"]])
        lines.append(f"  {one_line(row['message'], 160)}\n")
    return lines
