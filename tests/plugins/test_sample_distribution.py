"""A plug-in of somebody else works from its own distribution, and a broken one stops nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.installing import SHORTENER, Machine

pytestmark = pytest.mark.slow

FAULTS = (
    "absent (archdraw_broken.absent:RULE) can't be loaded: ModuleNotFoundError",
    "leaves (archdraw_broken.leaves:RULE) can't be loaded: SystemExit: 7",
    "The rule BROKEN-01 was left out: its check broke off with ZeroDivisionError",
    "There is a rule SPF-01 of ArchDraw; this one was left out.",
    "It gives a str where a Rule is wanted.",
    "The rule BROKEN-02 was left out: it gives a str where a Finding is wanted.",
    "The pack absent (archdraw_broken.no_pack) was not found.",
    "It brings archdraw.dances, which this ArchDraw takes from no plug-in.",
)

# The window opened on a design: what it shows of the plug-ins.
WINDOW = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from archdraw.qt.window.start import make_application, make_window, wait_for_analysis
app = make_application()
window = make_window(app, "light")
window.show()
window.documents.open_path(Path(sys.argv[1]), ask=False)
window.complete()
wait_for_analysis(window)
from archdraw.qt.window.export_dialog import ExportDialog
from archdraw.qt.window.plugins_dialog import PluginsDialog
toast = window.toast_box.text
from archdraw.editor.actions import actions_by_id
adopt = actions_by_id().get("plugin.adopt")
owners = []
def owned():
    return sum(one.owner == "Team Sample" for one in window.session.design.components)
if adopt is not None:
    window.commands.perform("plugin.adopt")
    owners.append(window.toast_box.text)
    window.session.select(frozenset({"lb"}))
    window.commands.perform("plugin.adopt")
    owners.append(owned())
    window.session.store.undo()
    owners.append(owned())
    window.commands.perform("plugin.stumble")
    owners.append(window.toast_box.text)
rules = sorted({finding.rule for finding in window.session.analysis.findings})
Path("two.arrows").write_text("a -> b", encoding="utf-8")
window.documents.open_path(Path("two.arrows"), ask=False)
read = [one.id for one in window.session.design.components]
window.commands.perform("edit.plugins")
app.processEvents()
(dialog,) = window.findChildren(PluginsDialog)
rows = [dialog.rows.topLevelItem(at) for at in range(dialog.rows.topLevelItemCount())]
print(json.dumps({
    "rules": rules,
    "kinds": [kind.id for kind in window.session.catalog.search("robot")],
    "exports": list(ExportDialog(window).choices),
    "rows": [[row.text(column) for column in range(4)] for row in rows],
    "toast": toast,
    "owners": owners,
    "read": read,
    "file": str(window.session.document.path),
}))
sys.stdout.flush()
import os
os._exit(0)
"""


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """The sample design with one owner named."""
    document = json.loads(SHORTENER.read_text(encoding="utf-8"))
    document["components"][0]["owner"] = "Team Web"
    path = tmp_path / "owned.adraw"
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")
    return path


def statuses(analysed: Any) -> dict[str, str]:
    return {entry["rule"]: entry["status"] for entry in analysed["ledger"]}


def test_its_rule_is_checked_by_every_command(good: Machine, design: Path) -> None:
    analysed = good.answer("analyse", design, "--fail-on", "never")
    found = [finding for finding in analysed["findings"] if finding["rule"] == "SAMPLE-01"]
    owners = [component.get("owner") for component in json.loads(design.read_text())["components"]]
    assert len(found) == owners.count(None) > 0
    assert found[0]["title"] == "Component without an owner"
    assert statuses(analysed)["SAMPLE-01"] == "failed"
    log = json.loads(good.archdraw("check", design, "--format", "sarif").stdout)
    assert log["runs"][0]["tool"]["driver"]["rules"][-1]["id"] == "SAMPLE-01"
    assert any(result["ruleId"] == "SAMPLE-01" for result in log["runs"][0]["results"])


