"""Rebuild what crosses the interface, by its declared types, into fresh plain values.

Types are compared exactly: a subclass could answer differently each time it is asked.
What comes out shares nothing with what went in.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import math
import os
import re
import types
from collections.abc import Callable, Sequence
from datetime import UTC
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from freezegun import api as freezegun

from usage_conformance import implementation as interface

MOST_CHARACTERS = 1_000_000
MOST_ITEMS = 1_000_000
_LARGEST_INTEGER = 2**63

# freezegun exchanges the names `datetime` and `date` in every module, but not what lies
# in a tuple.
_INSTANTS = (freezegun.real_datetime, freezegun.FakeDatetime)
_DAYS = (freezegun.real_date, freezegun.FakeDate)

Rebuild = Callable[[object], Any]


class Invalid(Exception):  # noqa: N818
    """A value that the interface does not allow. `path` grows on the way out."""

    def __init__(self, message: str, path: str = "") -> None:
        self.message = message
        self.path = path
        super().__init__(message)

    def within(self, outer: str) -> Invalid:
        """The same, seen from the value around it."""
        return Invalid(self.message, outer + self.path)


def shown(value: object) -> str:
    """A value's type and, for plain types, the value, for a message. Runs none of its code."""
    kind = type(value)
    name = kind.__qualname__
    if kind in {str, bytes, int, float, bool, type(None), *_DAYS, *_INSTANTS}:
        text = repr(value)
        return f"{text[:60]}… ({name})" if len(text) > 60 else f"{text} ({name})"
    return f"a {name}"


def rebuild(value: object, hint: object) -> Any:
    """`value` as a fresh value of the annotated type `hint`. Raises Invalid."""
    return _rebuilder(hint)(value)


@functools.cache
def _rebuilder(hint: Any) -> Rebuild:
    if hint in _INSTANTS:
        return _instant
    if hint in _DAYS:
        return _day
    simple = _SIMPLE.get(hint)
    if simple is not None:
        return simple
    origin = get_origin(hint)
    if origin is Union or origin is types.UnionType:
        return _one_of(get_args(hint))
    if origin is tuple:
        return _items(get_args(hint)[0], (tuple,))
    if origin is Sequence:
        return _items(get_args(hint)[0], (tuple, list))
    kind: type[Any] = hint
    if isinstance(hint, type) and issubclass(kind, Enum):
        return _member(kind)
    if isinstance(hint, type) and dataclasses.is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"the interface uses a type that cannot be checked: {hint!r}")


def _nothing(value: object) -> None:
    if value is not None:
        if inspect.iscoroutine(value):
            value.close()
            raise Invalid("the method is async; the interface is not")
        raise Invalid(f"expected nothing (None), got {shown(value)}")


def _exactly(kind: type, value: object) -> None:
    if type(value) is not kind:
        _not_async(value)
        raise Invalid(f"expected {kind.__name__}, got {shown(value)}")


def _not_async(value: object) -> None:
    if inspect.iscoroutine(value):
        value.close()
        raise Invalid("the method is async; the interface is not")


def _text(value: object) -> str:
    if type(value) is not str:
        raise Invalid(f"expected str, got {shown(value)}")
    if len(value) > MOST_CHARACTERS:
        raise Invalid(f"is longer than {MOST_CHARACTERS} characters ({len(value)})")
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Invalid(f"is not valid Unicode: {error.reason}") from None
    return value


def _integer(value: object) -> int:
    _exactly(int, value)
    assert type(value) is int
    if not -_LARGEST_INTEGER <= value < _LARGEST_INTEGER:
        raise Invalid("is beyond 64 bits")
    return value


def _number(value: object) -> float:
    _exactly(float, value)
    assert type(value) is float
    if not math.isfinite(value):
        raise Invalid(f"must be finite, is {value}")
    return value


def _truth(value: object) -> bool:
    _exactly(bool, value)
    return value is True


def _octets(value: object) -> bytes:
    _exactly(bytes, value)
    assert type(value) is bytes
    return value


def _instant(value: object) -> Any:
    if type(value) not in _INSTANTS:
        raise Invalid(f"expected datetime, got {shown(value)}")
    given: Any = value
    # By fields, because a zone is the implementation's object and must not stay.
    plain = freezegun.real_datetime(
        given.year,
        given.month,
        given.day,
        given.hour,
        given.minute,
        given.second,
        given.microsecond,
        tzinfo=given.tzinfo,
        fold=given.fold,
    )
    if plain.utcoffset() is None:
        raise Invalid(f"is a naive datetime ({plain.isoformat()}); instants need a time zone")
    return plain.astimezone(UTC)


