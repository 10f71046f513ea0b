"""Changing the sheet: one step each, with everything that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.catalog import load_catalog
from archdraw.core.drawing import FontMetrics
from archdraw.core.estimate.templates import all_templates
from archdraw.core.estimate.typed import typed_value
from archdraw.core.estimate.units import UnitBook
from archdraw.core.history import Store
from archdraw.core.model import Component, Design, Estimate, Input, Journey, View
from archdraw.core.storage import design_text
from archdraw.editor.actions import actions_by_id, perform
from archdraw.editor.document import DocumentState, EditRefused
from archdraw.editor.edits import estimating
from archdraw.editor.session import Session

if TYPE_CHECKING:
    from tests.editor.conftest import RecordingShell


def design() -> Design:
    return Design(
        components=(Component(id="web", kind="service"), Component(id="db", kind="sharded_sql")),
        journeys=(Journey(id="read", entry="web", peak_rps=1.0),),
        inputs=(
            Input(id="dau", name="Daily users", value=1e6, unit="user"),
            Input(id="per_user", name="Requests each", value=10, unit="request/user/day"),
        ),
        estimates=(
            Estimate(id="reads", name="Reads", formula="dau × per_user", unit="request/s"),
            Estimate(id="peak", name="Peak", formula="reads × 3", unit="request/s"),
        ),
        views=(View(id="main", name="Overview"),),
    )


def sitting(made: Design | None = None) -> Session:
    return Session(Store(made or design()), load_catalog(), FontMetrics())


@pytest.fixture
def desk() -> Session:
    return sitting()


def peak_rps(desk: Session) -> float | None:
    found: Journey = desk.store.get("journeys", "read")
    return found.peak_rps


def test_a_result_feeds_a_field_at_once_and_again_when_an_input_changes(desk: Session) -> None:
    estimating.feed(desk, "peak", "journey:read.peak_rps")
    assert peak_rps(desk) == 347.222222222
    assert desk.store.get("estimates", "peak").value == 347.222222222
    depth = desk.store.undo_depth
    estimating.change_row(desk, "dau", value=2e6)
    assert peak_rps(desk) == 694.444444444
    assert desk.store.undo_depth == depth + 1, "input, results and field are one step"
    desk.undo()
    assert peak_rps(desk) == 347.222222222
    desk.undo()
    assert peak_rps(desk) == 1.0
    assert desk.store.design == design()


def test_the_listeners_hear_of_a_fed_field_in_one_change(desk: Session) -> None:
    estimating.feed(desk, "peak", "journey:read.peak_rps")
    heard: list[set[str]] = []
    desk.store.listen(lambda changed: heard.append(set(changed.diff)))
    estimating.change_row(desk, "per_user", value=20)
    assert heard == [{"inputs", "estimates", "journeys"}], "the analysis hears of the journey at once"


def test_a_hand_that_changes_a_fed_field_ends_the_feeding_in_that_step(desk: Session) -> None:
    estimating.feed(desk, "peak", "journey:read.peak_rps")
    desk.update("journeys", "read", name="Read it")
    assert desk.store.get("estimates", "peak").feeds == "journey:read.peak_rps"
    desk.update("journeys", "read", peak_rps=5)
    assert desk.store.get("estimates", "peak").feeds is None
    estimating.change_row(desk, "dau", value=3e6)
    assert peak_rps(desk) == 5
    desk.undo()
    desk.undo()
    assert desk.store.get("estimates", "peak").feeds == "journey:read.peak_rps"
    assert peak_rps(desk) == 347.222222222


def test_fields_of_components_and_their_attributes_are_fed(desk: Session) -> None:
    key = estimating.add_row(desk, "estimates", name="Storage", formula="3 TB × 1.5", unit="TB")
    estimating.feed(desk, key, "component:db.attributes.storage_bytes")
    assert desk.store.get("components", "db").attributes == {"storage_bytes": 4.5e12}
    servers = estimating.add_row(desk, "estimates", name="Servers", formula="peak / 100 request/s")
    estimating.feed(desk, servers, "component:web.replicas")
    assert desk.store.get("components", "web").replicas == 4


@pytest.mark.parametrize(
    "row, place, part",
    [
        ("peak", "component:db.attributes.storage_bytes", "is in request/s, but storage is in byte"),
        ("peak", "journey:gone.peak_rps", "There is no “gone”"),
        ("peak", "journey:read.name", "no field that takes a result"),
        ("dau", "journey:read.peak_rps", "Only estimates feed"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(
    desk: Session, row: str, place: str, part: str
) -> None:
    with pytest.raises(EditRefused, match=part):
        estimating.feed(desk, row, place)
    assert desk.store.design == design()
    assert desk.store.undo_depth == 0


def test_a_field_takes_one_estimate_only(desk: Session) -> None:
    estimating.feed(desk, "peak", "journey:read.peak_rps")
    with pytest.raises(EditRefused, match="“Peak” already feeds peak load"):
        estimating.feed(desk, "reads", "journey:read.peak_rps")
    estimating.feed(desk, "peak", None)
    estimating.feed(desk, "reads", "journey:read.peak_rps")
    assert peak_rps(desk) == 115.740740741


def test_a_row_without_a_result_leaves_the_field_alone(desk: Session) -> None:
    estimating.feed(desk, "peak", "journey:read.peak_rps")
    estimating.change_row(desk, "peak", formula="reads × ")
    assert peak_rps(desk) == 347.222222222
    assert desk.store.get("estimates", "peak").value is None


def test_a_fed_component_that_is_deleted_is_no_trouble(desk: Session) -> None:
    estimating.feed(desk, "peak", "journey:read.peak_rps")
    with desk.change("x") as store:
        store.remove("journeys", "read")
    estimating.change_row(desk, "dau", value=5)
    assert desk.store.get("estimates", "peak").feeds == "journey:read.peak_rps"


def test_a_new_name_is_followed_by_every_formula(desk: Session) -> None:
    estimating.rename_row(desk, "dau", "daily_users")
    assert desk.store.get("estimates", "reads").formula == "daily_users × per_user"
    assert list(desk.store.table("inputs")) == ["daily_users", "per_user"], "rows stay where they are"
    desk.undo()
    assert desk.store.design == design()


@pytest.mark.parametrize(
    "symbol, part",
    [
        ("web", "already names something"),
        ("user", "is a unit or a function"),
        ("max", "is a unit"),
        ("a b", "can’t stand"),
    ],
)
def test_a_name_that_means_something_else_is_refused(desk: Session, symbol: str, part: str) -> None:
    with pytest.raises(EditRefused, match=part):
        estimating.rename_row(desk, "dau", symbol)


def test_a_row_that_gets_its_first_name_is_called_so_in_formulas(desk: Session) -> None:
    key = estimating.add_row(desk, "inputs", after="dau")
    assert list(desk.store.table("inputs")) == ["dau", key, "per_user"]
    named = estimating.name_row(desk, key, "Peak factor")
    assert named == "peak_factor"
    assert list(desk.store.table("inputs")) == ["dau", "peak_factor", "per_user"]
    assert estimating.name_row(desk, named, "Something else") == "peak_factor", "later it stays"


def test_rows_are_moved_and_deleted(desk: Session) -> None:
    estimating.move_row(desk, "peak", -1)
    assert list(desk.store.table("estimates")) == ["peak", "reads"]
    estimating.move_row(desk, "peak", -1)
    assert desk.store.undo_depth == 1
    estimating.delete_rows(desk, ["dau"])
    assert desk.store.get("estimates", "reads").value is None
    with pytest.raises(EditRefused, match="no row “dau”"):
        estimating.delete_rows(desk, ["dau"])


def test_the_whiteboard_rounds_what_is_fed_too(desk: Session) -> None:
    estimating.feed(desk, "peak", "journey:read.peak_rps")
    estimating.set_rounding(desk, "whiteboard")
    assert peak_rps(desk) == 300
    estimating.set_rounding(desk, "exact")
    assert peak_rps(desk) == 347.222222222


@pytest.mark.parametrize("wanted", [one.id for one in all_templates()])
def test_a_template_is_one_step_and_all_of_it_has_results(desk: Session, wanted: str) -> None:
    before = design_text(desk.store.design)
    estimating.insert_template(desk, wanted)
    estimating.insert_template(desk, wanted)
    assert desk.store.undo_depth == 2
    rows = desk.store.table("estimates").values()
    assert all(row.value is not None for row in rows if row.unit)
    desk.undo()
    desk.undo()
    assert design_text(desk.store.design) == before


def test_opening_writes_nothing_and_bringing_up_to_date_does() -> None:
    stale = design().model_copy(
        update={"estimates": (Estimate(id="reads", formula="dau × per_user", unit="request/s", value=1.0),)}
    )
    desk = sitting(stale)
    assert desk.store.get("estimates", "reads").value == 1.0
    assert estimating.bring_up_to_date(desk)
    assert desk.store.get("estimates", "reads").value == 115.740740741
    assert not estimating.bring_up_to_date(desk)
    assert desk.store.undo_depth == 1


def test_a_document_that_is_read_only_is_not_changed() -> None:
    desk = Session(Store(design()), load_catalog(), FontMetrics(), document=DocumentState(read_only=True))
    for act in (
        lambda: estimating.add_row(desk, "inputs"),
        lambda: estimating.change_row(desk, "dau", value=1),
        lambda: estimating.insert_template(desk, "chat"),
        lambda: estimating.set_rounding(desk, "whiteboard"),
    ):
        with pytest.raises(EditRefused, match="read-only"):
            act()


def test_a_change_of_the_convention_by_hand_is_followed(desk: Session) -> None:
    key = estimating.add_row(desk, "estimates", formula="1 month", unit="day")
    with desk.change("Change the month") as store:
        old = store.get("document", "document")
        new = old.revised(settings=old.settings.revised(month_days=28))
        store.put("document", "document", new)
        from archdraw.editor.edits.following import follow_sheet

        follow_sheet(store, "document", old, new)
    assert desk.store.get("estimates", key).value == 28


ACTS = ("add-input", "add-row", "whiteboard", "update")


def test_the_actions_change_the_sheet_and_show_it(desk: Session, shell: RecordingShell) -> None:
    actions = actions_by_id()
    for act in ACTS:
        assert perform(actions[f"estimate.{act}"], desk, shell)
    assert len(desk.store.table("inputs")) == 3
    assert desk.design.settings.estimates == "whiteboard"
    assert actions["estimate.whiteboard"].checked(desk)
    shell.choice_answer = 0
    assert perform(actions["estimate.template"], desk, shell)
    assert len(desk.store.table("inputs")) > 5
    assert ("show_panel", "estimates") in shell.calls


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.sampled_from(("dau", "per_user")), st.floats(0, 1e12)), max_size=6), st.booleans()
)
def test_any_changes_taken_back_give_the_document_again(
    changes: list[tuple[str, float]], whiteboard: bool
) -> None:
    desk = sitting()
    before = design_text(desk.store.design)
    estimating.feed(desk, "peak", "journey:read.peak_rps")
    estimating.set_rounding(desk, "whiteboard" if whiteboard else "exact")
    for key, value in changes:
        estimating.change_row(desk, key, value=value)
        fed = peak_rps(desk)
        stored = desk.store.get("estimates", "peak").value
        assert fed == pytest.approx(stored, rel=1e-9)
    while desk.undo():
        pass
    assert design_text(desk.store.design) == before


@pytest.mark.parametrize(
    "text, value, unit",
    [
        ("10", 10.0, ""),
        ("10 M", 1e7, ""),
        ("1,234,567", 1_234_567.0, ""),
        ("1 234 567 user", 1_234_567.0, "user"),
        ("1.2 kB/tweet", 1.2, "kB/tweet"),
        ("5 requests per user per day", 5.0, "requests per user per day"),
        ("24 × 60", 1440.0, ""),
        ("2 GB + 500 MB", 2.5, "GB"),
        ("20 %", 20.0, "%"),
        ("3 nines", 3.0, "nines"),
        ("$5", 5.0, "$"),
        ("1e6 user", 1e6, "user"),
    ],
)
def test_a_typed_value_is_a_number_and_a_unit(text: str, value: float, unit: str) -> None:
    assert typed_value(text, UnitBook()) == (value, unit)
