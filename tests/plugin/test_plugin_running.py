"""What becomes of a row, as records and as plain pytest shows it."""

from __future__ import annotations

import pytest

from usage_conformance.pytest_plugin import Recorder
from usage_conformance.pytest_plugin.recording import ATTRIBUTE
from usage_conformance.verdict.model import RowRecord, Status

ONE = "only::the-one"


def record(mini: pytest.Pytester, *steps: str, arguments: tuple[str, ...] = ()) -> RowRecord:
    """Run one row with these steps, in this process."""
    tags = "@observed @stated @binding @AA-1\n"
    lines = "".join(f"    {step}\n" for step in steps)
    (mini.path / "features/only.feature").write_text(
        f"{tags}Feature: Only\n  Scenario: The one\n{lines}"
    )
    recorder = Recorder()
    mini.inline_run("features/only.feature", "-p", "no:randomly", *arguments, plugins=[recorder])
    assert recorder.problems == []
    [found] = recorder.records.values()
    assert found.row == ONE
    return found


def test_passed(mini: pytest.Pytester) -> None:
    found = record(mini, "Given a site", "When it does good", "Then it holds well")
    assert (found.status, found.failure) == (Status.PASSED, None)
    assert [(s.keyword, s.text, s.line, s.held) for s in found.steps] == [
        ("Given", "a site", 4, True),
        ("When", "it does good", 5, True),
        ("Then", "it holds well", 6, True),
    ]
    assert found.evidence == {"did": "good", "row": ONE}


def test_failed(mini: pytest.Pytester) -> None:
    found = record(mini, "Given a site", "Then it holds badly", "And it holds well")
    assert found.status is Status.FAILED
    assert found.failure is not None
    assert found.failure.message == "expected well; observed badly"
    assert (found.failure.expected, found.failure.observed) == ("well", "badly")
    assert (found.failure.step, found.failure.line) == ("Then it holds badly", 5)
    assert [step.held for step in found.steps] == [True, False]


def test_error(mini: pytest.Pytester) -> None:
    found = record(mini, "When it does raise", "Then it holds well")
    assert found.status is Status.ERROR
    assert found.failure is not None
    assert found.failure.message == "RuntimeError: went ? wrong"
    assert found.failure.step == "When it does raise"
    assert "all.py" in found.failure.trace


def test_error_of_the_implementation(mini: pytest.Pytester) -> None:
    found = record(mini, "When it does misbehave", "Then it holds well")
    assert found.status is Status.ERROR
    assert found.failure is not None
    assert found.failure.message == "billing().day: is no day"
    assert (found.failure.call, found.failure.field) == ("billing", "billing().day")
    assert found.failure.trace == "TRACE"


@pytest.mark.parametrize("what", ["skip", "xfail"])
def test_a_skip_is_never_a_pass(mini: pytest.Pytester, what: str) -> None:
    found = record(mini, f"When it does {what}", "Then it holds well")
    assert found.status is Status.NOT_RUN
    assert found.failure is not None


@pytest.mark.parametrize("mark", ["skip", "xfail", "xfail(strict=True)", "xfail(run=False)"])
def test_marks_of_others_turn_nothing_green(mini: pytest.Pytester, mark: str) -> None:
    with (mini.path / "conftest.py").open("a") as conftest:
        conftest.write(
            "\ndef pytest_collection_modifyitems(items):\n"
            f"    for item in items: item.add_marker(pytest.mark.{mark})\n"
        )
    found = record(mini, "Then it holds badly")
    expected = Status.FAILED if mark in {"xfail", "xfail(strict=True)"} else Status.NOT_RUN
    assert found.status is expected


def test_not_applicable_by_what_the_row_found(mini: pytest.Pytester) -> None:
    found = record(mini, "When it does not apply", "Then it holds well")
    assert found.status is Status.NOT_APPLICABLE
    assert found.failure is not None
    assert found.failure.message == "no such release"


def test_evidence_that_is_no_json(mini: pytest.Pytester) -> None:
    found = record(mini, "When it does no JSON", "Then it holds well")
    assert found.status is Status.ERROR
    assert found.failure is not None
    assert found.failure.message.startswith("the row's evidence is not JSON")
    mini.runpytest("features/only.feature").assert_outcomes(passed=1, errors=1)


