"""Enumerations made after a pattern are those that Python would have made."""

from __future__ import annotations

import enum
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from archdraw.qt.bridge import enumerations
from archdraw.qt.bridge.enumerations import Pairs, Sort

BASES = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
_DUMP = """
import enum, pickle
from PySide6 import QtCore, QtGui, QtWidgets
found = {}
def walk(home, depth):
    for name in dir(home):
        one = getattr(home, name, None)
        if isinstance(one, enum.EnumType):
            found[f"{one.__module__}.{one.__qualname__}"] = one
        elif isinstance(one, type) and depth and one.__module__.startswith("PySide6"):
            walk(one, depth - 1)
for module in (QtCore, QtGui, QtWidgets):
    walk(module, 2)
for name, one in sorted(found.items()):
    members = [(key, repr(value), str(value), hash(value)) for key, value in one.__members__.items()]
    assert all(pickle.loads(pickle.dumps(value)) is value for value in one)
    print(name, one.__mro__[1:], list(one), sorted(vars(one)), one.__doc__, members)
print(len(found), "enumerations")
"""


def _dump(before: str, cache: Path) -> str:
    same = {"QT_QPA_PLATFORM": "offscreen", "PYTHONHASHSEED": "0"}
    run = subprocess.run(
        [sys.executable, "-c", before + _DUMP],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **same, "ARCHDRAW_CACHE_DIR": str(cache)},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_all_enumerations_of_qt_are_the_same_either_way(tmp_path: Path) -> None:
    loaded = "from archdraw.qt.bridge.binding import load_binding\nload_binding()\n"
    ours, pythons = _dump(loaded, tmp_path).splitlines(), _dump("", tmp_path).splitlines()
    assert int(pythons[-1].split()[0]) > 300
    assert ours == pythons


@pytest.mark.parametrize("base", BASES)
def test_this_python_is_one_whose_enumerations_can_be_made_after_a_pattern(base: Any) -> None:
    assert enumerations._sort_of(base) is not None


names = st.lists(
    st.text("ABCxyz_", min_size=1, max_size=3).filter(lambda name: not name.startswith("_")), unique=True
)


@given(base=st.sampled_from(BASES), named=names, data=st.data())
def test_any_list_of_names_with_numbers_is_made_as_python_does(
    base: Any, named: list[str], data: Any
) -> None:
    numbers = st.integers(-3, 70) if not issubclass(base, enum.Flag) else st.integers(0, 70)
    pairs: Pairs = [(name, data.draw(numbers)) for name in named]
    made = Sort(base).make("Made", pairs, enumerations.__name__)
    if made is None:
        assert issubclass(base, enum.Flag)
        return
    same = enumerations._made_by_python(base, "Made", pairs)
    assert enumerations._are_alike(made, same)
    assert [one.value for one in made] == [one.value for one in same]
    assert dir(made) == dir(same)
    if issubclass(base, enum.Flag) and pairs:
        first, other = made[pairs[0][0]], same[pairs[0][0]]
        assert (~first).value == (~other).value
        assert repr(list(first)) == repr(list(other))
        assert repr(first | made(64)) == repr(other | same(64))


ASKED: tuple[Callable[[Any], object], ...] = (
    lambda made: made.One,
    lambda made: made(1),
    lambda made: made["One"],
    list,
    lambda made: list(reversed(made)),
    len,
    dir,
    repr,
    lambda made: made.__members__,
    lambda made: made._member_map_,
    lambda made: made.__name__,
)


@pytest.mark.parametrize("base", BASES)
def test_names_wait_until_an_enumeration_is_asked_for_anything(
    base: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enumerations, "_are_to_wait", {True})
    pairs = [("One", 1), ("Two", 2), ("Uno", 1)]
    same = enumerations._made_by_python(base, "Made", pairs)
    for asked in ASKED:
        made = Sort(base).make("Made", pairs, enumerations.__name__)
        assert type(made) is enumerations.Waiting
        assert repr(asked(made)) == repr(asked(same))
        assert type(made) is enum.EnumType
        assert made.One in made
    waits = [Sort(base).make("Made", pairs, "here") for _ in range(3)]
    assert enumerations.fill_in_some(4)
    assert [type(one) is enum.EnumType for one in waits] == [False, True, True]
    enumerations.fill_in()
    assert waits[0].Two.value == 2
    assert not enumerations.fill_in_some()
    assert type(Sort(base).make("Made", pairs, "here")) is enum.EnumType, "none waits any more"


def test_an_unknown_value_is_refused_in_the_same_words() -> None:
    made = Sort(enum.Enum).make("Made", [("One", 1)], enumerations.__name__)
    with pytest.raises(ValueError, match=r"99 is not a valid .*Made"):
        made(99)


@pytest.mark.parametrize("pairs", [[("Lower", 4), ("Higher", 2)], [("All", -1)], [("name", 1)]])
def test_what_takes_more_than_filling_in_is_left_to_python(pairs: Pairs) -> None:
    assert Sort(enum.Flag).make("Made", pairs, "here") is None


def test_a_python_that_makes_them_otherwise_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made_by_python = enumerations._made_by_python

    def with_more(base: Any, name: str, pairs: Pairs) -> Any:
        made = made_by_python(base, name, pairs)
        if name == "Trial":
            type.__setattr__(made, "_of_a_later_version_", [1])
        return made

    monkeypatch.setattr(enumerations, "_made_by_python", with_more)
    assert enumerations._sort_of.__wrapped__(enum.Flag) is None


def test_other_enumerations_are_made_by_python_as_ever() -> None:
    as_the_binding_asks: Any = enum.IntEnum
    enumerations.make_enumerations_after_patterns()
    try:
        counted = enum.Enum("counted", ["first", "second"])
        named = enum.IntEnum("named", {"first": 3}, module="elsewhere", qualname="Inside.named")
        as_qt = as_the_binding_asks("as_qt", [("first", 3)], boundary=enum.KEEP)
    finally:
        enumerations.make_enumerations_by_python()
    assert [one.value for one in counted] == [1, 2]
    assert (counted.__module__, as_qt.__module__) == (__name__, __name__)
    assert (named.__module__, named.__qualname__, named(3)) == ("elsewhere", "Inside.named", named.first)
