"""Malformed, truncated, hostile and newer files: one sentence and exit code 2, or opened with repairs.

Never a traceback, and nothing changes on the disk. The files are made here, each named after its fault.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from archdraw.__main__ import main

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "url-shortener.adraw"
SAMPLE_BYTES = SAMPLE.read_bytes()
HEAD = '{"format": "archdraw", "version": 1'


def document(**fields: Any) -> bytes:
    return json.dumps({"format": "archdraw", "version": 1, **fields}).encode()


def component(**fields: Any) -> bytes:
    return document(components=[{"id": "a", "kind": "service", **fields}])


def raw(rest: str) -> bytes:
    return f"{HEAD}, {rest}}}".encode("utf-8", "surrogatepass")


def many(count: int) -> bytes:
    return document(components=[{"id": f"c{number}", "kind": "service"} for number in range(count)])


REFUSED: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t ",
    "a byte order mark only": b"\xef\xbb\xbf",
    "NUL bytes": b"\0" * 4096,
    "random bytes": bytes(range(256)) * 16,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "a ZIP archive": b"PK\x03\x04" + bytes(64),
    "XML": b"<?xml version='1.0'?><mxfile/>",
    "YAML": b"format: archdraw\nversion: 1\n",
    "a list": b"[1, 2]",
    "a text": b'"archdraw"',
    "null": b"null",
    "another format": b'{"format": "excalidraw"}',
    "format as a list": b'{"format": ["archdraw"]}',
    "version as text": b'{"format": "archdraw", "version": "1"}',
    "version zero": b'{"format": "archdraw", "version": 0}',
    "version null": b'{"format": "archdraw", "version": null}',
    "two documents": document() * 2,
    "a comment": b"// hello\n" + document(),
    "a trailing comma": f"{HEAD},}}".encode(),
    "single quotes": b"{'format': 'archdraw'}",
    "Latin-1": raw('"title": "Gr\u00f6\u00dfe"').decode().encode("latin-1"),
    "UTF-16": document().decode().encode("utf-16"),
    "UTF-32": document().decode().encode("utf-32"),
    "half a UTF-8 sequence": raw('"title": "\u540d"')[:-3] + b'"}',
    "a raw NUL in a text": raw('"title": "a\0b"'),
    "a raw line break in a text": raw('"title": "a\nb"'),
    "an escaped half surrogate": raw('"title": "\\udfff"'),
    "a half surrogate in a free value": raw('"extensions": {"a": ["\\ud800"]}'),
    "a half surrogate as a key": raw('"extensions": {"\\ud800": 1}'),
    "an encoded half surrogate": raw('"title": "\ud800"'),
    "a key twice at the top": raw('"title": "a", "title": "b"'),
    "a key twice deep inside": raw('"extensions": {"a": [{"b": 1, "b": 1}]}'),
    "NaN": raw('"extensions": {"a": NaN}'),
    "Infinity": raw('"extensions": {"a": Infinity}'),
    "a number of 5,000 digits": raw('"extensions": {"a": ' + "7" * 5_000 + "}"),
    "a number beyond floats in a field": raw(
        '"components": [{"id": "a", "kind": "k", "capacity_rps": 1e999}]'
    ),
    "replicas beyond everything": component(replicas=10**30),
    "a coordinate beyond the canvas": document(views=[{"id": "v", "nodes": {"a": {"x": 1e300, "y": 0}}}]),
    "nesting of lists": raw('"extensions": {"a": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "nesting of objects": raw('"extensions": ' + '{"a": ' * 100_000 + "1" + "}" * 100_000),
    "nesting just too deep": raw('"extensions": {"a": ' + "[" * 250 + "]" * 250 + "}"),
    "nesting never closed": b"[" * 1_000_000,
    "components as an object": document(components={"a": {}}),
    "components as a text": document(components="abc"),
    "a component as a number": document(components=[1]),
    "an id as a number": document(components=[{"id": 1, "kind": "service"}]),
    "an id of 300 letters": document(components=[{"id": "a" * 300, "kind": "service"}]),
    "an id that climbs folders": document(components=[{"id": "../../etc", "kind": "service"}]),
    "an id with a line break": document(components=[{"id": "a\n", "kind": "service"}]),
    "a name of 10,001 letters": component(name="a" * 10_001),
    "notes of over a million letters": component(notes="a" * 1_000_001),
    "a text where a number belongs": component(availability="0.99"),
    "a truth where a number belongs": component(availability=True),
    "a fraction of replicas": component(replicas=1.5),
    "an unknown redundancy": component(redundancy="yes"),
    "no kind": document(components=[{"id": "a"}]),
    "an id twice": document(components=[{"id": "a", "kind": "k"}] * 2),
    "an id in two tables": document(components=[{"id": "a", "kind": "k"}], groups=[{"id": "a", "kind": "k"}]),
    "three numbers as a point": document(views=[{"id": "v", "edges": {"e": {"points": [[1, 2, 3]]}}}]),
    "50,001 components": many(50_001),
}
OPENED: dict[str, bytes] = {
    "a byte order mark before": b"\xef\xbb\xbf" + document(),
    "line ends of Windows": SAMPLE_BYTES.replace(b"\n", b"\r\n"),
    "no version": b'{"format": "archdraw"}',
    "a newer version": b'{"format": "archdraw", "version": 99, "new": {"deep": [1]}}',
    "a version beyond everything": b'{"format": "archdraw", "version": ' + b"9" * 400 + b"}",
    "unknown fields everywhere": document(x=1, components=[{"id": "a", "kind": "k", "y": {"z": [None]}}]),
    "an unknown kind": component(kind="flux_capacitor"),
    "a connection to nowhere": document(connections=[{"id": "e", "source": "a", "target": "b"}]),
    "a component inside itself": component(parent="a"),
    "a ring of parents": document(
        groups=[{"id": f"g{n}", "kind": "zone", "parent": f"g{(n + 1) % 500}"} for n in range(500)]
    ),
    "a chain of 300 parents": document(
        groups=[{"id": "g0", "kind": "zone"}]
        + [{"id": f"g{n}", "kind": "zone", "parent": f"g{n - 1}"} for n in range(1, 300)],
        components=[{"id": "deep", "kind": "service", "parent": "g299"}],
    ),
    "a ring of calls": document(
        components=[{"id": name, "kind": "service"} for name in "ab"],
        connections=[
            {"id": "x", "source": "a", "target": "b", "calls": 1e9},
            {"id": "y", "source": "b", "target": "a", "calls": 1e9},
        ],
        journeys=[{"id": "j", "entry": "a", "peak_rps": 1e300}],
    ),
    "a call to oneself": document(
        components=[{"id": "a", "kind": "service"}],
        connections=[{"id": "x", "source": "a", "target": "a"}],
        journeys=[{"id": "j", "entry": "a", "peak_rps": 5}],
    ),
    "100,000 replicas": document(
        components=[{"id": "a", "kind": "service", "replicas": 100_000, "required": 99_999}],
        journeys=[{"id": "j", "entry": "a", "peak_rps": 5}],
    ),
    "more required than exist": document(
        components=[{"id": "a", "kind": "service", "required": 5}],
        journeys=[{"id": "j", "entry": "a", "peak_rps": 5}],
    ),
    "control characters in names": component(name="\u0000\u001b[2J\u202e"),
    "values as small as floats go": component(availability=5e-324, capacity_rps=5e-324),
}


def state_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_fifo()
    }


Judge = Callable[[Path], tuple[int, str, str]]


@pytest.fixture
def analyse(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Judge]:
    """Analyse a file in this process; afterwards the folder must hold what it held."""

    def perform(file: Path) -> tuple[int, str, str]:
        before = state_of(tmp_path)
        code = main(["analyse", str(file), "--fail-on", "never"])
        said = capsys.readouterr()
        assert state_of(tmp_path) == before, "a file was written"
        return code, said.out, said.err

    yield perform
    reports = list(Path(os.environ["ARCHDRAW_STATE_DIR"]).rglob("archdraw-error-*"))
    assert reports == [], "an internal error was reported"


def assert_refused(answer: tuple[int, str, str], file: Path) -> None:
    code, out, err = answer
    assert (code, out) == (2, ""), err
    assert err.startswith(f"archdraw: {file}: ")
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    assert "Traceback" not in err
    assert len(err) < 600


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_one_sentence(data: bytes, analyse: Judge, tmp_path: Path) -> None:
    file = tmp_path / "hostile.adraw"
    file.write_bytes(data)
    assert_refused(analyse(file), file)


@pytest.mark.parametrize("data", OPENED.values(), ids=OPENED)
def test_it_is_opened_and_what_was_mended_is_told(data: bytes, analyse: Judge, tmp_path: Path) -> None:
    file = tmp_path / "odd.adraw"
    file.write_bytes(data)
    code, out, err = analyse(file)
    assert code == 0, err
    assert out
    assert all(line.startswith(f"archdraw: {file}") for line in err.splitlines())
    assert "Traceback" not in err


CUTS = [*range(0, len(SAMPLE_BYTES) - 2, 199), len(SAMPLE_BYTES) - 3]


@pytest.mark.parametrize("length", CUTS)
def test_a_document_that_ends_too_early_is_refused(length: int, analyse: Judge, tmp_path: Path) -> None:
    file = tmp_path / "cut.adraw"
    file.write_bytes(SAMPLE_BYTES[:length])
    assert_refused(analyse(file), file)


@pytest.mark.parametrize("place", range(0, len(SAMPLE_BYTES), 613))
@pytest.mark.parametrize("byte", [0x00, 0x22, 0x7B, 0xFF])
def test_a_byte_that_changed_ends_in_a_sentence_or_in_a_design(
    place: int, byte: int, analyse: Judge, tmp_path: Path
) -> None:
    file = tmp_path / "flipped.adraw"
    file.write_bytes(SAMPLE_BYTES[:place] + bytes([byte]) + SAMPLE_BYTES[place + 1 :])
    answer = analyse(file)
    if answer[0] != 0:
        assert_refused(answer, file)


# ── What is no regular file ──────────────────────────────────────────────────────────────────────────────


def test_what_is_no_file_is_refused(analyse: Judge, tmp_path: Path) -> None:
    folder = tmp_path / "folder.adraw"
    folder.mkdir()
    pipe = tmp_path / "pipe.adraw"
    os.mkfifo(pipe)
    ring = tmp_path / "ring.adraw"
    ring.symlink_to(ring)
    dangling = tmp_path / "dangling.adraw"
    dangling.symlink_to(tmp_path / "nothing")
    below = tmp_path / "file"
    below.touch()
    for file in (folder, pipe, ring, dangling, tmp_path / "absent.adraw", below / "x", Path("/dev/zero")):
        assert_refused(analyse(file), file)


def test_a_file_of_65_mb_is_refused_without_reading_it(analyse: Judge, tmp_path: Path) -> None:
    file = tmp_path / "huge.adraw"
    with file.open("wb") as handle:
        handle.truncate(65 * 1024 * 1024)
    answer = analyse(file)
    assert_refused(answer, file)
    assert "at most 64 MB" in answer[2]


def test_no_command_writes_anything_of_a_file_it_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.adraw"
    file.write_bytes(SAMPLE_BYTES[:5000])
    target = tmp_path / "kept"
    for command, name in (
        ("layout", "kept.adraw"),
        ("export", "kept.svg"),
        ("export", "kept.pdf"),
        ("export", "kept.png"),
        ("screenshot", "kept.png"),
    ):
        target = tmp_path / name
        target.write_text("before")
        assert main([command, str(file), "-o", str(target)]) == 2
        assert capsys.readouterr().err.startswith(f"archdraw: {file}: line ")
        assert target.read_text() == "before"
        target.unlink()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "name",
    ["empty", "nesting of lists", "nesting never closed", "a key twice deep inside", "NUL bytes", "Latin-1"],
)
def test_a_program_of_its_own_answers_the_same(name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.adraw"
    file.write_bytes(REFUSED[name])
    answer = subprocess.run(
        [sys.executable, "-m", "archdraw", "analyse", str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert_refused((answer.returncode, answer.stdout, answer.stderr), file)
    assert list(tmp_path.iterdir()) == [file]