TEARDOWN = """
@pytest.fixture(autouse=True)
def teardown(row, intrusions_of_earlier_rows, evidence):
    yield
    evidence["at the end"] = 1
    intrusions_of_earlier_rows["first::x"] = "sent something"
    {last}
"""


def with_teardown(mini: pytest.Pytester, last: str) -> None:
    with (mini.path / "mini/fixtures/all.py").open("a") as code:
        code.write("\nfrom usage_conformance.mismatch import Mismatch, NotApplicable\n")
        code.write(TEARDOWN.format(last=last))


def test_what_fixtures_find_at_the_end_is_recorded(mini: pytest.Pytester) -> None:
    with_teardown(mini, "")
    found = record(mini, "Then it holds well")
    assert found.status is Status.PASSED
    assert found.evidence == {"at the end": 1}
    assert found.intrusions == {"first::x": "sent something"}


@pytest.mark.parametrize(
    ("step", "last", "status", "message"),
    [
        ("Then it holds well", "1 / 0", Status.ERROR, "ZeroDivisionError: division by zero"),
        ("Then it holds well", "raise Mismatch('a', 'b')", Status.FAILED, "expected a; observed b"),
        ("Then it holds well", "pytest.skip('late')", Status.NOT_RUN, "Skipped: late"),
        ("Then it holds well", "raise NotApplicable('late')", Status.NOT_RUN, "late"),
        (
            "Then it holds badly",
            "1 / 0",
            Status.FAILED,
            "expected well; observed badly; then in teardown: ZeroDivisionError: division by zero",
        ),
        (
            "Then it holds badly",
            "pytest.skip('late')",
            Status.FAILED,
            "expected well; observed badly",
        ),
        ("When it does not apply", "1 / 0", Status.ERROR, "ZeroDivisionError: division by zero"),
        (
            "When it does raise",
            "raise Mismatch('a', 'b')",
            Status.ERROR,
            "RuntimeError: went ? wrong; then in teardown: expected a; observed b",
        ),
    ],
)
def test_teardown(
    mini: pytest.Pytester, step: str, last: str, status: Status, message: str
) -> None:
    with_teardown(mini, last)
    found = record(mini, step, "Then it holds well")
    assert found.status is status
    assert found.failure is not None
    assert found.failure.message == message


def test_setup_that_fails(mini: pytest.Pytester) -> None:
    with (mini.path / "mini/fixtures/all.py").open("a") as code:
        code.write("\n@pytest.fixture(autouse=True)\ndef broken(row): 1 / 0\n")
    found = record(mini, "Then it holds well")
    assert found.status is Status.ERROR
    assert found.steps == ()


def test_a_step_that_somebody_else_defines_again(mini: pytest.Pytester) -> None:
    with (mini.path / "features/conftest.py").open("a") as code:
        code.write("import pytest_bdd\n@pytest_bdd.then('it holds badly')\ndef fine(): pass\n")
    found = record(mini, "Then it holds badly")
    assert found.status is Status.ERROR
    assert found.failure is not None
    assert "the step 'it holds badly' is defined again in" in found.failure.message


def test_a_row_whose_steps_were_never_executed(mini: pytest.Pytester) -> None:
    with (mini.path / "conftest.py").open("a") as conftest:
        conftest.write("\ndef pytest_pyfunc_call(pyfuncitem): return True\n")
    found = record(mini, "Then it holds badly")
    assert found.status is Status.ERROR
    mini.runpytest("features/only.feature").assert_outcomes(passed=1, errors=1)


def statuses(mini: pytest.Pytester, *arguments: str) -> dict[str, Status]:
    recorder = Recorder()
    mini.inline_run("features", *arguments, plugins=[recorder])
    assert recorder.problems == []
    return {row: found.status for row, found in recorder.records.items()}


def test_claims_decide_what_applies(mini: pytest.Pytester) -> None:
    na = Status.NOT_APPLICABLE
    by_default = statuses(mini)
    assert by_default["second::the-other-reading"] is na
    assert by_default["second::under-every-reading"] is Status.PASSED
    assert by_default["second::in-the-old-edition"] is na
    assert by_default["first::it-does-nothing-else"] is Status.PASSED
    assert statuses(mini, "--reading", "D2=through")["second::the-other-reading"] is Status.PASSED
    assert statuses(mini, "--scope", "collection")["second::under-every-reading"] is na
    assert statuses(mini, "--edition", "2018-10-08")["second::under-every-reading"] is na


