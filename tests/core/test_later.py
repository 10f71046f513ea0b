"""Fields of records that are worked out when they are first read."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from archdraw.core.later import Later, with_later
from archdraw.core.records import frozen


class Counted(Later):
    """Gives the name of the field and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def found(self, name: str) -> str:
        self.asked.append(name)
        return f"found {name}"


@with_later("slow", "slower")
@frozen
class Record:
    """A record of which two fields may come later."""

    quick: int
    slow: str
    slower: str = "at once"


def record() -> tuple[Record, Counted]:
    later = Counted()
    value: Any = later
    return Record(1, value, value), later


def test_a_field_is_worked_out_once_and_only_when_read() -> None:
    one, later = record()
    assert one.quick == 1
    assert later.asked == []
    assert (one.slow, one.slow) == ("found slow", "found slow")
    assert later.asked == ["slow"]


def test_a_value_given_at_once_is_kept() -> None:
    assert (Record(1, "here").slow, Record(1, "here").slower) == ("here", "at once")


def test_a_record_compares_hashes_prints_copies_and_pickles_by_its_values() -> None:
    known = Record(1, "found slow", "found slower")
    for same in (
        record()[0],
        copy.copy(record()[0]),
        copy.deepcopy(record()[0]),
        pickle.loads(pickle.dumps(record()[0])),  # noqa: S301 - written on this very line
        replace(record()[0]),
    ):
        assert same == known
        assert hash(same) == hash(known)
        assert repr(same) == repr(known)
    assert replace(record()[0], slow="other") == Record(1, "other", "found slower")
    assert [one.name for one in fields(Record)] == ["quick", "slow", "slower"]


def test_the_record_stays_frozen() -> None:
    one, later = record()
    with pytest.raises(FrozenInstanceError):
        one.slow = "other"  # type: ignore[misc]
    assert later.asked == []


def test_threads_that_ask_at_once_get_the_same() -> None:
    one, _ = record()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: one.slow, range(200))) == {"found slow"}
