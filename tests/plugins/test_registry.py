"""What is loaded of a plug-in, what is refused, and that it is asked for once."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.added_rules import take_more_rules_from
from archdraw.core.analysis.context import Context
from archdraw.core.analysis.result import Finding
from archdraw.core.analysis.rules import ALL_RULES, Rule, every_rule
from archdraw.core.catalog import load_catalog
from archdraw.core.locations import library_dir
from archdraw.core.model import Component, Design
from archdraw.exporters import FORMATS
from archdraw.plugins import discovering
from archdraw.plugins.discovering import find_distributions, pack_folder
from archdraw.plugins.distribution import Distribution, Entry
from archdraw.plugins.registry import Plugins
from archdraw.plugins.switching import Choices, allow, choices, note_told, refuse
from archdraw.plugins.version import API_VERSION, why_unfit

ROOT = Path(__file__).resolve().parents[2]
DESIGN = Design(components=(Component(id="a", kind="service"),))


def _check(context: Context) -> Iterable[Finding]:
    return [GOOD.finding([one.id], "It is there.", remedy="Look.") for one in context.design.components]


GOOD = Rule("OWN-01", "Is there", "low", "So it is.", "a test", _check)
TWO = (GOOD, replace(GOOD, id="OWN-02", check=lambda _: []))
BAD_ID = replace(GOOD, id="own 1")
BAD_SEVERITY = replace(GOOD, id="OWN-03", severity="awful")  # type: ignore[arg-type]
WRONG_EVIDENCE = replace(
    GOOD,
    id="OWN-04",
    check=lambda _: [replace(GOOD.finding(["a"], "x", remedy="y"), rule="OWN-04", evidence={"a": {1}})],
)
ODD_ELEMENTS = replace(
    GOOD,
    id="OWN-05",
    check=lambda _: [replace(GOOD.finding(["a", "z"], "x", remedy="y", journey="j"), rule="OWN-05")],
)


def plugin(*rules: str, name: str = "own", api: str | None = API_VERSION) -> Distribution:
    entries = [Entry("archdraw.rules", rule.lower(), f"{__name__}:{rule}") for rule in rules]
    if api is not None:
        entries.append(Entry("archdraw.api", api, "archdraw.plugins.api"))
    return Distribution(name, "1.0", tuple(entries))


def loaded(*installed: Distribution, chosen: Choices | None = None) -> Plugins:
    """Return what is loaded where the user allows everything, or what is said."""
    everything = Choices(allowed=frozenset(one.key for one in installed))
    return Plugins(lambda: installed, lambda: everything if chosen is None else chosen)


def said(found: Plugins) -> str:
    return " ".join(map(str, found.faults()))


@pytest.fixture
def importable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rules are loaded by the name of this module, which the test runner gives it."""
    import sys

    monkeypatch.setitem(sys.modules, __name__, sys.modules.get(__name__) or sys.modules["__main__"])
    yield
    take_more_rules_from()


pytestmark = pytest.mark.usefixtures("importable")


def test_a_rule_and_a_tuple_of_rules_are_loaded_once() -> None:
    found = loaded(plugin("TWO"))
    assert [rule.id for rule in found.rules()] == ["OWN-01", "OWN-02"]
    assert found.rules() is found.rules()
    assert found.owner("OWN-02") == "own"
    assert not found.faults()


def test_the_analysis_asks_for_them_when_it_runs() -> None:
    found = loaded(plugin("GOOD"))
    take_more_rules_from(found.rules)
    assert [rule.id for rule in every_rule()][-1] == "OWN-01"
    result = analyse(DESIGN, load_catalog(), latency=False)
    assert [finding.elements for finding in result.findings if finding.rule == "OWN-01"] == [("a",)]
    take_more_rules_from()
    assert every_rule() == ALL_RULES


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("BAD_ID", "has to be capital letters"),
        ("BAD_SEVERITY", "severity of the rule OWN-03"),
        ("ABSENT", "can't be loaded: AttributeError"),
    ],
)
def test_what_is_no_rule_is_refused_and_the_others_stay(rule: str, words: str) -> None:
    found = loaded(plugin(rule, "GOOD"))
    assert [one.id for one in found.rules()] == ["OWN-01"]
    assert words in said(found)


def test_an_id_belongs_to_the_first_who_has_it() -> None:
    found = loaded(plugin("GOOD"), plugin("GOOD", name="other"))
    assert len(found.rules()) == 1
    assert said(found) == "Plug-in other: There is a rule OWN-01 of own; this one was left out."


def test_findings_are_made_safe_for_those_who_show_them() -> None:
    found = loaded(plugin("ODD_ELEMENTS", "WRONG_EVIDENCE"))
    take_more_rules_from(found.rules)
    result = analyse(DESIGN, load_catalog(), latency=False)
    (odd,) = [finding for finding in result.findings if finding.rule == "OWN-05"]
    assert (odd.elements, odd.journey) == (("a",), None)
    assert not [finding for finding in result.findings if finding.rule == "OWN-04"]
    assert "can't be written as JSON" in said(found)


@pytest.mark.parametrize("api", [None, "2.0", "1.99", "one"])
def test_another_version_of_the_api_is_refused_unloaded(api: str | None) -> None:
    found = loaded(plugin("ABSENT", api=api))
    assert found.rules() == ()
    assert "version" in said(found)
    assert "can't be loaded" not in said(found)


