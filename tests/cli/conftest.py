"""Commands run as from a terminal, and the sample that most of them are tried on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archdraw import cli

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
SHORTENER = SAMPLES / "url-shortener.adraw"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in 80 columns; what it returns is the exit code and what it wrote."""
    monkeypatch.setenv("COLUMNS", "80")

    def perform(*arguments: object, **injected: Any) -> tuple[int, str, str]:
        code = cli.run([str(argument) for argument in arguments], **injected)
        said = capsys.readouterr()
        return code, said.out, said.err

    return perform


def answer(run: Run, *arguments: object) -> Any:
    """Return what a command answers as JSON, with nothing to complain about."""
    code, out, err = run(*arguments, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)