def _day(value: object) -> Any:
    if type(value) not in _DAYS:
        raise Invalid(f"expected date, got {shown(value)}")
    given: Any = value
    return freezegun.real_date(given.year, given.month, given.day)


def _path(value: object) -> Path:
    if type(value) is not type(Path()):
        raise Invalid(f"expected pathlib.Path, got {shown(value)}")
    text = os.fspath(value)
    if type(text) is not str:
        raise Invalid("is a path that does not read as text")
    return Path(text)


_SIMPLE: dict[object, Rebuild] = {
    type(None): _nothing,
    str: _text,
    int: _integer,
    float: _number,
    bool: _truth,
    bytes: _octets,
    Path: _path,
}


def _one_of(hints: tuple[Any, ...]) -> Rebuild:
    names = " or ".join(getattr(hint, "__name__", str(hint)) for hint in hints)

    def rebuild_one(value: object) -> Any:
        given: Any = type(value)
        if given in hints:
            return _rebuilder(given)(value)
        raise Invalid(f"expected {names}, got {shown(value)}")

    return rebuild_one


def _items(hint: object, kinds: tuple[type, ...]) -> Rebuild:
    item = _rebuilder(hint)
    names = " or ".join(kind.__name__ for kind in kinds)

    def rebuild_items(value: object) -> tuple[Any, ...]:
        if type(value) not in kinds:
            _not_async(value)
            raise Invalid(f"expected {names}, got {shown(value)}")
        given: Any = value
        if len(given) > MOST_ITEMS:
            raise Invalid(f"has more than {MOST_ITEMS} items ({len(given)})")
        fresh: list[Any] = []
        try:
            for element in given:
                fresh.append(item(element))  # noqa: PERF401  (its length names the item)
        except Invalid as error:
            raise error.within(f"[{len(fresh)}]") from None
        return tuple(fresh)

    return rebuild_items


def _member(kind: type[Enum]) -> Rebuild:
    def rebuild_member(value: object) -> Enum:
        if type(value) is not kind:
            known = ", ".join(member.name for member in kind)
            raise Invalid(f"expected a {kind.__name__} ({known}), got {shown(value)}")
        # A member forged with `str.__new__` is not one of the class's own.
        if not any(value is member for member in kind):
            raise Invalid(f"is no member of {kind.__name__}")
        return value

    return rebuild_member


def _record(kind: type[Any]) -> Rebuild:
    hints = get_type_hints(kind)
    fields = [(field.name, _rebuilder(hints[field.name])) for field in dataclasses.fields(kind)]
    check = _CHECKS.get(kind)

    def rebuild_record(value: object) -> Any:
        if type(value) is not kind:
            _not_async(value)
            raise Invalid(f"expected {kind.__name__}, got {shown(value)}")
        fresh = {}
        name = ""
        try:
            for name, rebuild_field in fields:
                fresh[name] = rebuild_field(getattr(value, name))
        except Invalid as error:
            raise error.within(f".{name}") from None
        made = kind(**fresh)
        if check is not None:
            check(made)
        return made

    return rebuild_record


def _check_release(release: interface.Release) -> None:
    for name in ("year", "number", "patch"):
        if getattr(release, name) < 0:
            raise Invalid(f"must not be negative, is {getattr(release, name)}", f".{name}")


def _check_description(description: interface.Description) -> None:
    for name in ("name", "version", "vendor"):
        if not getattr(description, name).strip():
            raise Invalid("must not be empty", f".{name}")
    if not description.releases:
        raise Invalid("must name a release at least", ".releases")


def _check_host(report: interface.HostReport) -> None:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,253}", report.host):
        raise Invalid(
            f"must be a host name without scheme or port, is {report.host[:80]!r}", ".host"
        )


def _check_file(file: interface.ReceivedFile) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", file.sha256):
        raise Invalid(
            f"must be 64 lower-case hexadecimal digits, is {file.sha256[:80]!r}", ".sha256"
        )
    if file.size < 0:
        raise Invalid(f"must not be negative, is {file.size}", ".size")


_CHECKS: dict[type, Callable[[Any], None]] = {
    interface.Release: _check_release,
    interface.Description: _check_description,
    interface.HostReport: _check_host,
    interface.ReceivedFile: _check_file,
}
