"""Which reading of each disputed place in the documentation the system follows."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def _one_of(*readings: str) -> Any:
    return field(default=readings[0], metadata={"readings": readings})


@dataclass(frozen=True)
class Readings:
    """One reading per dispute; the first of each is the default.

    Raises ValueError for a reading that the dispute does not have.
    """

    D1: str = _one_of("license-keys-only", "other-names-too")
    D2: str = _one_of("before", "through")
    D3: str = _one_of("collected", "refused")
    D4: str = _one_of("refused", "virtual", "traditional")
    D5a: str = _one_of("local", "utc")
    D5b: str = _one_of("portal", "utc", "uploader")
    D6: str = _one_of("kept", "deleted")
    D9: str = _one_of("allowed", "refused")
    D10: str = _one_of("refused", "inert")
    D12: str = _one_of("time-out-only", "any-failure")
    D13: str = _one_of("every-server", "ic-servers")
    D14: str = _one_of("no", "yes")
    D15: str = _one_of("not-verified", "partly")
    D16: str = _one_of("without-network", "network-needed")
    D17: str = _one_of("day-covered", "moment-closed")

    def __post_init__(self) -> None:
        for dispute in fields(self):
            chosen, allowed = getattr(self, dispute.name), dispute.metadata["readings"]
            if chosen not in allowed:
                raise ValueError(
                    f"{dispute.name} has no reading {chosen!r} (expected: {', '.join(allowed)})"
                )

    @classmethod
    def choose(cls, **chosen: str) -> Readings:
        """Readings by dispute id. Raises ValueError for an unknown dispute or reading."""
        known = [dispute.name for dispute in fields(cls)]
        for name in chosen:
            if name not in known:
                raise ValueError(f"no dispute {name!r} (expected: {', '.join(known)})")
        return cls(**chosen)
