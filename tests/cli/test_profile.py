"""The profile: what may be in it, and what a user is told about what may not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from usage_conformance.implementation import Description, Release
from usage_conformance.ledger import Scope, load_ledger
from usage_conformance.profile import (
    REFERENCE,
    Settings,
    UsageError,
    check_releases,
    resolve_settings,
)

TODAY = date(2026, 11, 24)
WAIVER = "[[waivers]]\nreason = 'r'\nticket = 'T-1'\nuntil = 2027-01-31\n"
USABLE = "implementation = 'acme:Usage'\n"


def resolved(cwd: Path, text: str | None = None, **asked: Any) -> Settings:
    if text is not None:
        (cwd / "usage-conformance.toml").write_text(text)
    return resolve_settings(cwd=cwd, ledger=load_ledger(), today=TODAY, **asked)


def test_without_a_profile_the_reference_is_certified_in_every_scope(tmp_path: Path) -> None:
    settings = resolved(tmp_path)
    assert settings.implementation == REFERENCE
    assert settings.scope == frozenset(Scope)
    assert settings.edition == "2020-03-03"
    assert settings.readings == load_ledger().default_readings()
    assert settings.profile is None


def test_everything_in_a_profile(tmp_path: Path) -> None:
    settings = resolved(
        tmp_path,
        USABLE
        + "edition = '2018-10-08'\nscope = ['automated-upload']\ncall-deadline = 5\n"
        + "[options]\nregion = 'x'\n[readings]\nD2 = 'through'\n"
        + WAIVER
        + "rows = ['a']\n"
        + WAIVER
        + "clause = 'LK-4'\n",
    )
    assert settings.implementation == "acme:Usage"
    assert settings.edition == "2018-10-08"
    assert settings.scope == {Scope.COLLECTION, Scope.AUTOMATED_UPLOAD}
    assert settings.call_deadline == 5.0
    assert settings.options == {"region": "x"}
    assert settings.readings["D2"] == "through"
    assert [(w.rows, w.clause) for w in settings.waivers] == [(("a",), None), ((), "LK-4")]


def test_what_is_asked_for_wins(tmp_path: Path) -> None:
    settings = resolved(
        tmp_path,
        USABLE + "scope = ['portal']\n[readings]\nD2 = 'through'\nD14 = 'yes'\n",
        implementation="other:Usage",
        scope=["automated-upload,virtual-cloud"],
        readings={"D2": "before"},
        call_deadline=1.5,
    )
    assert settings.implementation == "other:Usage"
    assert Scope.PORTAL not in settings.scope
    assert Scope.VIRTUAL_CLOUD in settings.scope
    assert (settings.readings["D2"], settings.readings["D14"]) == ("before", "yes")
    assert settings.call_deadline == 1.5


def test_profile_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "p.toml").write_text(USABLE)
    assert resolved(tmp_path, profile=Path("sub/p.toml")).implementation == "acme:Usage"


def test_reference_is_made_with_the_readings(tmp_path: Path) -> None:
    assert resolved(tmp_path, readings={"D2": "through"}).options == {"D2": "through"}
    other = resolved(tmp_path, readings={"D2": "through"}, implementation="acme:Usage")
    assert other.options == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("implementation = ", "line 1, column"),
        ("\xff\xfe", "not valid TOML"),
        ("scope = ['portal']", "says no implementation"),
        ("implementation = 3", "'implementation' must be a text"),
        (USABLE + "scop = ['portal']", "unknown key 'scop' (did you mean scope? known:"),
        (USABLE + "scope = 'portal'", "'scope' must be a list"),
        (USABLE + "scope = ['portals']", "unknown scope 'portals' (did you mean portal?"),
        (USABLE + "scope = ['media-server']", "claim virtual-cloud too"),
        (USABLE + "scope = ['billing-view']", "claim automated-upload or portal too"),
        (
            USABLE + "edition = '2020-03-30'",
            "unknown edition '2020-03-30' (did you mean 2020-03-03",
        ),
        (USABLE + "call-deadline = true", "call deadline"),
        (USABLE + "call-deadline = 0", "call deadline"),
        (USABLE + "call-deadline = inf", "call deadline"),
        (USABLE + "options = 3", "'options' must be a table"),
        (USABLE + "[readings]\nD2 = 3", "'readings.D2' must be a text"),
        (USABLE + "[readings]\nD99 = 'x'", "unknown dispute 'D99'"),
        (USABLE + "[readings]\nD7 = 'x'", "dispute D7 has no readings"),
        (
            USABLE + "[readings]\nD2 = 'befor'",
            "unknown reading 'befor' of D2 (did you mean before?",
        ),
        (USABLE + "waivers = 3", "'waivers' must be a list of tables"),
        (USABLE + WAIVER, "either rows = [...] or clause"),
        (USABLE + WAIVER + "rows = ['a']\nclause = 'LK-4'", "either rows = [...] or clause"),
        (USABLE + WAIVER + "rows = []", "with at least one"),
        (USABLE + WAIVER + "clause = 'LK-44'", "unknown clause 'LK-44' (did you mean"),
        (USABLE + WAIVER + "row = ['a']", "unknown key 'row' (did you mean rows?"),
        (USABLE + WAIVER.replace("'r'", "' '") + "rows = ['a']", "needs a reason"),
        (USABLE + WAIVER.replace("ticket = 'T-1'\n", "") + "rows = ['a']", "needs a ticket"),
        (USABLE + WAIVER.replace("2027-01-31", "'2027-01-31'") + "rows = ['a']", "end date"),
        (USABLE + WAIVER.replace("2027-01-31", "2026-11-23") + "rows = ['a']", "expired"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        resolved(tmp_path, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_waiver_holds_through_its_last_day(tmp_path: Path) -> None:
    text = USABLE + WAIVER.replace("2027-01-31", "2026-11-24") + "rows = ['a']"
    assert resolved(tmp_path, text).waivers[0].until == TODAY


@pytest.mark.parametrize("profile", ["missing.toml", "."])
def test_profile_that_is_no_file(profile: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a file"):
        resolved(tmp_path, profile=Path(profile))


@pytest.mark.parametrize(
    ("scope", "releases", "said"),
    [
        (
            ["collection"],
            ["2018 R2 Patch 1"],
            "scope collection exists from release 2018 R2 Patch 2",
        ),
        (["collection"], ["2018 R2 Patch 1", "2018 R2 Patch 10"], None),
        (["virtual-cloud"], ["2020 R1"], "scope virtual-cloud exists from release 2020 R2"),
        (["virtual-cloud"], ["2020 R1", "2021 R1"], None),
    ],
)
def test_claimed_scopes_need_a_release(
    scope: list[str], releases: list[str], said: str | None, tmp_path: Path
) -> None:
    settings = resolved(tmp_path, scope=scope)
    description = Description("n", "1", "v", tuple(Release.parse(text) for text in releases))
    if said is None:
        check_releases(settings, description)
        return
    with pytest.raises(UsageError, match=said):
        check_releases(settings, description)
