"""Machines with and without plug-ins."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.plugins.installing import Machine, install


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each sample, with it installed in there."""
    places = {}
    for sample in ("good", "broken"):
        places[sample] = tmp_path_factory.mktemp(sample) / "site"
        install(sample, places[sample], tmp_path_factory.mktemp("work"))
    return places


@pytest.fixture
def good(built: dict[str, Path], tmp_path: Path) -> Machine:
    return Machine(tmp_path, built["good"]).allowing("archdraw-sample")


@pytest.fixture
def both(built: dict[str, Path], tmp_path: Path) -> Machine:
    return Machine(tmp_path, built["good"], built["broken"]).allowing("archdraw-sample", "archdraw-broken")


@pytest.fixture
def fresh(built: dict[str, Path], tmp_path: Path) -> Machine:
    """A machine on which the sample was installed and nobody has allowed it yet."""
    return Machine(tmp_path, built["good"])
