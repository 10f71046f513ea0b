"""A save leaves the old or the new document, whatever fails and whenever; a control writer does not."""

from __future__ import annotations

import errno
import os
import random
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archdraw.core.model import Component, Design, View
from archdraw.core.storage import Disk, StorageError, SystemDisk, design_text, read_design, save_design
from archdraw.core.storage.saving import remove_leftovers

OLD = Design(title="Old", components=(Component(id="a", kind="service"),), views=(View(id="main"),))
NEW = OLD.revised(title="New " * 40)
CALLS = ("create", "write", "sync", "close", "set_mode", "holds", "replace", "sync_folder", "remove")


class FailingDisk(SystemDisk):
    """The real disk, but the n-th call of all, or of one sort, fails with an error of the system."""

    def __init__(self, number: int, code: int, call: str = "") -> None:
        self.number = number
        self.code = code
        self.call = call
        self.seen: list[str] = []
        self.failed = False

    def __getattribute__(self, name: str) -> Any:
        method = super().__getattribute__(name)
        if name not in CALLS:
            return method

        def perform(*arguments: Any) -> Any:
            counted = not self.call or self.call == name
            if counted:
                self.seen.append(name)
            if counted and len(self.seen) == self.number:
                self.failed = True
                if name == "close":
                    method(*arguments)
                raise OSError(self.code, os.strerror(self.code))
            return method(*arguments)

        return perform

    def write(self, handle: int, data: memoryview) -> int:
        """Take the data in pieces, so that there are several writes to fail."""
        return os.write(handle, data[:100])


Save = Callable[[Path, Design, Disk], None]


def save_safely(path: Path, design: Design, disk: Disk) -> None:
    save_design(path, design, disk=disk)


def save_naively(path: Path, design: Design, disk: Disk) -> None:
    """What many programs do: open the document itself and write."""
    path.unlink()
    handle = disk.create(path)
    try:
        rest = memoryview(design_text(design).encode())
        while rest:
            rest = rest[disk.write(handle, rest) :]
        disk.sync(handle)
    except OSError as error:
        raise StorageError(path, "it can't be written.", problem="unwritable") from error
    finally:
        disk.close(handle)


def faults_of(save: Save, folder: Path, code: int) -> tuple[list[str], int]:
    """Fail call 1, 2, … until a save passes; return what went wrong and how many calls were tried."""
    wrong = []
    for number in range(1, 100):
        file = folder / f"{number}.adraw"
        save_design(file, OLD)
        disk = FailingDisk(number, code)
        told = False
        try:
            save(file, NEW, disk)
        except (StorageError, OSError) as error:
            told = True
            if isinstance(error, OSError):
                wrong.append(f"call {number}: the system's error came out")
        if not disk.failed:
            return wrong, number
        wrong += [f"call {number}, {disk.seen[-1]}: {fault}" for fault in _faults(file, disk, told=told)]
        file.unlink(missing_ok=True)
    raise AssertionError("no save passed")


def _faults(file: Path, disk: FailingDisk, *, told: bool) -> list[str]:
    found = []
    try:
        left = read_design(file).design
    except StorageError as error:
        return [f"the document is lost ({error.reason})"]
    last = disk.seen[disk.number - 1]
    if left not in (OLD, NEW) or (left == NEW and told and last != "sync_folder"):
        found.append("neither the old nor the new document")
    if left == OLD and not told:
        found.append("the failure was kept secret")
    if list(file.parent.iterdir()) != [file]:
        found.append("a temporary file stayed")
    return found


ERRORS = {name: getattr(errno, name) for name in ("EIO", "ENOSPC", "EACCES", "EROFS", "EDQUOT")}