def test_nothing_is_set_up_for_a_row_that_does_not_apply(mini: pytest.Pytester) -> None:
    with (mini.path / "mini/fixtures/all.py").open("a") as code:
        code.write("\n@pytest.fixture(autouse=True)\ndef broken(row): 1 / 0\n")
    assert statuses(mini)["second::the-other-reading"] is Status.NOT_APPLICABLE


def test_workers_bring_the_same_records(mini: pytest.Pytester) -> None:
    here = Recorder()
    mini.inline_run("features", plugins=[here])
    seen: list[str] = []
    there = Recorder(on_row=lambda found: seen.append(found.row))
    mini.inline_run("features", "-n", "2", plugins=[there])
    assert there.records == here.records
    assert sorted(seen) == sorted(here.records)
    assert there.problems == []


def test_odd_text_travels_from_a_worker(mini: pytest.Pytester) -> None:
    found = record(mini, "When it does raise", "Then it holds well", arguments=("-n", "1"))
    assert found.failure is not None
    assert found.failure.message == "RuntimeError: went ? wrong"


def test_a_row_that_ends_its_worker(mini: pytest.Pytester) -> None:
    (mini.path / "features/only.feature").write_text(
        "@observed @stated @binding @AA-1\nFeature: Only\n"
        "  Scenario: The one\n    When it does die\n    Then it holds well\n"
        "  Scenario: The next\n    Then it holds well\n"
    )
    recorder = Recorder()
    mini.inline_run("features/only.feature", "-n", "1", "-p", "no:randomly", plugins=[recorder])
    assert recorder.records[ONE].status is Status.ERROR
    assert recorder.records["only::the-next"].status is Status.PASSED
    assert len(recorder.problems) == 1


def test_what_cannot_be_collected_is_a_problem(mini: pytest.Pytester) -> None:
    mini.makepyfile(test_broken="1 / 0")
    recorder = Recorder()
    mini.inline_run("test_broken.py", plugins=[recorder])
    assert len(recorder.problems) == 1
    assert "ZeroDivisionError" in recorder.problems[0]


def test_a_row_that_runs_twice_is_a_problem() -> None:
    recorder = Recorder()
    report = pytest.TestReport("x::y", ("x", 1, "a::b"), {}, "passed", None, "teardown")
    setattr(report, ATTRIBUTE, RowRecord("a::b", Status.PASSED).to_json())
    recorder.pytest_runtest_logreport(report)
    recorder.pytest_runtest_logreport(report)
    assert recorder.problems == ["a::b: executed more than once"]


def fail_one(mini: pytest.Pytester) -> None:
    first = mini.path / "features/first.feature"
    first.write_text(first.read_text().replace("| evil | well ", "| evil | badly"))


def test_a_failure_is_told_in_the_words_of_the_specification(mini: pytest.Pytester) -> None:
    fail_one(mini)
    result = mini.runpytest("-p", "no:randomly")
    result.stdout.fnmatch_lines(
        [
            "*first::it-does-what[[]evil|badly[]]*",
            "AA-1      The rule of AA-1.",
            "scenario  It does <what>",
            "          what: evil",
            "          answer: badly",
            "step      Then it holds badly",
            "at        features/first.feature:12",
            "expected  well",
            "observed  badly",
        ],
        consecutive=True,
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*all.py*")


def test_last_failed(mini: pytest.Pytester) -> None:
    fail_one(mini)
    mini.runpytest().assert_outcomes(passed=3, failed=1, skipped=2)
    mini.runpytest("--lf").assert_outcomes(failed=1)


def test_stop_at_the_first_failure(mini: pytest.Pytester) -> None:
    fail_one(mini)
    mini.runpytest("-x", "-p", "no:randomly").assert_outcomes(passed=1, failed=1)


def test_rows_that_do_not_apply_are_counted_by_file_and_reason(mini: pytest.Pytester) -> None:
    mini.runpytest("-ra").stdout.fnmatch_lines_random(
        [
            "SKIPPED [[]1[]] features/second.feature: not applicable: holds under*",
            "SKIPPED [[]1[]] features/second.feature: not applicable: belongs to*",
        ]
    )


def test_the_header_says_what_is_run(mini: pytest.Pytester) -> None:
    mini.runpytest("--scope", "portal").stdout.fnmatch_lines(
        [
            "implementation: usage_conformance.reference:Reference",
            "edition: 2020-03-03; scope: collection, portal",
        ]
    )
