"""`python -m usage_conformance` is the command `usage-conformance`."""

from __future__ import annotations

import sys

# Python puts the working directory in front; a file there must not stand in for a module.
if not sys.flags.safe_path:
    del sys.path[0]

from usage_conformance.cli import main

if __name__ == "__main__":
    sys.exit(main())
