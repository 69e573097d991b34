"""Each test breaks one thing in a good suite, and sees the gate name file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Gate = Callable[..., list[str]]

HEAD = "@stated @observed @binding\nFeature: Small\n"
GOOD = """
  @AA-1 @AA-2
  Scenario: Good
    Given a site
    When it does good
    Then nothing happens
    When all is repeated otherwise
    Then it holds well
"""
FIRST_FREE_LINE = 11  # of whatever is put after HEAD + GOOD


def extra(text: str) -> str:
    """A good feature with more below it; the text's first line is FIRST_FREE_LINE."""
    return f"{HEAD}{GOOD}{text}"


def test_a_good_suite_has_no_problems(gate: Gate) -> None:
    assert gate(HEAD + GOOD) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "  @AA-1\n  Scenario: S\n    Given a sight\n    Then it holds well\n",
            "f0.feature:13: undefined step: Given 'a sight'; the nearest definition is 'a site'",
            id="undefined step",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: S\n    Then a site\n",
            "f0.feature:13: undefined step: Then 'a site'",
            id="defined for another keyword",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Given a <thing>\n    Then it holds well\n"
            "    Examples:\n      | thing |\n      | site |\n      | sight |\n",
            "f0.feature:13: undefined step: Given 'a sight'",
            id="undefined for one example",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: S\n", "f0.feature:12: a scenario without steps", id="no steps"
        ),
        pytest.param(
            "  @AA-1\n  Scenario: S\n    When it does good\n",
            "f0.feature:12: a scenario without a Then",
            id="no Then",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: Good\n    Then it holds well\n",
            "f0.feature:12: the scenario at line 5 has the same name: 'Good'",
            id="same name",
        ),
        pytest.param(
            "  @AA-1\n  Rule: R\n    Scenario: Good\n      Then it holds well\n",
            "f0.feature:13: the scenario at line 5 has the same name: 'Good'",
            id="same name in another rule",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: GOOD!\n    Then it holds well\n",
            "f0.feature:12: the scenario at line 5 has the same name, nearly: 'GOOD!'",
            id="nearly the same name",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: !\n    Then it holds well\n",
            "f0.feature:12: a scenario without a name",
            id="no name",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Then it holds <x>\n    Examples:\n      | x |\n",
            "f0.feature:14: Examples without rows",
            id="examples without rows",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Then it holds <x>\n    Examples:\n",
            "f0.feature:14: Examples without rows",
            id="examples without a table",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Then it holds <x>\n    Examples:\n"
            "      | x |\n      | a |\n      | a |\n",
            "f0.feature:17: the same example as in line 16",
            id="equal rows",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Then it holds <x>\n    Examples:\n"
            "      | x |\n      | a |\n    Examples: More\n      | x |\n      | a |\n",
            "f0.feature:19: the same example as in line 16",
            id="equal rows of two tables",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Then it holds <x>\n    Examples:\n"
            "      | x | y |\n      | a | b |\n",
            "f0.feature:14: column 'y' is used by no step",
            id="unused column",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Then it holds <x>\n    Examples:\n"
            "      | x | x |\n      | a | b |\n",
            "f0.feature:14: two columns are called 'x'",
            id="column named twice",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Then it holds <x> <y>\n    Examples:\n"
            "      | x |\n      | a |\n",
            "f0.feature:13: <y> has no column in the Examples at line 14",
            id="placeholder without column",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: S\n    Then it holds <y>\n",
            "f0.feature:13: <y> in scenario 'S', which has no Examples",
            id="placeholder without examples",
        ),
        pytest.param(
            "  @AA-1\n  Scenario Outline: S\n    Given <x>\n    Then it holds well\n    Examples:\n"
            "      | x |\n      | a site |\n      | |\n",
            "f0.feature:18: the step at line 13 has no text",
            id="empty step",
        ),
        pytest.param(
            "  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: no clause tag: which rule does this scenario show?",
            id="no clause",
        ),
        pytest.param(
            "  @AA-11\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: @AA-11 names no clause; did you mean AA-1",
            id="unknown clause",
        ),
        pytest.param(
            "  @AA-1 @AA-4\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: @AA-4 names a clause of kind C, which no scenario can show",
            id="clause of another kind",
        ),
        pytest.param(
            "  @AA-1 @sated\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: unknown tag @sated; did you mean stated",
            id="unknown tag",
        ),
        pytest.param(
            "  @AA-1 @stated @derived\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: tags that exclude each other: @stated, @derived",
            id="stated and derived",
        ),
        pytest.param(
            "  @AA-1 @binding @reading:D2=before\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: tags that exclude each other: @binding, @reading:D2=before",
            id="binding and a reading",
        ),
        pytest.param(
            "  @AA-1 @reading:D2=before @reading:D2=through\n  Scenario: S\n"
            "    Then it holds well\n",
            "f0.feature:11: tags that exclude each other: @reading:D2=before, @reading:D2=through",
            id="two readings of a dispute",
        ),
        pytest.param(
            "  @AA-1 @reading:D9=before\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: @reading:D9=before names no dispute",
            id="unknown dispute",
        ),
        pytest.param(
            "  @AA-1 @reading:D2=befor\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: @reading:D2=befor names no reading of D2; did you mean before?",
            id="unknown reading",
        ),
        pytest.param(
            "  @AA-1 @scope:portals\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: @scope:portals names no scope; did you mean portal?",
            id="unknown scope",
        ),
        pytest.param(
            "  @AA-1 @edition:2019\n  Scenario: S\n    Then it holds well\n",
            "f0.feature:11: @edition:2019 names no edition",
            id="unknown edition",
        ),
        pytest.param(
            "  @AA-1\n  Rule: Bare\n    It has no scenario.\n",
            "f0.feature:12: rule 'Bare' has no scenario",
            id="empty rule",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: S\n    And a site\n    Then it holds well\n",
            "f0.feature:13: the first step begins with 'And', not Given, When or Then",
            id="begins with And",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: S\n    Given a site\n    Thn it holds well\n",
            "f0.feature:14: this line does not belong here: 'Thn it holds well'; "
            "did you mean 'Then'?",
            id="misspelt below a step",
        ),
        pytest.param(
            "  @AA-1\n  Scenario: S\n    Given a site\n    | a |\n    | b | c |\n",
            "f0.feature:15: not Gherkin: inconsistent cell count within the table",
            id="crooked table",
        ),
    ],
)
def test_a_flaw_is_named_with_its_line(gate: Gate, text: str, problem: str) -> None:
    assert any(found.startswith(problem) for found in gate(extra(text))), gate(extra(text))


