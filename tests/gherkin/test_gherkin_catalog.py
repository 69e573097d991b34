"""Rows: their ids, and what their tags make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from usage_conformance.gherkin import Catalog, CatalogError, RowIndex, read_catalog
from usage_conformance.ledger import Ledger, Scope

RICH = """\
@stated @observed @binding @AA-1
Feature: Rich

  Background:
    Given a site

  Scenario: Top, level
    Then it holds well

  @AA-2 @derived
  Rule: The second
    Background:
      When it does good

    @asked
    Scenario Outline: Values of <x>
      Then it holds <x>

      Examples: Plain
        | x   |
        | a b |
        | é   |

      @reading:D2=through @reading:D3=one @scope:billing-view
      Examples: Odd
        | x              |
        | it's "100%" \\| |
        | $HOME          |

    @edition:2018-10-08 @AA-1 @stated
    Scenario: Old
      Then it holds well
"""


@pytest.fixture
def catalog(tmp_path: Path, ledger: Ledger) -> Catalog:
    (tmp_path / "rich.feature").write_text(RICH, encoding="utf-8")
    return read_catalog(tmp_path, ledger)


def test_ids_are_stable_and_safe_within_quotes(catalog: Catalog) -> None:
    assert [row.id for row in catalog.rows] == [
        "rich::top-level",
        "rich::values-of-x[a b]",
        "rich::values-of-x[é]",
        "rich::values-of-x[it%27s %22100%25%22 %7C]",
        "rich::values-of-x[%24HOME]",
        "rich::old",
    ]


def test_tags_are_inherited_and_the_nearest_decides(catalog: Catalog) -> None:
    top, plain, _, odd, _, old = catalog.rows
    assert (top.stated, top.observed, top.clauses) == (True, True, ("AA-1",))
    assert (plain.stated, plain.observed, plain.clauses) == (False, False, ("AA-1", "AA-2"))
    assert plain.readings == {}
    assert odd.readings == {"D2": "through", "D3": "one"}
    assert old.stated
    assert old.clauses == ("AA-1", "AA-2")
    assert old.editions == {"2018-10-08"}
    assert "edition:2018-10-08" in old.tags


def test_scopes_are_those_of_the_clauses_unless_named(catalog: Catalog) -> None:
    top, plain, _, odd, _, _ = catalog.rows
    assert top.scopes == {Scope.COLLECTION}
    assert plain.scopes == {Scope.COLLECTION, Scope.PORTAL}
    assert odd.scopes == {Scope.BILLING_VIEW}


def test_rows_know_where_they_stand(catalog: Catalog) -> None:
    top, plain, *_ = catalog.rows
    assert (top.feature, top.line, top.rule, top.scenario) == ("rich.feature", 7, "", "Top, level")
    assert (plain.line, plain.rule, plain.example) == (16, "The second", {"x": "a b"})


def test_an_index_finds_rows_by_what_pytest_knows(catalog: Catalog) -> None:
    index = RowIndex(catalog)
    found = index.find("rich.feature", "Values of <x>", {"x": "$HOME"})
    assert found is catalog.rows[4]
    assert index.find("rich.feature", "Values of <x>", {"x": "else"}) is None


def test_the_digest_is_of_names_and_bytes(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "a.feature").write_text(RICH, encoding="utf-8")
    first = read_catalog(tmp_path, ledger).digest
    assert read_catalog(tmp_path, ledger).digest == first
    (tmp_path / "a.feature").write_text(RICH + "# changed\n", encoding="utf-8")
    second = read_catalog(tmp_path, ledger).digest
    (tmp_path / "a.feature").write_text(RICH, encoding="utf-8")
    (tmp_path / "a.feature").rename(tmp_path / "b.feature")
    third = read_catalog(tmp_path, ledger).digest
    assert len({first, second, third}) == 3


def test_files_in_folders_have_ids_of_their_own(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.feature", "deep/a.feature"):
        (tmp_path / name).write_text(RICH, encoding="utf-8")
    ids = [row.id for row in read_catalog(tmp_path, ledger).rows]
    assert "deep/a::old" in ids
    assert len(set(ids)) == 12


def test_two_rows_with_one_id_are_refused(tmp_path: Path, ledger: Ledger) -> None:
    text = RICH.replace("Scenario: Old", "Scenario: Top level")
    (tmp_path / "a.feature").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"two rows have the id 'a::top-level'; .* line 7"):
        read_catalog(tmp_path, ledger)


@pytest.mark.parametrize("text", ["", "Nothing\n", RICH.replace("@derived", "@deriven")])
def test_what_cannot_be_understood_is_refused(tmp_path: Path, ledger: Ledger, text: str) -> None:
    (tmp_path / "a.feature").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError):
        read_catalog(tmp_path, ledger)
