"""The chapters that a review adds to the figures: scope, checklist, failure modes, risks, sign-off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.report.test_review_document import SAMPLES, analysed, document, section, written

from archdraw.core.analysis.likelihood import LIKELIHOODS, likelihood_of
from archdraw.core.model import Design, Suppression
from archdraw.report.document import Cell, Figure, ReviewDocument, RiskMatrix, Table, text_of
from archdraw.report.likelihood import IMPACTS


def table(review: ReviewDocument, table_id: str) -> Table:
    return next(one for one in review.tables if one.id == table_id)


def words(cells: tuple[Cell, ...]) -> list[str]:
    return [text_of(cell.runs) for cell in cells]


@pytest.mark.parametrize(
    ("unavailability", "word"),
    [
        (1e-6, "rare"),
        (1.0 - 0.9999, "unlikely"),
        (1.0 - 0.999, "possible"),
        (0.005, "likely"),
        (0.2, "almost certain"),
    ],
)
def test_likelihood_classes_end_where_they_say(unavailability: float, word: str) -> None:
    assert likelihood_of(unavailability).word == word


@pytest.mark.parametrize("name", SAMPLES)
def test_every_open_finding_stands_in_the_risk_matrix_once(name: str) -> None:
    design, analysis = analysed(name)
    review = document(name)
    open_ones = [number for number, one in enumerate(analysis.findings, 1) if one.suppressed is None]
    figures = [one for one in review.figures if one.id == "risk-matrix"]
    assert bool(figures) is bool(open_ones), design.title
    for figure in figures:
        assert isinstance(figure.data, RiskMatrix)
        assert sorted(one for cell in figure.data.cells.values() for one in cell) == open_ones
        for (_, impact), numbers in figure.data.cells.items():
            assert all(IMPACTS[analysis.findings[one - 1].severity] == impact for one in numbers)


def test_failure_modes_say_what_the_loss_matrix_says() -> None:
    _, analysis = analysed("url-shortener")
    rows = table(document("url-shortener"), "table-failure-modes").rows
    by_name = {words(row.cells)[0]: row for row in rows}
    effect = by_name["ID generator\nall of it is down"].cells[1]
    assert effect.mark == "down"
    assert text_of(effect.runs) == "stops Make a short link"
    felt = {
        row.lost
        for row in analysis.loss_matrix
        if row.kind == "component" and set(row.journeys.values()) - {"full"}
    }
    assert len([name for name in by_name if name.endswith("all of it is down")]) == len(felt)
    often = text_of(by_name["ID generator\nall of it is down"].cells[2].runs)
    assert often.split("\n")[0] in {one.word for one in LIKELIHOODS}
    assert "a\xa0year" in often


def test_the_checklist_tells_no_from_not_stated() -> None:
    design, analysis = analysed("url-shortener")
    first = next(one for one in design.components if one.attributes.get("monitored") is True)
    denied = first.model_copy(update={"attributes": {**first.attributes, "monitored": False}})
    changed = design.model_copy(
        update={"components": tuple(denied if one.id == first.id else one for one in design.components)}
    )
    rows = table(written(changed, analysis), "table-operability").rows
    row = next(one for one in rows if text_of(one.cells[0].runs) == first.name)
    assert (row.cells[2].mark, text_of(row.cells[2].runs)) == ("missed", "no")
    assert "not stated" in words(row.cells)


def test_accepted_risks_name_who_accepted_them_and_until_when() -> None:
    design, analysis = analysed("url-shortener")
    finding = analysis.findings[0]
    entry = Suppression(
        rule=finding.rule, about=finding.about, reason="Replaced in May", owner="Kim", expires="2027-05-31"
    )
    changed: Design = design.model_copy(update={"suppressions": (entry,)})
    accepted = replace(finding, suppressed="Replaced in May")
    review = written(changed, replace(analysis, findings=(accepted, *analysis.findings[1:])))
    row = table(review, "table-risks-accepted").rows[0]
    assert words(row.cells)[2:] == ["Replaced in May", "Kim", "2027-05-31"]
    figure = next(one for one in review.figures if one.id == "risk-matrix")
    assert isinstance(figure, Figure)
    assert isinstance(figure.data, RiskMatrix)
    assert not any(1 in numbers for numbers in figure.data.cells.values())


def test_scope_names_goals_and_counts_every_assumption() -> None:
    _, analysis = analysed("url-shortener")
    review = document("url-shortener")
    counts = [words(row.cells)[3] for row in table(review, "table-trust").rows]
    assert sum(int(one) for one in counts if one != "–") == len(analysis.assumptions)
    assert section(review, "scope").title == "Scope and stakeholders"


def test_the_sign_off_names_the_state_that_is_signed() -> None:
    _, analysis = analysed("url-shortener")
    review = document("url-shortener")
    facts = next(iter(section(review, "sign-off").blocks))
    assert analysis.revision.removeprefix("sha256:")[:12] in repr(facts)
    roles = [words(row.cells)[0] for row in table(review, "table-signatures").rows]
    assert roles == ["Author", "Reviewer", "Approver"]
