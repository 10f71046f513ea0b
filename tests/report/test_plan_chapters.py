"""The review prints the ratings and the plan that people have made, over what is computed."""

from __future__ import annotations

from tests.report.test_review_document import analysed, section, written

from archdraw.core.model import Decision, FailureMode, RemediationStep
from archdraw.report.document import Callout, ReviewDocument, Table, text_of


def table(review: ReviewDocument, table_id: str) -> Table:
    return next(one for one in review.tables if one.id == table_id)


def words(review: ReviewDocument, table_id: str) -> list[list[str]]:
    return [[text_of(cell.runs) for cell in row.cells] for row in table(review, table_id).rows]


def test_rated_failure_modes_stand_with_their_ratings_owner_and_state() -> None:
    design, analysis = analysed("url-shortener")
    lost = next(
        one for one in analysis.loss_matrix if one.kind == "component" and "down" in one.journeys.values()
    )
    rated = FailureMode(
        id="f",
        element=lost.lost,
        loss="component",
        severity=10,
        occurrence=9,
        detection=9,
        mitigation="Second one in another zone",
        owner="Kim",
        due="2027-03-31",
        state="planned",
    )
    own = FailureMode(id="g", title="Certificate runs out", effect="nobody can connect", severity=9)
    review = written(design.revised(failure_modes=(rated, own)), analysis)
    rows = words(review, "table-failure-modes")
    assert rows[0][4:6] == ["10\u00a0·\u00a09\u00a0·\u00a09", "810"]
    assert rows[0][6] == "Second one in another zone\nKim, due 2027-03-31, planned"
    assert ["Certificate runs out", "nobody can connect"] in [row[:2] for row in rows]
    proposed = [row for row in rows if row[4].startswith("≈")]
    assert len(proposed) == len(rows) - 2


def test_a_failure_mode_that_nothing_feels_any_more_is_printed_last_and_says_so() -> None:
    design, analysis = analysed("url-shortener")
    client = next(one.id for one in design.components if one.kind.startswith("client"))
    gone = FailureMode(id="f", element=client, loss="component", owner="Kim")
    rows = words(written(design.revised(failure_modes=(gone,)), analysis), "table-failure-modes")
    assert "no journey feels it any more" in rows[-1][0]
    assert "Kim" in rows[-1][6]


def test_the_plan_stands_in_its_order_with_owner_due_state_and_figures() -> None:
    design, analysis = analysed("url-shortener")
    first = next(one for one in analysis.findings if one.fix)
    other = next(one for one in analysis.findings if one.identity != first.identity)
    steps = (
        RemediationStep(id="a", rule=other.rule, about=other.about, title="Later", state="deferred"),
        RemediationStep(
            id="b",
            rule=first.rule,
            about=first.about,
            title="Do this",
            effort="large",
            importance="critical",
            owner="Ann",
            due="2027-01-31",
        ),
        RemediationStep(id="c", rule="SPF-01", about=("nowhere",), title="Old", state="done"),
    )
    review = written(design.revised(remediation=steps), analysis)
    rows = words(review, "table-plan")
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert rows[1][1].startswith("Do this")
    assert rows[1][4:] == ["critical", "large", "Ann\n2027-01-31", "open"]
    assert "→" in rows[1][2] or rows[1][2] == "no availability"
    assert "the finding is gone" in rows[2][1]
    matrix = words(review, "table-plan-matrix")
    assert next(row for row in matrix if row[0] == "critical")[3] == "2"
    places = ", ".join(cell for row in matrix for cell in row[1:] if cell != "–")
    assert sorted(places.replace(" ", "").split(",")) == ["1", "2", "3"]
    links = {
        run.link for row in table(review, "table-remediation").rows for cell in row.cells for run in cell.runs
    }
    number = analysis.findings.index(first) + 1
    assert f"finding:{number}" not in links


def test_without_a_plan_the_fixes_are_proposed_as_ever() -> None:
    design, analysis = analysed("url-shortener")
    ids = {
        block.id
        for block in section(written(design, analysis), "remediation").blocks
        if isinstance(block, Table)
    }
    assert "table-plan" not in ids
    assert "table-remediation" in ids


def test_a_decision_names_the_options_that_were_considered() -> None:
    design, analysis = analysed("url-shortener")
    made = Decision(id="d", title="Queue", alternatives="Kafka: more to run", decision="SQS")
    review = written(design.revised(decisions=(made,)), analysis)
    (block,) = section(review, "decisions").blocks
    assert isinstance(block, Callout)
    assert "Options considered: Kafka: more to run\nDecision: SQS" in text_of(block.runs)


def told(review: ReviewDocument) -> list[str]:
    return [
        text_of(block.runs)
        for block in review.blocks()
        if isinstance(block, Callout) and block.id.startswith("finding:")
    ]


def test_each_rule_says_why_once_and_each_finding_whose_it_is() -> None:
    design, analysis = analysed("online-boutique")
    found = told(written(design, analysis))
    rules = [one.rule for one in analysis.findings]
    assert len(set(rules)) < len(rules)
    assert sum("Why: " in text for text in found) == len(set(rules))
    for number, text in enumerate(found):
        assert ("Why: " in text) is (rules[number] not in rules[:number])
    first = analysis.findings[0]
    owned = tuple(
        one.revised(owner="Shop team") if one.id == first.elements[0] else one for one in design.components
    )
    assert "Owner: Shop team." in told(written(design.revised(components=owned), analysis))[0]


def test_a_finding_says_what_is_planned_for_it() -> None:
    design, analysis = analysed("url-shortener")
    first = analysis.findings[0]
    step = RemediationStep(
        id="s",
        rule=first.rule,
        about=first.about,
        owner="Kim",
        due="2027-03-31",
        state="started",
        effort="small",
    )
    found = told(written(design.revised(remediation=(step,)), analysis))
    assert "Planned: started, Kim, due 2027-03-31, effort small." in found[0]
    assert not any("Planned: " in text for text in found[1:])
