"""The chapter on data: the class of each store, its copies, what may be lost, and what that rests on."""

from __future__ import annotations

from datetime import date

from archdraw.core.analysis import analyse
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Journey, Targets
from archdraw.report.building import build_report
from archdraw.report.context import ReportOptions
from archdraw.report.document import Definitions, ReviewDocument, Table, text_of


def review(*stores: Component) -> ReviewDocument:
    catalog = load_catalog()
    design = Design(
        components=(Component(id="user", kind="client_web", name="User"), *stores),
        connections=tuple(
            Connection(id=f"to-{one.id}", source="user", target=one.id, operation="write") for one in stores
        ),
        journeys=(
            Journey(
                id="buy",
                name="Buy",
                entry="user",
                peak_rps=20.0,
                targets=Targets(availability=0.9, rpo_s=1.0, rto_s=60.0),
            ),
        ),
    )
    return build_report(
        design, analyse(design, catalog), catalog, [], options=ReportOptions(date(2026, 11, 25))
    )


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u2009", " ")


def cells(document: ReviewDocument, table_id: str) -> list[list[str]]:
    (table,) = (one for one in document.tables if one.id == table_id)
    assert isinstance(table, Table)
    return [[text_of(part.runs) for part in row.cells] for row in table.rows]


ORDERS = Component(
    id="orders",
    kind="rdbms_primary",
    name="Orders",
    replicas=2,
    failover_s=30.0,
    attributes={"replication": "async", "replication_lag_s": 5, "backup": {"interval_s": 3600}},
)


def test_each_store_has_its_class_copies_loss_and_backup() -> None:
    document = review(ORDERS)
    assert cells(document, "table-consistency")[0][:2] == ["Orders", "PC/EL"]
    row = cells(document, "table-copies")[0]
    assert row[1] == "2, R 1, W 1, asynchronous"
    assert plain(row[4]) == "5 s (estimated), 100 writes (estimated)"
    assert [plain(text) for text in row[5:]] == ["30 s", "every 1 h"]


def test_a_recovery_point_that_is_not_kept_is_marked() -> None:
    document = review(ORDERS)
    (table,) = (one for one in document.tables if one.id == "table-recovery")
    (row,) = table.rows
    assert [part.mark for part in row.cells] == ["", "", "", "missed", "", "met"]
    assert "1 of 1 not kept" in table.caption


def test_reasons_and_inputs_stand_below_and_without_stores_there_is_no_chapter() -> None:
    document = review(ORDERS)
    definitions = [one for one in document.blocks() if isinstance(one, Definitions)]
    words = " ".join(text_of(item.runs) for one in definitions for item in one.items)
    assert "confirmed by its leader alone" in words
    assert "replication lag: 5 s (stated: replication_lag_s)" in words
    assert "stores" in {section.id for section in document.sections}
    assert "stores" not in {section.id for section in review().sections}
