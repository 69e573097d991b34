"""What a user is told about an implementation that cannot be used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.adapters.implementations import Idle, NeedsAnOption
from usage_conformance.adapters import ImplementationNotUsable, load_factory
from usage_conformance.implementation import CALLS

HERE = "tests.adapters.implementations"


@pytest.fixture(autouse=True)
def _same_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))


def said(spec: str, cwd: Path, **options: object) -> str:
    with pytest.raises(ImplementationNotUsable) as caught:
        load_factory(spec, options, folders=[cwd])
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_factory_makes_a_new_instance_each_time(tmp_path: Path) -> None:
    factory = load_factory(f"{HERE}:Idle", {}, folders=[tmp_path])
    first, second = factory(), factory()
    assert isinstance(first, Idle)
    assert first is not second


def test_options_become_keyword_arguments(tmp_path: Path) -> None:
    made = load_factory(f"{HERE}:NeedsAnOption", {"region": "x"}, folders=[tmp_path])()
    assert isinstance(made, NeedsAnOption)
    assert made.options == {"region": "x"}


def test_module_in_the_working_directory_is_found_but_shadows_nothing(tmp_path: Path) -> None:
    (tmp_path / "vendors_own.py").write_text(f"from {HERE} import Idle")
    (tmp_path / "json.py").write_text("raise RuntimeError('shadowed')")
    load_factory("vendors_own:Idle", {}, folders=[tmp_path])
    assert sys.path[-1] == str(tmp_path)


@pytest.mark.parametrize(
    "spec", ["", "acme", "acme:", ":Usage", "a b:C", "acme.py:Usage:x", "/a:B"]
)
def test_form(spec: str, tmp_path: Path) -> None:
    assert "module:Class" in said(spec, tmp_path)


def test_command_is_for_a_later_version(tmp_path: Path) -> None:
    assert "Python only" in said("command: node adapter.js", tmp_path)


def test_module_missing(tmp_path: Path) -> None:
    assert "there is no module 'no_such_module'" in said("no_such_module:Usage", tmp_path)
    assert "there is no module 'tests.nowhere'" in said("tests.nowhere:Usage", tmp_path)


def test_import_error_within_the_module_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "imports_more.py").write_text("import no_such_library")
    message = said("imports_more:Usage", tmp_path)
    assert "'imports_more' cannot be imported" in message
    assert "no_such_library" in message
    assert "imports_more.py:1" in message


@pytest.mark.parametrize("body", ["1/0", "raise SystemExit(0)", "def broken("])
def test_module_that_fails(body: str, tmp_path: Path) -> None:
    name = f"fails_{abs(hash(body))}"
    (tmp_path / f"{name}.py").write_text(body)
    assert "cannot be imported" in said(f"{name}:Usage", tmp_path)


def test_attribute_missing_with_close_matches(tmp_path: Path) -> None:
    assert "did you mean Idle" in said(f"{HERE}:Idel", tmp_path)


def test_not_callable(tmp_path: Path) -> None:
    assert "is an int" in said(f"{HERE}:NOT_CALLABLE", tmp_path)


def test_constructor_fails(tmp_path: Path) -> None:
    assert "region" in said(f"{HERE}:NeedsAnOption", tmp_path)
    assert "colour='blue'" in said(f"{HERE}:NeedsAnOption", tmp_path, colour="blue")
    assert "SystemExit" in said(f"{HERE}:ExitsWhenMade", tmp_path)


def test_missing_methods_are_listed(tmp_path: Path) -> None:
    message = said("builtins:object", tmp_path)
    assert all(name in message for name in CALLS)
    assert "it lacks billing" in said(f"{HERE}:NotCallableBilling", tmp_path)


def test_methods_inherited_from_the_protocol_are_missing(tmp_path: Path) -> None:
    (tmp_path / "inherits.py").write_text(
        "from usage_conformance.implementation import Implementation\n"
        "class Usage(Implementation):\n"
        "    def close(self): ...\n"
    )
    message = said("inherits:Usage", tmp_path)
    assert "it lacks describe, install" in message
    assert "close" not in message


def test_parameters_that_do_not_fit(tmp_path: Path) -> None:
    assert "advance(now) must take 1 argument" in said(f"{HERE}:TooManyParameters", tmp_path)
    assert "advance must be a plain method" in said(f"{HERE}:Asynchronous", tmp_path)


def test_close_has_to_work_on_an_unused_instance(tmp_path: Path) -> None:
    assert "close() fails" in said(f"{HERE}:CannotClose", tmp_path)
