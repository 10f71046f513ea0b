"""Whatever stands in a document, its sheet is computed or says why not; nothing is ever raised."""

from __future__ import annotations

import math

from hypothesis import given, strategies as st

from archdraw.core.estimate.against_document import is_behind
from archdraw.core.estimate.arithmetic import way_texts
from archdraw.core.estimate.plausibility import warnings_of
from archdraw.core.estimate.sheet import compute_design
from archdraw.core.history import Store
from archdraw.core.model import Component, Design, Estimate, Input, Journey, Settings
from archdraw.core.storage import design_text
from archdraw.editor.edits.feeding import settle

PIECES = st.sampled_from(
    (
        *(
            "a",
            "b",
            "c0",
            "c1",
            "10",
            "3 GB",
            "1 day",
            "1 month",
            "1 year",
            "1e300",
            "0",
            "0.1",
            "1 request/s",
        ),
        *("+", "-", "×", "/", "^", "(", ")", "ceil(", ",", " ", "max(1, 2)", "%", "nines", "2 nines", "kW"),
        *("[b]", "downtime(", "round(", "sqrt(", "user", "mb", "\n", "é", "1e-300 s", "availability("),
    )
)
FORMULAS = st.lists(PIECES, max_size=7).map(" ".join) | st.text(max_size=30)
UNITS = st.sampled_from(
    [
        "",
        "GB",
        "1/s",
        "request/s",
        "nines",
        "%",
        "kW",
        "GB/month",
        "year",
        "mb",
        "GB/day",
        "user",
        "thing/x",
        "1",
    ]
)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
FEEDS = st.none() | st.sampled_from(
    [
        "journey:j.peak_rps",
        "component:c.replicas",
        "component:c.attributes.storage_bytes",
        "x:y.z",
        "journey:gone.peak_rps",
    ]
)
DAYS = st.sampled_from([30.0, 28.0, 0.0, -1.0, 1e308, 1e-308])


@st.composite
def designs(draw: st.DrawFn) -> Design:
    inputs = tuple(
        Input(
            id=key,
            name=draw(st.text(max_size=8)),
            value=draw(NUMBERS),
            unit=draw(UNITS | st.text(max_size=6)),
        )
        for key in ("a", "b")
    )
    estimates = tuple(
        Estimate(
            id=f"c{at}",
            name=draw(st.sampled_from(["", "Peak", "Size a day"])),
            formula=draw(FORMULAS),
            unit=draw(UNITS | st.text(max_size=6)),
            value=draw(NUMBERS),
            feeds=draw(FEEDS | st.text(max_size=12)),
        )
        for at in range(3)
    )
    rounding = draw(st.sampled_from(["exact", "whiteboard"]))
    return Design(
        components=(Component(id="c", kind="sharded_sql"),),
        journeys=(Journey(id="j", entry="c", peak_rps=3.0),),
        inputs=inputs,
        estimates=estimates,
        settings=Settings(month_days=draw(DAYS), year_days=draw(DAYS)).revised(estimates=rounding),
    )


@given(designs())
def test_any_sheet_is_computed_or_says_why_not(design: Design) -> None:
    sheet = compute_design(design)
    assert list(sheet.outcomes) == ["a", "b", "c0", "c1", "c2"]
    for outcome in sheet.outcomes.values():
        assert (outcome.problem is None) != (outcome.quantity is None)
        if outcome.quantity is not None:
            assert outcome.value is not None
            assert math.isfinite(outcome.value)
            assert outcome.text
            assert way_texts(outcome, sheet.book)
        else:
            assert outcome.problem is not None
            assert outcome.problem.sentence.endswith((".", "?", ")"))
    warnings_of(design, sheet)
    is_behind(design, sheet)


@given(designs())
def test_settling_any_sheet_gives_a_document_that_is_settled_and_can_be_taken_back(design: Design) -> None:
    store = Store(design)
    before = design_text(design)
    with store.transaction("settle"):
        settle(store)
    settled = design_text(store.design)
    with store.transaction("again"):
        settle(store)
    assert design_text(store.design) == settled
    while store.undo():
        pass
    assert design_text(store.design) == before
