"""An implementation under test, with nothing of it trusted."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from usage_conformance.adapters.containment import Containment
from usage_conformance.adapters.deadline import Deadline, Displaced, Overdue
from usage_conformance.adapters.errors import AdapterError
from usage_conformance.adapters.values import Invalid, rebuild
from usage_conformance.implementation import (
    CALLS,
    AccessReport,
    BillingView,
    Description,
    Implementation,
    LicenseFile,
    Login,
    Outcome,
    Receipt,
    Site,
)

CONSTRUCTOR = "constructor"
MOST_TRACE_LINES = 60
MOST_LINE_CHARACTERS = 500

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Raised:
    """What the implementation raised, as text."""

    message: str
    trace: str


class CheckedImplementation:
    """An `Implementation` around one that is not trusted.

    Every call has `deadline` seconds of real time. Whatever it raises becomes an
    AdapterError, and so does a value of a wrong type; values are rebuilt on their way in
    and out, so that no object is shared. After a call that did not return in time the
    instance is never called again.

    In one process an implementation could still tamper with the harness on purpose; see
    `Containment` for where the limit lies.
    """

    def __init__(
        self,
        factory: Callable[[], Implementation],
        deadline: float,
        *,
        containment: Containment | None = None,
    ) -> None:
        self._factory = factory
        self._containment = containment
        self._deadline = Deadline(deadline, stderr=containment.stderr if containment else 2)
        self._lost: str | None = None
        self._instance = self._guard(CONSTRUCTOR, factory, check=None)

    def fresh(self) -> CheckedImplementation:
        """Another instance from the same factory, which has seen nothing."""
        return CheckedImplementation(
            self._factory, self._deadline.seconds, containment=self._containment
        )

    def describe(self) -> Description:
        """See `Implementation.describe`. No release at all is an error."""
        answer: Description = self._call("describe")
        return answer

    def install(self, site: Site) -> None:
        """See `Implementation.install`."""
        self._call("install", site)

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """See `Implementation.load_license`."""
        answer: Outcome = self._call("load_license", server, license)
        return answer

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        """See `Implementation.record_logins`."""
        self._call("record_logins", server, tuple(logins))

    def advance(self, now: datetime) -> None:
        """See `Implementation.advance`."""
        self._call("advance", now)

    def restart(self, server: str) -> None:
        """See `Implementation.restart`."""
        self._call("restart", server)

    def kill(self, server: str) -> None:
        """See `Implementation.kill`."""
        self._call("kill", server)

    def start(self, server: str) -> None:
        """See `Implementation.start`."""
        self._call("start", server)

    def connect_cloud(self, organization: str) -> Outcome:
        """See `Implementation.connect_cloud`."""
        answer: Outcome = self._call("connect_cloud", organization)
        return answer

    def disconnect_cloud(self) -> None:
        """See `Implementation.disconnect_cloud`."""
        self._call("disconnect_cloud")

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        """See `Implementation.read_usage`."""
        answer: Sequence[Login] = self._call("read_usage", tuple(files))
        return answer

    def verify_access(self, server: str) -> AccessReport:
        """See `Implementation.verify_access`."""
        answer: AccessReport = self._call("verify_access", server)
        return answer

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        """See `Implementation.upload_to_portal`. The receipts come in the files' order.

        Exactly one receipt for each file that was handed in, else AdapterError.
        """
        receipts: Sequence[Receipt] = self._call("upload_to_portal", tuple(files), caller)
        return _in_order(files, receipts)

    def billing(self, day: date) -> BillingView:
        """See `Implementation.billing`."""
        answer: BillingView = self._call("billing", day)
        return answer

    def close(self) -> None:
        """See `Implementation.close`. Not called after a call that never returned."""
        if self._lost is None:
            self._call("close")

    def _call(self, name: str, *arguments: object) -> Any:
        hints = _HINTS[name]
        returned = hints["return"]
        # In the order of the signature; an argument that does not fit is our own mistake.
        given = tuple(
            rebuild(argument, hint)
            for argument, hint in zip(arguments, hints.values(), strict=False)
        )
        return self._guard(
            name,
            lambda: getattr(self._instance, name)(*given),
            check=lambda value: rebuild(value, returned),
        )

    def _guard(
        self,
        name: str,
        call: Callable[[], Value],
        *,
        check: Callable[[Value], Value] | None,
    ) -> Value:
        if self._lost is not None:
            raise AdapterError(name, "", f"not called, because {self._lost}")
        problems: list[str] = []
        try:
            if self._containment is None:
                result = self._deadline.run(name, lambda: _attempt(call, check, _nothing))
            else:
                mend = self._containment.mend
                self._containment.begin_call(name)
                try:
                    result = self._deadline.run(name, lambda: _attempt(call, check, mend))
                finally:
                    problems = self._containment.end_call()
        except Overdue as overdue:
            self._lost = f"{name}() did not return within {self._deadline.seconds:g} s"
            raise AdapterError(
                name, "", f"did not return within {self._deadline.seconds:g} s", overdue.trace
            ) from None
        except Displaced:
            raise AdapterError(
                name, "", "replaced the process's handler of SIGALRM or SIGINT"
            ) from None
        if isinstance(result, _Raised):
            said = "; ".join([result.message, *problems])
            raise AdapterError(name, "", said, result.trace)
        if isinstance(result, Invalid):
            raise AdapterError(name, f"{name}(){result.path}", result.message)
        if problems:
            raise AdapterError(name, "", "; ".join(problems))
        return result


def _nothing() -> None:
    pass


def _attempt(
    call: Callable[[], Value],
    check: Callable[[Value], Value] | None,
    mend: Callable[[], None],
) -> Value | _Raised | Invalid:
    """Call and check, with every exception made into text before it can travel on.

    Text is made here, inside the deadline, because it runs code of the exception.
    """
    try:
        try:
            value = call()
        finally:
            mend()
        return value if check is None else check(value)
    except Overdue:
        raise
    except Invalid as invalid:
        return invalid
    except BaseException as error:  # noqa: BLE001  (SystemExit and pytest's too)
        return _Raised(_one_line(error), _trace(error))


def _one_line(error: BaseException) -> str:
    lines = traceback.format_exception_only(error)
    return "raised " + " ".join(" ".join(lines).split())[:MOST_LINE_CHARACTERS]


def _trace(error: BaseException) -> str:
    start = error.__traceback__
    while start is not None and start.tb_frame.f_code.co_filename == __file__:
        start = start.tb_next
    error.__traceback__ = start
    text = "".join(traceback.format_exception(error))
    lines = [line[:MOST_LINE_CHARACTERS] for line in text.splitlines()]
    if len(lines) > MOST_TRACE_LINES:
        left_out = len(lines) - MOST_TRACE_LINES
        half = MOST_TRACE_LINES // 2
        lines = [*lines[:half], f"  … {left_out} lines left out …", *lines[-half:]]
    return "\n".join(lines)


def _in_order(files: Sequence[Path], receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    by_path: dict[Path, Receipt] = {}
    for index, receipt in enumerate(receipts):
        field = f"upload_to_portal()[{index}].path"
        if receipt.path not in files:
            raise AdapterError(
                "upload_to_portal", field, f"{str(receipt.path)!r} was not handed in"
            )
        if receipt.path in by_path:
            raise AdapterError(
                "upload_to_portal", field, f"a second receipt for {str(receipt.path)!r}"
            )
        by_path[receipt.path] = receipt
    for file in files:
        if file not in by_path:
            raise AdapterError(
                "upload_to_portal", "upload_to_portal()", f"no receipt for {str(file)!r}"
            )
    return tuple(by_path[file] for file in files)


_HINTS = {name: get_type_hints(getattr(Implementation, name)) for name in CALLS}
