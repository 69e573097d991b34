"""What licenses entitle to."""

from __future__ import annotations

import pytest

from tests.reference.conftest import LOCAL, UPLOAD, VIRTUAL
from usage_conformance.implementation import License, Release, Role, Server
from usage_conformance.reference.licensing import (
    Entitlement,
    Kind,
    LicenseRefusedError,
    LicenseRules,
    MediaServerRule,
)
from usage_conformance.reference.readings import Readings


def _read(keys: str, release: str = "2021 R1", host: str | None = "H", **readings: str) -> str:
    """`kind automated|manual`, `nothing` or `refused`."""
    rules = LicenseRules(Readings(**readings), Release.parse(release))
    server = Server("ic", Role.IC_SERVER, "H", "UTC", None)  # type: ignore[arg-type]
    try:
        entitlement = rules.entitle(License(tuple(keys.split()), host), server)
    except LicenseRefusedError:
        return "refused"
    if entitlement is None:
        return "nothing"
    return f"{entitlement.kind} {'automated' if entitlement.automated else 'manual'}"


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        ("", "nothing"),
        (UPLOAD, "traditional automated"),
        (VIRTUAL, "virtual automated"),
        (LOCAL, "traditional manual"),
        (f"{LOCAL} {UPLOAD}", "traditional manual"),
        (f"{LOCAL} {VIRTUAL}", "virtual manual"),
        (f"{UPLOAD} {VIRTUAL}", "refused"),
        ("I3_FEATURE_USAGE_TRACKING", "nothing"),
        ("I3_FEATURE_VIRTUAL_CLOUD", "nothing"),
        (UPLOAD.lower(), "nothing"),
        (f"{UPLOAD}_X X_{LOCAL}", "nothing"),
    ],
)
def test_keys(keys: str, result: str) -> None:
    assert _read(keys) == result


@pytest.mark.parametrize(
    ("keys", "readings", "result"),
    [
        ("I3_FEATURE_USAGE_TRACKING", {"D1": "other-names-too"}, "traditional automated"),
        ("I3_FEATURE_VIRTUAL_Cloud", {"D1": "other-names-too"}, "virtual automated"),
        ("I3_FEATURE_VIRTUAL_CLOUD", {"D1": "other-names-too"}, "virtual automated"),
        (f"{LOCAL} {UPLOAD}", {"D3": "refused"}, "refused"),
        (f"{UPLOAD} {VIRTUAL}", {"D4": "virtual"}, "virtual automated"),
        (f"{UPLOAD} {VIRTUAL}", {"D4": "traditional"}, "traditional automated"),
        (f"{UPLOAD} {VIRTUAL} {LOCAL}", {"D4": "traditional"}, "traditional manual"),
    ],
)
def test_disputed_keys(keys: str, readings: dict[str, str], result: str) -> None:
    assert _read(keys, **readings) == result


def test_host() -> None:
    assert _read(UPLOAD, host="OTHER") == "refused"
    assert _read(LOCAL, host=None) == "refused"
    assert _read(VIRTUAL, host="OTHER") == "virtual automated"
    assert _read("", host="OTHER") == "nothing"


@pytest.mark.parametrize(
    ("release", "upload", "virtual"),
    [
        ("2018 R2", "nothing", "nothing"),
        ("2018 R2 Patch 1", "nothing", "nothing"),
        ("2018 R2 Patch 2", "traditional automated", "refused"),
        ("2018 R2 Patch 10", "traditional automated", "refused"),
        ("2018 R10", "traditional automated", "refused"),
        ("2020 R1", "traditional automated", "refused"),
        ("2020 R2", "traditional automated", "virtual automated"),
        ("2021 R1", "traditional automated", "virtual automated"),
    ],
)
def test_releases(release: str, upload: str, virtual: str) -> None:
    assert _read(UPLOAD, release) == upload
    assert _read(VIRTUAL, release) == virtual


@pytest.mark.parametrize("ic", [None, Kind.TRADITIONAL, Kind.VIRTUAL])
@pytest.mark.parametrize("media", list(Kind))
def test_media_server(media: Kind, ic: Kind | None) -> None:
    rule, strict = MediaServerRule(Readings()), MediaServerRule(Readings(D9="refused"))
    beside = Entitlement(ic, automated=True) if ic else None
    own = Entitlement(media, automated=True)
    virtual_alone = media is Kind.VIRTUAL and ic is not Kind.VIRTUAL
    mixed = media is Kind.TRADITIONAL and ic is Kind.VIRTUAL
    assert bool(rule.conflict(own, beside)) == virtual_alone
    assert bool(strict.conflict(own, beside)) == (virtual_alone or mixed)


def test_readings_are_checked() -> None:
    with pytest.raises(ValueError, match=r"D2 has no reading 'after' .*before, through"):
        Readings.choose(D2="after")
    with pytest.raises(ValueError, match="no dispute 'D99'"):
        Readings.choose(D99="x")
