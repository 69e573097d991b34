"""How an implementation is reached: found, called, checked and contained."""

from usage_conformance.adapters.checked import CheckedImplementation
from usage_conformance.adapters.containment import Containment
from usage_conformance.adapters.errors import AdapterError, ImplementationNotUsable
from usage_conformance.adapters.loading import load_factory

__all__ = [
    "AdapterError",
    "CheckedImplementation",
    "Containment",
    "ImplementationNotUsable",
    "load_factory",
]
