"""The specification as data, and the gate that keeps it honest."""

from usage_conformance.gherkin.catalog import CatalogError, RowIndex, read_catalog
from usage_conformance.gherkin.definitions import StepDefinition, find_definitions
from usage_conformance.gherkin.gate import check
from usage_conformance.gherkin.model import Catalog, Problem, Row

__all__ = [
    "Catalog",
    "CatalogError",
    "Problem",
    "Row",
    "RowIndex",
    "StepDefinition",
    "check",
    "find_definitions",
    "read_catalog",
]