LOST = (
    "Givn a site",
    "Gievn a site",
    "given a site",
    "Given a site",
    "GIVEN a site",
    "Wen it does good",
    "When a file is closed, it is uploaded.",
    "then it holds well",
    "Thne it holds well",
    "and so on",
    "Nad so on",
    "Butt not here",
    "Scenarios Outlne: Other",
    "scenario: Other",
    "Scenario Other",
    "Scenaro Outline: Other",
    "Exampels:",
    "examples:",
    "Backgruond:",
    "Rul: Other",
    "rule: Other",
    "Rule Other",
    "| a | b |",
    '"""',
    "* a site",
)
# What opens a scenario's steps is no prose there, and held to what steps are held to.
STEPS_IN_SCENARIOS = {"Given a site", "* a site", "When a file is closed, it is uploaded."}


@pytest.mark.parametrize(
    ("owner", "line"),
    [
        (owner, line)
        for owner in ("Feature", "Rule", "Scenario")
        for line in LOST
        if not (owner == "Scenario" and line in STEPS_IN_SCENARIOS)
    ],
)
def test_prose_may_not_begin_like_a_keyword(gate: Gate, line: str, owner: str) -> None:
    places = {
        "Feature": HEAD + f"  Small things.\n  {line}\n" + GOOD,
        "Rule": extra(
            f"  @AA-1\n  Rule: R\n    Small.\n    {line}\n\n    Scenario: S\n"
            "      Then it holds well\n"
        ),
        "Scenario": extra(
            f"  @AA-1\n  Scenario: S\n    Small.\n    {line}\n    Then it holds well\n"
        ),
    }
    number = {"Feature": 4, "Rule": 14, "Scenario": 14}[owner]
    [problem] = gate(places[owner])
    assert problem.startswith(f"f0.feature:{number}: description of the {owner} that begins like")


