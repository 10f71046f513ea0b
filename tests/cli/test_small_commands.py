from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import SHORTENER, Run

from archdraw.cli.console import UnusableError
from archdraw.cli.screenshot import read_size
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, EdgeRoute, Placement, View
from archdraw.core.storage import read_design, save_design, schema_text

COMMANDS = (
    "analyse", "check", "rules", "explain", "simulate", "what-if", "diff", "merge", "estimate", "reliability",
    "mesh", "export", "layout", "screenshot", "kinds", "plugins", "schema", "doctor",
)  # fmt: skip

# ── Help and usage ───────────────────────────────────────────────────────────────────────────────────────


def test_the_help_names_every_command_the_window_and_the_exit_codes(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for words in (*COMMANDS, "[FILE...] opens the window", "2 unusable input", "--version"):
        assert words in out
    assert "..." not in out.split("Commands:")[1], "a summary that is cut says nothing"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_fits_and_explains_every_option(command: str, run: Run) -> None:
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert out.startswith(f"Usage: archdraw {command} ")
    options = [line for line in out.splitlines() if line.startswith("  -")]
    assert options


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["analyse"], "missing argument 'FILE'"),
        (["analyse", "a", "b"], "unexpected extra argument"),
        (["analyse", "a", "--format", "xml"], "'xml' is not one of 'text', 'json'"),
        (["analyse", "a", "--fail-on", "sometimes"], "'sometimes' is not one of"),
        (["export", "a"], "missing option '--output' / '-o'"),
        (["export", "a", "-o", "b.pdf", "--scale", "99"], "less than or equal to 8"),
        (["export", "a", "-o", "b.docx"], "b.docx: name the output"),
        (["export", "a", "-o", "b"], "b: name the output"),
        (["kinds", "--colour"], "no such option: --colour"),
        (["layout", "a", "-o", "b", "--direction", "up"], "'up' is not one of"),
        (["screenshot", "a", "-o", "b.png", "--size", "big"], "“big” is not a size"),
        (["screenshot", "a", "-o", "b.jpg"], "b.jpg: a screenshot is a PNG"),
    ],
)
def test_arguments_that_make_no_sense_get_one_line(arguments: list[str], words: str, run: Run) -> None:
    code, out, err = run(*arguments, screenshot=lambda *_, **__: None)
    assert (code, out) == (2, "")
    assert err.startswith("archdraw: ")
    assert err.count("\n") == 1
    assert words in err


# ── kinds, schema ────────────────────────────────────────────────────────────────────────────────────────


def test_kinds_lists_all_of_them(run: Run) -> None:
    code, out, err = run("kinds")
    assert (code, err) == (0, "")
    catalog = load_catalog()
    assert {line.split(" ")[0] for line in out.splitlines() if line} >= set(catalog.kinds)
    assert max(map(len, out.splitlines())) <= 80
    assert f"{len(catalog.kinds)} kinds, with" in out


def test_kinds_searches(run: Run) -> None:
    code, out, _ = run("kinds", "redis")
    assert code == 0
    assert "in_memory_cache" in out
    assert "l7_load_balancer" not in out
    assert "No kind fits “xyzzy”" in run("kinds", "xyzzy")[1]


def test_kinds_as_json_carry_their_figures_with_the_source(run: Run) -> None:
    answer = json.loads(run("kinds", "--format", "json")[1])
    assert (answer["format"], answer["version"]) == ("archdraw-kinds", 1)
    figure = next(kind for kind in answer["kinds"] if kind["id"] == "service")["availability_single"]
    assert 0.9 < figure["value"] < 1
    assert figure["source"]
    assert figure["confidence"] in ("measured", "published", "rule-of-thumb", "assumed")


def test_schema_prints_the_published_schema(run: Run) -> None:
    assert run("schema") == (0, schema_text(), "")


def test_version(run: Run) -> None:
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("archdraw ")


# ── layout ───────────────────────────────────────────────────────────────────────────────────────────────


