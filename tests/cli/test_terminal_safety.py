"""Names and texts of a document, and names of files, can't steer the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from archdraw import cli
from archdraw.cli.console import shown, visible

EVIL = "a\x1b[2J\x07\r\nb\x9b31m\u202eevil\u2066\u200bz\x7f"


def test_what_steers_becomes_an_escape() -> None:
    assert visible("a\x1b[2J") == "a\\x1b[2J"
    assert visible("\u202e\udc80\x9b") == "\\u202e\\udc80\\x9b"
    assert visible("Größe 名前 – 99.9\u2009% ✓") == "Größe 名前 – 99.9\u2009% ✓"


@given(st.text(st.characters()))
def test_nothing_invisible_gets_through(text: str) -> None:
    said = visible(text)
    assert not any(ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0 for sign in said)
    said.encode()


def evil_file(folder: Path) -> Path:
    document = {
        "format": "archdraw",
        "title": EVIL,
        "components": [{"id": "a", "kind": "service", "name": EVIL, "capacity_rps": 10}],
        "journeys": [{"id": "j", "name": EVIL, "entry": "a", "peak_rps": 5}],
        "connections": [{"id": "e", "source": "a", "target": "gone"}],
    }
    file = folder / "evil\x1b[31m.adraw"
    file.write_text(json.dumps(document))
    return file


@pytest.mark.parametrize("format", ["text", "json"])
def test_a_document_can_not_steer_the_terminal(
    format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["analyse", str(evil_file(tmp_path)), "--format", format, "--fail-on", "never"]) == 0
    said = capsys.readouterr()
    for stream in (said.out, said.err):
        assert not set(stream) & set("\x1b\x07\r\x9b\u202e\u2066\u200b\x7f")
    if format == "json":
        assert json.loads(said.out)["title"] == EVIL
    else:
        assert "\\x1b[2J\\x07\\x0d\\x0ab\\x9b31m\\u202eevil" in said.out.replace("\n", "")


def test_an_error_can_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a\x1b[31m\nb.adraw"
    file.write_text('{"a\\u001b\\n": 1, "a\\u001b\\n": 2}')
    assert cli.run(["analyse", str(file)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "\x1b" not in said
    assert "\\x1b[31m\\x0ab.adraw" in said


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no file names that are no text")
def test_a_file_name_that_is_no_text_is_a_name(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/a\xff\xfe.adraw"
    Path(os.fsdecode(name)).write_bytes(b'{"format": "archdraw"}')
    answer = subprocess.run(
        [sys.executable.encode(), b"-m", b"archdraw", b"analyse", name],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    # The table is 80 columns wide: a long folder breaks the line inside the name.
    assert "a\ufffd\ufffd.adraw" in answer.stdout.decode().replace("\n", "")
    assert shown(Path(os.fsdecode(name))).endswith("a\ufffd\ufffd.adraw")
