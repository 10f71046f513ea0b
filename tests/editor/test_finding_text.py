from __future__ import annotations

import re
from time import thread_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from archdraw.core.history import Store
from archdraw.core.model import (
    Component,
    Connection,
    Decision,
    Design,
    Entity,
    EntityField,
    Group,
    Journey,
    Note,
    Placement,
    Requirement,
    SourceNote,
    View,
)
from archdraw.core.storage import design_text
from archdraw.editor.document import EditRefused
from archdraw.editor.find.pattern import Haystack, Query, could_take_for_ever
from archdraw.editor.find.search import Search
from archdraw.editor.session import Session

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.core.drawing import FontMetrics


def written_everywhere() -> Design:
    """The word "needle" once in every field that people write words in."""
    word = "needle"
    return Design(
        title=f"a {word}",
        description=f"b {word}",
        authors=(f"c {word}",),
        components=(
            Component(
                id="web",
                kind="service",
                name=f"Web {word}",
                owner=f"d {word}",
                tags=("x", f"e {word}"),
                notes=f"f {word}",
                attributes={"language": f"g {word}", "deep": {"list": [1, f"h {word}"]}, "number": 3},
                sources={"capacity_rps": SourceNote(note=f"i {word}")},
                parent="tier",
            ),
            Component(id="db", kind="rdbms_primary", name="Db"),
        ),
        groups=(Group(id="tier", kind="tier", name=f"Tier {word}", notes=f"j {word}"),),
        connections=(Connection(id="web-db", source="web", target="db", name=f"k {word}", protocol=word),),
        journeys=(Journey(id="buy", name=f"l {word}", entry="web"),),
        requirements=(Requirement(id="r1", text=f"m {word}"),),
        decisions=(Decision(id="d1", title=f"n {word}", context=f"o {word}", elements=("db",)),),
        entities=(Entity(id="e1", name=f"p {word}", fields=(EntityField(name=f"q {word}", type=word),)),),
        views=(
            View(
                id="main",
                name="Overview",
                shows=("db",),
                nodes={"db": Placement(x=0, y=0)},
                notes=(Note(id="memo", text=f"r {word}", x=0, y=300),),
            ),
            View(
                id="all",
                name=f"All {word}",
                nodes={
                    "tier": Placement(x=0, y=0, w=300, h=200),
                    "web": Placement(x=40, y=60),
                    "db": Placement(x=500, y=60),
                },
                notes=(Note(id="aside", text=f"s {word}", x=0, y=300),),
            ),
        ),
    )


@pytest.fixture
def searched(catalog: Catalog, measurer: FontMetrics) -> Session:
    return Session(Store(written_everywhere()), catalog, measurer)


@pytest.fixture
def search(searched: Session) -> Search:
    return Search(searched)


def test_every_text_that_people_write_is_found(search: Search) -> None:
    search.find(Query("NEEDLE"))
    assert len(search.matches) == design_text(written_everywhere()).count("needle") - 1  # a type is no text
    assert {match.place.table for match in search.matches} == {
        "components", "groups", "connections", "notes", "journeys", "requirements", "decisions", "entities",
        "views", "document",
    }  # fmt: skip
    search.find(Query("needle in a haystack"))
    assert len(search.matches) == 0
    assert search.count_text == "nothing found"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (Query("web"), 1),
        (Query("web", case=True), 0),
        (Query("eedl"), 23),
        (Query("eedl", whole=True), 0),
        (Query("db", whole=True), 1),
        (Query(r"\b[jk] needle", regular=True), 2),
        (Query("^a ", regular=True), 1),
        (Query("x*", regular=True), 1),
        (Query("a.b"), 0),
        (Query(""), 0),
    ],
)
def test_case_whole_words_and_expressions(search: Search, query: Query, count: int) -> None:
    search.find(query)
    assert len(search.matches) == count


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "no regular expression"),
        ("[a", "no regular expression"),
        ("(a+)+$", "take for ever"),
        ("(a|aa)*", "take for ever"),
        (r"((x\d*)y){3,}", "take for ever"),
        ("(?:.*a)+", "take for ever"),
    ],
)
def test_a_bad_expression_is_a_sentence(search: Search, pattern: str, reason: str) -> None:
    with pytest.raises(EditRefused, match=reason) as refused:
        search.find(Query(pattern, regular=True))
    assert str(refused.value).endswith(".")
    assert len(search.matches) == 0


@pytest.mark.parametrize(
    "pattern", ["(ab)+", "a+b*", r"\(a+\)+", "[(+]+", "(a|b)c", "(ab){2}", "(a+)?", "a|b+"]
)
def test_a_harmless_expression_is_not_refused(pattern: str) -> None:
    re.compile(pattern)
    assert not could_take_for_ever(pattern)


@given(
    st.lists(st.text(alphabet="abAB ßİé_\n", max_size=12), max_size=6),
    st.text(alphabet="abAB ßİé_", min_size=1, max_size=3),
)
def test_letters_are_found_where_an_expression_finds_them(texts: list[str], wanted: str) -> None:
    for case in (True, False):
        # A letter that becomes two in small letters stays as it is, here and there.
        haystack = Haystack(texts)
        found = haystack.spans(Query(wanted, case=case))
        assert all(0 <= start < end <= len(texts[text]) for text, start, end in found)
        if case:
            expected = [
                (text, match.start(), match.end())
                for text, one in enumerate(texts)
                for match in re.finditer(re.escape(wanted), one)
            ]
            assert found == expected
        else:
            assert all(texts[text][start:end].lower() == wanted.lower() for text, start, end in found)


