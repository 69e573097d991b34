"""Feature files are collected by the project's own pytest plug-in."""

pytest_plugins = ["usage_conformance.pytest_plugin"]
