"""`archdraw doctor`: what is missing on this machine, and the command that mends it."""

from __future__ import annotations

import ctypes
import enum
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from archdraw import __version__
from archdraw.cli.diagnosis import (
    QT_LIBRARIES,
    Check,
    Question,
    Surface,
    diagnose,
    install_command,
    missing_packages,
)

_SIGNS = {"ok": "ok      ", "missing": "MISSING ", "advice": "advice  "}
_REINSTALL = "Install ArchDraw again; in a checkout: remove .venv and start ./run."


class Format(enum.StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"
    PACKAGES = "packages"  # the names of missing Debian packages, for scripts


def doctor(
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Only what this session needs before Qt can start.")
    ] = False,
    format: Annotated[Format, typer.Option(help="How to print the answer.")] = Format.TEXT,
) -> None:
    """Say what is missing on this machine, and the command that mends it. Exit code 1 if something is."""
    checks = examine(os.environ, quick=quick)
    packages = missing_packages(checks)
    if format is Format.PACKAGES:
        print(" ".join(packages))
    elif format is Format.JSON:
        answer = {
            "format": "archdraw-doctor",
            "version": 1,
            "archdraw": __version__,
            "checks": [asdict(check) for check in checks],
            "packages": packages,
            "command": install_command(packages) or None,
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print(report(checks))
    if any(check.status == "missing" for check in checks):
        raise typer.Exit(1)


def examine(environment: Mapping[str, str], *, quick: bool = False) -> list[Check]:
    """Look at this machine.

    Parameters
    ----------
    environment
        The variables that say which display there is.
    quick
        Only the versions and the libraries of the surface at hand. The whole examination also wants the
        libraries of a window on X, even where no display is running now.
    """
    surfaces = list(surfaces_in_use(environment))
    if not quick and "x11" not in surfaces:
        surfaces.append("x11")
    return diagnose(
        has_library,
        linux=sys.platform.startswith("linux"),
        surfaces=surfaces,
        python=sys.version_info[:2],
        qt_version=installed_version("pyside6-essentials"),
        questions=() if quick else questions(environment),
    )


def surfaces_in_use(environment: Mapping[str, str]) -> tuple[Surface, ...]:
    """Return the windowing systems of this session, as Qt chooses them."""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if chosen:
        named: dict[str, tuple[Surface, ...]] = {"xcb": ("x11",), "wayland": ("wayland",)}
        return named.get(chosen, ())
    found: list[Surface] = []
    if environment.get("DISPLAY"):
        found.append("x11")
    if environment.get("WAYLAND_DISPLAY"):
        found.append("wayland")
    return tuple(found)


def has_library(soname: str) -> bool:
    """Ask the dynamic loader itself, which knows more folders than any list of ours.

    A library that is there but waits for another one of the list counts as present: the other one is named.
    """
    try:
        ctypes.CDLL(soname)
    except OSError as error:
        absent = str(error).split(":", maxsplit=1)[0]
        return absent != soname and absent in {library.soname for library in QT_LIBRARIES}
    return True


def installed_version(distribution: str) -> str | None:
    """Return the version of an installed distribution without importing it, or None."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def questions(environment: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the checks that ask parts of ArchDraw."""
    folders_mend = "Make them writable, or name others: ARCHDRAW_STATE_DIR, ARCHDRAW_CONFIG_DIR."
    display_mend = (
        "A window needs a desktop session. analyse, export and layout work without a display; "
        "QT_QPA_PLATFORM=offscreen draws without one."
    )
    return (
        Question("layout engine", _ask_layout_engine, _REINSTALL),
        Question("fonts", _ask_fonts, _REINSTALL),
        Question("catalogue", _ask_catalogue, _REINSTALL),
        Question("sample designs", _ask_samples, _REINSTALL),
        Question("large designs", _ask_large_designs, ""),
        Question("folders", _ask_folders, folders_mend),
        Question("display", lambda: _ask_display(environment), display_mend, otherwise="advice"),
    )


def _ask_layout_engine() -> str:
    from archdraw.core.layout import find_engine

    engine = find_engine()
    answer = subprocess.run([engine, "-V"], capture_output=True, timeout=20, check=True)
    version = (answer.stderr + answer.stdout).decode(errors="replace").strip()
    return f"{engine} · {version}"


def _ask_fonts() -> str:
    from archdraw.core.locations import font_file

    names = [font_file(family).name for family in ("Fira Sans", "IBM Plex Mono")]
    return ", ".join(names)


def _ask_catalogue() -> str:
    from archdraw.core.catalog import load_catalog

    catalog = load_catalog()
    return f"{len(catalog.kinds)} kinds"


def _ask_large_designs() -> str:
    """Say which engine is at hand where a design is past the node budget; none is needed."""
    version = installed_version("oxidd")
    if version is not None:
        return f"oxidd {version} takes over past the node budget"
    return "bounds past the node budget; pip install 'archdraw-studio[fast]' adds an engine that goes further"


def _ask_samples() -> str:
    from archdraw.core.locations import resources_dir

    samples = sorted((resources_dir() / "samples").glob("*.adraw"))
    if not samples:
        raise FileNotFoundError(f"no sample in {resources_dir() / 'samples'}")
    return f"{len(samples)} files"


def _ask_folders() -> str:
    from archdraw.core.locations import cache_dir, config_dir, state_dir

    folders = [config_dir(), state_dir(), cache_dir()]
    for folder in folders:
        _prove_writable(folder)
    return ", ".join(map(str, folders))


def _prove_writable(folder: Path) -> None:
    """Write where the folder is or would be made; leave nothing behind."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            return
    except OSError as error:
        raise PermissionError(f"{folder} is not writable ({error.strerror})") from error


def _ask_display(environment: Mapping[str, str]) -> str:
    if not sys.platform.startswith("linux"):
        return "the desktop's own"
    for variable in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        if environment.get(variable):
            return f"{variable}={environment[variable]}"
    raise LookupError("neither DISPLAY nor WAYLAND_DISPLAY is set")


def report(checks: list[Check]) -> str:
    """Return the answer as text: a line a check, then what mends it in one command."""
    lines = []
    for check in checks:
        lines.append(f"{_SIGNS[check.status]}{check.name}: {check.detail}")
        if check.mend and not check.package:
            lines.append(f"        {check.mend}")
    command = install_command(missing_packages(checks))
    if command:
        lines += ["", "On Debian or Ubuntu this installs what is missing:", f"  {command}"]
    lines.append("")
    missing = sum(check.status == "missing" for check in checks)
    lines.append(f"{missing} missing." if missing else "Nothing is missing.")
    return "\n".join(lines)
