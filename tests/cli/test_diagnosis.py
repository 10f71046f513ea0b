from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archdraw.cli.diagnosis import (
    QT_LIBRARIES,
    Check,
    Library,
    Question,
    Surface,
    check_qt,
    diagnose,
    install_command,
    missing_packages,
)
from archdraw.cli.doctor import examine, has_library, installed_version, report, surfaces_in_use


def look(
    *,
    hidden: str = "",
    linux: bool = True,
    surfaces: tuple[Surface, ...] = ("x11", "wayland"),
    python: tuple[int, int] = (3, 11),
    qt: str | None = "6.11.3",
    questions: tuple[Question, ...] = (),
) -> list[Check]:
    return diagnose(
        lambda soname: soname != hidden,
        linux=linux,
        surfaces=surfaces,
        python=python,
        qt_version=qt,
        questions=questions,
    )


def test_a_complete_machine_has_nothing_missing() -> None:
    checks = look()
    assert {check.status for check in checks} == {"ok"}
    assert report(checks).endswith("Nothing is missing.")
    assert install_command(missing_packages(checks)) == ""


@pytest.mark.parametrize("library", QT_LIBRARIES, ids=lambda library: library.package)
def test_each_hidden_library_is_named_with_its_package_and_no_other(library: Library) -> None:
    checks = look(hidden=library.soname)
    assert [check.name for check in checks if check.status != "ok"] == [library.soname]
    assert missing_packages(checks) == [library.package]
    text = report(checks)
    assert f"sudo apt-get install {library.package}\n" in text
    assert "1 missing." in text


@pytest.mark.parametrize("library", QT_LIBRARIES, ids=lambda library: library.package)
def test_a_library_of_a_surface_not_in_use_is_advice(library: Library) -> None:
    checks = look(hidden=library.soname, surfaces=())
    expected = [library.package] if library.surface == "any" else []
    assert missing_packages(checks) == expected
    assert [check.name for check in checks if check.status != "ok"] == [library.soname]


def test_several_missing_packages_make_one_command() -> None:
    checks = diagnose(
        lambda soname: "xcb" not in soname,
        linux=True,
        surfaces=["x11"],
        python=(3, 12),
        qt_version="6.11.3",
    )
    assert install_command(missing_packages(checks)) == (
        "sudo apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
    )


def test_other_systems_need_no_system_packages() -> None:
    assert [check.name for check in look(linux=False)] == ["Python", "PySide6"]


@pytest.mark.parametrize(
    ("qt", "python", "status"),
    [
        ("6.12.0", (3, 11), "missing"),
        ("6.12.0", (3, 12), "ok"),
        ("6.12.1", (3, 11), "ok"),
        ("6.8.0", (3, 11), "ok"),
        (None, (3, 11), "missing"),
    ],
)
def test_the_broken_and_the_absent_binding_are_named(
    qt: str | None, python: tuple[int, int], status: str
) -> None:
    check = check_qt(qt, python)
    assert check.status == status
    assert bool(check.mend) == (status == "missing")


def test_an_old_python_is_named() -> None:
    checks = [check for check in look(python=(3, 10)) if check.status == "missing"]
    assert [(check.name, check.detail) for check in checks] == [("Python", "3.10 is too old")]


def test_a_part_that_fails_is_reported_with_its_reason_and_remedy() -> None:
    def broken() -> str:
        raise FileNotFoundError("no sample in the folder")

    questions = (
        Question("samples", broken, "Install it again."),
        Question("fonts", lambda: "two", ""),
        Question("display", broken, "Log in.", otherwise="advice"),
    )
    checks = look(questions=questions)
    samples, fonts, display = checks[-3:]
    assert (samples.status, samples.detail, samples.mend) == (
        "missing",
        "no sample in the folder",
        "Install it again.",
    )
    assert (fonts.status, fonts.detail) == ("ok", "two")
    assert display.status == "advice"
    assert "        Install it again." in report(checks).splitlines()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ()),
        ({"DISPLAY": ":0"}, ("x11",)),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ("wayland",)),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ("x11", "wayland")),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, ()),
        ({"QT_QPA_PLATFORM": "xcb"}, ("x11",)),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, ("wayland",)),
    ],
)
def test_the_surface_follows_the_session(environment: dict[str, str], expected: tuple[str, ...]) -> None:
    assert surfaces_in_use(environment) == expected


def test_the_loader_is_asked_not_a_list() -> None:
    assert not has_library("libarchdraw-is-no-library.so.7")
    if sys.platform.startswith("linux"):
        assert has_library("libc.so.6")


def test_a_library_that_only_waits_for_another_one_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(soname: str) -> None:
        if soname in ("libxkbcommon.so.0", "libxkbcommon-x11.so.0"):
            raise OSError("libxkbcommon.so.0: cannot open shared object file: No such file or directory")
        if soname == "libxcb-cursor.so.0":
            raise OSError("libxcb-image.so.0: cannot open shared object file: No such file or directory")

    monkeypatch.setattr("archdraw.cli.doctor.ctypes.CDLL", load)
    assert not has_library("libxkbcommon.so.0")
    assert has_library("libxkbcommon-x11.so.0")
    assert not has_library("libxcb-cursor.so.0")


def test_the_whole_examination_asks_about_every_part() -> None:
    names = {check.name for check in examine({"QT_QPA_PLATFORM": "offscreen"})}
    assert {"layout engine", "fonts", "catalogue", "sample designs", "folders", "display"} <= names


def test_the_answer_as_json_and_the_exit_code_agree() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "archdraw", "doctor", "--format", "json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    answer = json.loads(result.stdout)
    statuses = [check["status"] for check in answer["checks"]]
    assert result.returncode == (1 if "missing" in statuses else 0)
    assert answer["format"] == "archdraw-doctor"
    assert answer["packages"] == [
        check["package"] for check in answer["checks"] if check["status"] == "missing" and check["package"]
    ]


def test_quick_packages_prints_package_names_only(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "archdraw", "doctor", "--quick", "--format", "packages"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=tmp_path,
    )
    known = {library.package for library in QT_LIBRARIES}
    assert set(result.stdout.split()) <= known
    assert result.stderr == ""


def test_an_unwritable_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file = tmp_path / "a-file"
    a_file.touch()
    monkeypatch.setenv("ARCHDRAW_STATE_DIR", str(a_file))
    folders = next(check for check in examine({}) if check.name == "folders")
    assert folders.status == "missing"
    assert str(a_file) in folders.detail


@pytest.mark.parametrize(
    ("version", "said"),
    [("0.13.0", "oxidd 0.13.0 takes over"), (None, "pip install 'archdraw-studio[fast]'")],
)
def test_the_engine_for_large_designs_is_named_and_never_missed(
    version: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = installed_version

    def installed(distribution: str) -> str | None:
        return version if distribution == "oxidd" else real(distribution)

    monkeypatch.setattr("archdraw.cli.doctor.installed_version", installed)
    check = next(one for one in examine(os.environ) if one.name == "large designs")
    assert check.status == "ok"
    assert said in check.detail
