"""What the doctor looks at: checks made of probes, so that each answer can be tested by hiding a thing.

The table of system packages was found by starting a window in a minimal Debian 12 and adding one package at a
time; Qt's own message names libxcb-cursor0 whichever of the five X libraries is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Surface = Literal["any", "x11", "wayland"]
Status = Literal["ok", "missing", "advice"]

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Library:
    """A shared library that Qt loads, and the Debian package that brings it.

    Attributes
    ----------
    soname
        File name under which the dynamic loader finds it.
    package
        Debian 12 package; Debian 13 and Ubuntu know it under the same name or provide it.
    surface
        Where it is needed: "any" also for drawing without a screen, "x11" and "wayland" for a window there.
    """

    soname: str
    package: str
    surface: Surface


QT_LIBRARIES = (
    Library("libGL.so.1", "libgl1", "any"),
    Library("libEGL.so.1", "libegl1", "any"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "any"),
    Library("libdbus-1.so.3", "libdbus-1-3", "any"),
    Library("libfontconfig.so.1", "libfontconfig1", "any"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "any"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "x11"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "x11"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "x11"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "x11"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "x11"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "wayland"),
)


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Attributes
    ----------
    name
        What was looked at, as a noun: "libGL.so.1", "Python", "layout engine".
    status
        "ok", "missing" (something will not work), or "advice" (only a surface not in use here needs it).
    detail
        What was found, or what happens without it.
    mend
        What to do, as a sentence or a command; empty when nothing is to be done.
    package
        Debian package that mends it, or "".
    """

    name: str
    status: Status
    detail: str
    mend: str = ""
    package: str = ""


@dataclass(frozen=True)
class Question:
    """A check that asks a part of ArchDraw itself.

    Attributes
    ----------
    name
        What is asked about.
    ask
        Returns what was found, or raises with a sentence that says why there is nothing.
    mend
        What to do in that case.
    otherwise
        What a no means: something is missing, or only advice.
    """

    name: str
    ask: Callable[[], str]
    mend: str
    otherwise: Status = "missing"


def diagnose(
    has_library: Callable[[str], bool],
    *,
    linux: bool,
    surfaces: Iterable[Surface],
    python: tuple[int, int],
    qt_version: str | None,
    questions: Iterable[Question] = (),
) -> list[Check]:
    """Look at everything once.

    Parameters
    ----------
    has_library
        Says whether the dynamic loader finds a shared library of that file name.
    linux
        Whether the system packages its libraries apart from Qt; elsewhere Qt's wheels need nothing more.
    surfaces
        The surfaces in use: libraries of others are advice, not missing.
    python, qt_version
        Versions at hand; None where Qt is not installed.
    questions
        Further checks, asked in this order.

    Returns
    -------
    list of Check
        In the order in which a user would mend them.
    """
    checks = [check_python(python), check_qt(qt_version, python)]
    if linux:
        checks += check_libraries(has_library, {"any", *surfaces})
    checks += [check_answer(question) for question in questions]
    return checks


def check_python(version: tuple[int, int]) -> Check:
    """Compare the running Python with the oldest one that ArchDraw supports."""
    found = ".".join(map(str, version))
    if version >= OLDEST_PYTHON:
        return Check("Python", "ok", found)
    wanted = ".".join(map(str, OLDEST_PYTHON))
    return Check("Python", "missing", f"{found} is too old", f"Install Python {wanted} or newer.")


def check_qt(version: str | None, python: tuple[int, int]) -> Check:
    """Name a Qt that is absent or known to be broken; without Qt everything but the window works.

    PySide6 6.12.0 gives up a reference to None in every call that returns nothing. Before Python 3.12, where
    None became immortal, the interpreter dies of it after some thousand calls.
    """
    if version is None:
        mend = "Install it with: pip install 'pyside6-essentials<6.12'. The command line works without."
        return Check("PySide6", "missing", "not installed, so there is no window", mend)
    if version.split("+")[0] == "6.12.0" and python < (3, 12):
        detail = "6.12.0 crashes under Python older than 3.12"
        return Check("PySide6", "missing", detail, "Install another: pip install 'pyside6-essentials<6.12'.")
    return Check("PySide6", "ok", version)


def check_libraries(has_library: Callable[[str], bool], surfaces: set[Surface]) -> list[Check]:
    """Probe each of Qt's shared libraries on its own."""
    checks = []
    for library in QT_LIBRARIES:
        place = {"any": "Qt", "x11": "a window on X", "wayland": "a window on Wayland"}[library.surface]
        if has_library(library.soname):
            checks.append(Check(library.soname, "ok", f"for {place}", package=library.package))
            continue
        status: Status = "missing" if library.surface in surfaces else "advice"
        detail = f"not found; {place} needs it"
        mend = f"Debian package {library.package}"
        checks.append(Check(library.soname, status, detail, mend, library.package))
    return checks


def check_answer(question: Question) -> Check:
    """Ask one question; an exception is the answer no, and its message the reason."""
    try:
        return Check(question.name, "ok", question.ask())
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a part is what the doctor reports
        reason = str(error) or type(error).__name__
        return Check(question.name, question.otherwise, reason, question.mend)


def missing_packages(checks: Iterable[Check]) -> list[str]:
    """List the Debian packages that are missing, in the order of the checks."""
    return [check.package for check in checks if check.status == "missing" and check.package]


def install_command(packages: Iterable[str]) -> str:
    """Return the one command that installs Debian packages; "" for none."""
    names = " ".join(packages)
    return f"sudo apt-get install {names}" if names else ""
