"""The compiled catalogue is used while it is fresh, and never when it is stale or damaged."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from archdraw.core.catalog import load_catalog, packs, stored

HEAVY = ("fontTools", "pydantic", "defusedxml", "platformdirs", "tomllib", "xml.etree", "PySide6", "numpy")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ARCHDRAW_CACHE_DIR", str(folder))
    return folder


def the_file(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the list of pack folders that were read from their files."""
    found: list[Path] = []
    original = packs.PackReader.read

    def read(self: packs.PackReader, folder: Path) -> None:
        found.append(folder)
        original(self, folder)

    monkeypatch.setattr(packs.PackReader, "read", read)
    return found


def test_the_second_load_reads_no_pack_and_gives_the_same(cache: Path, pack: Path, reads: list[Path]) -> None:
    first = load_catalog(pack.parent)
    assert len(reads) == 2
    second = load_catalog(pack.parent)
    assert len(reads) == 2
    assert dict(first.kinds) == dict(second.kinds)
    assert dict(first.groups) == dict(second.groups)
    assert first.connection_attributes == second.connection_attributes
    assert (first.packs, first.problems, first.order) == (second.packs, second.problems, second.order)
    assert dict(load_catalog(pack.parent, cache=False).kinds) == dict(second.kinds)
    assert the_file(cache).name.startswith("catalog-")


@pytest.mark.parametrize("name", ["pack.toml", "kinds/mainframe.toml", "icons/mainframe.svg"])
def test_a_touched_file_makes_it_stale(cache: Path, pack: Path, reads: list[Path], name: str) -> None:
    load_catalog(pack.parent)
    status = (pack / name).stat()
    os.utime(pack / name, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    load_catalog(pack.parent)
    assert len(reads) == 4
    assert cache.exists()


def test_new_and_removed_files_make_it_stale(cache: Path, pack: Path) -> None:
    load_catalog(pack.parent)
    (pack / "kinds" / "mainframe.toml").rename(pack / "kinds" / "abacus.toml")
    (pack / "icons" / "mainframe.svg").rename(pack / "icons" / "abacus.svg")
    catalog = load_catalog(pack.parent)
    assert catalog.is_known("abacus")
    assert not catalog.is_known("mainframe")
    (pack / "icons" / "abacus.svg").unlink()
    assert len(load_catalog(pack.parent).problems) == 1
    assert cache.exists()


def test_another_version_of_the_program_makes_it_stale(
    cache: Path, pack: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_catalog(pack.parent)
    monkeypatch.setattr(stored, "__version__", "99.0")
    load_catalog(pack.parent)
    assert len(reads) == 4
    assert the_file(cache).is_file()


@pytest.mark.parametrize("keep", [0, 1, 20, -1, -2000])
def test_a_cut_off_file_is_ignored_and_written_again(
    cache: Path, pack: Path, reads: list[Path], keep: int
) -> None:
    load_catalog(pack.parent)
    path = the_file(cache)
    whole = path.read_bytes()
    path.write_bytes(whole[:keep])
    assert load_catalog(pack.parent).is_known("mainframe")
    assert len(reads) == 4
    assert path.read_bytes()[:200] == whole[:200]
    assert len(path.read_bytes()) == len(whole)


def test_a_changed_byte_is_noticed(cache: Path, pack: Path, reads: list[Path]) -> None:
    load_catalog(pack.parent)
    path = the_file(cache)
    content = bytearray(path.read_bytes())
    content[-500] ^= 0x55
    path.write_bytes(content)
    assert load_catalog(pack.parent).is_known("mainframe")
    assert len(reads) == 4


def test_a_right_checksum_over_nonsense_is_ignored(cache: Path, pack: Path) -> None:
    load_catalog(pack.parent)
    path = the_file(cache)
    key = path.read_bytes().partition(b"\n")[0]
    path.write_bytes(b"\n".join((key, f"{zlib.crc32(b'?!'):08x}".encode(), b"?!")))
    assert load_catalog(pack.parent).is_known("mainframe")


@pytest.mark.skipif(sys.platform == "win32", reason="folders are guarded otherwise there")
def test_a_file_that_anybody_may_write_is_not_read(cache: Path, pack: Path, reads: list[Path]) -> None:
    load_catalog(pack.parent)
    the_file(cache).chmod(0o666)
    assert load_catalog(pack.parent).is_known("mainframe")
    assert len(reads) == 4
    assert the_file(cache).stat().st_mode & 0o777 != 0o666, "written anew"


def test_a_folder_that_cannot_be_written_is_fine(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ARCHDRAW_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert load_catalog(pack.parent).is_known("mainframe")


def test_nothing_but_the_file_is_left_in_the_folder(cache: Path, pack: Path) -> None:
    load_catalog(pack.parent)
    assert [path.suffix for path in cache.iterdir()] == [".bin"]


def test_two_sets_of_packs_do_not_overwrite_each_other(
    cache: Path, pack: Path, tmp_path: Path, reads: list[Path]
) -> None:
    for _ in range(2):
        load_catalog(pack.parent)
        load_catalog(tmp_path / "nowhere")
    assert len(reads) == 3
    assert len(list(cache.iterdir())) == 2


def test_a_warm_load_imports_no_reader(cache: Path, tmp_path: Path) -> None:
    load_catalog(tmp_path / "nowhere")
    key = the_file(cache).read_bytes().partition(b"\n")[0]
    program = (
        "import sys; from pathlib import Path; from archdraw.core.catalog import load_catalog;"
        "catalog = load_catalog(Path(sys.argv[1])); assert len(list(catalog.kinds.values())) == 79;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    environment = {**os.environ, "ARCHDRAW_CACHE_DIR": str(cache)}
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "nowhere")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    # Whose key differs, if it was not taken: that of the program, or that of this process?
    assert run.stdout.strip() == "[]", (key, the_file(cache).read_bytes().partition(b"\n")[0])


def test_the_user_packs_of_the_environment_are_the_default(
    cache: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHDRAW_PACKS_DIR", str(pack.parent))
    assert load_catalog().is_known("mainframe")
    assert cache.exists()
