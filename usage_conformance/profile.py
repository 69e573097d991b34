"""What is certified, and against which claims: the resolved settings of a run."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from usage_conformance.implementation import Description, Release
from usage_conformance.ledger import Ledger, Scope

REFERENCE = "usage_conformance.reference:Reference"
PROFILE_NAME = "usage-conformance.toml"
DEFAULT_CALL_DEADLINE = 30.0

_DAY = 86_400.0
_KEYS = (
    "implementation",
    "edition",
    "scope",
    "call-deadline",
    "options",
    "readings",
    "waivers",
)
_WAIVER_KEYS = ("reason", "ticket", "until", "rows", "clause")
_FIRST_RELEASE = Release(2018, 2, 2)
_FIRST_VIRTUAL_RELEASE = Release(2020, 2)


class UsageError(Exception):
    """A user's mistake, in one line: what was expected, what was seen, what to do."""


@dataclass(frozen=True)
class Waiver:
    """A known failure that is accepted until `until` (inclusive).

    Covers either rows (ids, exactly) or all rows of one clause.
    """

    reason: str
    ticket: str
    until: date
    rows: tuple[str, ...] = ()
    clause: str | None = None


@dataclass(frozen=True)
class Settings:
    """A run's claims. `options` are passed to the implementation as keyword arguments.

    `readings` names a reading for every dispute that has any. `call_deadline` is the
    number of seconds that one call of the implementation may take.
    """

    implementation: str
    edition: str
    scope: frozenset[Scope]
    readings: Mapping[str, str]
    options: Mapping[str, object] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    call_deadline: float = DEFAULT_CALL_DEADLINE
    profile: Path | None = None

    def module_folders(self, cwd: Path) -> tuple[Path, ...]:
        """Where the implementation's module may lie, beside the installed packages: in the
        working directory and beside the profile."""
        beside = (self.profile.resolve().parent,) if self.profile else ()
        return tuple(dict.fromkeys((cwd, *beside)))


def resolve_settings(
    *,
    cwd: Path,
    ledger: Ledger,
    profile: Path | None = None,
    implementation: str | None = None,
    edition: str | None = None,
    scope: Sequence[str] | None = None,
    readings: Mapping[str, str] | None = None,
    call_deadline: float | None = None,
    today: date | None = None,
) -> Settings:
    """The claims of a run: the profile's, with what was asked for on top.

    Without `profile`, `usage-conformance.toml` in `cwd` is read if it exists; without
    any, the bundled reference implementation is certified in every scope. The reference
    is made with the readings asked for. `today` is the day on which waivers are judged,
    the machine's own date if not given. Raises UsageError.
    """
    path = _find(cwd, profile)
    file = _File(path, _read(path)) if path else _File(Path(PROFILE_NAME), {})
    named = implementation if implementation is not None else file.text("implementation")
    if named is None and path is not None:
        raise UsageError(
            f"{path}: says no implementation; add implementation = 'module:Class' or use "
            "--implementation"
        )
    spec = named or REFERENCE
    chosen = _readings(ledger, {**file.strings("readings"), **(readings or {})})
    options = file.table("options")
    if spec == REFERENCE:
        options = {**_other_than_default(ledger, chosen), **options}
    return Settings(
        implementation=spec,
        edition=_edition(ledger, edition if edition is not None else file.text("edition")),
        scope=_scope(scope if scope is not None else file.texts("scope")),
        readings=chosen,
        options=options,
        waivers=_waivers(file, ledger, today or date.today()),  # noqa: DTZ011
        call_deadline=_deadline(
            call_deadline if call_deadline is not None else file.data.get("call-deadline")
        ),
        profile=path,
    )


def check_releases(settings: Settings, description: Description) -> None:
    """Raise UsageError when a claimed scope has no release that it could be shown on.

    Subscription billing exists from 2018 R2 Patch 2 on (OV-1), virtual cloud licensing
    from 2020 R2 on (OV-6, VC-1).
    """
    needed = {Scope.COLLECTION: _FIRST_RELEASE}
    for scope in (Scope.VIRTUAL_CLOUD, Scope.MEDIA_SERVER):
        if scope in settings.scope:
            needed[scope] = _FIRST_VIRTUAL_RELEASE
    for scope, first in needed.items():
        if not any(release >= first for release in description.releases):
            offered = ", ".join(str(release) for release in sorted(description.releases))
            raise UsageError(
                f"scope {scope} exists from release {first} on, but describe() of "
                f"{settings.implementation} offers only: {offered or 'none'}"
            )


def _find(cwd: Path, profile: Path | None) -> Path | None:
    if profile is None:
        default = cwd / PROFILE_NAME
        return default if default.exists() else None
    path = cwd / profile
    if not path.is_file():
        raise UsageError(f"profile {profile} is not a file (looked in {cwd})")
    return path


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        end = f"at line {text.count(chr(10)) + 1}, column {len(text) - text.rfind(chr(10))}"
        message = str(error).replace("at end of document", end)
        raise UsageError(f"{path}: not valid TOML: {message}") from error


def _known(where: str, data: Iterable[str], known: Sequence[str]) -> None:
    for key in data:
        if key not in known:
            raise UsageError(f"{where}: unknown key '{key}'{_close(key, known)}")


