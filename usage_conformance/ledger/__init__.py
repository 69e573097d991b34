"""The ledger of the documentation: what it demands, where it disputes, its editions."""

from usage_conformance.ledger.load import LedgerError, load_ledger
from usage_conformance.ledger.model import Clause, Dispute, Edition, Kind, Ledger, Scope

__all__ = [
    "Clause",
    "Dispute",
    "Edition",
    "Kind",
    "Ledger",
    "LedgerError",
    "Scope",
    "load_ledger",
]
