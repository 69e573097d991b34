"""Find the implementation that a user names."""

from __future__ import annotations

import difflib
import functools
import importlib
import inspect
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from usage_conformance.adapters.errors import ImplementationNotUsable
from usage_conformance.implementation import CALLS, Implementation

_NAME = r"[^\W\d]\w*"
_SPEC = re.compile(rf"(?P<module>{_NAME}(?:\.{_NAME})*):(?P<target>{_NAME}(?:\.{_NAME})*)")
_COMMAND = "command:"


def load_factory(
    spec: str, options: Mapping[str, object], *, folders: Sequence[Path]
) -> Callable[[], Implementation]:
    """What makes instances of the implementation that `spec` names.

    `spec` is `module:Class`, or names any callable that returns an implementation;
    `options` become its keyword arguments. Modules are sought in `folders` too, after
    everything else, so that nothing there stands in for a library. One instance is made
    and closed on trial. Raises ImplementationNotUsable with one line that says why.
    """
    if spec.startswith(_COMMAND):
        raise ImplementationNotUsable(
            f"'{spec}': this version certifies implementations in Python only, "
            "named as module:Class"
        )
    match = _SPEC.fullmatch(spec)
    if match is None:
        raise ImplementationNotUsable(f"'{spec}' is not of the form module:Class")
    for folder in map(str, folders):
        if folder not in sys.path:
            sys.path.append(folder)
    target = _attribute(_module(match["module"], folders), match["target"])
    if not callable(target):
        raise ImplementationNotUsable(
            f"'{spec}' is {_kind(target)}, not a class or a callable that makes an instance"
        )
    factory = functools.partial(target, **options)
    _try(spec, factory, options)
    return factory


def _module(name: str, folders: Sequence[Path]) -> ModuleType:
    try:
        return importlib.import_module(name)
    except KeyboardInterrupt:
        raise
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if name == missing or name.startswith(missing + "."):
            raise ImplementationNotUsable(
                f"there is no module '{missing}' (looked in the installed packages and in "
                f"{', '.join(map(str, folders))})"
            ) from error
        raise _broken(name, error) from error
    except BaseException as error:
        raise _broken(name, error) from error


def _broken(name: str, error: BaseException) -> ImplementationNotUsable:
    return ImplementationNotUsable(
        f"module '{name}' cannot be imported: {_one_line(error)}{_place(error)}"
    )


def _attribute(module: ModuleType, target: str) -> Any:
    found: Any = module
    for part in target.split("."):
        if not hasattr(found, part):
            close = difflib.get_close_matches(part, dir(found), n=2)
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            raise ImplementationNotUsable(f"module '{module.__name__}' has no '{target}'{hint}")
        found = getattr(found, part)
    return found


def _try(spec: str, factory: Callable[[], Any], options: Mapping[str, object]) -> None:
    given = ", ".join(f"{name}={value!r}" for name, value in options.items())
    instance = _guarded(f"{spec}({given}) cannot be made", factory)
    problems = _problems(instance)
    if problems:
        raise ImplementationNotUsable(f"'{spec}' is not an implementation: {problems}")
    _guarded(f"{spec}: close() fails on an instance that was not used", instance.close)


def _guarded(what: str, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise ImplementationNotUsable(f"{what}: {_one_line(error)}{_place(error)}") from error


def _problems(instance: object) -> str:
    missing, wrong = [], []
    for name in CALLS:
        declared = getattr(Implementation, name)
        method = getattr(instance, name, None)
        # A class that inherits from the protocol has its empty methods.
        if not callable(method) or getattr(type(instance), name, None) is declared:
            missing.append(name)
        elif inspect.iscoroutinefunction(method) or inspect.isgeneratorfunction(method):
            wrong.append(f"{name} must be a plain method, neither async nor a generator")
        else:
            wrong += _misfit(name, method, declared)
    said = [f"it lacks {', '.join(missing)}"] if missing else []
    return "; ".join(said + wrong)


def _misfit(name: str, method: Callable[..., Any], declared: Callable[..., Any]) -> list[str]:
    parameters = list(inspect.signature(declared).parameters)[1:]
    try:
        signature = inspect.signature(method)
    except ValueError:
        # Written in C and without a signature: the first call will tell.
        return []
    try:
        signature.bind(*parameters)
    except TypeError:
        wanted = f"{name}({', '.join(parameters)})"
        return [f"{wanted} must take {len(parameters)} argument(s), is {name}{signature}"]
    return []


def _kind(value: object) -> str:
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _one_line(error: BaseException) -> str:
    return " ".join(" ".join(traceback.format_exception_only(error)).split())[:400]


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames or frames[-1].filename == __file__:
        return ""
    return f" ({frames[-1].filename}:{frames[-1].lineno})"
