"""One TOML file and one SVG file make a kind; a broken one is a sentence, and the rest is loaded."""

from __future__ import annotations

import copy
import functools
import textwrap
from typing import TYPE_CHECKING

import pytest

from archdraw.core.catalog import GENERIC_GLYPH, Catalog, Confidence, load_catalog
from archdraw.core.catalog.catalogue import catalog_from_data
from archdraw.core.catalog.packs import PackReader
from archdraw.core.locations import library_dir

if TYPE_CHECKING:
    from pathlib import Path


@functools.cache
def base_reader() -> PackReader:
    reader = PackReader()
    reader.read(library_dir() / "base")
    return reader


def load(pack: Path) -> Catalog:
    """Load the pack after the base pack, which is read from its files once for all tests."""
    reader = copy.deepcopy(base_reader())
    reader.read(pack)
    return catalog_from_data(reader.data)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_one_toml_and_one_svg_make_a_kind(pack: Path) -> None:
    catalog = load_catalog(pack.parent, cache=False)
    assert catalog.problems == ()
    assert [info.id for info in catalog.packs] == ["base", "mine"]
    kind = catalog.kind("mainframe")
    assert (kind.label, kind.default_name, kind.family, kind.pack) == (
        "Mainframe",
        "Mainframe",
        "compute",
        "mine",
    )
    assert kind.availability_single.value == 0.9999
    assert kind.availability_single.confidence is Confidence.MEASURED
    assert kind.availability_single.source == "the operators' log of last year"
    assert kind.availability_redundant.value is None
    assert kind.capacity_rps.confidence is Confidence.ASSUMED
    assert kind.attribute("beta") is not None
    assert kind.glyph.strokes
    assert catalog.search("mf")[0] is kind
    assert [info.path for info in catalog.packs][1] == str(pack)


def test_a_kind_of_a_user_pack_stands_behind_the_ordered_ones_of_its_family(pack: Path) -> None:
    kinds = {family: kinds for family, _, kinds in load(pack).families()}
    assert kinds["compute"][-1].id == "mainframe"


def test_a_folder_of_packs_that_is_not_there_is_fine(tmp_path: Path) -> None:
    assert load_catalog(tmp_path / "nowhere", cache=False).problems == ()


def test_packs_that_are_handed_in_are_loaded_too(pack: Path, tmp_path: Path) -> None:
    catalog = load_catalog(tmp_path / "nowhere", cache=False, more_packs=(pack,))
    assert catalog.is_known("mainframe")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('label = "Mainframe"', 'label = "Mainframe', "not valid TOML"),
        ('label = "Mainframe"', "", '"label" is missing'),
        ('label = "Mainframe"', 'label = "  "', '"label" is empty'),
        ('label = "Mainframe"', "label = 7", '"label" must be a text'),
        ('family = "compute"', 'family = "magic"', '"family" is "magic"'),
        ("single = 0.9999", "single = 99.99", '[availability]: "single" is 99.99; it must be from 0 to 1'),
        ("single = 0.9999", "single = nan", '"single" must be a number'),
        ("single = 0.9999", "single = true", '"single" must be a number'),
        ("single = 0.9999", 'single = "high"', '"single" must be a number'),
        ("mean_ms = 12", "mean_ms = -1", '"mean_ms" is -1'),
        ("mean_ms = 12", "mean_ms = 12\np99_ms = 3", '"p99_ms" is 3, below the mean of 12'),
        ("mean_ms = 12", "mean_msec = 12", 'the key "mean_msec" is not known here'),
        ('confidence = "measured"', 'confidence = "sure"', '"confidence" is "sure"'),
        ('source = "the operators\' log of last year"', "", 'needs a "source"'),
        ('aliases = ["mf"]', 'aliases = "mf"', '"aliases" must be a list of texts'),
        ('attributes = ["any"]', 'attributes = ["all"]', '"attributes" names the group "all"'),
        ('attributes = ["any"]', "managed = 1", '"managed" must be true or false'),
        ("[performance]", "[attribute.x]\ntype = 'wish'\n[performance]", '"type" is "wish"'),
        ("[performance]", "[attribute.x]\ntype = 'bool'\n[performance]", '"label" is missing'),
        (
            "[performance]",
            "[attribute.beta]\ndefault = 3\ndefault_source = 'me'\n[performance]",
            '"default" is 3, which is no ratio',
        ),
        ("[performance]", "[attribute.beta]\ndefault = 0.1\n[performance]", '"default_source"'),
        ("[performance]", "[attribute.beta]\nchoices = ['a']\n[performance]", '"choices" belongs to'),
        ("[performance]", "[redundancy]\ndefault = 'prayer'\n[performance]", '"default" is "prayer"'),
        ("[availability]", "availability = 1\n[availably]", '"availability" must be a table'),
    ],
)
def test_a_broken_kind_is_named_and_left_out(pack: Path, old: str, new: str, reason: str) -> None:
    (pack / "kinds" / "second.toml").write_text(
        'label = "Second"\nfamily = "data"\nsummary = "Fine."\n', encoding="utf-8"
    )
    change(pack / "kinds" / "mainframe.toml", old, new)
    catalog = load(pack)
    (problem, missing_icon) = catalog.problems
    assert reason in problem
    assert "mine/kinds/mainframe.toml" in problem
    assert problem.endswith("The kind was left out.")
    assert "second.svg is missing" in missing_icon
    assert not catalog.is_known("mainframe")
    assert catalog.is_known("second")
    assert len(catalog.kinds) == 80


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg", "well-formed"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b" " * 70_000, "larger than 64 kB"),
    ],
)
def test_a_broken_picture_is_named_and_a_general_one_shown(pack: Path, content: bytes, reason: str) -> None:
    (pack / "icons" / "mainframe.svg").write_bytes(content)
    catalog = load(pack)
    (problem,) = catalog.problems
    assert "mine/icons/mainframe.svg" in problem
    assert reason in problem
    assert catalog.kind("mainframe").glyph == GENERIC_GLYPH