@pytest.mark.parametrize(
    "line",
    [
        "The clock decides.",
        "An hour is short.",
        "They are many.",
        "This is the rule.",
        "What is uploaded counts.",
        "Three keys decide:",
        "I3_FEATURE_USAGE_TRACKING_LOCAL (manual).",
        "Any day will do.",
        "Both are right.",
        "Those scenarios are below.",
        "Whose files they are is asked elsewhere.",
        "Note: nothing is said about it.",
        "2020-06-01 is a Monday.",
    ],
)
def test_ordinary_prose_is_left_alone(gate: Gate, line: str) -> None:
    assert gate(HEAD + f"  {line}\n" + GOOD) == []


def test_a_misspelt_first_keyword_loses_no_scenario_unseen(gate: Gate) -> None:
    problems = gate(extra("  @AA-1\n  Scenario: S\n    Givn a site\n    Thn it holds well\n"))
    assert [problem.split(": ")[0] for problem in problems] == [
        "f0.feature:12",
        "f0.feature:13",
        "f0.feature:14",
    ]
    assert "without steps" in problems[0]


def test_description_lines_are_found_below_blank_lines_and_comments(gate: Gate) -> None:
    text = HEAD + "\n  # Given a comment\n  Prose.\n\n  Prose.\n  # When\n  Exampels:\n" + GOOD
    [problem] = gate(text)
    assert problem.startswith("f0.feature:9: ")


def test_a_table_row_without_its_bar_is_found(gate: Gate) -> None:
    [problem] = gate(
        extra(
            "  @AA-1\n  Scenario Outline: S\n    Then it holds <x>\n    Examples:\n"
            "      x | y |\n      | x |\n      | a |\n"
        )
    )
    assert problem.startswith("f0.feature:15: a table row that does not begin with '|'")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a comment\n"])
def test_an_empty_feature_file(gate: Gate, text: str) -> None:
    assert "f1.feature:1: empty feature file: nothing in it would ever run" in gate(
        HEAD + GOOD, text
    )


def test_a_feature_without_scenarios(gate: Gate) -> None:
    assert "f1.feature:2: a feature without scenarios" in gate(HEAD + GOOD, HEAD)


def test_a_feature_in_another_language(gate: Gate) -> None:
    tags = "# language: de\n@AA-1 @stated @observed @binding\n"
    text = f"{tags}Funktionalität: F\n  Szenario: S\n    Dann it holds well\n"
    assert "f1.feature:1: written in 'de'; only English is checked" in gate(HEAD + GOOD, text)


def test_bytes_that_are_no_text(gate: Gate, tmp_path: Path) -> None:
    (tmp_path / "features").mkdir()
    (tmp_path / "features/x.feature").write_bytes(b"Feature: F\n  \xff\n")
    assert "x.feature:2: not UTF-8 text" in gate(HEAD + GOOD)


@pytest.mark.parametrize("name", ["x.Feature", "x.feture", "x.feature.txt", "x.features"])
def test_a_file_that_would_not_be_read(gate: Gate, tmp_path: Path, name: str) -> None:
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / name).write_text(HEAD + GOOD)
    assert gate(HEAD + GOOD) == [f"{name}:1: not read, for its name does not end in '.feature'"]


def test_no_feature_at_all(gate: Gate) -> None:
    assert gate()[0] == "features:1: there is no feature file in this folder"


def test_tags_that_are_missing(gate: Gate) -> None:
    bare = "Feature: Bare\n  @AA-1\n  Scenario: S\n    Then it holds well\n"
    assert gate(HEAD + GOOD, bare) == [
        "f1.feature:3: neither @stated nor @derived",
        "f1.feature:3: neither @observed nor @asked",
        "f1.feature:3: neither @binding nor @reading:DISPUTE=READING",
    ]


def test_a_clause_that_no_scenario_shows(gate: Gate) -> None:
    [problem] = gate(HEAD + GOOD.replace(" @AA-2", ""))
    assert problem.startswith("clauses.toml:1: no scenario shows clause AA-2")


def test_a_scenario_of_an_older_edition_alone_does_not_show_a_clause(gate: Gate) -> None:
    [problem] = gate(
        HEAD + GOOD.replace("@AA-2", "@edition:2018-10-08"),
        HEAD.replace("Feature", "@AA-2\nFeature") + "  Scenario: S\n    Then it holds well\n",
    )
    assert problem.startswith("clauses.toml:1: no scenario shows clause AA-1")


def test_two_definitions_that_match(gate: Gate) -> None:
    more = "@then(parsers.parse('{anything} holds well'))\ndef other(anything): ...\n"
    [problem] = gate(HEAD + GOOD, more_steps=more)
    assert problem.startswith("f0.feature:10: 2 definitions match 'it holds well': ")
    assert "small_steps.py:15" in problem
    assert "small_steps.py:21" in problem