def drawn() -> Design:
    names = ("a", "b", "c")
    return Design(
        components=tuple(Component(id=name, kind="service") for name in names),
        connections=tuple(Connection(id=a + b, source=a, target=b) for a, b in ("ab", "bc")),
        views=(
            View(
                id="main",
                nodes={name: Placement(x=0, y=0, pin=name == "c") for name in names},
                edges={"ab": EdgeRoute(route="manual", points=((1, 2),)), "bc": EdgeRoute(route="straight")},
            ),
            View(id="other", nodes={"a": Placement(x=5, y=5)}),
        ),
    )


def test_layout_places_everything_but_what_is_pinned(run: Run, tmp_path: Path) -> None:
    file, output = tmp_path / "a.adraw", tmp_path / "b.adraw"
    save_design(file, drawn())
    before = file.read_bytes()
    code, out, err = run("layout", file, "-o", output)
    assert (code, err) == (0, "")
    assert str(output) in out
    assert file.read_bytes() == before
    design = read_design(output).design
    nodes = design.view_by_id["main"].nodes
    assert (nodes["c"].x, nodes["c"].y, nodes["c"].pin) == (0, 0, True)
    places = [(node.x, node.y) for node in nodes.values()]
    assert len(set(places)) == 3
    assert nodes["a"].x < nodes["b"].x
    assert list(design.view_by_id["main"].edges) == ["bc"], "a route by hand between moved ends is stale"
    assert design.view_by_id["other"] == drawn().view_by_id["other"]
    assert design.components == drawn().components


def test_layout_can_write_the_file_itself_and_go_down_the_page(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    save_design(file, drawn())
    assert run("layout", file, "-o", file, "--direction", "TB", "--view", "main")[0] == 0
    nodes = read_design(file).design.view_by_id["main"].nodes
    assert nodes["a"].y < nodes["b"].y


def test_layout_refuses_an_unknown_view_a_folder_and_a_newer_document(run: Run, tmp_path: Path) -> None:
    file, output = tmp_path / "a.adraw", tmp_path / "b.adraw"
    save_design(file, drawn())
    newer = tmp_path / "newer.adraw"
    newer.write_text('{"format": "archdraw", "version": 9}')
    for arguments, words in (
        ((file, "-o", output, "--view", "x"), "no view “x”; there are: main, other"),
        ((file, "-o", tmp_path), "not a regular file"),
        ((file, "-o", tmp_path / "none" / "b.adraw"), "the folder does not exist"),
        ((newer, "-o", output), "a newer ArchDraw made it"),
    ):
        code, out, err = run("layout", *arguments)
        assert (code, out) == (2, "")
        assert words in err
        assert not output.exists()


# ── screenshot ───────────────────────────────────────────────────────────────────────────────────────────


def test_screenshot_hands_its_options_to_what_renders(run: Run, tmp_path: Path) -> None:
    asked: list[Any] = []

    def take(file: Path, output: Path, **options: Any) -> None:
        asked.append((file, output, options))

    output = tmp_path / "a.png"
    code, out, err = run(
        *("screenshot", SHORTENER, "-o", output, "--size", "800x600", "--scale", "2", "--theme", "dark"),
        *("--overlay", "utilisation", "--select", "lb", "--panel", "findings"),
        screenshot=take,
    )
    assert (code, err) == (0, "")
    assert "800 × 600" in out
    options = {
        "size": (800, 600),
        "scale": 2.0,
        "theme": "dark",
        "overlay": "utilisation",
        "select": "lb",
        "panel": "findings",
    }
    assert asked == [(SHORTENER, output, options)]


def test_screenshot_without_a_window_an_element_or_a_panel_is_one_line(run: Run, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("there is no panel “x”; there are: findings, journeys.")

    arguments = ("screenshot", SHORTENER, "-o", tmp_path / "a.png")
    for injected, extra, words in (
        (None, (), "started without a window"),
        (refuse, ("--select", "ghost"), "no element “ghost”"),
        (refuse, ("--panel", "x"), "there is no panel “x”"),
    ):
        code, out, err = run(*arguments, *extra, screenshot=injected)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert words in err


@pytest.mark.parametrize(("text", "size"), [("1x1", (1, 1)), ("1600x1000", (1600, 1000)), (" 3×4 ", (3, 4))])
def test_sizes_are_read(text: str, size: tuple[int, int]) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "x", "0x5", "5x0", "99999x5", "-1x5", "5", "1e3x5", "5x5x5", "٣x٤"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UnusableError):
        read_size(text)
