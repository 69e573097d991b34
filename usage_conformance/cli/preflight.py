"""Let an implementation say who it is, in a process of its own.

The process that says the verdict never runs a line of an implementation, so that nothing an
implementation does at its import can end the run as if all were well.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from usage_conformance.adapters import (
    AdapterError,
    CheckedImplementation,
    Containment,
    ImplementationNotUsable,
    load_factory,
)
from usage_conformance.implementation import Description, Release
from usage_conformance.profile import Settings

# Imports may be slow where a product is large; a call's own deadline comes on top.
LOADING_SECONDS = 60.0
LAST_WORDS = 400


@dataclass(frozen=True)
class Question:
    """What to load, and how: the parent's own values, so that they may be pickled."""

    spec: str
    options: Mapping[str, object]
    folders: tuple[Path, ...]
    call_deadline: float


def describe(settings: Settings, cwd: Path) -> Description:
    """Who the implementation is. Raises ImplementationNotUsable with one line that says why."""
    spec = settings.implementation
    folders = settings.module_folders(cwd)
    question = Question(spec, dict(settings.options), folders, settings.call_deadline)
    with TemporaryDirectory(prefix="usage-conformance-") as folder:
        answer = Path(folder) / "answer.json"
        code, words = _ask(question, answer)
        if not answer.exists():
            raise ImplementationNotUsable(
                f"'{spec}': its process ended with code {code} while it was being loaded"
                + (f": {words}" if words else "")
            )
        said = json.loads(answer.read_text(encoding="utf-8"))
    if "unusable" in said:
        raise ImplementationNotUsable(said["unusable"])
    return Description(
        said["name"],
        said["version"],
        said["vendor"],
        tuple(Release.parse(release) for release in said["releases"]),
        said["notes"],
    )


def _ask(question: Question, answer: Path) -> tuple[int, str]:
    """Exit code and last words of the process that writes the answer."""
    limit = LOADING_SECONDS + question.call_deadline
    with subprocess.Popen(  # noqa: S603  (ourselves)
        [sys.executable, "-P", "-m", __name__, str(answer)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    ) as process:
        try:
            _, words = process.communicate(pickle.dumps(question), timeout=limit)
        except subprocess.TimeoutExpired:
            raise ImplementationNotUsable(
                f"'{question.spec}': it was not loaded within {limit:.0f} seconds"
            ) from None
        finally:
            # The group, for what it may have started.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    lines = words.decode(errors="replace").split()
    return process.returncode, " ".join(lines)[-LAST_WORDS:]


def _answer(question: Question) -> dict[str, Any]:
    try:
        # What its modules print on being imported is nobody's business.
        with contextlib.redirect_stdout(io.StringIO()):
            factory = load_factory(question.spec, question.options, folders=question.folders)
        with Containment() as containment:
            implementation = CheckedImplementation(
                factory, question.call_deadline, containment=containment
            )
            description = implementation.describe()
            implementation.close()
    except AdapterError as error:
        return {"unusable": f"'{question.spec}': {error}"}
    except ImplementationNotUsable as error:
        return {"unusable": str(error)}
    if containment.problems:
        said = "; ".join(containment.problems)
        return {"unusable": f"'{question.spec}': describe() {said}"}
    return {
        "name": description.name,
        "version": description.version,
        "vendor": description.vendor,
        "releases": [str(release) for release in description.releases],
        "notes": description.notes,
    }


def main() -> None:
    """Answer the question on standard input into the file that is named."""
    question: Question = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own parent)
    answer = Path(sys.argv[1])
    text = json.dumps(_answer(question))
    part = answer.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.rename(answer)
    # Whatever threads or exit handlers it left behind have nothing to add.
    os._exit(0)


if __name__ == "__main__":
    main()
