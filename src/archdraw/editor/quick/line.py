"""The small language of quick insert: one line of text, several components with their connections.

``users > dns > lb`` is a chain, ``cache, queue`` stand side by side, ``2 app web`` are two of a kind,
``gw: https`` labels the connection that leads to it, and ``edge[cdn > lb]`` puts what is inside the brackets
into a group. Anything can be typed half-way: a bracket that is still open ends with the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

ARROW, BESIDE, OPEN, CLOSE, LABEL = ">", ",", "[", "]", ":"
_BREAKS = frozenset((ARROW, BESIDE, OPEN, CLOSE))
_DEEPEST = 12


@frozen
class Term:
    """One component of a line: the words for it, the label of the connection to it, where it begins."""

    text: str
    label: str
    at: int


@frozen
class Boxed:
    """A group of a line: its words, what is inside, and where its words begin."""

    text: str
    steps: tuple[Step, ...]
    at: int


Step = tuple[Term | Boxed, ...]


@frozen
class Word:
    """The stretch of a line that the cursor is in; `names_group` when a bracket follows it."""

    start: int
    stop: int
    text: str
    names_group: bool = False


def parse_line(text: str) -> tuple[Step, ...]:
    """Return the steps of a line, each with what stands side by side; empty parts are left out."""
    steps, _ = _steps(text.replace("→", ARROW), 0, 0)
    return steps


def terms_of(steps: tuple[Step, ...]) -> Iterator[Term]:
    """Yield the components of a line in the order they are written."""
    for step in steps:
        for node in step:
            if isinstance(node, Term):
                yield node
            else:
                yield from terms_of(node.steps)


def groups_of(steps: tuple[Step, ...]) -> Iterator[Boxed]:
    """Yield the groups of a line in the order they are written."""
    for step in steps:
        for node in step:
            if isinstance(node, Boxed):
                yield node
                yield from groups_of(node.steps)


def word_at(text: str, cursor: int) -> Word:
    """Return the words around the cursor, without the label that may follow them."""
    line = text.replace("→", ARROW)
    start = max((line.rfind(sign, 0, cursor) for sign in _BREAKS), default=-1) + 1
    ends = [at for at in (line.find(sign, cursor) for sign in _BREAKS) if at >= 0]
    stop = min(ends, default=len(line))
    names_group = line[stop : stop + 1] == OPEN
    written = line[start:stop]
    if line[stop : stop + 1] == ARROW:
        written = written.rstrip("-= ")
    words = written.split(LABEL, 1)[0]
    return Word(start, start + len(words), " ".join(words.split()), names_group)


def _steps(text: str, at: int, depth: int) -> tuple[tuple[Step, ...], int]:
    steps: list[Step] = []
    nodes: list[Term | Boxed] = []
    while at < len(text):
        node, at = _node(text, at, depth)
        if node is not None:
            nodes.append(node)
        sign = text[at : at + 1]
        at += 1
        if sign == CLOSE and depth:
            break
        if sign == ARROW and nodes:
            steps.append(tuple(nodes))
            nodes = []
    if nodes:
        steps.append(tuple(nodes))
    return tuple(steps), at


def _node(text: str, at: int, depth: int) -> tuple[Term | Boxed | None, int]:
    start = at
    while at < len(text) and text[at] not in _BREAKS:
        at += 1
    sign = text[at : at + 1]
    written = text[start:at]
    if sign == OPEN and depth < _DEEPEST:
        steps, at = _steps(text, at + 1, depth + 1)
        while at < len(text) and text[at] not in _BREAKS:
            at += 1
        return (Boxed(" ".join(written.split()), steps, start) if steps else None), at
    if sign == ARROW:
        written = written.rstrip("-= ")
    words, _, label = written.partition(LABEL)
    words = " ".join(words.split())
    return (Term(words, " ".join(label.split()), start) if words else None), at
