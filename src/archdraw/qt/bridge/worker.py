"""Work beside the window: runs on a thread, and the live analysis, cancellable, never blocking a frame."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from archdraw.core.analysis.result import Analysis
from archdraw.core.catalog import Catalog
from archdraw.core.giving_back import give_memory_back
from archdraw.core.giving_way import give_way
from archdraw.core.history import Changed, Store, TableName
from archdraw.core.model import Design
from archdraw.editor.workspace import Analysing
from archdraw.qt.bridge.frame_gate import FRAMES
from archdraw.qt.bridge.live_analysis import FEW, FirstBounds, LiveAnalysis

if TYPE_CHECKING:
    from archdraw.core.analysis.running import StepName

Analyser = Callable[[Design, Catalog, Callable[[], bool]], Analysis]
Bounder = Callable[[Design, Catalog, Callable[[], bool]], FirstBounds]
Completer = Callable[[Analysis, Design, Catalog, Callable[[], bool]], Analysis]
ShouldStop = Callable[[], bool]

IDLE_MS = 40
LONGEST_WAIT_MS = 250
# What takes longer follows the first result when nothing has changed for this long.
COMPLETE_MS = 300
# A thread that calculates gives the interpreter back this often, so that a frame never waits for it. Each
# change of hands costs; until the first result or input, Python's own interval is enough.
SWITCH_INTERVAL_S = 0.00005
# The analysis of so many components takes tens of megabytes for a while.
_LARGE = 3000
# Where the whole result was not there so soon, bounds are told before it.
_SLOW_S = 0.2
# Tables that say where things stand: what changes in them changes no result.
DRAWING_ONLY: frozenset[TableName] = frozenset({"nodes", "edges", "notes", "views"})


class Run:
    """One piece of work on a pool thread; its result travels back as a queued signal of who wants it.

    It is nothing of Qt's: a pool never lets go of a runnable that it may not delete, and a thread may be the
    last to know of a run.
    """

    def __init__(self, key: object, work: Callable[[Run], object], signals: RunSignals) -> None:
        self.key = key
        self.cancelled = Event()
        self.signals = signals
        self._work = work

    def start(self, pool: QThreadPool) -> None:
        """Begin as soon as the pool has a thread."""
        pool.start(self._run)

    def should_stop(self) -> bool:
        """Wait while the window makes a frame; return whether nobody wants the result any more."""
        give_way()
        return self.cancelled.is_set()

    def _run(self) -> None:
        try:
            with FRAMES.pass_by(self):
                result = self._work(self)
        except Exception as error:  # noqa: BLE001 - whatever went wrong becomes a sentence in the window
            if not self.cancelled.is_set():
                from traceback import format_exc

                self.signals.failed.emit(self, _sentence(error), format_exc())
                return
            result = None
        self.signals.finished.emit(self, result, self.cancelled.is_set())


class RunSignals(QObject):
    """What runs tell who wants them: themselves with a result, a sentence, or a share."""

    finished = Signal(Run, object, bool)
    failed = Signal(Run, str, str)
    progressed = Signal(Run, float, str)
    told_early = Signal(Run, object)


class OneRun(QObject):
    """Has one run at a time, on a thread of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: Run | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # After the pool, so that they are there while its thread is.
        self._signals = RunSignals(self)

    def cancel(self) -> None:
        """Ask what is under way to stop; nobody wants its result any more."""
        if self._running is not None:
            self._running.cancelled.set()

    def stop(self) -> None:
        """Cancel and wait for the thread."""
        self.cancel()
        self._pool.waitForDone(5000)
        self._running = None


