"""The document: its schema, its digest, its file."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from tests.verdict.small import (
    CATALOG,
    NOON,
    SETTINGS,
    documented,
    judged,
    record,
    records,
)
from usage_conformance.profile import Waiver
from usage_conformance.verdict.document import digest, schema, to_document, write, write_whole
from usage_conformance.verdict.model import Failure, Status

MIXED = (
    record("a", Status.FAILED),
    record("b", Status.ERROR, "raised", evidence={"runs": [{"calls": [1, None, 2.5, "x"]}]}),
)


def valid(document: dict[str, Any]) -> None:
    # Through JSON, as whoever reads the file has it.
    Draft202012Validator(schema()).validate(json.loads(json.dumps(document)))


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("others", [(), MIXED])
def test_document_is_valid(others: tuple[Any, ...]) -> None:
    document = documented(*others)
    valid(document)
    footer = document["footer"]
    assert footer["complete"] is True
    assert footer["rows"] == sum(footer["counts"].values()) == len(CATALOG.rows)


def test_document_with_waivers_is_valid() -> None:
    waiver = Waiver("known", "ACME-1", date(2027, 1, 31), clause="LK-4")
    document = documented(MIXED[0], settings=replace(SETTINGS, waivers=(waiver,)))
    valid(document)
    assert document["outcome"] == "conformant-with-waivers"


def test_top_level_names() -> None:
    names = "suite edition implementation isolation scope readings waivers clauses rows outcome"
    assert set(documented()) == {*names.split(), "digest", "footer", "limits"}


def test_row() -> None:
    failing, passing = documented(*MIXED)["rows"][0], documented()["rows"][0]
    assert failing["message"] == "it differs"
    assert failing["failure"]["step"] == "Then a file"
    assert "message" not in passing
    assert (passing["demand"], passing["reading"], passing["basis"]) == (
        "stated",
        "binding",
        "observed",
    )
    assert documented()["rows"][3]["reading"] == "D2=through"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("footer"),
        lambda d: d.update(outcome="fine"),
        lambda d: d.update(extra=1),
        lambda d: d["rows"][0].update(status="skipped"),
        lambda d: d["rows"][0].pop("message"),
        lambda d: d["rows"][2].update(message="a pass has none"),
        lambda d: d["footer"].update(complete=False),
        lambda d: d["scope"].remove("collection"),
        lambda d: d["footer"]["counts"].pop("waived"),
    ],
)
def test_schema_refuses(spoil: Any) -> None:
    document = documented(*MIXED)
    spoil(document)
    with pytest.raises(ValidationError):
        valid(document)


def test_hostile_text_still_makes_a_file(tmp_path: Path) -> None:
    hostile = record(
        "a",
        Status.ERROR,
        "\ud800\x00\x1b[31m\u202e",
        evidence={"\ud800": [float("nan"), {1, 2}, Path("/x"), b"\xff"]},
        failure=Failure("\ud800", trace="\x00\ud800"),
    )
    document = documented(hostile)
    valid(document)
    assert json.loads(write(document, tmp_path).read_text("utf-8")) == document


def test_digest_is_the_same_in_any_order() -> None:
    given = list(records(*MIXED).items())
    expected = documented(*MIXED)["digest"]
    for seed in range(5):
        random.Random(seed).shuffle(given)
        assert documented(given=dict(given))["digest"] == expected


def test_digest_leaves_out_times_and_what_an_implementation_says() -> None:
    verdict = judged(*MIXED)
    later = to_document(verdict, created=NOON + timedelta(days=3))
    other = documented(
        record("a", Status.FAILED, "differs in another way", evidence={"x": 1}), MIXED[1]
    )
    assert later["digest"] == other["digest"] == to_document(verdict, created=NOON)["digest"]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["rows"][0].update(status="error"),
        lambda d: d["rows"][0]["steps"][1].update(held=True),
        lambda d: d["rows"].reverse(),
        lambda d: d["suite"].update(features="other"),
        lambda d: d["implementation"].update(version="2"),
        lambda d: d["readings"].update(D2="through"),
        lambda d: d.update(outcome="conformant"),
        lambda d: d.update(isolation="sealed"),
        lambda d: d["limits"].pop(),
    ],
)
def test_digest_covers_the_rest(change: Any) -> None:
    document = documented(*MIXED)
    changed = copy.deepcopy(document)
    change(changed)
    assert digest(changed) != document["digest"] == digest(document)


def test_file_is_whole_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "verdict.json").write_text("earlier")
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "verdict.json", "half" + "\ud800")
    assert [file.name for file in tmp_path.iterdir()] == ["verdict.json"]
    assert (tmp_path / "verdict.json").read_text() == "earlier"
