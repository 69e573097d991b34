"""The connection between PureConnect and Genesys Cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usage_conformance.implementation import Outcome

if TYPE_CHECKING:
    from usage_conformance.reference.licensing import Entitlement


class CloudConnection:
    """Connected to at most one organization, which must exist (VC-7, VC-8)."""

    def __init__(self, organizations: tuple[str, ...]) -> None:
        self.organizations = organizations
        self.organization: str | None = None

    def connect(self, organization: str) -> Outcome:
        """Connect; refused if there is no such organization."""
        if not self.exists(organization):
            return Outcome(accepted=False, reason=f"there is no organization {organization!r}")
        self.organization = organization
        return Outcome(accepted=True)

    def exists(self, organization: str) -> bool:
        """VC-7: whether Genesys has created the organization."""
        return organization in self.organizations

    def disconnect(self) -> None:
        """Cut the connection."""
        self.organization = None

    def carries(self, entitlement: Entitlement) -> bool:
        """VC-8: whether a virtual license's usage can be sent now.

        A license that names an organization works with that one only.
        """
        if self.organization is None:
            return False
        return entitlement.organization in {None, self.organization}
