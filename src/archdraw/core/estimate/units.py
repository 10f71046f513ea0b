"""The units of the sheet: time, bytes and bits in powers of ten and of two, money, things that are counted.

They are a table of our own, because a unit must be known while somebody types: the general library takes
0.4 s to load. It also takes bytes, users and requests for plain numbers, and a month for 30.44 days. Units
that are not in the table are asked of it (`foreign`), so that watts and metres work too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.estimate.counted import COUNTED, counted_thing
from archdraw.core.estimate.dimensions import DATA, PLAIN, TIME, Dimension, counted_part
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

DAY_S = 86_400.0
WHITEBOARD_DAY_S = 100_000.0


class UnknownUnitError(ValueError):
    """A word is no unit; the text is a sentence that says what to write instead."""


class UnitsLoadingError(Exception):
    """A word has to be looked up in the general library, which is not loaded yet."""


@frozen
class Unit:
    """A unit: so many of the basic one (s, byte, USD, one thing); `nines` counts those of an availability."""

    text: str
    factor: float
    dimension: Dimension
    nines: bool = False


_DECIMAL = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18, "Z": 1e21}
_BINARY = {"Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50, "Ei": 2.0**60}
_LONG = {"kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18}
_LONG_BINARY = {"kibi": 2.0**10, "mebi": 2.0**20, "gibi": 2.0**30, "tebi": 2.0**40, "pebi": 2.0**50}
_BIT = 1.0 / 8.0
_SHORT_TIMES = {
    **dict.fromkeys(("ns", "nanosecond", "nanoseconds"), 1e-9),
    **dict.fromkeys(("us", "µs", "μs", "microsecond", "microseconds"), 1e-6),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3600.0),
}
_DAYS = {"d": 1.0, "day": 1.0, "days": 1.0, "week": 7.0, "weeks": 7.0, "wk": 7.0}
_RATES = {"rps": "request", "qps": "request", "tps": "transaction", "rpm": "request"}
_MONEY = {
    **dict.fromkeys(("USD", "$", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("EUR", "€", "euro", "euros"), "EUR"),
}
_UNCLEAR = {
    "kb": "kB or kbit",
    "mb": "MB or Mbit",
    "gb": "GB or Gbit",
    "tb": "TB or Tbit",
    "pb": "PB or Pbit",
    "m": "min, month or metre",
    "b": "byte or bit",
}


def _fixed() -> dict[str, tuple[float, Dimension]]:
    data, time = ((DATA, 1),), ((TIME, 1),)
    table: dict[str, tuple[float, Dimension]] = {word: (size, time) for word, size in _SHORT_TIMES.items()}
    for word in ("B", "byte", "bytes"):
        table[word] = (1.0, data)
    for word in ("bit", "bits"):
        table[word] = (_BIT, data)
    for sign, size in {**_DECIMAL, **_BINARY}.items():
        table[f"{sign}B"] = (size, data)
        table[f"{sign}bit"] = (size * _BIT, data)
        if sign != "k":  # kb is read both ways
            table[f"{sign}b"] = (size * _BIT, data)
        table[f"{sign}bps"] = (size * _BIT, ((DATA, 1), (TIME, -1)))
        table[f"{sign}Bps"] = (size, ((DATA, 1), (TIME, -1)))
    for start, size in {**_LONG, **_LONG_BINARY}.items():
        for ending in ("", "s"):
            table[f"{start}byte{ending}"] = (size, data)
            table[f"{start}bit{ending}"] = (size * _BIT, data)
    table["bps"] = (_BIT, ((DATA, 1), (TIME, -1)))
    for word, thing in _RATES.items():
        table[word] = (1.0 / 60.0 if word == "rpm" else 1.0, ((thing, 1), (TIME, -1)))
    for word, money in _MONEY.items():
        table[word] = (1.0, ((money, 1),))
    table["%"] = table["percent"] = (0.01, PLAIN)
    table["one"] = (1.0, PLAIN)
    for word, size in (("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)):
        table[word] = (size, PLAIN)
    return table


_FIXED = _fixed()


@frozen
class UnitBook:
    """All units under one set of conventions: how long a day, a month and a year are.

    Parameters
    ----------
    day_s, month_days, year_days
        Seconds of a day, days of a month and of a year.
    foreign
        Looks a word up in the general library; None: it stays unknown. May raise `UnitsLoadingError`.
    """

    day_s: float = DAY_S
    month_days: float = 30.0
    year_days: float = 365.0
    foreign: Callable[[str], Unit | None] | None = None

    def known(self, word: str) -> Unit | None:
        """Return the unit of a word that is in the table, or is in the list of things that are counted."""
        found = _FIXED.get(word)
        if found is not None:
            return Unit(word, *found)
        days = _DAYS.get(word)
        if days is None and word in ("month", "months", "mo"):
            days = self.month_days
        if days is None and word in ("year", "years", "yr"):
            days = self.year_days
        if days is not None:
            return Unit(word, days * self.day_s, ((TIME, 1),))
        if word in ("nines", "nine"):
            return Unit("nines", 1.0, PLAIN, nines=True)
        thing = counted_thing(word)
        return Unit(word, 1.0, ((thing, 1),)) if thing in COUNTED else None

    def look_up(self, word: str) -> Unit:
        """Return the unit of any word; one that nobody knows is a thing that is counted.

        Raises
        ------
        UnknownUnitError
            When the word could mean two units.
        UnitsLoadingError
            When the general library has to be asked and is not loaded.
        """
        found = self.known(word)
        if found is not None:
            return found
        if word in _UNCLEAR:
            raise UnknownUnitError(f"“{word}” could mean several units: write {_UNCLEAR[word]}.")
        foreign = self.foreign(word) if self.foreign is not None else None
        return foreign or Unit(word, 1.0, ((counted_thing(word), 1),))

    def is_own(self, word: str) -> bool:
        """Tell whether a word is a thing that is counted only because nobody knows it."""
        return self.known(word) is None


_SIZES = ("byte", "kB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "bit", "Mbit/s", "Gbit/s", "MB/s")
_FLOWS = ("request/s", "request/day", "1/s", "byte/day", "GB/day", "request/user/day", "byte/message")
_OTHERS = ("ms", "s", "min", "h", "day", "month", "year", "nines", "%", "USD/month")
# What is offered while a unit is typed.
USUAL = (*_SIZES, *_FLOWS, *_OTHERS, "user", "request", "message", "row", "server", "object", "connection")

_USUAL_BOOK = UnitBook()


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit of the table or a thing that is commonly counted."""
    return _USUAL_BOOK.known(word) is not None


def is_measure(word: str) -> bool:
    """Tell whether a word is a unit of time, data, money or a plain factor: no thing that is counted."""
    found = _USUAL_BOOK.known(word)
    return found is not None and counted_part(found.dimension) == ()
