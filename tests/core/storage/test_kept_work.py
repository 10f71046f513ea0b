"""Work that was not saved, kept in a file beside the program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archdraw.core.model import Component, Design
from archdraw.core.storage import StorageError, starter_design
from archdraw.core.storage.kept_work import Owner, keep_work, kept_files, read_kept, read_owner

DESIGN = starter_design("Shop").revised(components=(Component(id="db", kind="cache", name="数据 🚀"),))


@pytest.mark.parametrize("owner", [Owner(), Owner(Path("/somewhere/shop.adraw"), "ab" * 32)])
def test_what_is_kept_comes_back_with_whose_it_is(tmp_path: Path, owner: Owner) -> None:
    file = tmp_path / "recovery" / "1.kept"
    keep_work(file, Design(), owner)
    keep_work(file, DESIGN, owner)
    kept, design = read_kept(file)
    assert (design, kept.owner) == (DESIGN, owner)
    assert read_owner(file) == kept
    assert kept.at == pytest.approx(file.stat().st_mtime)
    assert kept_files(file.parent) == [file]


def test_the_newest_comes_first_and_other_files_are_none(tmp_path: Path) -> None:
    for at, name in enumerate(("old.kept", "new.kept", "new.kept.lock")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, at))
    assert [file.name for file in kept_files(tmp_path)] == ["new.kept", "old.kept"]
    assert kept_files(tmp_path / "none") == []


@pytest.mark.skipif(os.name == "nt", reason="there a name is always text")
def test_a_file_name_that_is_no_text_is_kept_too(tmp_path: Path) -> None:
    path = Path(os.fsdecode(b"/tmp/\xff.adraw"))
    keep_work(tmp_path / "1.kept", DESIGN, Owner(path))
    assert read_owner(tmp_path / "1.kept").owner.path == path


@pytest.mark.parametrize(
    "content", [b"", b"{}\n{}", b'{"kept": 2}\n{}', b'{"kept": 1}\nno design', b"\xff\n", b"[" * 100_000]
)
def test_what_is_no_kept_work_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "1.kept"
    file.write_bytes(content)
    with pytest.raises(StorageError):
        read_kept(file)
    assert file.read_bytes() == content
