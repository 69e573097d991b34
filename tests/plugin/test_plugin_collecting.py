"""Feature files within pytest: what is collected, under which names, and by what selection."""

from __future__ import annotations

import pytest

FIRST = "features/first.feature"
SECOND = "features/second.feature"


def ids(result: pytest.RunResult) -> list[str]:
    """The node ids that a quiet `--collect-only` printed."""
    return [line for line in result.outlines if "::" in line]


def collect(mini: pytest.Pytester, *arguments: str) -> list[str]:
    return ids(mini.runpytest("--collect-only", "-q", "-p", "no:randomly", *arguments))


ALL = [
    f"{FIRST}::it-does-what[good-well]",
    f"{FIRST}::it-does-what[evil-well]",
    f"{FIRST}::it-does-nothing-else",
    f"{SECOND}::the-other-reading",
    f"{SECOND}::under-every-reading",
    f"{SECOND}::in-the-old-edition",
]


@pytest.mark.parametrize("arguments", [["features"], [], ["."]])
def test_a_folder(mini: pytest.Pytester, arguments: list[str]) -> None:
    assert collect(mini, *arguments) == ALL


def test_one_file(mini: pytest.Pytester) -> None:
    assert collect(mini, SECOND) == ALL[3:]


def test_one_row(mini: pytest.Pytester) -> None:
    assert collect(mini, ALL[1]) == ALL[1:2]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("nothing-else", ALL[2:3]),
        ("reading", ALL[3:5]),
        ("first", ALL[:3]),
        ("AA-1", [*ALL[:3], ALL[5]]),
        ("evil", ALL[1:2]),
        ("not asked", ALL[:3]),
    ],
)
def test_keywords(mini: pytest.Pytester, expression: str, expected: list[str]) -> None:
    assert collect(mini, "-k", expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [("AA-1", [*ALL[:3], ALL[5]]), ("AA-2", ALL[3:]), ("AA-1 and AA-2", ALL[5:])],
)
def test_marks(mini: pytest.Pytester, expression: str, expected: list[str]) -> None:
    assert collect(mini, "-m", expression) == expected


def test_clauses_are_listed_among_the_marks(mini: pytest.Pytester) -> None:
    mini.runpytest("--markers").stdout.fnmatch_lines(["@pytest.mark.AA-1: The rule of AA-1."])


def test_only(mini: pytest.Pytester) -> None:
    assert collect(mini, "--only", "first::it-does-what[evil|well]") == ALL[1:2]


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_only_an_unknown_row(mini: pytest.Pytester, workers: list[str]) -> None:
    result = mini.runpytest("--only", "first::it-does-what[evil|wel]", *workers)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: --only 'first::it-does-what[[]evil|wel[]]': there is no such row; did you mean*"]
    )


@pytest.mark.parametrize(
    "setting",
    [
        "collect_imported_tests = false",
        "python_functions = check_*",
        "python_files = check_*",
        "strict_config = true",
    ],
)
def test_settings_of_others_hide_no_row(mini: pytest.Pytester, setting: str) -> None:
    ini = mini.path / "tox.ini"
    ini.write_text(f"{ini.read_text()}\n{setting}\n")
    assert collect(mini) == ALL


def test_a_link_to_the_features_collects_nothing_twice(mini: pytest.Pytester) -> None:
    (mini.path / "mini/features").symlink_to(mini.path / "features")
    assert len(collect(mini, ".")) == len(ALL)
    assert len(collect(mini, "mini/features")) == len(ALL)


def test_feature_files_of_others_are_left_alone(mini: pytest.Pytester) -> None:
    (mini.path / "other").mkdir()
    (mini.path / "other/x.feature").write_text("Feature: Not ours\n")
    assert collect(mini, ".") == ALL


def test_random_order(mini: pytest.Pytester) -> None:
    result = mini.runpytest("--random-order")
    result.assert_outcomes(passed=4, skipped=2)


def test_a_file_that_pytest_was_kept_from(mini: pytest.Pytester) -> None:
    (mini.path / "features/conftest.py").write_text("collect_ignore = ['second.feature']\n")
    result = mini.runpytest()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: feature files that pytest did not collect: *second*"])


def test_a_file_left_out_on_purpose(mini: pytest.Pytester) -> None:
    assert collect(mini, "--ignore", SECOND) == ALL[:3]


def test_tests_that_are_not_one_to_one_with_the_rows(mini: pytest.Pytester) -> None:
    with (mini.path / "conftest.py").open("a") as conftest:
        conftest.write(
            "\ndef pytest_generate_tests(metafunc):\n"
            "    if metafunc.function.__name__ == 'scenario_wrapper':\n"
            "        metafunc.fixturenames.append('again')\n"
            "        metafunc.parametrize('again', [1, 2])\n"
        )
    result = mini.runpytest(FIRST)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*3 rows became 6 tests that are not theirs*"])


def gate_fails(result: pytest.RunResult, *problems: str) -> None:
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    result.stderr.fnmatch_lines(
        [f"ERROR: the features cannot be trusted: {count}", *problems], consecutive=True
    )
    assert "Traceback" not in result.stderr.str() + result.stdout.str()


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_the_gate_stops_everything(mini: pytest.Pytester, workers: list[str]) -> None:
    second = mini.path / SECOND
    second.write_text(second.read_text().replace("a site", "a sight"))
    result = mini.runpytest(FIRST, *workers)
    gate_fails(result, *[f"{second}:{n}: undefined step: Given 'a sight'*" for n in (6, 10, 14)])


def test_the_gate_names_python_files_too(mini: pytest.Pytester) -> None:
    code = mini.path / "mini/steps/all.py"
    code.write_text(code.read_text() + "\n@given('spare')\ndef spare(): ...\n")
    gate_fails(mini.runpytest(), f"{code}:*: no scenario uses the step 'spare'")


def test_steps_among_the_fixtures_are_held_to_the_gate(mini: pytest.Pytester) -> None:
    code = mini.path / "mini/fixtures/all.py"
    code.write_text(
        f"{code.read_text()}\nimport pytest_bdd\n@pytest_bdd.given('a site')\ndef site(): ...\n"
    )
    result = mini.runpytest()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*2 definitions match 'a site'*"])


def test_an_empty_feature_file_is_no_crash(mini: pytest.Pytester) -> None:
    (mini.path / "features/third.feature").write_text("")
    gate_fails(mini.runpytest(), "*third.feature:1: empty feature file: *")


def test_other_tests_run_whatever_the_features_are(mini: pytest.Pytester) -> None:
    (mini.path / FIRST).write_text("Nothing")
    mini.makepyfile(test_other="def test_other(): pass")
    mini.runpytest(
        "test_other.py", "--implementation", "no:thing", "--scope", "nowhere"
    ).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--scope", "nowhere"],
        ["--edition", "1999-01-01"],
        ["--reading", "D2"],
        ["--reading", "D9=x"],
        ["--reading", "D2=before", "--reading", "D2=through"],
        ["--profile", "missing.toml"],
    ],
)
def test_wrong_usage_is_one_line(mini: pytest.Pytester, arguments: list[str]) -> None:
    result = mini.runpytest(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    lines = [line for line in result.errlines if line]
    assert len(lines) == 1
    assert lines[0].startswith("ERROR: ")


def test_without_pytest_bdd(mini: pytest.Pytester) -> None:
    result = mini.runpytest("-p", "no:pytest-bdd")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: pytest-bdd is not loaded; add -p pytest_bdd.plugin"])
