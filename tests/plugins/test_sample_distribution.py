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
window.commands.perform("edit.plugins")
app.processEvents()
(dialog,) = window.findChildren(PluginsDialog)
rows = [dialog.rows.topLevelItem(at) for at in range(dialog.rows.topLevelItemCount())]
print(json.dumps({
    "rules": sorted({finding.rule for finding in window.session.analysis.findings}),
    "kinds": [kind.id for kind in window.session.catalog.search("robot")],
    "exports": list(ExportDialog(window).choices),
    "rows": [[row.text(column) for column in range(4)] for row in rows],
    "toast": toast,
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


def test_it_is_listed_and_can_be_switched_off(good: Machine, design: Path) -> None:
    done = good.archdraw("plugins")
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("archdraw-sample", "0.3.0", "1 rule (SAMPLE-01)", "(parts)", "(sample_robot)", "loaded"):
        assert words in done.stdout
    assert good.archdraw("plugins", "--off", "Archdraw_Sample").returncode == 0
    assert good.answer("plugins")["plugins"][0]["state"] == "off"
    assert not good.answer("kinds", "robot")["kinds"]
    ledger = good.answer("analyse", design, "--fail-on", "never")["ledger"]
    assert not any(entry["rule"] == "SAMPLE-01" for entry in ledger)
    good.archdraw("plugins", "--on", "archdraw-sample")
    assert good.answer("plugins")["plugins"][0]["state"] == "loaded"
    safe = json.loads(good.archdraw("--safe-mode", "plugins", "--format", "json").stdout)
    assert safe["plugins"][0]["state"] == "off"
    refused = good.archdraw("plugins", "--off", "nothing-of-the-kind")
    assert refused.returncode == 2
    assert "nothing-of-the-kind" in refused.stderr


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