def _close(word: str, known: Iterable[str]) -> str:
    names = list(known)
    matches = difflib.get_close_matches(word, names, n=2)
    hint = f"did you mean {' or '.join(matches)}? " if matches else ""
    return f" ({hint}known: {', '.join(names)})"


class _File:
    """A profile's keys, each read with its type checked."""

    def __init__(self, path: Path, data: dict[str, Any]) -> None:
        self.path = path
        self.data = data
        _known(str(path), data, _KEYS)

    def wrong(self, key: str, wanted: str, value: object) -> UsageError:
        return UsageError(f"{self.path}: '{key}' must be {wanted}, not {value!r}")

    def text(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is not None and not (isinstance(value, str) and value):
            raise self.wrong(key, "a text", value)
        return value

    def texts(self, key: str) -> list[str] | None:
        value = self.data.get(key)
        if value is not None and not _are_texts(value):
            raise self.wrong(key, "a list of texts", value)
        return value

    def table(self, key: str) -> dict[str, object]:
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"a table, [{key}]", value)
        return value

    def strings(self, key: str) -> dict[str, str]:
        texts = {}
        for name, value in self.table(key).items():
            if not isinstance(value, str):
                raise self.wrong(f"{key}.{name}", "a text", value)
            texts[name] = value
        return texts


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _edition(ledger: Ledger, edition: str | None) -> str:
    if edition is None:
        return ledger.latest_edition.id
    if edition not in ledger.editions:
        raise UsageError(f"unknown edition '{edition}'{_close(edition, ledger.editions)}")
    return edition


def _scope(asked: Sequence[str] | None) -> frozenset[Scope]:
    if asked is None:
        return frozenset(Scope)
    names = [name.strip() for item in asked for name in item.split(",")]
    known = [str(scope) for scope in Scope]
    for name in names:
        if name not in known:
            raise UsageError(f"unknown scope '{name}'{_close(name, known)}")
    scope = frozenset(Scope(name) for name in names) | {Scope.COLLECTION}
    if Scope.MEDIA_SERVER in scope and Scope.VIRTUAL_CLOUD not in scope:
        raise UsageError(
            "scope media-server is about virtual cloud licensing (VC-9): claim "
            "virtual-cloud too, or leave media-server out"
        )
    if Scope.BILLING_VIEW in scope and not scope & {Scope.AUTOMATED_UPLOAD, Scope.PORTAL}:
        raise UsageError(
            "scope billing-view is about what was uploaded: claim automated-upload or "
            "portal too, or leave billing-view out"
        )
    return scope


def _readings(ledger: Ledger, asked: Mapping[str, str]) -> dict[str, str]:
    chosen = ledger.default_readings()
    for key, reading in asked.items():
        if key not in ledger.disputes:
            raise UsageError(f"reading of unknown dispute '{key}'{_close(key, chosen)}")
        known = ledger.disputes[key].readings
        if not known:
            raise UsageError(f"dispute {key} has no readings: implementations are free")
        if reading not in known:
            raise UsageError(f"unknown reading '{reading}' of {key}{_close(reading, known)}")
        chosen[key] = reading
    return chosen


def _other_than_default(ledger: Ledger, chosen: Mapping[str, str]) -> dict[str, object]:
    defaults = ledger.default_readings()
    return {key: value for key, value in chosen.items() if value != defaults[key]}


def _deadline(value: object) -> float:
    if value is None:
        return DEFAULT_CALL_DEADLINE
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _DAY:
        return float(value)
    raise UsageError(
        f"the call deadline must be a number of seconds above 0, a day at most, not {value!r}"
    )


def _waivers(file: _File, ledger: Ledger, today: date) -> tuple[Waiver, ...]:
    listed = file.data.get("waivers", [])
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise file.wrong("waivers", "a list of tables, [[waivers]]", listed)
    return tuple(
        _waiver(f"{file.path}: waiver {number}", item, ledger, today)
        for number, item in enumerate(listed, start=1)
    )


def _waiver(where: str, item: Mapping[str, Any], ledger: Ledger, today: date) -> Waiver:
    _known(where, item, _WAIVER_KEYS)
    for key in ("reason", "ticket"):
        value = item.get(key)
        if not (isinstance(value, str) and value.strip()):
            raise UsageError(f"{where}: needs a {key}, as a text")
    until = item.get("until")
    if not isinstance(until, date) or isinstance(until, datetime):
        raise UsageError(f"{where}: needs until = an end date, such as 2027-01-31, unquoted")
    if today > until:
        raise UsageError(f"{where} ({item['ticket']}) expired on {until}: remove or renew it")
    if ("rows" in item) == ("clause" in item):
        raise UsageError(f"{where}: needs either rows = [...] or clause = '...', not both")
    clause = item.get("clause")
    if clause is not None and clause not in ledger.clauses:
        raise UsageError(f"{where}: unknown clause '{clause}'{_similar(clause, ledger.clauses)}")
    rows = item.get("rows", [])
    if clause is None and not (_are_texts(rows) and rows):
        raise UsageError(f"{where}: rows must be a list of row ids, with at least one")
    return Waiver(item["reason"], item["ticket"], until, tuple(rows), clause)


def _similar(word: object, known: Iterable[str]) -> str:
    matches = difflib.get_close_matches(str(word), list(known), n=3)
    return f" (did you mean {' or '.join(matches)}?)" if matches else ""
