"""Broken in which names count as keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import LicenseRules

if TYPE_CHECKING:
    pass

_USAGE = "I3_FEATURE_USAGE"


class _Resembling(LicenseRules):
    """Compares names of keys in a way of its own."""

    def resembles(self, name: str, key: str) -> bool:
        raise NotImplementedError

    def _any(self, keys: Iterable[str], names: Iterable[str]) -> bool:
        wanted = tuple(names)
        return any(self.resembles(key, name) for key in keys for name in wanted)

    def has_upload(self, keys: Iterable[str]) -> bool:
        return self._any(keys, self.upload_keys)

    def has_virtual(self, keys: Iterable[str]) -> bool:
        return self._any(keys, self.virtual_keys)

    def has_local(self, keys: Iterable[str]) -> bool:
        return self._any(keys, self.local_keys)


class _StartsWith(_Resembling):
    def resembles(self, name: str, key: str) -> bool:
        return name.startswith(key)


@mutant(
    "LK-5",
    killers=(
        "no_key_no_collection::a-name-that-merely-resembles-a-usage-key-counts-as-none"
        "[I3_FEATURE_USAGE_TRACKING_LOCALE]",
    ),
)
class KeyMatchedByStart(Reference):
    """A longer name that begins like a usage key counts as that key."""

    license_rules_class = _StartsWith


class _EndsWith(_Resembling):
    def resembles(self, name: str, key: str) -> bool:
        return name.endswith(key)


@mutant(
    "LK-5",
    killers=(
        "no_key_no_collection::a-name-that-merely-resembles-the-virtual-cloud-key-counts-as-none"
        "[NO_I3_FEATURE_USAGE_VIRTUAL_CLOUD]",
    ),
)
class KeyMatchedByEnd(Reference):
    """A longer name that ends like a usage key counts as that key."""

    license_rules_class = _EndsWith


class _Contains(_Resembling):
    def resembles(self, name: str, key: str) -> bool:
        return key in name


@mutant(
    "LK-5",
    killers=(
        "no_key_no_collection::a-name-that-merely-resembles-the-virtual-cloud-key-counts-as-none"
        "[NO_I3_FEATURE_USAGE_VIRTUAL_CLOUD]",
    ),
)
class KeyMatchedAnywhere(Reference):
    """The license's text is searched for the keys."""

    license_rules_class = _Contains


class _LastWord(_Resembling):
    def resembles(self, name: str, key: str) -> bool:
        return name.rpartition("TRACKING_")[2] == key.rpartition("TRACKING_")[2]


@mutant(
    "LK-5",
    killers=(
        "no_key_no_collection::a-name-that-merely-resembles-a-usage-key-counts-as-none"
        "[FEATURE_USAGE_TRACKING_LOCAL]",
    ),
)
class KeyMatchedByLastWord(Reference):
    """Only what follows TRACKING_ in a key's name is compared."""

    license_rules_class = _LastWord


class _AnyUsageKey(LicenseRules):
    def has_local(self, keys: Iterable[str]) -> bool:
        known = self.upload_keys | self.virtual_keys
        return any(key.startswith(_USAGE) and key not in known for key in keys)


@mutant(
    "TL-5",
    "LK-5",
    killers=("disputes::the-spelling-of-the-requirements-list-is-no-usage-key",),
)
class AnyUsageKeyCollects(Reference):
    """Whatever begins with I3_FEATURE_USAGE and is no upload key means LOCAL."""

    license_rules_class = _AnyUsageKey