def test_versions_fit_where_the_first_number_does() -> None:
    assert why_unfit((API_VERSION,)) is None
    assert why_unfit(("2.0", "1.0")) is None
    assert why_unfit(("1.0.0",)) is not None


def test_nothing_is_loaded_before_it_is_allowed_by_its_name() -> None:
    found = loaded(plugin("ABSENT"), plugin("ABSENT", name="other"), chosen=Choices())
    assert (found.rules(), found.exporters(()), found.importers(), found.actions(), found.packs()) == (
        (),
    ) * 5
    assert [one.name for one in found.installed()] == ["own", "other"]
    assert not found.faults()
    assert [str(one) for one in found.notices()] == [
        f"Plug-in {name}: It is installed, and nothing of it is loaded until you allow it: "
        f"archdraw plugins allow {name}, or Edit ▸ Plug-ins…."
        for name in ("own", "other")
    ]


def test_one_that_is_refused_is_listed_and_not_spoken_of_again() -> None:
    found = loaded(plugin("ABSENT"), chosen=Choices(refused=frozenset({"own"})))
    assert found.rules() == ()
    assert len(found.installed()) == 1
    assert not found.faults()
    assert not found.notices()


def test_a_window_tells_once_of_a_plug_in_that_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDRAW_CONFIG_DIR", str(tmp_path))
    found = Plugins(lambda: (plugin("GOOD"),))
    assert [one.plugin for one in found.untold()] == ["own"]
    assert not found.untold()
    later = Plugins(lambda: (plugin("GOOD"), plugin("GOOD", name="new")))
    assert [one.plugin for one in later.untold()] == ["new"]
    assert len(later.notices()) == 2


def test_choices_are_kept_and_a_damaged_list_allows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHDRAW_CONFIG_DIR", str(tmp_path))
    assert choices() == Choices()
    allow("Acme_Rules")
    allow("other")
    note_told(["third"])
    refuse("other")
    assert choices() == Choices(frozenset({"acme-rules"}), frozenset({"other"}), frozenset({"third"}))
    allow("OTHER")
    assert choices().refused == frozenset()
    for damaged in ("{", "[]", '{"allowed": "acme-rules"}', '{"allowed": [1]}', '{"off": ["acme-rules"]}'):
        (tmp_path / "plugins.json").write_text(damaged, encoding="utf-8")
        assert choices() == Choices()


def test_safe_mode_loads_nothing_that_is_allowed_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHDRAW_SAFE_MODE", "1")
    found = loaded(plugin("ABSENT"))
    assert found.rules() == ()
    assert not found.faults()
    assert not found.notices()


def test_what_was_found_is_kept_until_a_folder_of_the_path_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    cache = tmp_path / "cache" / "plugins.json"
    searches = []
    search = discovering._search

    def counted() -> tuple[Distribution, ...]:
        searches.append(1)
        return search()

    monkeypatch.setattr(discovering, "_search", counted)
    assert not find_distributions(cache)
    assert not find_distributions(cache)
    assert len(searches) == 1
    info = site / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[archdraw.rules]\nx = acme:X\n", encoding="utf-8")
    os.utime(site, (1, 1))
    (one,) = find_distributions(cache)
    assert (one.name, one.version, [entry.value for entry in one.entries]) == ("acme", "1.0", ["acme:X"])
    assert find_distributions(cache) == (one,)
    assert len(searches) == 2
    cache.write_text("damaged", encoding="utf-8")
    assert find_distributions(cache) == (one,)


def test_the_folder_of_a_pack_is_found_without_running_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acme_pack" / "data").mkdir(parents=True)
    (tmp_path / "acme_pack" / "__init__.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert pack_folder("acme_pack.data") == str(tmp_path / "acme_pack" / "data")
    assert pack_folder("acme_pack.other") == ""
    assert pack_folder("nothing_of_the_kind") == ""
    assert pack_folder("../etc") == ""


def test_ours_are_named_as_entry_points_like_anybody_elses() -> None:
    points = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert points["archdraw.api"] == {API_VERSION: "archdraw.plugins.api"}
    assert set(points["archdraw.packs"]) == {path.parent.name for path in library_dir().glob("*/pack.toml")}
    resolved = {
        group: [_resolved(value) for value in points[group].values()]
        for group in points
        if "api" not in group
    }
    assert resolved["archdraw.rules"] == list(ALL_RULES)
    assert list(points["archdraw.rules"]) == [rule.id for rule in ALL_RULES]
    assert resolved["archdraw.exporters"] == list(FORMATS)


def _resolved(value: str) -> object:
    from importlib import import_module

    module, _, name = value.partition(":")
    return getattr(import_module(module), name) if name else None


def test_what_lies_in_the_working_folder_is_no_plug_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[archdraw.rules]\nx = acme:X\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [one.name for one in find_distributions(tmp_path / "cache" / "one.json")] == ["acme"]
    monkeypatch.chdir(tmp_path)
    assert not find_distributions(tmp_path / "cache" / "two.json")
    monkeypatch.syspath_prepend("")
    assert not find_distributions(tmp_path / "cache" / "three.json")
