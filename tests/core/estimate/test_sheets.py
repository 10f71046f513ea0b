"""Whole sheets: the order of rows, rings, rounding, published figures and their slips."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st

from archdraw.core.estimate.arithmetic import steps_texts, way_texts
from archdraw.core.estimate.plausibility import warnings_of
from archdraw.core.estimate.sheet import Row, Sheet, book_of, compute, compute_design
from archdraw.core.estimate.slips import slip_between
from archdraw.core.estimate.templates import TemplateError, all_templates, template
from archdraw.core.model import Component, Design, Estimate, Input, Journey, Settings

EXACT, WHITEBOARD = Settings(), Settings(estimates="whiteboard")


def sheet_of(*, settings: Settings = EXACT, **formulas: str) -> Sheet:
    return sheet_of_rows(formulas, settings)


def sheet_of_rows(formulas: dict[str, str], settings: Settings = EXACT) -> Sheet:
    rows = [Row(key, "estimate", formula=formula) for key, formula in formulas.items()]
    return compute(rows, settings.estimates, book_of(settings))


def shown(sheet: Sheet, key: str) -> str:
    return sheet.outcomes[key].text.replace("\u2009", " ")


def sentence(sheet: Sheet, key: str) -> str:
    problem = sheet.outcomes[key].problem
    assert problem is not None
    return problem.sentence


def test_rows_are_computed_in_the_order_of_what_they_need() -> None:
    sheet = sheet_of(c="a + b", b="a × 2", a="3")
    assert [shown(sheet, key) for key in "abc"] == ["3", "6", "9"]
    assert sheet.order == ("a", "b", "c")
    assert list(sheet.outcomes) == ["c", "b", "a"]


def test_a_ring_is_named_and_the_rest_is_computed() -> None:
    sheet = sheet_of(a="b + 1", b="c × 2", c="a", d="a + 1", e="4")
    assert "“a” → “b” → “c” → “a”" in sentence(sheet, "b")
    assert "needs “a”" in sentence(sheet, "d")
    assert shown(sheet, "e") == "4"
    assert "needs itself" in sentence(sheet_of(a="a"), "a")


@given(st.integers(2, 30), st.randoms(use_true_random=False))
def test_any_order_of_rows_gives_the_same_results(count: int, random: object) -> None:
    formulas = {"r0": "1 GB"} | {f"r{at}": f"r{at - 1} × 2" for at in range(1, count)}
    keys = list(formulas)
    random.shuffle(keys)  # type: ignore[attr-defined]  # a random.Random
    sheet = sheet_of_rows({key: formulas[key] for key in keys})
    last = sheet.outcomes[f"r{count - 1}"].quantity
    assert last is not None
    assert last.value == 1e9 * 2.0 ** (count - 1)


def test_a_sheet_of_ten_thousand_rows_in_one_chain_is_computed() -> None:
    sheet = sheet_of_rows({f"r{at}": f"r{at - 1} + 1" if at else "1" for at in range(10_000)})
    assert sheet.outcomes["r9999"].value == 10_000.0


def test_the_stated_unit_is_kept_and_one_that_does_not_fit_is_refused() -> None:
    rows = [
        Row("a", "estimate", formula="86400 request/day", unit="request/s"),
        Row("b", "estimate", formula="5 GB", unit="request/s"),
        Row("c", "estimate", formula="7 link/s", unit="1/s"),
        Row("d", "estimate", formula="7 link/s", unit="request/s"),
        Row("e", "estimate", formula="0.9995", unit="nines"),
    ]
    sheet = compute(rows, "exact", book_of(EXACT))
    assert shown(sheet, "a") == "1 request/s"
    assert "which is no request/s" in sentence(sheet, "b")
    assert shown(sheet, "c") == "7 /s"
    assert "multiply by how many request there are" in sentence(sheet, "d")
    assert math.isclose(sheet.outcomes["e"].value or 0.0, 3.30103, rel_tol=1e-5)


def test_every_step_is_shown_with_its_unit() -> None:
    sheet = sheet_of(a="100 M link/day", b="a × 100 byte/link × 1 year")
    lines = [line.replace("\u2009", " ") for line in steps_texts(sheet.outcomes["b"], sheet.book)]
    assert lines == [
        "100,000,000 link/day × 100 byte/link = 115.7 kB/s",
        "115.7 kB/s × 1 year = 3.65 TB",
    ]


def test_the_way_ends_with_the_result_in_every_way_it_is_written() -> None:
    rows = [
        Row("a", "estimate", formula="2 GB × 3"),
        Row("b", "estimate", formula="10 MB/s × 2", unit="GB/day"),
    ]
    sheet = compute(rows, "exact", book_of(EXACT))
    ways = {
        key: [line.replace("\u2009", " ") for line in way_texts(one, sheet.book)]
        for key, one in sheet.outcomes.items()
    }
    assert ways["a"] == ["2 GB × 3 = 6 GB (5.588 GiB)"]
    assert ways["b"] == ["10 MB/s × 2 = 20 MB/s", "= 1,728 GB/day (1.572 TiB/day, 160 Mbit/s)"]


def test_at_the_whiteboard_a_day_has_ten_to_the_fifth_seconds_and_results_two_figures() -> None:
    formulas = {"writes": "100 M request/day", "reads": "writes × 10.4", "n": "ceil(10437 / 100)"}
    sheet = sheet_of_rows(formulas, WHITEBOARD)
    rows = [Row("w", "estimate", formula="100 M request/day", unit="request/s")]
    assert shown(compute(rows, "whiteboard", book_of(WHITEBOARD)), "w") == "1,000 request/s"
    assert shown(sheet, "reads") == "1,000,000,000 request/day"
    assert shown(sheet, "n") == "105", "what a formula rounds itself is not rounded again"
    assert sheet.method == "estimated"
    assert "100,000 s" in sheet.conventions
    assert "86,400 s" in sheet_of(a="1").conventions


def test_beside_a_result_of_the_whiteboard_stands_the_exact_one() -> None:
    rows = [
        Row("w", "estimate", formula="100 M request/day", unit="request/s"),
        Row("x", "estimate", formula="w × 2"),
    ]
    outcomes = compute(rows, "whiteboard", book_of(WHITEBOARD)).outcomes
    assert outcomes["w"].value == 1000.0
    assert outcomes["w"].precise == pytest.approx(1157.407407)
    assert outcomes["x"].precise == pytest.approx(2314.814815)
    sheet = compute(rows, "whiteboard", book_of(WHITEBOARD))
    said = way_texts(sheet.outcomes["w"], sheet.book)[-1].replace("\u2009", " ")
    assert said == "exactly 1,157.41 request/s: the whiteboard is 14 % below"
    assert compute(rows, "exact", book_of(EXACT)).outcomes["w"].precise is None


def test_what_only_the_machine_rounds_is_no_difference_and_no_way_is_said_twice() -> None:
    rows = [
        Row("kept", "estimate", formula="1e9 page/month × 500 kB/page", unit="TB/month"),
        Row("wire", "estimate", formula="4 Gbit/s / 3", unit="Gbit/s"),
    ]
    sheet = compute(rows, "whiteboard", book_of(WHITEBOARD))
    ways = {
        key: [line.replace("\u2009", " ") for line in way_texts(one, sheet.book)]
        for key, one in sheet.outcomes.items()
    }
    assert ways["kept"][-1] == "= 500 TB/month (454.7 TiB/month, 1.333 Gbit/s)"
    assert ways["wire"][-2] == "= 1.3 Gbit/s (155 MiB/s)"


def test_the_example_of_the_format_is_computed() -> None:
    design = Design(
        inputs=(
            Input(id="dau", value=1e7, unit="user"),
            Input(id="reads_per_day", value=10.0),
            Input(id="peak_factor", value=2.0),
        ),
        estimates=(Estimate(id="e1", formula="dau * reads_per_day / 1 day * peak_factor", unit="1/s"),),
    )
    assert shown(compute_design(design), "e1") == "2,315 /s"


def test_an_input_without_a_value_says_so_and_names_who_needs_it() -> None:
    design = Design(
        inputs=(Input(id="dau", name="Daily users"),), estimates=(Estimate(id="e", formula="dau * 2"),)
    )
    sheet = compute_design(design)
    assert "has no value yet" in sentence(sheet, "dau")
    assert "“Daily users”" in sentence(sheet, "e")


# -- published figures ------------------------------------------------------------------------------------


def test_302_million_tweets_a_day_of_1_2_kb_are_362_gb_and_not_302_mb() -> None:
    sheet = sheet_of(day="302 million tweet/day × 1.2 kB/tweet × 1 day", years="day × 365 × 5")
    assert shown(sheet, "day") == "362.4 GB"
    assert shown(sheet, "years") == "661.4 TB"
    printed = slip_between(362.4e9, 302e6)
    assert printed is not None
    assert "too small: a factor of a thousand slipped" in printed
    total = slip_between(661.4e12, 551e9)
    assert total is not None
    assert "a factor of a thousand slipped" in total


def test_3500_tweets_a_second_are_302_million_a_day() -> None:
    rows = [Row("t", "estimate", formula="3500 tweet/s", unit="tweet/day")]
    assert compute(rows, "exact", book_of(EXACT)).outcomes["t"].value == 302_400_000.0


def test_ten_years_of_a_chat_are_37_2_pb_and_not_38() -> None:
    sheet = compute_design(_design_of("chat"))
    assert shown(sheet, "storage") == "37.23 PB"
    assert slip_between(37.23, 38.0) is None or "slipped" not in str(slip_between(37.23, 38.0))


@pytest.mark.parametrize(
    "computed, claimed, part",
    [
        (1e9, 1e6, "too small: a factor of a thousand"),
        (1.0, 8.0, "bits were taken for bytes"),
        (1.0, 86_400.0, "a day was taken for a second"),
        (1.0, 30.0, "a month was taken for a day"),
        (1.024**3, 1.0, "powers of ten and of two"),
        (1.0, 1.5, "1.5 times too large"),
    ],
)
def test_a_slip_is_named(computed: float, claimed: float, part: str) -> None:
    assert part in (slip_between(computed, claimed) or "")


def test_figures_that_agree_are_no_slip() -> None:
    assert slip_between(36.5, 36.5) is None
    assert slip_between(1157.4, 1160.0) is None
    assert slip_between(0.0, 5.0) is None


# -- warnings -------------------------------------------------------------------------------------------


def warned(design: Design, key: str) -> str:
    return " ".join(warnings_of(design, compute_design(design)).get(key, ()))


def test_a_stored_result_that_the_formula_does_not_give_is_named_with_its_slip() -> None:
    design = Design(estimates=(Estimate(id="a", formula="302 million × 1.2 kB", unit="GB", value=0.302),))
    assert "The document says 0.302\u2009GB, the formula gives 362.4\u2009GB" in warned(design, "a")
    assert "a factor of a thousand slipped" in warned(design, "a")


@pytest.mark.parametrize(
    "row, part",
    [
        (Input(id="a", name="Photo size", value=2, unit="Mb/photo"), "is a number of bits"),
        (Input(id="a", name="Requests per day", value=2, unit="request/s"), "The name says a day"),
        (Input(id="a", name="Requests per second", value=2, unit="request/day"), "The name says a second"),
        (Input(id="a", name="Users", value=9e9, unit="user"), "more users than there are people"),
        (Input(id="a", name="Load", value=2e9, unit="request/s"), "a thousand million a second"),
        (Input(id="a", name="Data", value=2000, unit="EB"), "More than a zettabyte"),
        (Input(id="a", name="Photo", value=20, unit="TB/photo"), "Over 10 TB for one photo"),
        (Input(id="a", name="Photo", value=0.5, unit="byte/photo"), "Less than a byte for one photo"),
        (Input(id="a", name="Machines", value=2e7, unit="server"), "ten million servers"),
        (Input(id="a", name="Difference", value=-2, unit="GB"), "below 0"),
        (Input(id="a", name="Widgets", value=2, unit="widgt"), "is it misspelt"),
    ],
)
def test_what_looks_wrong_is_said(row: Input, part: str) -> None:
    assert part in warned(Design(inputs=(row,)), "a")


def test_a_peak_below_the_average_is_said() -> None:
    journey = Journey(id="j", name="Read", entry="c", peak_rps=5, average_rps=10)
    design = Design(
        components=(Component(id="c", kind="service"),),
        journeys=(journey,),
        estimates=(Estimate(id="a", formula="5 request/s", unit="request/s", feeds="journey:j.peak_rps"),),
    )
    assert "The peak of “Read” (5/s) is below its average (10/s)." in warned(design, "a")
    rows = Design(
        estimates=(
            Estimate(id="mean", formula="10 request/s"),
            Estimate(id="top", name="Peak", formula="mean × 0.5"),
        )
    )
    assert "This peak is below “mean”" in warned(rows, "top")


# -- templates -------------------------------------------------------------------------------------------


def _design_of(wanted: str) -> Design:
    found = template(wanted)
    return Design(inputs=found.inputs, estimates=found.estimates)


def test_there_is_a_template_for_each_common_question() -> None:
    assert {one.id for one in all_templates()} >= {
        *("url-shortener", "news-feed", "chat", "video", "file-storage", "ride-hailing", "web-crawler"),
        *("rate-limiter", "notification", "key-value-store", "payments", "pastebin", "typeahead"),
    }


@pytest.mark.parametrize("wanted", [one.id for one in all_templates()])
@pytest.mark.parametrize("settings", [EXACT, WHITEBOARD], ids=["exact", "whiteboard"])
def test_a_template_computes_without_a_problem_or_a_doubt(wanted: str, settings: Settings) -> None:
    design = _design_of(wanted).revised(settings=settings)
    sheet = compute_design(design)
    assert [one.problem for one in sheet.problems] == []
    assert warnings_of(design, sheet) == {}
    assert all(one.source for one in design.inputs), "each input says where it comes from"
    used = {need for one in sheet.outcomes.values() for need in one.needs}
    assert {one.id for one in design.inputs} <= used, "each input is used"


@pytest.mark.parametrize("wanted", [one.id for one in all_templates()])
def test_a_template_gives_what_its_sources_print(wanted: str) -> None:
    sheet = compute_design(_design_of(wanted))
    for key, printed in template(wanted).checks:
        figure = sheet_of(printed=printed.replace(",", "")).outcomes["printed"].quantity
        found = sheet.outcomes[key].quantity
        assert figure is not None
        assert found is not None
        assert figure.dimension == found.dimension, key
        assert math.isclose(found.value, figure.value, rel_tol=0.05), key


def test_a_template_finds_free_names_and_its_formulas_follow() -> None:
    found = template("chat")
    inputs, estimates = found.for_document({"dau", "messages_day"})
    assert inputs[0].id == "dau_2"
    assert estimates[0].id == "messages_day_2"
    assert estimates[0].formula == "dau_2 × messages_per_user"
    sheet = compute_design(Design(inputs=inputs, estimates=estimates))
    assert not sheet.problems


def test_a_template_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(TemplateError, match=r"there are: .*chat"):
        template("nothing")
