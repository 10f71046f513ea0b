"""Named tuples that are put together at once are those that Python makes step by step."""

from __future__ import annotations

import copy
import subprocess
import sys
import typing
from typing import Any, NamedTuple

import pytest

from archdraw import named_tuples

_SHOW = """
import importlib, inspect, sys
for name in ("editor.files", "editor.actions", "editor.session", "core.analysis"):
    importlib.import_module(f"archdraw.{name}")
count = 0
for name, module in sorted(sys.modules.items()):
    if name.startswith("archdraw."):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, tuple) and one.__module__ == name:
                count += 1
                texts = [getattr(text, "__forward_arg__", text) for text in one.__annotations__.values()]
                print(one, one.__mro__, one.__doc__, one._fields, one._field_defaults)
                print(texts, sorted(vars(one)))
                print(inspect.signature(one.__new__).parameters.keys(), one.__new__.__defaults__)
print(count)
"""
_MAKE = "from archdraw.named_tuples import make_named_tuples_at_once\nmake_named_tuples_at_once()\n"


def _run(code: str) -> list[str]:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_all_named_tuples_of_the_program_are_the_same_either_way() -> None:
    ours, pythons = _run(_MAKE + _SHOW), _run(_SHOW)
    assert int(pythons[-1]) > 30
    assert ours == pythons


class Mark(NamedTuple):
    """One by Python."""

    place: int
    word: str = "none"
    more: tuple[int, ...] = ()

    @property
    def twice(self) -> int:
        """Twice as far."""
        return 2 * self.place


def _content(**more: Any) -> dict[str, Any]:
    texts = {"place": "int", "word": "str", "more": "tuple[int, ...]"}
    usual = {"__module__": __name__, "__annotations__": texts, "word": "none", "more": ()}
    return {**usual, "__doc__": Mark.__doc__, "twice": Mark.twice, **more}


def test_one_is_used_as_those_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    made = named_tuples.named_tuple("Mark", _content())
    monkeypatch.setattr(sys.modules[__name__], "Mark", made)
    ours, pythons = made(3, word="w"), Mark.__new__(Mark, 3, word="w")
    assert repr(ours) == repr(pythons) == "Mark(place=3, word='w', more=())"
    assert ours == (3, "w", ()) == pythons
    assert (ours.place, ours.word, ours.more, ours.twice) == (3, "w", (), 6)
    assert ours._replace(word="x") == made._make((3, "x", ())) == made(3, "x")
    assert ours._asdict() == {"place": 3, "word": "w", "more": ()}
    for same in (copy.copy(ours), copy.deepcopy(ours)):
        assert type(same) is made
        assert same == ours
    match ours:
        case made(3, word):
            assert word == "w"
    assert not hasattr(ours, "__dict__")
    assert typing.get_type_hints(made)["more"] == tuple[int, ...]


def test_what_does_not_fit_is_refused() -> None:
    made = named_tuples.named_tuple("Mark", _content())
    for wrong in (made, lambda: made(1, place=1), lambda: made(1, size=2), lambda: made._make((1, 2))):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError, match="unexpected field names"):
        made(1)._replace(size=2)
    with pytest.raises(AttributeError):
        made(1).place = 2


@pytest.mark.parametrize(
    "more",
    [
        {"__annotations__": {"word": "str", "place": "int"}},
        {"__annotations__": {"_hidden": "int"}, "word": 1},
        {"__annotations__": {"place": int}},
        {"_asdict": None},
    ],
)
def test_what_takes_more_than_putting_together_is_left_to_python(more: dict[str, Any]) -> None:
    assert named_tuples.named_tuple("Mark", _content(**more)) is None


def test_a_python_that_makes_them_otherwise_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_more(*of_class: Any) -> Any:
        made = own(*of_class)
        made.of_a_later_version = 1
        return made

    own = named_tuples._own_new
    monkeypatch.setattr(named_tuples, "_own_new", with_more)
    assert not named_tuples._is_alike()
