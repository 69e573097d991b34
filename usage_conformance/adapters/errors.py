"""How an implementation fails to be one."""

from __future__ import annotations

from usage_conformance.profile import UsageError


class ImplementationNotUsable(UsageError):  # noqa: N818  (a sentence, as its parent's)
    """What was named cannot be certified at all. One line; said before anything runs."""


class AdapterError(Exception):
    """The implementation misbehaved in a call: the row is an *error*.

    `call` names the call, `field` the path of the returned value that is wrong (such as
    `billing().files[2].sha256`, or empty), `message` says what happened in one line and
    `trace` is the implementation's own traceback (or empty). Nothing in it refers to
    objects of the implementation.
    """

    def __init__(self, call: str, field: str, message: str, trace: str = "") -> None:
        self.call = call
        self.field = field
        self.message = message
        self.trace = trace
        super().__init__(f"{field or call + '()'}: {message}")
