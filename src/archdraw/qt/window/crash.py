"""The last resort: an error nobody expected becomes a report file and a sentence, never a lost window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from archdraw import __version__
from archdraw.core.locations import state_dir

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def write_report(details: str) -> Path | None:
    """Write a report with the versions of everything involved; None where no file can be written."""
    import platform
    from datetime import UTC, datetime

    import PySide6

    head = (
        f"archdraw {__version__} · Python {platform.python_version()} · PySide6 {PySide6.__version__} · "
        f"{platform.platform()}\n\n"
    )
    path = state_dir() / "reports" / f"window-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + details, encoding="utf-8")
    except OSError:
        return None
    return path


def install_hook(tell: Callable[[str], None]) -> Callable[[], None]:
    """Send unexpected errors to `tell` as a sentence; return a function that puts the old hook back."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
            return
        import traceback

        details = "".join(traceback.format_exception(kind, error, trace))
        path = write_report(details)
        sys.stderr.write(details)
        place = f"The report is in {path}." if path is not None else "No report could be written."
        tell(f"Something went wrong ({kind.__name__}: {error}). Your drawing is still here; save it. {place}")

    sys.excepthook = hook

    def put_back() -> None:
        if sys.excepthook is hook:
            sys.excepthook = before

    return put_back
