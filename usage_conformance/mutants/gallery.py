"""Every broken implementation and every conforming variant, found in the modules here."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from usage_conformance import mutants
from usage_conformance.mutants.model import Mutation, Variation


@dataclass(frozen=True)
class Entry:
    """One implementation of the gallery. `spec` is what `--implementation` takes.

    `name` is the module's and the class's, `keys.LocalUploads`. `doc` is the class's own
    docstring. `readings` are to be declared when it is run.
    """

    name: str
    spec: str
    doc: str
    readings: Mapping[str, str]


@dataclass(frozen=True)
class Mutant(Entry):
    """A broken implementation. For `breaks` and `killers` see `Mutation`."""

    breaks: frozenset[str]
    killers: tuple[str, ...]


@dataclass(frozen=True)
class Variant(Entry):
    """A conforming variant, and the freedom that it uses."""

    freedom: str


def find(name: str) -> Mutant | Variant:
    """The entry with this name. Raises KeyError."""
    entries: dict[str, Mutant | Variant] = {entry.name: entry for entry in MUTANTS}
    entries |= {entry.name: entry for entry in VARIANTS}
    return entries[name]


def _marked(mark: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """What each marked class is called, and its mark: by module, then as they are defined.

    A mark is looked for in the class itself: one that is inherited says nothing of it.
    """
    for found in sorted(pkgutil.iter_modules(mutants.__path__), key=lambda found: found.name):
        if found.name == "gallery":
            continue
        module = import_module(f"{mutants.__name__}.{found.name}")
        for cls in vars(module).values():
            if inspect.isclass(cls) and cls.__module__ == module.__name__ and mark in vars(cls):
                common = {
                    "name": f"{found.name}.{cls.__name__}",
                    "spec": f"{module.__name__}:{cls.__name__}",
                    "doc": inspect.cleandoc(vars(cls).get("__doc__") or ""),
                }
                yield common, vars(cls)[mark]


def _mutants() -> Iterator[Mutant]:
    marked: Iterator[tuple[dict[str, Any], Mutation]] = _marked("mutation")
    for common, mark in marked:
        yield Mutant(**common, readings=mark.readings, breaks=mark.breaks, killers=mark.killers)


def _variants() -> Iterator[Variant]:
    marked: Iterator[tuple[dict[str, Any], Variation]] = _marked("variation")
    for common, mark in marked:
        yield Variant(**common, readings=mark.readings, freedom=mark.freedom)


MUTANTS: tuple[Mutant, ...] = tuple(_mutants())
VARIANTS: tuple[Variant, ...] = tuple(_variants())
