"""Broken in what a virtual cloud license needs of Genesys Cloud."""

from __future__ import annotations

from usage_conformance.implementation import Outcome
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.cloud import CloudConnection
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.subsystem import Process


class _Careless(CloudConnection):
    def carries(self, entitlement: Entitlement) -> bool:  # noqa: ARG002 (the defect)
        return True


@mutant(
    "OV-7",
    "VC-7",
    "VC-8",
    killers=("virtual_cloud::without-an-organization-nothing-is-uploaded",),
)
class ConnectionNotNeeded(Reference):
    """Files go up whether or not there is a connection to Genesys Cloud."""

    cloud_class = _Careless


class _Believing(CloudConnection):
    def exists(self, organization: str) -> bool:  # noqa: ARG002 (the defect)
        return True


@mutant(
    "OV-7",
    "VC-7",
    killers=("virtual_cloud::with-an-organization-that-does-not-exist-nothing-is-uploaded[acme]",),
)
class OrganizationNotChecked(Reference):
    """A connection to any organization counts, also to one that does not exist."""

    cloud_class = _Believing


class _ByStart(CloudConnection):
    def exists(self, organization: str) -> bool:
        return any(known.startswith(organization) for known in self.organizations)


@mutant(
    "OV-7",
    "VC-7",
    killers=("virtual_cloud::with-an-organization-that-does-not-exist-nothing-is-uploaded[othe]",),
)
class OrganizationMatchedByStart(Reference):
    """The beginning of an organization's name is enough."""

    cloud_class = _ByStart


class _ByContent(CloudConnection):
    def exists(self, organization: str) -> bool:
        return any(known in organization for known in self.organizations)


@mutant(
    "OV-7",
    "VC-7",
    killers=(
        "virtual_cloud::with-an-organization-that-does-not-exist-nothing-is-uploaded[others]",
    ),
)
class OrganizationMatchedLoosely(Reference):
    """A name that contains an existing organization's is taken for it."""

    cloud_class = _ByContent


class _AnyWillDo(CloudConnection):
    def exists(self, organization: str) -> bool:  # noqa: ARG002 (the defect)
        return bool(self.organizations)


@mutant(
    "OV-7",
    "VC-7",
    killers=("virtual_cloud::with-an-organization-that-does-not-exist-nothing-is-uploaded[acme]",),
)
class AnyOrganizationWillDo(Reference):
    """It is enough that some organization exists."""

    cloud_class = _AnyWillDo


class _NotCut(CloudConnection):
    def disconnect(self) -> None:
        """Nothing is listening."""


@mutant(
    "OV-7",
    "VC-8",
    killers=("virtual_cloud::while-the-connection-is-cut-nothing-is-uploaded",),
)
class CutUnnoticed(Reference):
    """Once connected, files go up for ever, also when the connection is cut."""

    cloud_class = _NotCut


@mutant(
    "OV-7",
    "VC-8",
    killers=("virtual_cloud::a-restart-does-not-replace-the-connection",),
)
class RestartReconnects(Reference):
    """A restart takes a connection that was cut for one that holds."""

    def __init__(self, **readings: str) -> None:
        super().__init__(**readings)
        self._last: str | None = None

    def connect_cloud(self, organization: str) -> Outcome:
        """As ever, and remembered."""
        outcome = super().connect_cloud(organization)
        if outcome.accepted:
            self._last = organization
        return outcome

    def restart(self, server: str) -> None:
        """As ever, and connected as before."""
        super().restart(server)
        if self._last is not None:
            super().connect_cloud(self._last)


class _Once(CloudConnection):
    def __init__(self, organizations: tuple[str, ...]) -> None:
        super().__init__(organizations)
        self._cut = False

    def disconnect(self) -> None:
        super().disconnect()
        self._cut = True

    def carries(self, entitlement: Entitlement) -> bool:
        return not self._cut and super().carries(entitlement)


@mutant(
    "OV-7",
    "VC-8",
    killers=("virtual_cloud::once-the-connection-is-back-later-files-arrive-again",),
)
class NeverReconnects(Reference):
    """After the connection was cut a new one is not used."""

    cloud_class = _Once


@mutant(
    "OV-7",
    "VC-8",
    "VC-9",
    killers=("virtual_cloud::a-connection-made-after-the-license-was-loaded-serves-as-well",),
)
class ConnectionOnlyBeforeLicense(Reference):
    """A connection that is made after the license was loaded is not used."""

    def connect_cloud(self, organization: str) -> Outcome:
        """As ever, but only before anything is licensed."""
        if any(s.license is not None for s in self.subsystems.values()):
            self.cloud.disconnect()
            return Outcome(accepted=True)
        return super().connect_cloud(organization)


@mutant(
    "OV-1",
    "OV-3",
    "OV-4",
    "TL-1",
    "TL-5",
    "TL-6",
    "VC-8",
    "AU-1",
    "AU-2",
    "AU-3",
    "LK-1",
    "LK-3",
    "LK-4",
    "LK-5",
    killers=(
        "automated_upload::files-arrive-without-anybody-s-help",
        "automated_upload::files-go-on-arriving-on-later-days-too",
        "automated_upload::no-file-arrives-under-two-object-keys",
        "automated_upload::several-servers-each-send-their-own-files",
        "automated_upload::every-upload-is-secured-and-uses-port-443",
        "automated_upload::billing-lists-what-arrived-in-s3-and-nothing-else",
        "automated_upload::no-file-leaves-the-disk-before-its-upload-is-acknowledged",
        "region_selection::a-traditional-license-sends-to-us-east-2-with-the-newest-release",
        "virtual_cloud::a-traditional-license-needs-no-connection-to-genesys-cloud",
    ),
)
class TraditionalNeedsConnection(Reference):
    """A traditional license too uploads only while there is a connection to Genesys Cloud."""

    def may_send(self, process: Process) -> Entitlement | None:
        """Nothing without a connection."""
        return super().may_send(process) if self.cloud.organization else None


class _AsNamed(CloudConnection):
    def connect(self, organization: str) -> Outcome:
        outcome = super().connect(organization)
        self.organization = organization
        return outcome


@mutant(
    "OV-7",
    "VC-7",
    killers=("virtual_cloud::with-an-organization-that-does-not-exist-nothing-is-uploaded[acme]",),
)
class RefusedConnectionUsed(Reference):
    """A connection that was refused is used all the same."""

    cloud_class = _AsNamed


class _LicenseIsEnough(CloudConnection):
    def carries(self, entitlement: Entitlement) -> bool:
        return self.organization is not None or entitlement.organization is not None


@mutant(
    "OV-7",
    "VC-7",
    "VC-8",
    killers=("virtual_cloud::without-the-connection-nothing-is-uploaded",),
)
class NameInLicenseIsEnough(Reference):
    """A license that names an organization needs no connection to it."""

    cloud_class = _LicenseIsEnough
