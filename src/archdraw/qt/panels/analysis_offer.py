"""Beside the state of the figures: a button that stops an analysis that takes long, or begins it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from archdraw.core.analysis.result import Analysis
from archdraw.qt.bridge.figures import letters
from archdraw.qt.bridge.live_analysis import FirstBounds

if TYPE_CHECKING:
    from archdraw.core.analysis.running import StepName


# What is said before and after "of journey 2 of 3"; what is not done by journeys has nothing after it.
_STEPS: dict[StepName, tuple[str, str | None]] = {
    "structure": ("what needs what", None),
    "bounds": ("first bounds", ""),
    "served": ("the figures", ""),
    "full": ("the figures", ", in full"),
    "done": ("the figures", ", until all is done"),
    "ranges": ("what ranges of inputs do", None),
    "losses": ("what each loss does", None),
    "findings": ("findings", None),
}


class AnalysisOffer(QWidget):
    """One button with two meanings, and for how long the analysis has been running.

    Parameters
    ----------
    stop, again
        Called when the user takes what is offered.
    """

    def __init__(self, stop: Callable[[], object], again: Callable[[], object]) -> None:
        super().__init__()
        self._stop, self._again = stop, again
        self._stops = True
        self._offers = self._gives_way = False
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._take)
        self._since = QLabel()
        self._since.setObjectName("second")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button)
        layout.addWidget(self._since)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.hide()

    @property
    def text(self) -> str:
        """What is offered; empty while nothing is."""
        return "" if self.isHidden() else self.button.text()

    @property
    def since(self) -> str:
        """For how long the analysis has been running, in words; empty where none runs."""
        return self._since.text()

    def offer_stop(self, seconds: int) -> None:
        """Offer to stop an analysis that has been running for so long."""
        self._stops = True
        self._since.setText(f"{seconds}\u2009s" if seconds < 60 else f"{seconds // 60}\u2009min")
        self._say("Stop", "Stop the analysis", "Stop the analysis; what shows now stays")

    def offer_again(self, wanted: str) -> None:
        """Offer to go on where the analysis was stopped or broke off; `wanted` is what that brings."""
        self._stops = False
        self._since.clear()
        self._say("Analyse again", "Analyse again", f"Analyse the design again for {wanted}")

    def withdraw(self) -> None:
        """Offer nothing."""
        self._offers = False
        self.hide()

    def give_way(self, gives: bool) -> None:
        """Make room while something else stands in the foot, and come back after it."""
        self._gives_way = gives
        self._show()

    def _say(self, text: str, name: str, tip: str) -> None:
        self.button.setText(text)
        self.button.setAccessibleName(name)
        self.button.setToolTip(tip)
        self._since.setVisible(bool(self._since.text()))
        self._offers = True
        self._show()

    def _show(self) -> None:
        self.setVisible(self._offers and not self._gives_way)

    def _take(self) -> None:
        # It says another thing now and has moved from under the pointer.
        self.button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        if self._stops:
            self._stop()
        else:
            self._again()


def step_words(name: StepName, at: int, of: int) -> str:
    """Return what is being worked out: "the figures of journey 2 of 3, in full"."""
    words, more = _STEPS[name]
    if more is None:
        return words
    return f"{words} of journey {at} of {of}{more}" if of > 1 else f"{words}{more}"


def working_words(step: str, bounds: str) -> tuple[str, ...]:
    """Return what is said while figures are worked out, the longest way first.

    Parameters
    ----------
    step
        What is being worked out, in words; empty where that is not known.
    bounds
        The revision of first bounds that show; empty where there are none.
    """
    if not bounds:
        usual = "working out the figures…", "calculating…"
        return (f"working out {step}…", *usual) if step else usual
    first, short = f"first bounds of revision {bounds}", "first bounds"
    fewer = f"{short} of {bounds}", short
    if step:
        now = f"working out {step}…"
        return f"{first}; {now}", f"{short}; {now}", *fewer
    return f"{first}, closer figures are being worked out", f"{first}, result follows", first, *fewer


def stopped_words(
    bounds: FirstBounds | None, analysis: Analysis | None, *, behind: bool, newest: bool
) -> tuple[str, str]:
    """Return what shows after a stop, and what is still wanted.

    Parameters
    ----------
    bounds, analysis
        What shows: first bounds where there are any, else the result.
    behind
        Whether there is no whole result for the present design.
    newest
        Whether the result that shows is of the present design nevertheless, without its findings.
    """
    if bounds is not None:
        return f"Stopped at first bounds of revision {letters(bounds.revision)}", "closer figures"
    if analysis is None:
        return "Stopped before any figure was known", "its figures"
    revision = letters(analysis.revision)
    if not behind:
        return f"Stopped at revision {revision} without times", "its times"
    if newest:
        return f"Stopped at revision {revision} without findings", "its findings"
    return f"Stopped: figures of revision {revision}, before the last change", "the newest figures"