def test_a_document_switches_its_rule_off_like_any_other(good: Machine, design: Path) -> None:
    document = json.loads(design.read_text(encoding="utf-8"))
    document.setdefault("settings", {})["rules"] = {"SAMPLE-01": False}
    design.write_text(json.dumps(document, indent=2), encoding="utf-8")
    analysed = good.answer("analyse", design, "--fail-on", "never")
    assert statuses(analysed)["SAMPLE-01"] == "suppressed"


def test_its_format_is_exported_and_its_kind_is_listed(good: Machine, design: Path) -> None:
    done = good.archdraw("export", design, "-o", "list.parts")
    assert (done.returncode, done.stderr) == (0, "")
    lines = (good.home / "list.parts").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 10
    assert lines[1].count("\t") == 2
    (kind,) = good.answer("kinds", "robot")["kinds"]
    assert (kind["id"], kind["label"]) == ("sample_robot", "Warehouse robot")
    refused = good.archdraw("export", design, "-o", "list.xyz")
    assert refused.returncode == 2
    assert "something.parts" in refused.stderr


def test_nothing_of_it_is_loaded_before_it_is_allowed(fresh: Machine, design: Path) -> None:
    done = fresh.archdraw("analyse", design, "--format", "json", "--fail-on", "never")
    assert done.returncode == 0
    assert "SAMPLE-01" not in statuses(json.loads(done.stdout))
    waits = "Plug-in archdraw-sample: It is installed, and nothing of it is loaded until you allow it"
    assert f"archdraw: {waits}: archdraw plugins allow archdraw-sample" in done.stderr
    (one,) = fresh.answer("plugins")["plugins"]
    assert (one["state"], one["rules"], one["kinds"]) == ("not allowed", [], [])
    assert one["promises"] == (
        "would bring rules (owners), export formats (parts), import formats (arrows), commands (adopt), "
        "component packs (sample)"
    )
    assert not fresh.answer("kinds", "robot")["kinds"]
    assert fresh.archdraw("export", design, "-o", "list.parts").returncode == 2
    fresh.allowing("Archdraw_Sample")
    done = fresh.archdraw("analyse", design, "--format", "json", "--fail-on", "never")
    assert "SAMPLE-01" in statuses(json.loads(done.stdout))
    assert done.stderr == ""


def test_opening_a_document_allows_nothing(fresh: Machine, design: Path) -> None:
    document = json.loads(design.read_text(encoding="utf-8"))
    document["extensions"] = {"archdraw.plugins": {"allowed": ["archdraw-sample"]}}
    document.setdefault("settings", {})["rules"] = {"SAMPLE-01": True}
    design.write_text(json.dumps(document, indent=2), encoding="utf-8")
    done = fresh.archdraw("analyse", design, "--format", "json", "--fail-on", "never")
    assert "SAMPLE-01" not in statuses(json.loads(done.stdout))
    assert fresh.answer("plugins")["plugins"][0]["state"] == "not allowed"


