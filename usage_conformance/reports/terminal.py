"""The verdict for a person at a terminal. A pure function of the verdict document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from usage_conformance.ledger import Scope
from usage_conformance.reports.cards import print_cards
from usage_conformance.reports.text import one_line, visible

_COUNTED = ("passed", "failed", "error", "waived", "not-applicable", "not-run")

_STYLES = {
    "passed": "green",
    "failed": "bold red",
    "error": "bold yellow",
    "waived": "magenta",
    "not-applicable": "dim",
    "not-run": "bold yellow",
}
_SYMBOLS = {
    "passed": "✔",
    "failed": "✘",
    "error": "!",
    "waived": "~",
    "not-applicable": "–",  # noqa: RUF001
    "not-run": "?",
}
_PLAIN_SYMBOLS = {**_SYMBOLS, "passed": "+", "failed": "x", "not-applicable": "-"}

_OUTCOME_STYLES = {
    "conformant": "green",
    "conformant-with-waivers": "magenta",
    "inconclusive": "yellow",
    "non-conformant": "red",
}


def print_verdict(
    document: Mapping[str, Any], console: Console, command: Sequence[str] | None = None
) -> None:
    """Cards of what did not pass, the table by clause, and the outcome.

    `command` is the command line that certifies with the same claims, if it needs more
    than the implementation's name.
    """
    symbols = symbols_for(console)
    spec = document["implementation"]["spec"]
    plain = ("usage-conformance", "certify", "--implementation", spec)
    print_cards(document, console, symbols, command or plain)
    console.print(_table(document, symbols))
    console.print(_legend(document, symbols))
    console.print(_banner(document))


def outcome_line(document: Mapping[str, Any]) -> str:
    """The outcome in one line, for `--quiet`."""
    counts = document["footer"]["counts"]
    numbers = ", ".join(f"{counts[name]} {name}" for name in _COUNTED if counts[name])
    implementation = document["implementation"]
    name = visible(f"{implementation['name']} {implementation['version']}")
    outcome = document["outcome"] + _for_scope(document)
    return f"{outcome}: {name} ({numbers}) {document['digest']}"


def _for_scope(document: Mapping[str, Any]) -> str:
    """What an outcome is good for, where less than everything is claimed."""
    scope = document["scope"]
    return "" if len(scope) == len(Scope) else f" for {', '.join(scope)}"


def symbols_for(console: Console) -> Mapping[str, str]:
    """A symbol per status that the console's encoding can show."""
    return _SYMBOLS if console.encoding.lower().startswith("utf") else _PLAIN_SYMBOLS


def _table(document: Mapping[str, Any], symbols: Mapping[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1))
    table.add_column("clause", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("rule", ratio=1, overflow="fold")
    for name in _COUNTED:
        table.add_column(symbols[name], justify="right", no_wrap=True, style=_STYLES[name])
    for clause in document["clauses"]:
        if not _is_shown(clause) or _is_untouched(clause):
            continue
        status = clause["status"]
        style = _STYLES[status]
        numbers = [str(clause["counts"][name] or "") for name in _COUNTED]
        rule = clause["rule"]
        if clause["note"] and status == "not-run":
            rule += f" ({clause['note']})"
        table.add_row(
            Text(clause["id"]),
            Text(f"{symbols[status]} {status}", style=style),
            Text(one_line(rule, 400)),
            *numbers,
        )
    return table


def _is_shown(clause: Mapping[str, Any]) -> bool:
    return clause["kind"] == "B" or any(clause["counts"].values())


def _is_untouched(clause: Mapping[str, Any]) -> bool:
    """Whether rows of the clause were left out and none of them was run."""
    counts = clause["counts"]
    return bool(counts["not-run"]) and not any(
        counts[name] for name in _COUNTED if name not in {"not-run", "not-applicable"}
    )


def _legend(document: Mapping[str, Any], symbols: Mapping[str, str]) -> Text:
    legend = "   ".join(f"{symbols[name]} {name}" for name in _COUNTED)
    names = [clause["id"] for clause in document["clauses"] if not _is_shown(clause)]
    if names:
        listed = ", ".join(names)
        legend += f"\nPermissions, duties and information, without scenarios: {listed}"
    untouched = [clause["id"] for clause in document["clauses"] if _is_untouched(clause)]
    if untouched:
        legend += f"\nNot run: {', '.join(untouched)}"
    return Text(legend + "\n", style="dim")


def _banner(document: Mapping[str, Any]) -> Panel:
    counts = document["footer"]["counts"]
    implementation = document["implementation"]
    said = visible(
        f"{implementation['name']} {implementation['version']} by {implementation['vendor']}"
    )
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    readings = ", ".join(f"{key}={value}" for key, value in document["readings"].items())
    edition = document["edition"]
    for name, value in (
        ("implementation", f"{said} ({visible(implementation['spec'])})"),
        ("edition", edition["id"] + ("" if edition["verified"] else " (not verified)")),
        ("scope", ", ".join(document["scope"])),
        ("readings", readings),
        ("isolation", document["isolation"]),
        ("rows", _numbers(counts, document["footer"]["rows"])),
        ("digest", document["digest"]),
    ):
        grid.add_row(name, Text(value))
    for number, limit in enumerate(document["limits"]):
        grid.add_row("" if number else "limits", Text(one_line(limit, 600)))
    for number, waiver in enumerate(document["waivers"]):
        grid.add_row("" if number else "waivers", Text(_waiver(waiver)))
    outcome = document["outcome"]
    style = _OUTCOME_STYLES[outcome]
    title = Text(f" {outcome.upper()}{_for_scope(document)} ", style=f"bold {style}")
    return Panel(grid, title=title, title_align="left", border_style=style)


def _waiver(waiver: Mapping[str, Any]) -> str:
    covered = waiver.get("clause") or ", ".join(waiver["rows"])
    return one_line(
        f"{covered} until {waiver['until']}: {waiver['reason']} ({waiver['ticket']})", 600
    )


def _numbers(counts: Mapping[str, int], total: int) -> str:
    return f"{total}: " + ", ".join(f"{counts[name]} {name}" for name in _COUNTED)
