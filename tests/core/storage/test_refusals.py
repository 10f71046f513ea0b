"""What can't be used is refused with file, place and one sentence."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from archdraw.core.model import Component, Connection, Design
from archdraw.core.storage import StorageError, design_text, parse_design, read_design, save_design
from archdraw.core.storage.migrations import migrate

HEAD = '"format": "archdraw", "version": 1'


def refusal(data: bytes | str) -> StorageError:
    with pytest.raises(StorageError) as caught:
        parse_design(data.encode() if isinstance(data, str) else data, "d.adraw")
    sentence = str(caught.value)
    assert sentence.startswith("d.adraw: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return caught.value


def with_component(**fields: Any) -> str:
    component = {"id": "web", "kind": "service", **fields}
    return json.dumps({"format": "archdraw", "version": 1, "components": [component]})


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "line 1", "not JSON"),
        ("{\n\n  oops", "line 3", "not JSON"),
        ("[]", "", "not an ArchDraw document"),
        ("3", "", "not an ArchDraw document"),
        ("{}", "", "not an ArchDraw document"),
        ('{"format": "drawio"}', "", "not an ArchDraw document"),
        ('{"format": "archdraw", "version": "1"}', "version", "whole number"),
        ('{"format": "archdraw", "version": 0}', "version", "whole number"),
        ('{"format": "archdraw", "version": true}', "version", "whole number"),
        ('{"format": "archdraw", "version": 1.5}', "version", "whole number"),
        (f'{{{HEAD},\n"title": "a",\n"title": "b"}}', "line 3", "“title” stands twice"),
        (f'{{{HEAD}, "extensions": {{"a": NaN}}}}', "", "NaN is not a number"),
        (f'{{{HEAD}, "extensions": {{"a": -Infinity}}}}', "", "-Infinity is not a number"),
        (f'{{{HEAD}, "components": {{}}}}', "components", "array"),
        (f'{{{HEAD}, "components": [3]}}', "components[0]", "object"),
        (f'{{{HEAD}, "title": "\\ud800"}}', "", "surrogate"),
        (with_component(replicas="3"), "components[0].replicas", "integer"),
        (with_component(replicas=0), "components[0].replicas", "greater than or equal to 1"),
        (with_component(replicas=True), "components[0].replicas", "integer"),
        (with_component(availability=1.5), "components[0].availability", "less than or equal to 1"),
        (with_component(name=7), "components[0].name", "string"),
        (with_component(id="a b"), "components[0].id", "pattern"),
        (with_component(id=""), "components[0].id", "pattern"),
        (with_component(id="x" * 201), "components[0].id", "pattern"),
        (with_component(name="n" * 10_001), "components[0].name", "10000"),
        (with_component(redundancy="triple"), "components[0].redundancy", "'quorum'"),
    ],
)
def test_s1_the_sentence_names_the_place(text: str, place: str, words: str) -> None:
    error = refusal(text)
    assert error.place == place
    assert words in error.reason


def test_s1_several_faults_are_counted() -> None:
    assert "(and 1 more)" in refusal(with_component(replicas=0, availability=2)).reason


def test_s1_text_that_is_not_utf8_is_refused_with_its_line() -> None:
    error = refusal(f'{{{HEAD},\n"title": "Größe"}}'.encode("latin-1"))
    assert error.place == "line 2"
    assert "UTF-8" in error.reason


def test_s1_utf16_is_refused() -> None:
    refusal(f"{{{HEAD}}}".encode("utf-16"))


@pytest.mark.parametrize("opening", ["[", '{"a": '])
@pytest.mark.parametrize("depth", [201, 5_000, 200_000])
def test_s1_nesting_over_200_levels_is_refused(opening: str, depth: int) -> None:
    closing = "]" if opening == "[" else "}"
    bomb = opening * depth + "1" + closing * depth
    error = refusal(f'{{{HEAD},\n"extensions": {{"bomb":\n{bomb}}}}}')
    assert "nested over 200" in error.reason
    assert error.place == "line 3"


def test_s1_a_number_of_5000_digits_is_refused() -> None:
    assert "number" in refusal(f'{{{HEAD}, "extensions": {{"n": {"9" * 5000}}}}}').reason


def test_s1_a_number_beyond_all_floats_is_refused_where_a_field_takes_it() -> None:
    refusal(with_component(capacity_rps=1).replace('"capacity_rps": 1', '"capacity_rps": 1e999'))


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        ('"components": [{"id": "a", "kind": "k"}', ', {"id": "a", "kind": "k"}]', "components[1]"),
        ('"components": [{"id": "a", "kind": "k"}]', ', "groups": [{"id": "a", "kind": "k"}]', "groups[0]"),
        ('"views": [{"id": "a"}]', ', "journeys": [{"id": "a"}]', "views[0]"),
        ('"views": [{"id": "v", "notes": [{"id": "v"}]}]', "", "views.v.notes[0]"),
    ],
)
def test_s1_an_id_that_stands_twice_is_refused(first: str, second: str, place: str) -> None:
    error = refusal(f"{{{HEAD}, {first}{second}}}")
    assert "taken already by" in error.reason
    assert error.place == place


def test_s1_more_than_50000_components_are_refused() -> None:
    components = [{"id": f"c{number}", "kind": "service"} for number in range(50_001)]
    error = refusal(json.dumps({"format": "archdraw", "version": 1, "components": components}))
    assert error.place == "components"
    assert "50000" in error.reason


def test_s1_a_file_over_64_mb_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.adraw"
    with file.open("wb") as handle:
        handle.truncate(65 * 1024 * 1024)
    with pytest.raises(StorageError, match="65 MB; at most 64 MB"):
        read_design(file)


def test_s1_a_missing_file_a_folder_and_a_bad_name_are_refused(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "none.adraw", "no such file"),
        (tmp_path, "this is a folder"),
        (Path("nul\0name"), "null"),
        (tmp_path / ("n" * 300), "too long"),
    ):
        with pytest.raises(StorageError, match=words) as caught:
            read_design(path)
        assert caught.value.problem == "unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_s1_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.adraw"
    os.mkfifo(pipe)
    with pytest.raises(StorageError, match="not a regular file"):
        read_design(pipe)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse_design(b"\xef\xbb\xbf" + f"{{{HEAD}}}".encode(), "d.adraw").repairs == ()


# ── Versions ─────────────────────────────────────────────────────────────────────────────────────────────


NEWER = (
    b'{"format": "archdraw", "version": 7, "hologram": {"depth": 3},'
    b' "components": [{"id": "a", "kind": "service", "shine": true}]}'
)


def test_s8_a_newer_version_opens_read_only_with_one_sentence() -> None:
    opened = parse_design(NEWER, "later.adraw")
    assert opened.read_only
    assert opened.notice == (
        "later.adraw was made by a newer ArchDraw (file version 7, this one knows 1); it is shown read-only."
    )
    assert opened.design.component_by_id["a"].kind == "service"


def test_s8_the_bytes_of_a_newer_version_stay_and_an_edit_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "later.adraw"
    file.write_bytes(NEWER)
    opened = read_design(file)
    save_design(tmp_path / "copy.adraw", opened.design, opened=opened)
    assert (tmp_path / "copy.adraw").read_bytes() == NEWER
    with pytest.raises(StorageError, match="a newer ArchDraw made it"):
        save_design(file, opened.design.revised(title="Mine"), opened=opened)
    assert file.read_bytes() == NEWER


def test_s8_a_newer_version_that_can_not_be_shown_says_so() -> None:
    text = '{"format": "archdraw", "version": 2, "components": "elsewhere"}'
    error = refusal(text)
    assert "newer ArchDraw" in error.reason
    assert error.place == "components"


def test_older_versions_take_one_step_after_the_other() -> None:
    steps = {
        1: lambda document: {**document, "path": [*document["path"], 1]},
        2: lambda document: {**document, "path": [*document["path"], 2]},
    }
    old = {"version": 1, "path": [], "unknown": True}
    new = migrate(old, to_version=3, steps=steps)
    assert new == {"version": 3, "path": [1, 2], "unknown": True}
    assert old == {"version": 1, "path": [], "unknown": True}
    assert migrate(new, to_version=3, steps=steps) is new


def test_a_missing_step_is_named() -> None:
    with pytest.raises(LookupError, match="from version 2 to version 3"):
        migrate({"version": 1}, to_version=3, steps={1: dict})


# ── What would not open again is not saved ───────────────────────────────────────────────────────────────


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(float("nan"), id="not a number"),
        pytest.param(float("inf"), id="infinity"),
        pytest.param({1: "a"}, id="key that is no text"),
        pytest.param({"a": object()}, id="object"),
        pytest.param("\ud800", id="half a surrogate pair"),
        pytest.param(deep(250), id="deep"),
        pytest.param(deep(5000), id="very deep"),
        pytest.param(10**5000, id="5001 digits"),
    ],
)
@pytest.mark.parametrize("size", [0, 12_000])
def test_s6_a_design_that_could_not_be_opened_again_is_not_saved(
    value: Any, size: int, tmp_path: Path
) -> None:
    file = tmp_path / "kept.adraw"
    file.write_text("{}")
    many = tuple(Component(id=f"c{number}", kind="service", name="n" * 80) for number in range(size))
    design = Design(components=many).model_copy(update={"extensions": {"plug-in": value}})
    with pytest.raises(StorageError, match="could not be opened again") as caught:
        save_design(file, design)
    assert caught.value.problem == "damaged"
    assert file.read_text() == "{}"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("size", [2, 12_000])
def test_s6_twice_the_same_id_is_not_saved(size: int, tmp_path: Path) -> None:
    part = Component(id="twice", kind="service", name="n" * 80)
    with pytest.raises(StorageError, match="“twice” is taken already"):
        save_design(tmp_path / "a.adraw", Design(components=(part,) * size))
    assert list(tmp_path.iterdir()) == []


def test_s6_more_than_can_be_opened_is_not_saved(tmp_path: Path) -> None:
    link = Connection(id="e", source="a", target="b")
    design = Design().model_copy(update={"connections": (link,) * 200_001})
    with pytest.raises(StorageError, match="200,000 connections"):
        save_design(tmp_path / "a.adraw", design)


def test_values_at_the_depth_that_is_written_can_be_read() -> None:
    text = design_text(Design(extensions={"deep": deep(188)}))
    assert parse_design(text.encode(), "deep.adraw").design.extensions == {"deep": deep(188)}
