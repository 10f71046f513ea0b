from __future__ import annotations

from pathlib import Path

from archdraw.core.catalog import load_catalog
from archdraw.core.drawing import FontMetrics
from archdraw.core.history import Store
from archdraw.core.merging import merge_designs
from archdraw.core.model import Component
from archdraw.core.storage import design_text, starter_design
from archdraw.editor.actions.table import actions_by_id
from archdraw.editor.comparing import conflict_lines
from archdraw.editor.edits.settling import settle_merge
from archdraw.editor.files import open_document
from archdraw.editor.session import Session


def test_a_merged_document_opens_with_its_conflicts_and_is_settled_in_one_step(tmp_path: Path) -> None:
    def shop(replicas: int) -> Component:
        return Component(id="web", kind="service", name="Web", replicas=replicas)

    base, ours, theirs = (
        starter_design("Shop").model_copy(update={"components": (shop(count),)}) for count in (1, 2, 3)
    )
    file = tmp_path / "shop.adraw"
    file.write_text(design_text(merge_designs(base, ours, theirs).design), encoding="utf-8")
    opened = open_document(file, load_catalog())
    assert opened.messages[0] == "“Web”: replicas is 2 here and 3 there."
    assert "Settle merge" in opened.messages[-1]
    session = Session(Store(opened.design), load_catalog(), FontMetrics(), document=opened.state)
    (line,) = conflict_lines(session.design)
    assert (line.name, line.field, line.before, line.after) == ("Web", "replicas", "theirs: 3", "ours: 2")
    action = actions_by_id()["file.settle-merge"]
    assert action.when(session)
    settle_merge(session)
    assert design_text(session.design) == design_text(ours)
    assert not action.when(session)
    session.undo()
    assert action.when(session)
