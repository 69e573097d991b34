"""A working implementation of the documented usage subsystem of subscription billing."""

from usage_conformance.reference.system import Reference

__all__ = ["Reference"]
