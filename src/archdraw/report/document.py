"""The records a review document is made of: sections, blocks and runs of text, no layout in them.

A block with an `id` can be referred to: a `Run` with a `link` leads there, and one without text reads as
the label of what it leads to ("Figure 2", "section 4.1").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from archdraw.core.drawing import DisplayList

RunStyle = Literal["plain", "strong", "code", "quiet"]
Tone = Literal["plain", "good", "warning", "danger", "quiet", "accent"]
Align = Literal["left", "right", "center"]
# Signs are drawn, not typed: no bundled font has them, and their form tells them apart without colour.
Mark = Literal[
    "", "met", "missed", "unknown", "full", "degraded", "down", "critical", "high", "medium", "low", "info"
]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; `link` is the id of a section, block or row."""

    text: str
    style: RunStyle = "plain"
    link: str = ""
    tone: Tone = "plain"


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a lead is the first, larger one of a chapter."""

    runs: Runs
    role: Literal["body", "lead", "note"] = "body"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number that matters, with what it is and a word on it."""

    value: str
    label: str
    note: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of numbers."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said about one journey: the sign, the word, and the figures behind it."""

    mark: Mark
    word: str
    title: str
    text: str
    link: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts, one under the other."""

    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark that must not be missed; text that refers to its id calls it by its label."""

    title: str
    runs: Runs
    tone: Tone = "accent"
    mark: Mark = ""
    id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what is said about it."""

    term: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms with their text beside them."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Head of a column; `share` is its part of the free width, `number` sets tabular figures."""

    title: str
    share: float = 1.0
    align: Align = "left"
    style: RunStyle = "plain"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table: a sign, then text."""

    runs: Runs = ()
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; a heading row spans the table, an `id` can be linked to."""

    cells: tuple[Cell, ...]
    id: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table; its head is repeated on every page."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """The drawing of a view; `targets` maps an element to the id of the row that tells about it."""

    display: DisplayList
    targets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NinesRow:
    """Down time of one journey a year, in seconds: allowed by its target (None: none) and expected."""

    label: str
    allowed_s: float | None
    expected_s: float
    allowed_text: str
    expected_text: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class NinesChart:
    """Allowed against expected down time on a logarithmic axis; a year is as long as `year_s`."""

    rows: tuple[NinesRow, ...]
    year_s: float = 365 * 86_400.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `value` is a ratio, `text` what stands beside it.

    `ends` are how far the value may reach either way, `mark` is a further value on its line.
    """

    label: str
    value: float
    text: str
    tone: Tone = "plain"
    link: str = ""
    ends: tuple[float, float] | None = None
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class BarChart:
    """Ratios as bars with lines at a target and at 100 %; `mark_text` says what the marks of bars are."""

    bars: tuple[Bar, ...]
    target: float | None
    target_text: str = ""
    limit_text: str = ""
    mark_text: str = ""


@dataclass(frozen=True, slots=True)
class RiskMatrix:
    """Risks by likelihood (across) and impact (upwards); `cells` holds numbers of findings by both levels.

    Levels count from 1; from the product `grave` on a field is marked.
    """

    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    cells: Mapping[tuple[int, int], tuple[int, ...]]
    grave: int


@dataclass(frozen=True, slots=True)
class Guide:
    """A value that bars are compared with, and what it is called."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class AmountChart:
    """Amounts of one unit as bars; on a logarithmic axis they start at 1."""

    bars: tuple[Bar, ...]
    guides: tuple[Guide, ...] = ()
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Parts that sum to a whole; `allowed` is what the whole may be (None: no limit)."""

    steps: tuple[Bar, ...]
    total_label: str
    total_text: str
    allowed: float | None = None
    allowed_text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A line through points (across, up)."""

    label: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over a common axis; ticks are a value and its text, `across` says what the axis is."""

    series: tuple[Series, ...]
    ticks_across: tuple[tuple[float, str], ...]
    ticks_up: tuple[tuple[float, str], ...]
    across: str


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A line over time through points (across, up), with gaps where up is None.

    `band` holds the points (across, low, high) between which the value lies; it may have gaps too.
    """

    label: str
    points: tuple[tuple[float, float | None], ...]
    band: tuple[tuple[float, float | None, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the time during which something happens, and what it is called."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class CourseChart:
    """Lines over time with their bands; `up` and `across` say what the axes measure and in which unit.

    Guides are levels that the lines are compared with. On a logarithmic axis the lowest tick is the floor.
    """

    lines: tuple[CourseLine, ...]
    ticks_across: tuple[tuple[float, str], ...]
    ticks_up: tuple[tuple[float, str], ...]
    across: str
    up: str
    end: float
    stretch: Stretch | None = None
    guides: tuple[Guide, ...] = ()
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """Phases one after the other, in one unit; `limit` is when all has to be over (None: no such moment)."""

    label: str
    phases: tuple[float, ...]
    text: str
    limit: float | None = None
    limit_text: str = ""
    tone: Tone = "plain"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happens after a moment, row by row; `phases` says what each of them is."""

    rows: tuple[TimelineRow, ...]
    phases: tuple[str, ...]
    limit_name: str = ""


FigureData = (
    Diagram
    | NinesChart
    | BarChart
    | RiskMatrix
    | AmountChart
    | Waterfall
    | LineChart
    | CourseChart
    | Timeline
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered picture whose caption states what it shows."""

    id: str
    caption: str
    data: FigureData


Block = Paragraph | KeyFigures | Verdicts | Callout | Definitions | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter (level 1) or a part of one (level 2); `number` is given when the document is built."""

    id: str
    title: str
    level: int
    blocks: tuple[Block, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """What identifies the document and the state of the design; `logo` is a PNG, a plain SVG or empty."""

    title: str
    subtitle: str
    description: str
    authors: tuple[str, ...]
    status: str
    classification: str
    version: str
    date: date
    file_name: str
    file_digest: str
    revision: str
    tool: str
    language: str = "en"
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Cover:
    """First page: the verdicts at a glance and the block that identifies the document."""

    verdicts: tuple[Verdict, ...]
    facts: tuple[Definition, ...]
    picture: DisplayList | None = None


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """The whole document; `labels` says how each id is called in running text.

    A `brief` one has a head on its first page instead of a cover and contents.
    """

    meta: DocumentMeta
    cover: Cover
    sections: tuple[Section, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    brief: bool = False

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures in order."""
        return tuple(block for block in self.blocks() if isinstance(block, Figure))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(block for block in self.blocks() if isinstance(block, Table))

    def blocks(self) -> Iterator[Block]:
        """Go through all blocks in order."""
        for section in self.sections:
            yield from section.blocks


def plain(*texts: str) -> Runs:
    """Return runs of plain text."""
    return tuple(Run(text) for text in texts)


def cell(
    text: str, mark: Mark = "", *, style: RunStyle = "plain", link: str = "", tone: Tone = "plain"
) -> Cell:
    """Return a cell with one run."""
    return Cell((Run(text, style, link, tone),) if text else (), mark)


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of runs without their styles."""
    return "".join(run.text for run in runs)
