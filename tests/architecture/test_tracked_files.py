"""Nothing that is committed depends on where it was written: no package host, no path of one machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Written so that the patterns do not find themselves.
HOSTS = re.compile(r"(?:py)pi\.(?:org|python)|python(?:hosted)\.|(?:npm)js\.(?:org|com)|(?:deb)\.debian\.")
PATHS = re.compile(r"(?<![\w.-])/(?:root|work|home/\w+|Users/\w+|opt/(?:wheels|pypi))\b|\bC:\\Users\\")
# A lock file written with a source in it names an option line, an address or a local path.
LOCK_SOURCE = re.compile(r"^--|://|(?<![\w-])file:|@ ", re.MULTILINE)


def tracked_files() -> list[Path]:
    """List what git tracks; in an unpacked source archive, where there is no git, everything."""
    try:
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    paths = [ROOT / name.decode() for name in listing.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data[:4096] else data.decode("utf-8", errors="replace")


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked_files()
        for match in pattern.finditer(text_of(path))
    ]


def test_no_tracked_file_names_a_package_host() -> None:
    assert found(HOSTS) == []


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    assert found(PATHS) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_names_versions_and_hashes_only(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert LOCK_SOURCE.findall(text) == []
    pins = re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE)
    assert len(pins) > 20
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_development_lock_holds_the_runtime_lock() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^[\w.-]+==.*?(?= \\$)", text, re.MULTILINE))

    # Conditions may be merged when another tool needs the same thing, so only the versions are compared.
    development = {pin.split(" ")[0] for pin in pins("requirements-dev.lock")}
    assert {pin.split(" ")[0] for pin in pins("requirements.lock")} <= development


def test_the_binding_that_loses_none_is_not_locked() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "pyside6-essentials==6.12.0" not in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HOSTS, "https://" + "py" + "pi.org/simple"),
        (HOSTS, "files.python" + "hosted.org"),
        (PATHS, "see /" + "root/notes"),
        (PATHS, '"/' + 'work/main"'),
        (PATHS, "/" + "home/anna/designs"),
        (LOCK_SOURCE, "--index-url x"),
        (LOCK_SOURCE, "name @ file" + ":///x"),
    ],
)
def test_a_slip_is_noticed(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


@pytest.mark.parametrize("text", ["networks/root/x", "framework/main", "homework", "chroot/"])
def test_other_text_is_left_alone(text: str) -> None:
    assert not PATHS.search(text)
