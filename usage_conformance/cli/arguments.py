"""What a user can type."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from usage_conformance import __version__
from usage_conformance.profile import UsageError

_EXIT_CODES = """\
exit codes: 0 conformant, 1 non-conformant, 2 wrong usage, 3 inconclusive or no verdict,
4 conformant with waivers (0 with --allow-waivers), 130 interrupted
"""


@dataclass(frozen=True)
class Arguments:
    """The arguments of `certify`. None stands for "as the profile says"."""

    implementation: str | None = None
    profile: Path | None = None
    edition: str | None = None
    scope: tuple[str, ...] | None = None
    readings: tuple[str, ...] = ()
    call_deadline: float | None = None
    report_dir: Path | None = None
    jobs: int | None = None
    keyword: str | None = None
    only: tuple[str, ...] = ()
    allow_waivers: bool = False
    quiet: bool = False

    @property
    def selected(self) -> bool:
        """Whether only a part of the rows was asked for."""
        return self.keyword is not None or bool(self.only)

    def claims(self) -> list[str]:
        """The words that repeat these claims on a command line."""
        words: list[str] = []
        for flag, value in (
            ("--implementation", self.implementation),
            ("--profile", self.profile),
            ("--edition", self.edition),
            ("--call-deadline", self.call_deadline),
        ):
            words += [flag, str(value)] if value is not None else []
        for flag, values in (("--scope", self.scope or ()), ("--reading", self.readings)):
            words += [word for value in values for word in (flag, value)]
        return words

    def readings_by_dispute(self) -> dict[str, str]:
        """`--reading D2=through` as a dictionary. Raises UsageError."""
        chosen: dict[str, str] = {}
        for text in self.readings:
            dispute, equals, reading = text.partition("=")
            if not (dispute and equals and reading):
                raise UsageError(f"--reading {text}: expected DISPUTE=READING, e.g. D2=through")
            if chosen.setdefault(dispute, reading) != reading:
                raise UsageError(f"--reading: {dispute} is given twice, with different readings")
        return chosen


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments of `certify`. Raises UsageError, and SystemExit for help and version."""
    parser, certify = _parsers()
    if not argv:
        parser.print_help(sys.stderr)
        raise UsageError("no command; the usual one is: usage-conformance certify")
    known = parser.parse_args(argv)
    if known.command is None:
        certify.error("no command")
    values = vars(known)
    del values["command"]
    values["scope"] = tuple(known.scope) if known.scope else None
    for name in ("readings", "only"):
        values[name] = tuple(values[name])
    return Arguments(**values)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def _parsers() -> tuple[_Parser, _Parser]:
    parser = _Parser(
        prog="usage-conformance",
        description="Certifies implementations of PureConnect subscription usage.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    certify = commands.add_parser(
        "certify",
        help="run the suite against an implementation and give a verdict",
        description="Runs the suite against an implementation and gives a verdict. Without "
        "arguments it certifies what usage-conformance.toml in this folder names, or the "
        "bundled reference implementation.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _claims(certify)
    _run(certify)
    return parser, certify


def _claims(certify: _Parser) -> None:
    group = certify.add_argument_group("what is claimed (wins over the profile)")
    group.add_argument("--implementation", metavar="MODULE:CLASS")
    group.add_argument("--profile", metavar="FILE", type=Path)
    group.add_argument("--edition", metavar="DATE", help="edition of the documentation")
    group.add_argument(
        "--scope",
        metavar="NAME",
        action="append",
        help="a claimed scope, repeatable or comma-separated; collection is always claimed",
    )
    group.add_argument(
        "--reading",
        metavar="DISPUTE=READING",
        dest="readings",
        action="append",
        default=[],
        help="the reading of a dispute, repeatable",
    )
    group.add_argument(
        "--call-deadline",
        metavar="SECONDS",
        type=_seconds,
        help="longest time that one call of the implementation may take",
    )


def _run(certify: _Parser) -> None:
    group = certify.add_argument_group("how it runs and what it says")
    group.add_argument("--report-dir", metavar="DIR", type=Path, help="keep verdict and JUnit")
    group.add_argument("--jobs", metavar="N", type=_jobs, help="number of worker processes")
    group.add_argument("-k", metavar="EXPR", dest="keyword", help="only rows that match")
    group.add_argument(
        "--only", metavar="ROW", action="append", default=[], help="only this row, repeatable"
    )
    group.add_argument(
        "--allow-waivers", action="store_true", help="exit with 0 when only waived rows fail"
    )
    group.add_argument("--quiet", action="store_true", help="print the outcome only")


def _jobs(text: str) -> int:
    try:
        jobs = int(text)
    except ValueError:
        jobs = 0
    if not 1 <= jobs <= 256:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to 256, not {text!r}")
    return jobs


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected seconds, not {text!r}") from error