@pytest.mark.parametrize("code", ERRORS.values(), ids=ERRORS)
def test_s6_any_call_may_fail_and_the_document_is_whole(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    wrong, calls = faults_of(save_safely, tmp_path, code)
    assert wrong == []
    assert calls > len(CALLS)


def test_s6_the_same_faults_break_a_naive_writer(tmp_path: Path) -> None:
    wrong, _ = faults_of(save_naively, tmp_path, errno.ENOSPC)
    assert any("the document is lost" in fault for fault in wrong)


# Removing is reached only after another call has failed.
@pytest.mark.parametrize("call", CALLS[:-1])
def test_s6_the_sentence_says_what_the_system_said(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    file = tmp_path / "a.adraw"
    save_design(file, OLD)
    with pytest.raises(StorageError, match="no space left on device") as caught:
        save_design(file, NEW, disk=FailingDisk(1, errno.ENOSPC, call))
    assert caught.value.problem == "unwritable"
    assert str(caught.value).startswith(f"{file}: ")


class DyingDisk(FailingDisk):
    """From the n-th call on everything fails, clearing up as well."""

    def __getattribute__(self, name: str) -> Any:
        if name in CALLS and len(self.seen) >= object.__getattribute__(self, "number"):
            self.number = len(self.seen) + 1
        return super().__getattribute__(name)


def test_s6_a_disk_that_dies_for_good_leaves_the_old_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    for number in range(1, 8):
        file = tmp_path / f"{number}.adraw"
        save_design(file, OLD)
        with pytest.raises(StorageError):
            save_design(file, NEW, disk=DyingDisk(number, errno.EIO))
        assert read_design(file).design == OLD


class ShortWrites(SystemDisk):
    """Takes 1 to 7 bytes at a time."""

    def __init__(self) -> None:
        self.random = random.Random(7)

    def write(self, handle: int, data: memoryview) -> int:
        return os.write(handle, data[: self.random.randint(1, 7)])


class TakesNothing(SystemDisk):
    def write(self, handle: int, data: memoryview) -> int:
        return 0


class Forgets(SystemDisk):
    def write(self, handle: int, data: memoryview) -> int:
        os.write(handle, data[:-10])
        return len(data)


def test_s6_short_writes_are_continued(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    save_design(file, NEW, disk=ShortWrites())
    assert file.read_text() == design_text(NEW)


@pytest.mark.parametrize(
    ("disk", "words"), [(TakesNothing(), "No space|no space"), (Forgets(), "did not keep")]
)
def test_s6_a_disk_that_lies_is_found_out(disk: Disk, words: str, tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    save_design(file, OLD)
    with pytest.raises(StorageError, match=words):
        save_design(file, NEW, disk=disk)
    assert read_design(file).design == OLD
    assert list(tmp_path.iterdir()) == [file]


def test_s6_everything_is_on_the_disk_before_the_name_changes(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    disk = FailingDisk(0, 0)
    save_design(file, OLD, disk=disk)
    order = [call for call in disk.seen if call != "write"]
    assert order == ["create", "sync", "close", "set_mode", "holds", "replace", "sync_folder"]


class Busy(SystemDisk):
    """Another program holds the file for the first tries."""

    def __init__(self, tries: int) -> None:
        self.tries = tries

    def replace(self, source: Path, target: Path) -> None:
        self.tries -= 1
        if self.tries >= 0:
            raise PermissionError(errno.EACCES, "Permission denied")
        super().replace(source, target)


def test_s6_a_file_held_for_a_moment_is_tried_again(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    save_design(file, OLD)
    save_design(file, NEW, disk=Busy(2))
    assert read_design(file).design == NEW
    with pytest.raises(StorageError, match="permission denied"):
        save_design(file, OLD, disk=Busy(9))
    assert read_design(file).design == NEW


def test_s6_an_interruption_leaves_no_temporary_file(tmp_path: Path) -> None:
    class Interrupted(SystemDisk):
        def sync(self, handle: int) -> None:
            raise KeyboardInterrupt

    file = tmp_path / "a.adraw"
    save_design(file, OLD)
    with pytest.raises(KeyboardInterrupt):
        save_design(file, NEW, disk=Interrupted())
    assert list(tmp_path.iterdir()) == [file]
    assert read_design(file).design == OLD


def test_s6_a_leftover_of_a_kill_goes_with_the_next_save_when_it_is_old(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    old, young, other = (tmp_path / name for name in (".a.adraw.save-1.tmp", ".a.adraw.save-2.tmp", "b.tmp"))
    for leftover in (old, young, other):
        leftover.touch()
    os.utime(old, (1_000_000, 1_000_000))
    os.utime(other, (1_000_000, 1_000_000))
    save_design(file, OLD)
    assert sorted(tmp_path.iterdir()) == sorted([file, young, other])
    remove_leftovers(file, older_than_s=-1)
    assert sorted(tmp_path.iterdir()) == sorted([file, other])


# ── The file and its name ────────────────────────────────────────────────────────────────────────────────


def test_s7_a_file_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    digest = save_design(file, OLD)
    theirs = save_design(file, OLD.revised(title="Theirs"))
    with pytest.raises(StorageError, match="somebody else has changed") as caught:
        save_design(file, NEW, expected_digest=digest)
    assert caught.value.problem == "changed-outside"
    assert read_design(file).digest == theirs
    save_design(file, NEW, expected_digest=theirs)
    assert read_design(file).design == NEW


def test_s7_asked_to_overwrite_it_does(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    save_design(file, OLD)
    save_design(file, NEW)
    assert read_design(file).design == NEW


def test_s7_a_save_that_is_repeated_after_a_doubtful_end_passes(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    digest = save_design(file, OLD)
    with pytest.raises(StorageError):
        save_design(file, NEW, expected_digest=digest, disk=FailingDisk(1, errno.EIO, "sync_folder"))
    assert read_design(file).design == NEW
    save_design(file, NEW, expected_digest=digest)


def test_s7_a_file_that_was_removed_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    digest = save_design(file, OLD)
    file.unlink()
    save_design(file, NEW, expected_digest=digest)
    assert read_design(file).design == NEW


def test_s6_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "real.adraw"
    save_design(target, OLD)
    link = tmp_path / "link.adraw"
    link.symlink_to(target)
    save_design(link, NEW)
    assert link.is_symlink()
    assert read_design(target).design == NEW
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_s6_a_ring_of_links_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "a.adraw"
    link.symlink_to(link)
    with pytest.raises(StorageError, match="can't be written"):
        save_design(link, NEW)
    with pytest.raises(StorageError, match="can't be read"):
        read_design(link)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_s6_the_permissions_stay(mode: int, tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    save_design(file, OLD)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    file.chmod(mode)
    save_design(file, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_s6_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    save_design(file, OLD)
    file.chmod(0o444)
    with pytest.raises(StorageError, match="write-protected"):
        save_design(file, NEW)
    assert read_design(file).design == OLD


def test_s6_a_folder_and_a_pipe_are_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "folder.adraw"
    folder.mkdir()
    pipe = tmp_path / "pipe.adraw"
    os.mkfifo(pipe)
    for target in (folder, pipe, tmp_path / "nowhere" / "a.adraw", tmp_path / ("n" * 300)):
        with pytest.raises(StorageError, match="can't be written"):
            save_design(target, NEW)
    assert sorted(tmp_path.iterdir()) == [folder, pipe]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["-o.adraw", "mit Leer zeichen.adraw", "名前" * 30 + ".adraw", "a\nb.adraw"])
def test_s6_odd_names_are_names(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    save_design(file, NEW)
    assert read_design(file).design == NEW
    assert list(tmp_path.iterdir()) == [file]