def test_walking_goes_around_and_says_where_it_is(search: Search, searched: Session) -> None:
    search.find(Query("needle"))
    assert search.count_text == "1 of 23"
    search.step(1)
    assert search.at == 0
    assert search.where_text == "Web needle · name"
    search.step(-1)
    assert search.count_text == "23 of 23"
    search.step(1)
    assert search.at == 0


def test_marks_lie_on_what_is_drawn_and_go_with_the_search(search: Search, searched: Session) -> None:
    searched.show_view("all")
    search.find(Query("needle"))
    assert searched.found == {"web", "tier", "web-db", "aside"}
    search.end()
    assert searched.found == frozenset()


def test_a_match_elsewhere_shows_its_view_with_a_sentence(search: Search, searched: Session) -> None:
    search.find(Query("web needle"))
    search.glance()
    assert searched.view_id == "main"
    sentence = search.step(1)
    assert searched.view_id == "all"
    assert searched.selection == {"web"}
    assert "All needle" in sentence
    assert "web" in searched.found
    search.find(Query("r needle", whole=True))
    search.step(1)
    assert searched.view_id == "main"
    assert searched.selection == {"memo"}


def test_a_match_inside_a_folded_group_shows_the_group(search: Search, searched: Session) -> None:
    searched.show_view("all")
    with searched.change("fold") as store:
        store.put("nodes", "all/tier", store.get("nodes", "all/tier").revised(collapsed=True))
    search.find(Query("web needle"))
    assert searched.found == {"tier"}
    assert "folded group “Tier needle”" in search.step(1)
    assert searched.selection == {"tier"}


def test_a_match_that_no_view_shows_says_so(search: Search, searched: Session) -> None:
    with searched.change("hide") as store:
        store.remove("views", "all")
    search.find(Query("web needle"))
    assert "hidden in every view" in search.step(1)


def test_a_decision_shows_what_it_is_about_and_a_journey_its_way(search: Search, searched: Session) -> None:
    search.find(Query("n needle", whole=True))
    search.step(1)
    assert searched.selection == {"db"}
    search.find(Query("l needle", whole=True))
    search.step(1)
    assert searched.journey_id == "buy"


def test_replacing_one_goes_on_to_the_next(search: Search, searched: Session) -> None:
    searched.show_view("all")
    search.find(Query("needle"))
    search.step(1)
    search.replace_one("needle needle")
    web = searched.component("web")
    assert web is not None
    assert web.name == "Web needle needle"
    assert len(search.matches) == 24
    assert search.matches[search.at].place.what == "owner"
    assert searched.store.undo_label == "Replace"


def test_replacing_all_is_one_step_with_a_count(search: Search, searched: Session) -> None:
    before = design_text(searched.design)
    search.find(Query("needle"))
    assert search.replace_all("pin") == 23
    after = design_text(searched.design)
    assert after.count("needle") == 1
    assert after.count("pin") >= 23
    web = searched.component("web")
    assert web is not None
    assert web.attributes["deep"]["list"] == [1, "h pin"]
    assert searched.store.undo_depth == 1
    searched.undo()
    assert design_text(searched.design) == before


def test_groups_of_an_expression_stand_in_the_new_text(search: Search, searched: Session) -> None:
    search.find(Query(r"(\w) (needle)", regular=True, case=True))
    search.replace_all(r"\2-\1")
    tier = searched.group("tier")
    assert tier is not None
    assert (tier.name, tier.notes) == ("Tieneedle-r", "needle-j")
    search.find(Query("needle", regular=True))
    with pytest.raises(EditRefused, match="can't be used"):
        search.replace_all(r"\7")


def test_what_does_not_fit_a_field_changes_nothing(search: Search, searched: Session) -> None:
    before = design_text(searched.design)
    search.find(Query("needle"))
    with pytest.raises(EditRefused, match="can't be changed so"):
        search.replace_all("x" * 10_001)
    assert design_text(searched.design) == before


def test_a_search_follows_changes_of_the_document(search: Search, searched: Session) -> None:
    searched.show_view("all")
    search.find(Query("needle"))
    search.step(1)
    search.step(1)
    held = search.matches[search.at].place
    searched.rename("web", "Something else")
    search.refresh()
    assert len(search.matches) == 22
    assert search.matches[search.at].place.what == held.what == "owner"


def test_ten_thousand_components_answer_a_keystroke_at_once(catalog: Catalog, measurer: FontMetrics) -> None:
    count = 10_000
    parts = tuple(
        Component(id=f"c{n}", kind="service", name=f"Service {n}", owner="Team", notes="Some notes")
        for n in range(count)
    )
    lines = tuple(
        Connection(id=f"l{n}", source=f"c{n}", target=f"c{n + 1}", name="reads orders")
        for n in range(count - 1)
    )
    places = {f"c{n}": Placement(x=n % 100 * 300, y=n // 100 * 120) for n in range(count)}
    design = Design(components=parts, connections=lines, views=(View(id="main", nodes=places),))
    search = Search(Session(Store(design), catalog, measurer))
    search.find(Query("z"))
    took = []
    for typed in ("s", "se", "ser", "service 77", "team", "xyz"):
        begun = thread_time()
        search.find(Query(typed))
        took.append(thread_time() - begun)
    # Several times what it takes: only another order of growth fails on a loaded machine.
    assert sorted(took)[len(took) // 2] < 0.25