def test_the_same_definition_twice(gate: Gate) -> None:
    [problem] = gate(HEAD + GOOD, more_steps="@given('a site')\ndef other(): ...\n")
    assert problem.startswith("f0.feature:6: 2 definitions match 'a site'")


def test_a_definition_that_no_scenario_uses(gate: Gate) -> None:
    assert gate(HEAD + GOOD, more_steps="@given('another site')\ndef other(): ...\n") == [
        "small_steps.py:21: no scenario uses the step 'another site'"
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("async def other(): ...", "async def"),
        ("def other(): yield", "a generator"),
        ("async def other(): yield", "an async generator"),
    ],
)
def test_a_function_whose_body_nobody_finishes(gate: Gate, body: str, kind: str) -> None:
    used = extra("  @AA-1\n  Scenario: S\n    Then so be it\n")
    assert gate(used, more_steps=f"@then('so be it')\n{body}\n") == [
        f"small_steps.py:21: the step 'so be it' is {kind}: what it asserts is not checked"
    ]


NO_CONTROL = "the absence 'nothing happens' has no control after it"


@pytest.mark.parametrize(
    "steps",
    [
        "Then nothing happens",
        "Then it holds well\n    And nothing happens",
        "Then nothing happens\n    And it holds well",
        "Then nothing happens\n    When it does good\n    Then it holds well",
        "Then nothing happens\n    When all is repeated otherwise",
        "Then nothing happens\n    When all is repeated otherwise\n    Then nothing happens",
        "When all is repeated otherwise\n    Then nothing happens\n    And it holds well",
        "Then nothing happens\n    When all is repeated otherwise\n    Then it holds well\n"
        "    And nothing happens",
    ],
)
def test_an_absence_without_its_control(gate: Gate, steps: str) -> None:
    problems = gate(extra(f"  @AA-1\n  Scenario: S\n    {steps}\n"))
    assert len(problems) == 1
    assert NO_CONTROL in problems[0]


@pytest.mark.parametrize(
    "steps",
    [
        "Then nothing happens\n    When all is repeated otherwise\n    Then it holds well",
        "Then nothing happens\n    And nothing happens\n    When all is repeated otherwise\n"
        "    Then it holds well",
        "Then nothing happens\n    When all is repeated otherwise\n    Then nothing happens\n"
        "    When all is repeated otherwise\n    Then it holds well",
    ],
)
def test_an_absence_with_its_control(gate: Gate, steps: str) -> None:
    assert gate(extra(f"  @AA-1\n  Scenario: S\n    {steps}\n")) == []


@pytest.mark.parametrize("word", ["no", "never", "without", "unchanged", "0"])
def test_a_then_that_reads_like_an_absence_must_say_what_it_is(gate: Gate, word: str) -> None:
    used = extra(f"  @AA-1\n  Scenario: S\n    Then files {word} sent\n")
    more = f"@then('files {word} sent')\ndef other(): ...\n"
    [problem] = gate(used, more_steps=more)
    assert problem.startswith(f"small_steps.py:21: 'files {word} sent' reads like an absence")
    assert gate(used, more_steps=more.replace("def", "@presence\ndef")) == []


def test_a_value_can_make_an_absence(gate: Gate) -> None:
    used = extra("  @AA-1\n  Scenario: S\n    Then there are 0 files\n    And there are 2 files\n")
    [problem] = gate(
        used, more_steps="@then(parsers.parse('there are {n:d} files'))\ndef o(n): ...\n"
    )
    assert problem.startswith("small_steps.py:21: 'there are 0 files' reads like an absence")


def test_quoted_values_do_not_make_an_absence(gate: Gate) -> None:
    used = extra('  @AA-1\n  Scenario: S\n    Then "no one" is known at 00:00\n')
    more = "@then(parsers.parse('\"{who}\" is known at 00:00'))\ndef o(who): ...\n"
    assert gate(used, more_steps=more) == []


def test_a_mark_on_the_wrong_kind_of_step(gate: Gate) -> None:
    used = extra("  @AA-1\n  Scenario: S\n    Given peace\n    Then it holds well\n")
    assert gate(used, more_steps="@given('peace')\n@absence\ndef other(): ...\n") == [
        "small_steps.py:21: @absence belongs on a Then, not on 'peace'"
    ]
