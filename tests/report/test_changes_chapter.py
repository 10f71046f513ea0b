from __future__ import annotations

from datetime import date

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.catalog import load_catalog
from archdraw.core.comparing import compare
from archdraw.core.drawing import DisplayList
from archdraw.core.geometry import Box
from archdraw.core.model import Component, Connection, Design, Journey
from archdraw.report.building import build_report
from archdraw.report.context import OtherDrawings, ReportOptions, Since
from archdraw.report.document import Figure, Paragraph, Section, Table, text_of


def shop(replicas: int) -> Design:
    return Design(
        title="Shop",
        components=(
            Component(id="web", name="Web", kind="service", replicas=replicas),
            Component(id="db", name="Orders", kind="rdbms_primary"),
        ),
        connections=(Connection(id="web-db", source="web", target="db"),),
        journeys=(Journey(id="buy", name="Buy", entry="web", peak_rps=100.0),),
    )


def sections(since: Since | None) -> dict[str, Section]:
    catalog, design = load_catalog(), shop(3)
    options = ReportOptions(date=date(2026, 1, 1))
    report = build_report(
        design, analyse(design, catalog), catalog, (), options=options, others=OtherDrawings(since=since)
    )
    return {one.id: one for one in report.sections}


def chapter(since: Since | None) -> Section | None:
    return sections(since).get("changes")


@pytest.fixture(scope="module")
def since() -> Since:
    catalog = load_catalog()
    old, new = shop(1), shop(3)
    comparison = compare(old, new, analyse(old, catalog), analyse(new, catalog))
    return Since(comparison, DisplayList((), Box(0, 0, 10, 10)), "last-week.adraw")


def test_without_an_earlier_version_there_is_no_chapter() -> None:
    assert chapter(None) is None


def test_the_chapter_says_it_in_a_sentence_and_in_tables(since: Since) -> None:
    section = chapter(since)
    assert section is not None
    lead, source, *rest = section.blocks
    assert isinstance(lead, Paragraph)
    assert isinstance(source, Paragraph)
    assert text_of(lead.runs).startswith("1 changed: availability of Buy ")
    assert "last-week.adraw" in text_of(source.runs)
    tables = {block.id: block for block in rest if isinstance(block, Table)}
    elements = tables["table-changed-elements"]
    assert [text_of(cell.runs) for cell in elements.rows[0].cells] == [
        "changed", "component", "Web", "replicas 1 → 3"
    ]  # fmt: skip
    figures = [[text_of(cell.runs) for cell in row.cells] for row in tables["table-changed-figures"].rows]
    served = next(row for row in figures if row[1] == "Availability")
    assert served[4:] == ["better", "exact"]
    closed = [text_of(row.cells[0].runs) for row in tables["table-changed-findings"].rows]
    assert "closed" in closed


def test_the_drawing_has_a_section_of_its_own_so_that_tables_keep_the_width_of_the_paper(
    since: Since,
) -> None:
    found = sections(since)
    assert not any(isinstance(one, Figure) for one in found["changes"].blocks)
    (drawn,) = found["changes-drawn"].blocks
    assert isinstance(drawn, Figure)
    assert drawn.caption == "1 changed since then; what is gone stands where it stood."
    assert list(found).index("changes-drawn") == list(found).index("changes") + 1