def test_it_is_listed_and_can_be_refused(good: Machine, design: Path) -> None:
    done = good.archdraw("plugins")
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "archdraw-sample",
        "0.3.0",
        "1 rule (SAMPLE-01)",
        "(parts)",
        "(arrows)",
        "(adopt)",
        "loaded",
    ):
        assert words in done.stdout
    assert good.archdraw("plugins", "refuse", "Archdraw_Sample").returncode == 0
    assert good.answer("plugins")["plugins"][0]["state"] == "off"
    assert not good.answer("kinds", "robot")["kinds"]
    silent = good.archdraw("analyse", design, "--format", "json", "--fail-on", "never")
    assert silent.stderr == ""
    assert not any(entry["rule"] == "SAMPLE-01" for entry in json.loads(silent.stdout)["ledger"])
    good.allowing("archdraw-sample")
    assert good.answer("plugins")["plugins"][0]["state"] == "loaded"
    safe = json.loads(good.archdraw("--safe-mode", "plugins", "--format", "json").stdout)
    assert safe["plugins"][0]["state"] == "off"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("allow", "nothing-of-the-kind"), "no plug-in “nothing-of-the-kind” is installed"),
        (("allow",), "say which plug-in: archdraw plugins allow NAME"),
        (("list", "archdraw-sample"), "archdraw plugins list takes no name"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(fresh: Machine, words: tuple[str, ...], said: str) -> None:
    refused = fresh.archdraw("plugins", *words)
    assert refused.returncode == 2
    assert said in refused.stderr


def test_its_files_are_opened_by_every_command(good: Machine) -> None:
    (good.home / "small.arrows").write_text("web -> app\napp -> db\n", encoding="utf-8")
    found = good.answer("analyse", "small.arrows", "--fail-on", "never")
    assert [one["id"] for one in found["components"]] == ["web", "app", "db"]
    assert good.archdraw("export", "small.arrows", "-o", "small.svg").returncode == 0
    (good.home / "bad.arrows").write_text("web", encoding="utf-8")
    refused = good.archdraw("analyse", "bad.arrows")
    assert refused.returncode == 2
    assert "Reading as arrows broke off with ValueError: line 1 of bad.arrows is no arrow" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_broken_one_is_reported_in_sentences_and_stops_nothing(both: Machine, design: Path) -> None:
    done = both.archdraw("analyse", design, "--format", "json", "--fail-on", "never")
    assert done.returncode == 0
    ledger = statuses(json.loads(done.stdout))
    assert (ledger["SAMPLE-01"], ledger["BROKEN-01"]) == ("failed", "not-applicable")
    for sentence in FAULTS:
        assert f"archdraw: Plug-in archdraw-broken: {sentence}" in done.stderr
    assert "Traceback" not in done.stderr
    listed = both.archdraw("plugins")
    assert listed.returncode == 1
    for words in ("There is an importer ours or a suffix .adraw already", "where a PluginAction is wanted"):
        assert words in listed.stdout
    assert "There is a format pdf or a suffix .pdf already; this one was left out." in listed.stdout
    for name, said in (
        ("torn", "broke off with RuntimeError: no paper"),
        ("words", "gave a str where bytes"),
    ):
        refused = both.archdraw("export", design, "-o", f"out.{name}")
        assert refused.returncode == 2
        assert said in refused.stderr
        assert not (both.home / f"out.{name}").exists()
    assert both.archdraw("export", design, "-o", "out.svg").returncode == 0


def test_the_window_has_the_rule_the_kind_the_format_and_the_list(both: Machine, design: Path) -> None:
    done = both.python("-c", WINDOW, design)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert "SAMPLE-01" in seen["rules"]
    assert seen["kinds"] == ["sample_robot"]
    assert seen["exports"] == ["pdf", "html", "md", "svg", "png", "torn", "words", "parts"]
    assert [(row[0], row[1], row[3]) for row in seen["rows"]] == [
        ("archdraw-broken", "0.0.1", "partly loaded"),
        ("archdraw-sample", "0.3.0", "loaded"),
    ]
    assert seen["toast"].startswith("Plug-in archdraw-broken: ")
    assert seen["owners"] == [
        "Select what you want to own first.",
        1,
        0,
        "Plug-in archdraw-broken: “Stumble” broke off with RuntimeError: a stone. Nothing was changed.",
    ]
    assert (seen["read"], seen["file"]) == (["a", "b"], "None")


def test_the_window_tells_once_of_one_that_waits(fresh: Machine, design: Path) -> None:
    for wanted in (True, False):
        done = fresh.python("-c", WINDOW, design)
        assert done.returncode == 0, done.stderr
        seen = json.loads(done.stdout.splitlines()[-1])
        assert ("nothing of it is loaded until you allow it" in seen["toast"]) is wanted
        assert "SAMPLE-01" not in seen["rules"]
        assert [(row[0], row[3]) for row in seen["rows"]] == [("archdraw-sample", "not allowed")]
        assert (seen["kinds"], seen["owners"]) == ([], [])
