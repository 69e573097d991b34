"""Broken in what is disputed about keys: other than the declared reading says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from usage_conformance.implementation import License, LicenseFile, Outcome
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import LicenseRules
from usage_conformance.reference.uploader import Uploader

if TYPE_CHECKING:
    pass

_LOCAL = "I3_FEATURE_USAGE_TRACKING_LOCAL"


class _OtherNames(LicenseRules):
    def names(self, defined: frozenset[str], other: frozenset[str]) -> frozenset[str]:
        return defined | other


@mutant(
    "TL-5",
    "VC-5",
    "LK-5",
    killers=("disputes::key-is-no-virtual-cloud-key[I3_FEATURE_VIRTUAL_Cloud]",),
)
class OtherSpellingsUndeclared(Reference):
    """The other spellings of the keys work, though the declared reading says they do not."""

    license_rules_class = _OtherNames


class _DefinedNames(LicenseRules):
    def names(self, defined: frozenset[str], other: frozenset[str]) -> frozenset[str]:  # noqa: ARG002 (the defect)
        return defined


@mutant(
    "TL-5",
    "VC-5",
    "LK-5",
    killers=(
        "disputes::the-spelling-of-the-requirements-list-means-automated-upload",
        "disputes::key-means-virtual-cloud-licensing[I3_FEATURE_VIRTUAL_CLOUD]",
    ),
    D1="other-names-too",
)
class OtherSpellingsMissing(Reference):
    """The other spellings of the keys do not work, though the declared reading says so."""

    license_rules_class = _DefinedNames


@mutant(
    "VC-3",
    "LK-4",
    killers=(
        "disputes::keys-collects"
        "[I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_TRACKING_UPLOAD]",
        "disputes::the-local-and-the-virtual-cloud-key-together-collect",
    ),
    D3="collected",
)
class ContradictionRefused(Reference):
    """LOCAL beside an upload key is refused, though the declared reading is to collect."""

    def __init__(self) -> None:
        super().__init__(D3="refused")


@mutant(
    "VC-3",
    "LK-4",
    killers=(
        "disputes::keys-is-refused-so-that-nothing-is-collected"
        "[I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_TRACKING_UPLOAD]",
        "disputes::the-local-and-the-virtual-cloud-key-together-are-refused",
    ),
    D3="refused",
)
class ContradictionCollected(Reference):
    """LOCAL beside an upload key collects, though the declared reading is to refuse it."""

    def __init__(self) -> None:
        super().__init__(D3="collected")


@mutant(
    "LK-1",
    "LK-2",
    killers=(
        "disputes::keys-are-refused-so-that-nothing-is-uploaded"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_VIRTUAL_CLOUD]",
    ),
    D4="refused",
)
class BothKeysAreVirtual(Reference):
    """Both upload keys make a virtual license, though the declared reading is to refuse them."""

    def __init__(self) -> None:
        super().__init__(D4="virtual")


@mutant(
    "LK-1",
    "LK-2",
    killers=(
        "disputes::keys-are-a-virtual-cloud-license"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_VIRTUAL_CLOUD]",
    ),
    D4="virtual",
)
class BothKeysAreTraditional(Reference):
    """Both upload keys make a traditional license, though declared to be a virtual one."""

    def __init__(self) -> None:
        super().__init__(D4="traditional")


@mutant(
    "LK-1",
    "LK-2",
    killers=(
        "disputes::keys-are-a-traditional-license"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_VIRTUAL_CLOUD]",
    ),
    D4="traditional",
)
class BothKeysAreRefused(Reference):
    """Both upload keys are refused, though declared to be a traditional license."""

    def __init__(self) -> None:
        super().__init__(D4="refused")


class _Twice(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        super().put(bucket, region, key, content)
        if self.store.read_state("both-keys"):
            super().put("pureconnectusage", "us-east-2", key, content)


@mutant(
    "LK-1",
    "LK-2",
    killers=(
        "disputes::keys-never-bring-a-file-into-both-buckets"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_FEATURE_USAGE_VIRTUAL_CLOUD]",
    ),
    D4="virtual",
)
class BothKeysUseBothBuckets(Reference):
    """With both upload keys every file goes into both buckets, and is billed twice."""

    uploader_class = _Twice

    def __init__(self) -> None:
        super().__init__(D4="virtual")

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever, and whether both keys are there is noted."""
        if isinstance(license, License):
            automated = {key for key in license.keys if key.endswith(("_UPLOAD", "_CLOUD"))}
            store = self.subsystems[server].store
            store.write_state("both-keys", {"yes": True} if len(automated) > 1 else None)
        return super().load_license(server, license)


@mutant(
    "LK-4",
    killers=("disputes::with-the-local-key-files-are-collected-without-any-network",),
    D16="without-network",
)
class LocalNeedsNetwork(Reference):
    """Under LOCAL nothing is collected where S3 cannot be reached when the license is loaded."""

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """Refused for LOCAL if no request to S3 is answered."""
        if isinstance(license, License) and _LOCAL in license.keys and not self._reachable():
            return Outcome(accepted=False, reason="S3 cannot be reached")
        return super().load_license(server, license)

    def _reachable(self) -> bool:
        try:
            self.clients.client("us-east-2").list_objects_v2(Bucket="pureconnectusage", MaxKeys=1)
        except ClientError:
            return True
        except BotoCoreError:
            return False
        return True
