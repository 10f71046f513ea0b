"""Unsaved work is kept aside while it is drawn, and comes back after the program was killed or crashed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer
from PySide6.QtWidgets import QWidget

from archdraw.core.locations import recovery_dir
from archdraw.core.storage.errors import StorageError
from archdraw.core.storage.kept_work import (
    KEPT_ENDING,
    Kept,
    Owner,
    keep_work,
    kept_files,
    read_kept,
    read_owner,
)
from archdraw.editor.document import DocumentState
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.fonts import strong
from archdraw.qt.bridge.side_run import SideRun

# So long after a change it is on the disk; what follows within this time goes along.
KEEP_AFTER_MS = 1000


class Recovery(QObject):
    """Keeps the unsaved work of one window in a file of its own, until it is saved or given up.

    The file is locked as long as the program runs: an unlocked one was left behind. `warn` says that nothing
    can be kept, `tell` what has come back (rich text).
    """

    def __init__(
        self, window: QWidget, session: Session, warn: Callable[[str], None], tell: Callable[[str], None]
    ) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._say, self._tell = warn, tell
        self._file: Path | None = None
        self._lock: QLockFile | None = None
        self._kept_revision: int | None = None
        self._warned = self._kept_in_gesture = False
        self._run = SideRun(self)
        self._run.failed.connect(self._warn)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        self._stop: Callable[[], None] = self._session.listen(self._hear)
        self._note()

    @property
    def file(self) -> Path | None:
        """Where the work of this window is kept, if any is."""
        return self._file

    # -- keeping -------------------------------------------------------------------------------

    def _hear(self, event: SessionEvent) -> None:
        if event.kind in ("changed", "document"):
            self._note()

    def _note(self) -> None:
        session = self._session
        if not session.dirty or session.document.read_only:
            self.drop()
        elif not self._timer.isActive() and session.store.revision != self._kept_revision:
            self._timer.start()

    def _keep(self) -> None:
        session = self._session
        dragging = session.store.in_gesture
        if dragging and self._kept_in_gesture:
            # What a gesture does is done when it ends; until then its frames need the time.
            self._timer.start()
            return
        self._kept_in_gesture = dragging
        file = self._own_file()
        if file is None or not session.dirty:
            return
        self._kept_revision = session.store.revision
        design, owner = session.design, Owner(session.document.path, session.document.digest)

        def write(should_stop: Callable[[], bool]) -> None:
            # A frame that is being made goes first.
            should_stop()
            keep_work(file, design, owner)

        self._run.ask(write)

    def _own_file(self) -> Path | None:
        """Return the file of this window, locked; None where the folder takes none."""
        if self._file is None:
            folder = recovery_dir()
            file = folder / f"{os.getpid()}-{time.time_ns():x}{KEPT_ENDING}"
            with suppress(OSError):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _locked(file)
            if self._lock is None:
                self._warn(f"{folder} can't be written.")
                return None
            self._file = file
        return self._file

    def _warn(self, sentence: str) -> None:
        if not self._warned:
            self._warned = True
            self._say(f"Unsaved work can't be kept aside; save often. {sentence}")

    def drop(self) -> None:
        """Forget what is kept: it has been saved, or given up."""
        self._timer.stop()
        self._kept_revision = None
        if self._file is None:
            return
        self._run.stop()
        with suppress(OSError):
            self._file.unlink()
        self._unlock()

    def end(self) -> None:
        """Come to an end with the window: what it was closed with has been saved or given up."""
        self._stop()
        if self._window.isHidden():
            self.drop()
        self._timer.stop()
        self._run.stop()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
        self._file = self._lock = None

    # -- bringing back -------------------------------------------------------------------------

    def bring_back(self, path: Path | None) -> bool:
        """Show the newest work that was left behind, of one file only if `path` says so; tell whether."""
        others = False
        for kept in left_behind():
            if path is not None and (kept.owner.path is None or kept.owner.path != path.absolute()):
                others = True
            elif self.take(kept.file):
                return True
        if others:
            self._say("Unsaved work on another design is there too: File ▸ Open recent shows it.")
        return False

    def take(self, file: Path) -> bool:
        """Show the work that is kept in a file, from now on as that of this window; tell whether."""
        lock = _locked(file)
        if lock is None:
            return False
        try:
            work, design = read_kept(file)
        except StorageError as error:
            lock.unlock()
            self._say(str(error))
            return False
        # What this window kept itself has been saved or given up: the user was asked.
        self.drop()
        state = DocumentState(path=work.owner.path, digest=work.owner.digest, saved_depth=None)
        self._session.load(design, state)
        self._file, self._lock = file, lock
        self._kept_revision = self._session.store.revision
        self._timer.stop()
        self._session.show_whole()
        more = " More unsaved work is under File ▸ Open recent." if left_behind() else ""
        self._tell(
            f"ArchDraw ended before {strong(escape(work.owner.name))} was saved. This is what was drawn "
            f"{when(work)}; save it, or leave it by opening another design.{more}"
        )
        return True


def left_behind() -> list[Kept]:
    """Return what work programs left behind which run no more, the newest first."""
    found = []
    for file in kept_files(recovery_dir()):
        lock = _locked(file)
        if lock is not None:
            with suppress(StorageError):
                found.append(read_owner(file))
            lock.unlock()
    return found


def when(work: Kept) -> str:
    """Return when work was kept, in words."""
    then, now = time.localtime(work.at), time.localtime()
    if then[:3] == now[:3]:
        return time.strftime("until %H:%M today", then)
    return time.strftime("until %H:%M on %Y-%m-%d", then)


def _locked(file: Path) -> QLockFile | None:
    """Return the lock of a file of kept work, taken; None where another program that runs has it."""
    lock = QLockFile(f"{file}.lock")
    # The lock of a program that runs is never too old; that of one which was killed is found out by Qt.
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(0) else None
