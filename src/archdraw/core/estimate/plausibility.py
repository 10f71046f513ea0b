"""What looks wrong although it computes: slips by a thousand, bits for bytes, a day for a second."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archdraw.core.estimate.against_document import document_doubts
from archdraw.core.estimate.dimensions import DATA, TIME
from archdraw.core.estimate.figures import figure_text

if TYPE_CHECKING:
    from archdraw.core.estimate.sheet import Outcome, Sheet
    from archdraw.core.model import Design

PEOPLE = 8.3e9
_FASTEST_RPS = 1e9
_LARGEST_BYTES = 1e21
_LARGEST_THING_BYTES = 1e13
_MOST_SERVERS = 1e7
_DAILY = re.compile(r"\b(a|per|each|every) day\b|\bdaily\b|/day\b", re.IGNORECASE)
_SECONDLY = re.compile(r"\b(a|per|each|every) second\b|/s\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\b(size|storage|stored|bytes|file|photo|video|image|payload|record|memory)\b", re.IGNORECASE
)
_BITS = re.compile(r"(?:^|[^A-Za-z])([kKMGTPE]i?b)(?:$|[^A-Za-z])")


def warnings_of(design: Design, sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """Return sentences on what looks wrong, by the id of the row."""
    found: dict[str, list[str]] = {}
    for key, outcome in sheet.outcomes.items():
        said = [*_unit_doubts(outcome, sheet), *_size_doubts(outcome)]
        if said:
            found[key] = said
    for key, sentence in document_doubts(design, sheet):
        found.setdefault(key, []).append(sentence)
    return {key: tuple(said) for key, said in found.items()}


def _unit_doubts(outcome: Outcome, sheet: Sheet) -> list[str]:
    row = outcome.row
    said = []
    bits = _BITS.search(row.unit) or _BITS.search(row.formula)
    if bits is not None and _SIZE.search(row.name):
        sign = bits.group(1)
        said.append(f"“{sign}” is a number of bits: sizes are usually given in {sign[:-1]}B, of 8 bits each.")
    unit = row.unit.replace(" ", "")
    if _DAILY.search(row.name) and unit.endswith(("/s", "/second", "rps", "qps")):
        said.append(f"The name says a day, the unit “{row.unit}” says a second: 1 a second is 86,400 a day.")
    if _SECONDLY.search(row.name) and unit.endswith(("/day", "/d")):
        said.append(f"The name says a second, the unit “{row.unit}” says a day: 1 a second is 86,400 a day.")
    lone = _lone_words(outcome, sheet)
    if lone:
        said.append(f"“{lone}” stands in no other row, so it is a thing of its own: is it misspelt?")
    return said


def _lone_words(outcome: Outcome, sheet: Sheet) -> str:
    """Return a word of a row's unit that nobody knows and no other row uses."""
    words: list[str] = re.findall(r"[A-Za-z_]+", outcome.row.unit)
    for word in words:
        if sheet.book.known(word) is None:
            elsewhere = re.compile(rf"\b{re.escape(word)}s?\b")
            others = (one.row for one in sheet.outcomes.values() if one is not outcome)
            if not any(elsewhere.search(f"{row.unit} {row.formula}") for row in others):
                return word
    return ""


def _size_doubts(outcome: Outcome) -> list[str]:
    if outcome.quantity is None:
        return []
    value, powers = outcome.quantity.value, dict(outcome.quantity.dimension)
    time, data = powers.pop(TIME, 0), powers.pop(DATA, 0)
    said = []
    if value < 0.0:
        said.append("The result is below 0: look for a difference the wrong way round.")
    if powers == {"user": 1} and not time and not data and value > PEOPLE:
        said.append(f"That is more users than there are people ({figure_text(PEOPLE)}): a factor too many?")
    if not data and time == -1 and value > _FASTEST_RPS:
        said.append("More than a thousand million a second: is it per day, or is a factor of 1,000 too many?")
    if data == 1 and not time and not powers and value > _LARGEST_BYTES:
        said.append("More than a zettabyte: is a factor of 1,000 too many (kB, MB, GB, TB)?")
    if data == 1 and not time and len(powers) == 1 and set(powers.values()) == {-1}:
        thing = next(iter(powers))
        if thing != "user" and value > _LARGEST_THING_BYTES:
            said.append(f"Over 10 TB for one {thing}: is a factor of 1,000 too many (kB, MB, GB)?")
        if value < 1.0:
            said.append(f"Less than a byte for one {thing}: is a factor of 1,000 missing (B, kB, MB)?")
    if (
        not data
        and not time
        and set(powers) <= {"server", "instance", "machine"}
        and powers
        and value > _MOST_SERVERS
    ):
        said.append("More than ten million servers: is the load per day, or is a factor of 1,000 too many?")
    return said