def _sentence(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text if text.endswith((".", "!", "?")) else f"{text}."


class AnalysisRunner(QObject):
    """Keeps an analysis beside the store: after each change that matters, a little later, the newest wins.

    Where the whole result is long in coming a `bounder` says first what the availability lies between. What
    a `completer` adds follows the first result when nothing more has changed, as a second result.

    Signals
    -------
    started(revision)
        A calculation for this revision of the store has begun.
    bounded(bounds, revision)
        The `FirstBounds` for `revision`; the result follows. Those of superseded revisions are never told.
    figured(analysis, revision)
        The result for `revision` but for its findings, which follow with it.
    finished(analysis, revision)
        The result for `revision`, and perhaps a fuller one; those of superseded revisions are never told.
    failed(sentence, details, revision)
        The calculation broke off; `details` is the trace for a report file.
    rested()
        Everything is there, or broke off: nothing runs and nothing waits to run.
    stopped()
        The user has called everything off.
    resumed()
        After that a result is wanted again; a calculation begins soon.
    """

    started = Signal(int)
    bounded = Signal(FirstBounds, int)
    figured = Signal(Analysis, int)
    finished = Signal(Analysis, int)
    failed = Signal(str, str, int)
    rested = Signal()
    stopped = Signal()
    resumed = Signal()

    def __init__(
        self,
        catalog: Catalog,
        analyser: Analyser | None = None,
        parent: QObject | None = None,
        *,
        completer: Completer | None = None,
        bounder: Bounder | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        # Called on the calculating thread with what is about to be told.
        self.ahead: Callable[[Analysis], object] | None = None
        self._live: LiveAnalysis | None = None
        if analyser is None:
            self._live = LiveAnalysis()
            analyser, bounder = self._live, bounder or self._live.first_bounds
        self._analyser, self._bounder = analyser, bounder
        # How long whole results take, in s: that of the last one, or what is left of slower ones before.
        self._takes: float | None = None
        self._completer = completer
        self._completing: Run | None = None
        # What is kept of the last result for the next one.
        self._keeping: Run | None = None
        self._first: tuple[Analysis, Design, int] | None = None
        self._store: Store | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._running: Run | None = None
        self._wanted: tuple[Design, int] | None = None
        self._first_wish = 0.0
        self._called_off = self._broke_off = self._owes = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # After the pool, so that they are there while its thread is.
        self._signals, self._signals_beside = RunSignals(self), RunSignals(self)
        self._signals.told_early.connect(self._tell_early)
        self._signals.finished.connect(self._end)
        self._signals.failed.connect(self._break_off)
        self._signals_beside.finished.connect(self._end_completing)
        self._signals_beside.failed.connect(self._break_off_beside)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(COMPLETE_MS)
        self._rest.timeout.connect(self._complete)
        self._usual_interval = sys.getswitchinterval()
        self._swift = False

    @property
    def busy(self) -> bool:
        """Whether a calculation runs or waits to run; what completes a result does not count."""
        if self._timer.isActive() or self._wanted is not None:
            return True
        # What was called off may take a moment to end, but nothing comes of it.
        return self._running is not None and not self._running.cancelled.is_set()

    @property
    def whole(self) -> bool:
        """Whether the newest result is there with all that completes it."""
        completing = self._completing is not None and not self._completing.cancelled.is_set()
        return not (self.busy or self._rest.isActive() or completing)

    @property
    def owes(self) -> bool:
        """Whether there is no result yet that holds for the present design."""
        return self._owes

    @property
    def state(self) -> Analysing:
        """How far it is: "failed" where it broke off, "stopped" where the user called it off."""
        if self._called_off:
            return "stopped"
        if not self.whole:
            return "running"
        return "failed" if self._broke_off else "done"

    @property
    def step(self) -> tuple[StepName, int, int] | None:
        """What is being worked out, for which journey of how many, as far as that is known."""
        return None if self._live is None else self._live.step

    def watch(self, store: Store) -> None:
        """Analyse this store now and after each change to anything but the drawing's layout."""
        if self._stop_listening is not None:
            self._stop_listening()
        self._store = store
        self._stop_listening = store.listen(self._hear)
        self._owes = True
        self.request_now()

    def request_now(self) -> None:
        """Analyse the present state without waiting for idle."""
        self._first_wish = time.monotonic()
        self._cancel_running()
        self._timer.start(0)
        self._resume()

    def call_off(self) -> None:
        """Work nothing more out until something changes or is asked for; what was told stays."""
        if self.whole:
            return
        self._timer.stop()
        self._wanted = None
        self._cancel_running()
        self._called_off = True
        self.stopped.emit()

    def _resume(self) -> None:
        if self._called_off:
            self._called_off = False
            self.resumed.emit()

    def note_input(self) -> None:
        """Tell that the window has just handled input: a running calculation makes room for frames."""
        FRAMES.close()
        if self._running is not None:
            self._take_turns()

    def _take_turns(self) -> None:
        if not self._swift:
            self._swift = True
            sys.setswitchinterval(SWITCH_INTERVAL_S)

    def stop(self) -> None:
        """Cancel, wait for the thread and hear no more changes."""
        self._timer.stop()
        self._rest.stop()
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        self._cancel_running()
        FRAMES.open()
        self._pool.waitForDone(5000)
        self._running = self._completing = self._keeping = None
        self._swift = False
        sys.setswitchinterval(self._usual_interval)

    def _hear(self, change: Changed) -> None:
        if change.diff and not set(change.diff) - DRAWING_ONLY:
            return
        if change.origin == "load":
            self._takes = None
        self._owes = True
        now = time.monotonic()
        if not self._timer.isActive():
            self._first_wish = now
        waited_ms = (now - self._first_wish) * 1000
        self._cancel_running()
        self._timer.start(max(0, min(IDLE_MS, int(LONGEST_WAIT_MS - waited_ms))))
        self._resume()

    def _cancel_running(self) -> None:
        self._rest.stop()
        self._first = None
        for run in (self._running, self._completing, self._keeping):
            if run is not None:
                run.cancelled.set()

    def _begin(self) -> None:
        if self._store is None:
            return
        if self._running is not None:
            # The superseded run ends at its next look at the flag; its end starts this one.
            self._wanted = (self._store.design, self._store.revision)
            return
        self._start(self._store.design, self._store.revision)

    def _start(self, design: Design, revision: int) -> None:
        self._first = None
        self._broke_off = False

        def work(run: Run) -> Analysis:
            began = time.monotonic()
            if self._bounder is not None and self._is_slow(design):
                bounds = self._bounder(design, self._catalog, run.should_stop)
                if bounds.served:
                    run.signals.told_early.emit(run, bounds)
            if self._live is not None:
                self._live.told = partial(self._hand_on, run)
            found = self._analyser(design, self._catalog, run.should_stop)
            if self.ahead is not None:
                self.ahead(found)
            # One quick edit says little about the next.
            self._takes = max(time.monotonic() - began, (self._takes or 0.0) / 2)
            self._first = found, design, revision
            return found

        self._running = Run(revision, work, self._signals)
        self.started.emit(revision)
        self._running.start(self._pool)

    def _is_slow(self, design: Design) -> bool:
        """Tell whether the whole result is likely to be waited for."""
        return len(design.components) >= FEW and (self._takes is None or self._takes >= _SLOW_S)

    def _hand_on(self, run: Run, analysis: Analysis) -> None:
        """Have figures told whose findings follow; on the calculating thread."""
        if self.ahead is not None:
            self.ahead(analysis)
        run.signals.told_early.emit(run, analysis)

    def _tell_early(self, run: Run, early: object) -> None:
        if run is not self._running or run.cancelled.is_set() or not isinstance(run.key, int):
            return
        FRAMES.close()
        if isinstance(early, FirstBounds):
            self.bounded.emit(early, run.key)
        elif isinstance(early, Analysis):
            self.figured.emit(early, run.key)

    def _end(self, run: Run, result: object, cancelled: bool) -> None:
        if run is not self._running:
            return
        self._settle()
        FRAMES.close()
        # It may have been called off since it ended.
        cancelled = cancelled or run.cancelled.is_set()
        if not cancelled and isinstance(run.key, int) and isinstance(result, Analysis):
            self._owes = False
            self.finished.emit(result, run.key)
            if len(result.components) > _LARGE:
                # Beside the window: what the last result and the calculation took is free by now.
                self._pool.start(give_memory_back)
            self._keep(run.key)
            if self._completer is not None and self._first is not None:
                self._rest.start()
        self._tell_rest()

    def _tell_rest(self) -> None:
        if self.whole and not self._called_off:
            self.rested.emit()

    def _keep(self, revision: int) -> None:
        live = self._live
        if live is not None:
            self._keeping = Run(revision, lambda run: live.keep(run.should_stop), self._signals_beside)
            self._keeping.start(self._pool)

    def _complete(self) -> None:
        """Work out what the first result leaves out, unless something else has come up."""
        completer, first = self._completer, self._first
        if completer is None or first is None or self._running is not None or self._completing is not None:
            return
        analysis, design, revision = first

        def work(run: Run) -> Analysis:
            return completer(analysis, design, self._catalog, run.should_stop)

        self._completing = Run(revision, work, self._signals_beside)
        self._completing.start(self._pool)

    def _end_completing(self, run: Run, result: object, cancelled: bool) -> None:
        if run is not self._completing:
            return
        self._completing = None
        if cancelled or run.cancelled.is_set():
            # What came up meanwhile may have a first result already that waits to be completed.
            if self._first is not None:
                self._rest.start()
            return
        first, self._first = self._first, None
        if first is not None and result is not first[0] and isinstance(result, Analysis):
            self.finished.emit(result, first[2])
        self._tell_rest()

    def _break_off_beside(self, run: Run, sentence: str, details: str) -> None:
        if run not in (self._completing, self._keeping):
            return
        if run is self._completing:
            self._completing = None
        self._broke_off = True
        if isinstance(run.key, int):
            self.failed.emit(sentence, details, run.key)
        self._tell_rest()

    def _break_off(self, run: Run, sentence: str, details: str) -> None:
        if run is not self._running:
            return
        self._broke_off = True
        self._settle()
        if isinstance(run.key, int):
            self.failed.emit(sentence, details, run.key)
        self._tell_rest()

    def _settle(self) -> None:
        self._running = None
        self._take_turns()
        if self._wanted is not None:
            self._wanted = None
            if not self._timer.isActive():
                self._begin()
