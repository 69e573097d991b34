"""The wheel alone certifies: from anywhere, whatever lies around, and without writing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with the wheel in it.

    Dependencies come from the environment that runs the tests, so that no network is
    needed; the checkout itself cannot be imported from there.
    """
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run([*pip, *build], check=True, cwd=folder)
    [wheel] = folder.glob("usage_conformance-*.whl")
    environment = folder / "venv"
    venv.create(environment)
    python = environment / "bin" / "python"
    install = ["--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run([*pip, *install], check=True, cwd=folder)
    [site_packages] = (environment / "lib").glob("python3.*/site-packages")
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment


def certify(installed: Path, folder: Path, *words: str, **environment: str) -> int:
    """Run the installed command in a folder. Exit code; output goes to the test's."""
    command = [str(installed / "bin" / "usage-conformance"), "certify", *words]
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | environment
    return subprocess.run(command, cwd=folder, env=env, check=False, timeout=300).returncode


def verdict(folder: Path) -> dict[str, object]:
    """The verdict that a run left in its report directory."""
    document: dict[str, object] = json.loads((folder / "verdict.json").read_text())
    return document


def test_wheel_carries_the_suite_and_not_the_checkout(installed: Path) -> None:
    """The suite's folders are in the wheel as files, not as links out of it."""
    [package] = (installed / "lib").glob("python3.*/site-packages/usage_conformance")
    features = package / "suite" / "features"
    assert sorted(p.name for p in features.glob("*.feature")) == sorted(
        p.name for p in (ROOT / "features").glob("*.feature")
    )
    assert not [path for path in package.rglob("*") if path.is_symlink()]
    assert not (package.parent / "steps").exists()
    assert not (package.parent / "conftest.py").exists()


def test_certifies_the_reference_from_a_hostile_folder(installed: Path, tmp_path: Path) -> None:
    """Neither a folder's own pytest settings nor its modules disturb a whole run."""
    bomb = "raise SystemExit('the folder disturbed the run')\n"
    for name in (
        "conftest.py",
        "steps/__init__.py",
        "fixtures/__init__.py",
        "pytest.py",
        "moto.py",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(bomb)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "tox.ini").write_text("[pytest\n")
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "broken.feature").write_text("Feature: x\n  Scenario: y\n  Giben z\n")
    code = certify(
        installed,
        tmp_path,
        "--report-dir",
        "out",
        PYTEST_ADDOPTS="--no-such-option",
        PYTEST_PLUGINS="no_such_plugin",
    )
    assert code == 0
    assert verdict(tmp_path / "out")["outcome"] == "conformant"


def test_certifies_from_a_read_only_installation(installed: Path, tmp_path: Path) -> None:
    """Shown under a real read-only mount, for file modes do not bind root."""
    mount = f"mount --bind {installed} {installed} && mount -o remount,ro,bind {installed}"
    proof = f"! touch {installed}/x 2>/dev/null"
    command = f"{installed}/bin/usage-conformance certify -k license_keys --report-dir out"
    if shutil.which("unshare") is None or not _may_mount(mount, proof):
        pytest.skip("this machine gives no mount namespace")
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f"{mount} && {proof} && {command}"],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        check=False,
        timeout=300,
    )
    assert run.returncode == 3  # a selection is never more than inconclusive
    statuses = {row["status"] for row in verdict(tmp_path / "out")["rows"]}  # type: ignore[attr-defined]
    assert "passed" in statuses
    assert not statuses & {"failed", "error"}


def _may_mount(mount: str, proof: str) -> bool:
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f"{mount} && {proof}"], check=False, capture_output=True
    )
    return run.returncode == 0
