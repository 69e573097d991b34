"""What the guide shows works as it stands there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from usage_conformance.cli import main
from usage_conformance.implementation import CALLS
from usage_conformance.ledger import load_ledger
from usage_conformance.profile import resolve_settings

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "adapter-guide.md").read_text()
README = (ROOT / "README.md").read_text()


def test_small_adapter_is_certified_for_what_it_claims(tmp_path: Path) -> None:
    profile = ROOT / "examples" / "python" / "usage-conformance.toml"
    words = ["certify", "--quiet", "--profile", str(profile), "--report-dir", str(tmp_path)]
    assert main(words) == 0
    verdict = json.loads((tmp_path / "verdict.json").read_text())
    assert verdict["scope"] == ["collection"]
    assert verdict["footer"]["counts"]["passed"] > 80


def test_guide_explains_every_call() -> None:
    missing = [call for call in CALLS if not re.search(rf"`{call}[(`]", GUIDE)]
    assert missing == []


def test_profile_of_the_guide_is_valid(tmp_path: Path) -> None:
    [block] = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert tomllib.loads(block)
    file = tmp_path / "usage-conformance.toml"
    file.write_text(block.replace("automated_upload::...", "automated_upload::x"))
    settings = resolve_settings(cwd=tmp_path, ledger=load_ledger())
    assert settings.implementation == "acme.adapter:Usage"
    assert settings.readings["D2"] == "through"


def test_readme_names_the_modules_that_exist() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README + GUIDE.replace("(../", "(")):
        if "://" not in link:
            assert (ROOT / link).exists(), link


def test_readme_fits_two_screens() -> None:
    assert len(README.splitlines()) <= 100


def test_module_runs_as_a_command() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "usage_conformance", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert run.stdout.startswith("usage-conformance ")
