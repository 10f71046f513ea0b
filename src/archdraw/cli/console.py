"""What goes to the terminal: sentences, tables, and names that can't steer it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from rich.console import Console
    from rich.table import Table

# Control characters (C0, DEL, C1), marks and overrides of writing direction, invisible separators and
# halves of surrogate pairs: a name that holds them could move the cursor, recolour or reorder the line.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan", "info": "dim"}


class UnusableError(Exception):
    """What was asked for can't be done with what was given; the text is one sentence."""


def visible(text: str) -> str:
    """Return the text with everything that could steer a terminal as escapes: x1b after a backslash."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def shown(path: Path) -> str:
    """Return a file's name for a message: bytes that are no text become replacement characters."""
    return visible(os.fsencode(path).decode("utf-8", "replace"))


def say(line: str = "") -> None:
    """Print one line of the answer."""
    print(visible(line))


def say_folded(line: str = "") -> None:
    """Print one line; on a terminal it is folded at words, what follows it further in.

    In a pipe or a file it stays one line for programs to find things in.
    """
    if sys.stdout.isatty():
        import shutil

        for piece in folded(line, shutil.get_terminal_size().columns):
            say(piece)
    else:
        say(line)


def folded(line: str, width: int) -> list[str]:
    """Return a line in pieces of a width; a piece without a blank to part it at stays whole."""
    import textwrap

    indent = len(line) - len(line.lstrip(" "))
    inner = " " * (indent + 4)
    return textwrap.wrap(
        line,
        max(width - 1, indent + 20),
        subsequent_indent=inner,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def say_json(answer: Any) -> None:
    """Print an answer for programs: readable signs as they are, what steers a terminal as JSON escapes."""
    import json

    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2)
    # Only texts can hold these signs: JSON itself has escaped the rest and needs just the line breaks.
    print("\n".join(_UNSAFE.sub(_json_escape, line) for line in text.split("\n")))


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def warn(line: str) -> None:
    """Print one line beside the answer."""
    print(f"archdraw: {visible(line)}", file=sys.stderr)


def open_console() -> Console:
    """Return a console that colours only on a terminal and takes no markup from names."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


@contextlib.contextmanager
def without_trailing_spaces(console: Console) -> Iterator[None]:
    """Print what is printed inside without the spaces that fill tables and paragraphs up."""
    with console.capture() as captured:
        yield
    print("\n".join(line.rstrip() for line in captured.get().split("\n")), end="")


def new_table(*columns: str, right: Iterable[str] = (), whole: Iterable[str] = ()) -> Table:
    """Return a table without lines; `right` names columns of numbers, `whole` those never broken."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    numbers, unbroken = set(right), set(whole)
    for column in columns:
        table.add_column(
            column,
            justify="right" if column in numbers else "left",
            overflow="fold",
            no_wrap=column in unbroken,
        )
    return table


def add_row(table: Table, cells: Sequence[str | tuple[str, ...]], style: str = "") -> None:
    """Add a row whose cells may hold anything that a document can hold; the style colours the first.

    A cell of several texts has a line for each.
    """
    from rich.text import Text

    texts = [Text("\n".join(map(visible, (cell,) if isinstance(cell, str) else cell))) for cell in cells]
    if style and texts:
        texts[0].stylize(style)
    table.add_row(*texts)


def print_section(console: Console, title: str) -> None:
    """Print a heading with an empty line before it."""
    from rich.text import Text

    console.print()
    console.print(Text(visible(title), style="bold underline"))


class Progress:
    """Writes the share done of what takes long on the terminal, and takes it away again; else nothing."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._there = sys.stderr.isatty()
        self._last = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._last >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def tell(self, share: float) -> None:
        """Show a share (0..1)."""
        percent = int(share * 100.0)
        if self._there and percent != self._last:
            self._last = percent
            done = percent * 30 // 100
            sys.stderr.write(f"\r{self._doing} {'█' * done}{'░' * (30 - done)} {percent:3d} %")
            sys.stderr.flush()
