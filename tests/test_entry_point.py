from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import archdraw
from archdraw import __main__ as entry

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "archdraw", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=inherited | environment,
    )


def test_version_is_printed_and_is_the_one_of_the_distribution() -> None:
    result = run("--version")
    assert (result.returncode, result.stdout, result.stderr) == (0, f"archdraw {archdraw.__version__}\n", "")
    stated = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert stated is not None
    assert stated[1] == archdraw.__version__


def test_version_imports_nothing_heavy() -> None:
    code = (
        "import sys; before = set(sys.modules); from archdraw.__main__ import main; main(['--version']); "
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))"
    )
    result = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded = set(result.stdout.splitlines()[-1].split())
    heavy = {"PySide6", "typer", "rich", "numpy", "networkx", "pydantic", "reportlab", "platformdirs"}
    assert loaded & heavy == set()


def test_version_costs_little_more_than_python_itself() -> None:
    def cpu_seconds(*command: str) -> float:
        best = 60.0
        for _ in range(5):
            before = os.times()
            subprocess.run([sys.executable, *command], capture_output=True, check=True)
            after = os.times()
            best = min(best, (after[2] - before[2]) + (after[3] - before[3]))
        return best

    bare = cpu_seconds("-c", "pass")
    assert cpu_seconds("-m", "archdraw", "--version") - bare < 0.1


@pytest.mark.parametrize("arguments", [["--colour"], ["-x"], ["a.adraw", "--fast"]])
def test_an_unknown_option_is_refused_with_one_sentence(arguments: list[str]) -> None:
    result = run(*arguments)
    option = next(text for text in arguments if text.startswith("-"))
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == f"archdraw: there is no option {option}. archdraw --help lists what there is.\n"


def test_a_mistyped_command_is_met_with_the_right_one() -> None:
    result = run("analyze", QT_QPA_PLATFORM="offscreen")
    assert result.returncode == 2
    assert result.stderr == 'archdraw: there is no file "analyze". Did you mean: archdraw analyse?\n'


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.adraw"
    result = run(str(file), QT_QPA_PLATFORM="offscreen")
    assert result.returncode == 2
    assert f'there is no file "{file}"' in result.stderr


def test_without_a_display_the_window_is_refused_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert entry.main([]) == 2
    said = capsys.readouterr().err
    assert "there is no display" in said
    assert "archdraw analyse" in said
    assert said.count("\n") == 1


def test_an_internal_error_is_a_sentence_and_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def burst(_arguments: list[str]) -> int:
        raise ZeroDivisionError("a fault of ours\nwith details")

    monkeypatch.setenv("ARCHDRAW_STATE_DIR", str(tmp_path))
    monkeypatch.setattr(entry, "_dispatch", burst)
    assert entry.main(["analyse", "x.adraw"]) == 3
    said = capsys.readouterr().err
    [report] = (tmp_path / "reports").iterdir()
    assert said.count("\n") == 1
    assert "ZeroDivisionError: a fault of ours)" in said
    assert str(report) in said
    text = report.read_text("utf-8")
    assert "Traceback" in text
    assert "'x.adraw'" in text


def test_an_interruption_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "_dispatch", interrupted)
    assert entry.main([]) == 130


def test_files_are_handed_to_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archdraw import app

    opened: list[list[Path]] = []

    def open_window(files: list[Path]) -> int:
        opened.append(files)
        return 0

    monkeypatch.setattr(app, "open_window", open_window)
    design = tmp_path / "-odd name.adraw"
    design.touch()
    started = time.perf_counter()
    assert entry.main(["--", str(design)]) == 0
    assert entry.main([]) == 0
    assert opened == [[design], []]
    assert time.perf_counter() - started < 5


def test_a_reader_that_went_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "archdraw", "kinds"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    process.wait(30)
    assert complaint == ""
