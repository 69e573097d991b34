"""Values of a wrong type name their field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.calls import (
    DAY,
    FILE,
    LOGIN,
    NOON,
    checked,
    error,
    login,
    returning,
    view,
)
from usage_conformance.implementation import (
    AccessOutcome,
    AccessReport,
    Description,
    HostReport,
    HostResult,
    Outcome,
    Receipt,
    ReceivedFile,
    Release,
)


class Text(str):
    __slots__ = ()


class Later(datetime):
    pass


@dataclass(frozen=True)
class MyOutcome(Outcome):
    pass


def description(**changes: object) -> Description:
    values: dict[str, Any] = {
        "name": "n",
        "version": "1",
        "vendor": "v",
        "releases": (Release(2020, 1),),
    }
    return Description(**{**values, **changes})


@pytest.mark.parametrize(
    ("call", "value", "field"),
    [
        ("describe", None, "describe()"),
        ("describe", description(releases=()), "describe().releases"),
        ("describe", description(releases=[Release(2020, 1)]), "describe().releases"),
        ("describe", description(releases=("2020 R1",)), "describe().releases[0]"),
        ("describe", description(name=""), "describe().name"),
        ("describe", description(notes=None), "describe().notes"),
        ("describe", description(name="\ud800"), "describe().name"),
        ("describe", description(releases=(Release(2020, -1),)), "describe().releases[0].number"),
        (
            "describe",
            description(releases=(Release(2020, 2**70),)),
            "describe().releases[0].number",
        ),
        ("connect_cloud", True, "connect_cloud()"),
        ("connect_cloud", MyOutcome(accepted=True), "connect_cloud()"),
        ("connect_cloud", Outcome(1), "connect_cloud().accepted"),  # type: ignore[arg-type]
        ("connect_cloud", Outcome(True, Text("r")), "connect_cloud().reason"),  # noqa: FBT003
        ("connect_cloud", Outcome(True, "x" * 2_000_000), "connect_cloud().reason"),  # noqa: FBT003
        ("disconnect_cloud", Outcome(accepted=True), "disconnect_cloud()"),
        ("read_usage", None, "read_usage()"),
        ("read_usage", iter([LOGIN]), "read_usage()"),
        ("read_usage", [LOGIN, "anna"], "read_usage()[1]"),
        ("read_usage", [login(start=NOON.replace(tzinfo=None))], "read_usage()[0].start"),
        ("read_usage", [login(end="2020-06-01")], "read_usage()[0].end"),
        ("read_usage", [login(end=Later(2020, 6, 1, tzinfo=UTC))], "read_usage()[0].end"),
        ("verify_access", AccessReport("verified", ()), "verify_access().outcome"),  # type: ignore[arg-type]
        (
            "verify_access",
            AccessReport(AccessOutcome.VERIFIED, (HostReport("h", "time-out"),)),  # type: ignore[arg-type]
            "verify_access().hosts[0].result",
        ),
        (
            "verify_access",
            AccessReport(AccessOutcome.VERIFIED, (HostReport("h:443", HostResult.REFUSED),)),
            "verify_access().hosts[0].host",
        ),
        (
            "billing",
            view(files=(FILE, ReceivedFile("b", "A" * 64, 1))),
            "billing().files[1].sha256",
        ),
        ("billing", view(files=(ReceivedFile("b", "0" * 64, -1),)), "billing().files[0].size"),
        ("billing", view(files=(ReceivedFile("b", "0" * 64, 1.0),)), "billing().files[0].size"),  # type: ignore[arg-type]
        ("billing", view(deadline=NOON), "billing().deadline"),
        ("billing", view(standing="met"), "billing().standing"),
        ("upload_to_portal", [Receipt("/a", True)], "upload_to_portal()[0].path"),  # type: ignore[arg-type]  # noqa: FBT003
    ],
)
def test_wrong_values_name_their_field(call: str, value: object, field: str) -> None:
    arguments: dict[str, tuple[object, ...]] = {
        "connect_cloud": ("org",),
        "read_usage": ([],),
        "verify_access": ("ic1",),
        "billing": (DAY,),
        "upload_to_portal": ([Path("/a")], "anna"),
    }
    implementation = checked(20.0, **{call: returning(value)})
    caught = error(lambda: getattr(implementation, call)(*arguments.get(call, ())))
    assert (caught.call, caught.field) == (call, field)
    assert caught.message
