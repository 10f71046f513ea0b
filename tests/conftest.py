"""What holds for every test: no screen, no folder of the user's, the same random examples in CI each time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# Before anything imports Qt. A real platform is asked for by name: QT_QPA_PLATFORM=xcb ./run test tests/qt
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("nightly", deadline=None, max_examples=2000)
_DEFAULT_PROFILE = "ci" if os.environ.get("CI") else "dev"
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or _DEFAULT_PROFILE)

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def _folders_of_our_own() -> Iterator[None]:
    """Settings, journals, caches and packs of the person at this machine are neither read nor written."""
    with tempfile.TemporaryDirectory(prefix="archdraw-") as folder, pytest.MonkeyPatch.context() as patch:
        for purpose in ("CONFIG", "STATE", "CACHE", "PACKS"):
            place = Path(folder) / purpose.lower()
            place.mkdir()
            patch.setenv(f"ARCHDRAW_{purpose}_DIR", str(place))
        yield


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures of the code at each run, and the checks that failed before the tests began."""
    terminalreporter.write_sep("-", "shape of the code")
    for line in shape_lines():
        terminalreporter.write_line(line)
    failed = os.environ.get("ARCHDRAW_FAILED_CHECKS", "").split()
    if failed:
        names = ", ".join(failed)
        terminalreporter.write_sep("=", f"CHECKS FAILED BEFORE THE TESTS: {names}", red=True, bold=True)


def shape_lines() -> list[str]:
    """Return the sizes of the files, a line for each tree."""
    lines = []
    for tree in ("src", "tests"):
        sizes = [path.read_text(encoding="utf-8").count("\n") for path in (ROOT / tree).rglob("*.py")]
        if not sizes:
            continue
        lines.append(
            f"{tree:5} {len(sizes)} files, {sum(sizes)} lines; lines a file: "
            f"median {_quantile(sizes, 0.5)}, 90 % {_quantile(sizes, 0.9)}, longest {max(sizes)}"
        )
    return lines


def _quantile(values: list[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[int(share * (len(ordered) - 1))] if ordered else 0
