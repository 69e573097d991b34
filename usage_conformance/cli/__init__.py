"""The command line: `usage-conformance`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from usage_conformance.cli.arguments import parse
from usage_conformance.cli.certifying import certify
from usage_conformance.cli.pytest_run import HarnessError
from usage_conformance.profile import UsageError

WRONG_USAGE = 2
NO_VERDICT = 3
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; its exit code.

    0 conformant (or with waivers and `--allow-waivers`), 1 non-conformant, 2 wrong usage,
    3 inconclusive or no verdict at all, 4 conformant with waivers, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return certify(parse(arguments))
    except UsageError as error:
        return _say(f"error: {' '.join(str(error).split())}", WRONG_USAGE)
    except HarnessError as error:
        return _say(f"no verdict: {error}", NO_VERDICT)
    except KeyboardInterrupt:
        return _say("interrupted: no verdict", INTERRUPTED)


def _say(message: str, code: int) -> int:
    print(f"usage-conformance: {message}", file=sys.stderr)
    return code