def test_a_kind_that_exists_already_gives_way(pack: Path) -> None:
    (pack / "kinds" / "mainframe.toml").rename(pack / "kinds" / "service.toml")
    catalog = load(pack)
    (problem,) = catalog.problems
    assert '"service" exists already in the pack "base"' in problem
    assert catalog.kind("service").label == "Stateless service instance"


def test_a_name_that_cannot_be_an_id_is_refused(pack: Path) -> None:
    (pack / "kinds" / "mainframe.toml").rename(pack / "kinds" / "Big Iron.toml")
    (problem,) = load(pack).problems
    assert '"Big Iron" cannot be an id' in problem


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("format = 1", "format = 2", '"format" must be 1'),
        ('id = "mine"', 'id = "base"', 'there is a pack "base" already'),
        ('id = "mine"', "id = [", "not valid TOML"),
        ('label = "My parts"', "", '"label" is missing'),
    ],
)
def test_a_broken_pack_is_named_and_left_out(pack: Path, old: str, new: str, reason: str) -> None:
    change(pack / "pack.toml", old, new)
    catalog = load(pack)
    (problem,) = catalog.problems
    assert reason in problem
    assert len(catalog.kinds) == 79


def test_a_folder_without_pack_toml_is_named(pack: Path) -> None:
    (pack / "pack.toml").unlink()
    (problem,) = load(pack).problems
    assert "has no file pack.toml" in problem


def test_a_pack_may_bring_attribute_groups_and_groups(pack: Path) -> None:
    (pack / "attributes.toml").write_text(
        '[iron]\ntitle = "Iron"\n[iron.attributes.tons]\nlabel = "Weight"\ntype = "number"\nunit = "t"\n'
        'help = "What the floor must bear."\n',
        encoding="utf-8",
    )
    (pack / "groups.toml").write_text(
        '[cellar]\nlabel = "Cellar"\nsummary = "Below."\nfailure_domain = true\nicon = "mainframe"\n'
        '[cellar.availability]\nsingle = 0.99\nsource = "floods"\n',
        encoding="utf-8",
    )
    change(pack / "kinds" / "mainframe.toml", '["any"]', '["any", "iron"]')
    catalog = load(pack)
    assert catalog.problems == ()
    tons = catalog.kind("mainframe").attribute("tons")
    assert tons is not None
    assert (tons.unit, tons.group, tons.minimum) == ("t", "Iron", 0.0)
    assert catalog.group("cellar").availability.value == 0.99
    assert catalog.group("cellar").glyph == catalog.kind("mainframe").glyph


def test_a_domain_without_availability_is_refused(pack: Path) -> None:
    (pack / "groups.toml").write_text(
        '[cellar]\nlabel = "Cellar"\nsummary = "Below."\nfailure_domain = true\n', encoding="utf-8"
    )
    (problem,) = load(pack).problems
    assert "a failure domain needs an availability" in problem


def test_the_example_of_the_readme_is_a_kind(pack: Path) -> None:
    readme = (library_dir() / "README.md").read_text(encoding="utf-8")
    example = readme.partition("make a new kind:\n")[2].partition("\nEvery figure")[0]
    (pack / "kinds" / "mainframe.toml").write_text(textwrap.dedent(example), encoding="utf-8")
    catalog = load(pack)
    assert catalog.problems == ()
    legacy = catalog.kind("mainframe").attribute("legacy")
    assert legacy is not None
    assert legacy.default is True
