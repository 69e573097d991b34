"""One card for each row that failed or ended in an error."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from usage_conformance.reports.text import compact, one_line, shortened, visible

MOST_CARDS = 10
_MOST_EVIDENCE = 6
_LAST_TRACE_LINES = 8
_VALUE_CHARACTERS = 600
_EVIDENCE_CHARACTERS = 200

# What an entry of evidence is about, as the suite's fixtures write it.
_SUBJECTS = frozenset({"call", "request", "object", "server", "path"})
_HEADINGS = {
    "calls": "what happened",
    "requests": "requests",
    "arrivals": "arrived in S3",
    "files": "on disk",
}

_COLOURS = {"failed": "red", "error": "yellow"}


def print_cards(
    document: Mapping[str, Any],
    console: Console,
    symbols: Mapping[str, str],
    command: Sequence[str],
) -> None:
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
    for row in ordered[:MOST_CARDS]:
        console.print(_card(row, rules, symbols))
        # Outside of the frame and never wrapped, so that it can be copied.
        again = shlex.join([*command, "--only", row["id"]])
        console.print(Text("  run just this row again:", style="dim"))
        console.print(Text(f"  {visible(again)}\n"), soft_wrap=True)
    if ordered[MOST_CARDS:]:
        console.print(_rest(ordered[MOST_CARDS:], symbols), soft_wrap=True)


def _card(
    row: Mapping[str, Any],
    rules: Mapping[str, str],
    symbols: Mapping[str, str],
) -> Panel:
    status = row["status"]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in _lines(row, rules):
        grid.add_row(name, Text(value))
    parts: list[RenderableType] = [grid]
    for heading, lines in _sections(row):
        parts += [Text(heading, style="dim"), Text("\n".join(lines), overflow="fold")]
    title = Text(f" {symbols[status]} {status}: {' '.join(row['clauses'])} ", style="bold")
    return Panel(Group(*parts), title=title, title_align="left", border_style=_COLOURS[status])


def _lines(row: Mapping[str, Any], rules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    failure = row.get("failure", {})
    for clause in row["clauses"]:
        yield f"rule {clause}", one_line(rules.get(clause, ""), _VALUE_CHARACTERS)
    yield "demand", f"{row['demand']}; {row['reading']}; {row['basis']}"
    yield "scenario", one_line(_scenario(row), _VALUE_CHARACTERS)
    if row["example"]:
        yield "example", compact(row["example"], _VALUE_CHARACTERS)
    yield "row", visible(row["id"])
    line = failure.get("line") or row["line"]
    step = one_line(failure.get("step", ""), _VALUE_CHARACTERS)
    place = f"features/{row['feature']}:{line}"
    yield "step", f"{step} ({place})" if step else place
    if failure.get("expected"):
        yield "expected", one_line(failure["expected"], _VALUE_CHARACTERS)
        yield "observed", one_line(failure["observed"], _VALUE_CHARACTERS)
    if not failure.get("expected") or failure["observed"] not in row["message"]:
        yield "message", one_line(row["message"], _VALUE_CHARACTERS)
    if failure.get("call"):
        yield "call", visible(failure["field"] or f"{failure['call']}()")


def _scenario(row: Mapping[str, Any]) -> str:
    """The scenario's name with the example's values in their places."""
    name: str = row["scenario"]
    for column, value in row["example"].items():
        name = name.replace(f"<{column}>", value)
    return name


def _sections(row: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Headings and lines: the traceback's end, and the end of each list of evidence."""
    trace = row.get("failure", {}).get("trace", "").rstrip().splitlines()
    if trace:
        last = trace[-_LAST_TRACE_LINES:]
        yield "traceback", [shortened(visible(line), _EVIDENCE_CHARACTERS) for line in last]
    for name, value in row["evidence"].items():
        yield from _evidence(visible(str(name)), value)


def _evidence(name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    if not value:
        return
    if isinstance(value, Mapping):
        for inner, item in value.items():
            heading = _HEADINGS.get(str(inner), visible(str(inner)))
            yield from _evidence(f"{name}: {heading}", item)
    elif isinstance(value, list) and isinstance(value[-1], Mapping) and _nested(value[-1]):
        # Runs of the same story: what was judged last is what the message is about.
        of = f" {len(value)} of {len(value)}" if len(value) > 1 else ""
        yield from _evidence(f"{name.removesuffix('s')}{of}", value[-1])
    elif isinstance(value, list):
        kept = ["  " + _evidence_line(item) for item in value[-_MOST_EVIDENCE:]]
        left_out = len(value) - len(kept)
        yield name + (f" (the last {len(kept)} of {len(value)})" if left_out else ""), kept
    else:
        yield name, [compact(value, _EVIDENCE_CHARACTERS)]


def _evidence_line(item: Any) -> str:
    """One call, request or file. What it is goes first, without a label."""
    if not isinstance(item, Mapping) or not _SUBJECTS & item.keys():
        return compact(item, _EVIDENCE_CHARACTERS)
    at = str(item.get("at", ""))[:16].replace("T", " ")
    words = [at + "Z"] if at else []
    words += [compact(item[key], _EVIDENCE_CHARACTERS) for key in item if key in _SUBJECTS]
    rest = {key: item[key] for key in item if key not in _SUBJECTS | {"at"}}
    return one_line("  ".join([*words, compact(rest, _EVIDENCE_CHARACTERS)]), _EVIDENCE_CHARACTERS)


def _nested(value: Mapping[str, Any]) -> bool:
    return any(
        isinstance(item, list) and item and isinstance(item[-1], Mapping) for item in value.values()
    )


def _rest(rows: Sequence[Mapping[str, Any]], symbols: Mapping[str, str]) -> Text:
    lines = Text(f"and {len(rows)} more, by clause:\n", style="bold")
    for row in sorted(rows, key=lambda row: (row["clauses"], row["id"])):
        head = f"  {symbols[row['status']]} {' '.join(row['clauses'])}  "
        lines.append(head + visible(row["id"]), style=_COLOURS[row["status"]])
        lines.append(f"  {one_line(row['message'], 160)}\n")
    return lines
