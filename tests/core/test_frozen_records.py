"""Frozen records behave as frozen dataclasses with slots do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import field
from typing import ClassVar

import pytest

from archdraw.core.records import frozen, slotted


@frozen
class Stop:
    """A record with every sort of field."""

    name: str
    minutes: float = 2.0
    tags: dict[str, int] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def seconds(self) -> float:
        return self.minutes * 60


@dataclasses.dataclass(frozen=True, slots=True)
class StandardStop:
    """The same from the standard library."""

    name: str
    minutes: float = 2.0
    tags: dict[str, int] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list, compare=False, repr=False)


@frozen
class Single:
    """One field."""

    only: float


@frozen
class Nothing:
    """No field."""


def test_fields_are_taken_by_position_by_name_and_by_default() -> None:
    assert Stop("A", minutes=3.0).minutes == 3.0
    assert Stop("A").minutes == 2.0
    assert Stop("A", 1.0).seconds == 60.0


def test_every_record_gets_its_own_mutable_default() -> None:
    assert Stop("A").tags is not Stop("A").tags


@pytest.mark.parametrize("arguments", [(), ("A", 1.0, {}, [], "one too many")])
def test_a_wrong_number_of_arguments_is_refused(arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match=r"Stop\.__init__\(\)"):
        Stop(*arguments)  # type: ignore[arg-type]  # what is tested


def test_nothing_can_be_set_added_or_deleted() -> None:
    stop = Stop("A")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        stop.name = "B"  # type: ignore[misc]  # what is tested
    with pytest.raises(dataclasses.FrozenInstanceError):
        stop.other = 1  # type: ignore[attr-defined]  # what is tested
    with pytest.raises(dataclasses.FrozenInstanceError):
        del stop.name
    assert not hasattr(stop, "__dict__")


def test_equality_and_hash_go_by_the_compared_fields_and_the_class() -> None:
    assert Stop("A", seen=["x"]) == Stop("A", seen=["y"])
    assert Stop("A") != Stop("B")
    others: list[object] = [1.0, (1.0,), StandardStop("A"), Nothing()]
    assert Single(1.0) not in others
    assert hash(Single(1.0)) == hash(Single(1.0))
    assert {Nothing(): 1}[Nothing()] == 1
    nan = float("nan")
    assert Single(nan) == Single(nan)
    with pytest.raises(TypeError, match="unhashable"):
        hash(Stop("A"))


def test_the_text_is_that_of_a_dataclass() -> None:
    assert repr(Stop("A", tags={"x": 1})) == repr(StandardStop("A", tags={"x": 1})).replace("StandardS", "S")


def test_the_signature_is_that_of_a_dataclass() -> None:
    own, standard = inspect.signature(Stop), inspect.signature(StandardStop)
    assert list(own.parameters) == list(standard.parameters)
    assert Stop.__match_args__ == StandardStop.__match_args__


def test_replace_fields_and_asdict_of_the_standard_library_work() -> None:
    stop = Stop("A", tags={"x": 1})
    assert dataclasses.is_dataclass(stop)
    assert dataclasses.replace(stop, name="B") == Stop("B", tags={"x": 1})
    assert [one.name for one in dataclasses.fields(stop)] == ["name", "minutes", "tags", "seen"]
    assert dataclasses.asdict(stop) == {"name": "A", "minutes": 2.0, "tags": {"x": 1}, "seen": []}


def test_records_can_be_copied_and_pickled() -> None:
    stop = Stop("A", 1.5, {"x": 1})
    assert pickle.loads(pickle.dumps(stop)) == stop  # noqa: S301 - made on the line itself
    assert copy.deepcopy(stop) == stop
    assert copy.deepcopy(stop).tags is not stop.tags


def test_a_slotted_class_may_change_and_makes_its_own_defaults() -> None:
    @slotted
    class Basket:
        name: str
        fruits: list[str] = field(default_factory=list)

    one, other = Basket("a"), Basket(name="a")
    one.fruits.append("pear")
    one.name = "b"
    assert (one.name, one.fruits, other.fruits) == ("b", ["pear"], [])
    assert one != Basket("b", ["pear"])
    assert repr(one).endswith("Basket(name='b', fruits=['pear'])")
    with pytest.raises(AttributeError):
        one.colour = "green"  # type: ignore[attr-defined]


@frozen
class LongStop(Stop):
    """Inherits fields and adds one."""

    platform: str = "1"


@dataclasses.dataclass(frozen=True, slots=True)
class StandardLongStop(StandardStop):
    """The same from the standard library."""

    platform: str = "1"


def test_inherited_fields_come_first_and_are_kept_once() -> None:
    assert LongStop("A", 1.0, {}, [], "2").platform == "2"
    assert LongStop.__slots__ == ("platform",)  # type: ignore[attr-defined]  # made by the decorator
    assert LongStop.__match_args__ == StandardLongStop.__match_args__
    assert repr(LongStop("A")) == repr(StandardLongStop("A")).replace("StandardL", "L")
    assert LongStop("A") != Stop("A")


@pytest.mark.parametrize("own, standard", [(Stop, StandardStop), (LongStop, StandardLongStop)])
def test_the_fields_are_described_as_in_a_dataclass(own: type, standard: type) -> None:
    assert dataclasses.is_dataclass(own)
    described = [
        [
            (one.name, one.type, one.default, one.default_factory, one.compare, one.repr)
            for one in dataclasses.fields(cls)
        ]
        for cls in (own, standard)
    ]
    assert described[0] == described[1]


def test_class_variables_are_no_fields() -> None:
    assert [one.name for one in dataclasses.fields(Counted)] == ["name"]
    assert Counted("A").known == 3


def test_a_field_without_a_default_after_one_with_is_refused() -> None:
    @frozen
    class Wrong:
        first: int = 1
        second: int  # type: ignore[misc]  # what is tested

    with pytest.raises(TypeError, match="second of Wrong"):
        Wrong(1, 2)


@frozen
class Counted:
    """Has a variable of the class."""

    known: ClassVar[int] = 3
    name: str
