"""Acceptance suite and compliance harness for PureConnect subscription usage."""

__version__ = "0.1.0"
