"""The review of a sample holds all of it, and is a well-made PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from archdraw.core.analysis import Analysis
from archdraw.core.analysis.wording import availability_text, downtime_text
from archdraw.core.model import Component, Design
from archdraw.exporters import ExportStopped

SAMPLES = (
    "url-shortener",
    "news-feed",
    "online-boutique",
    "kubernetes-ha",
    "kubernetes-broken-control-plane",
    "kubernetes-bare-pods",
    "chat",
    "rate-limiter",
    "web-crawler",
)


def plain(text: str) -> str:
    return re.sub(r"[\s\u2009\u00a0]+", "", text)


@pytest.mark.parametrize("name", SAMPLES)
def test_text_holds_every_component_journey_figure_and_finding(
    name: str,
    sample: Callable[[str], Design],
    review: Callable[..., Any],
    analysed: Callable[[Design], Analysis],
) -> None:
    design = sample(name)
    analysis = analysed(design)
    made = review(design, analysis=analysis)
    # The bundled fonts have every sign: what we write ourselves looks the same on every machine.
    assert made.warnings == ()
    text = plain(made.text())
    for component in design.components:
        assert plain(component.name) in text
    for journey in analysis.journeys:
        measure = journey.measures["served"]
        assert plain(availability_text(measure.availability, measure.unavailability)) in text
        assert plain(downtime_text(measure.downtime_s_year)) in text
    for number, finding in enumerate(analysis.findings, 1):
        assert plain(f"F{number} · {finding.rule} · {finding.title}") in text
        assert plain(finding.message) in text
        assert plain(finding.remedy) in text
    for assumption in analysis.assumptions:
        assert plain(assumption.source) in text


def test_every_font_is_embedded_as_a_subset(shop: Any) -> None:
    names = set()
    with shop.opened() as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                names.add(str(font.BaseFont))
                assert "/FontFile2" in font.FontDescriptor
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in names), names
    assert {re.sub(r"^/[A-Z]{6}\+", "", name).partition("-")[0] for name in names} == {
        "FiraSans",
        "IBMPlexMono",
    }


def test_outline_names_every_section_and_leads_to_its_page(shop: Any) -> None:
    document = pypdfium2.PdfDocument(shop.data)
    entries = [(one.get_title(), one.get_dest().get_index(), one.level) for one in document.get_toc()]
    pages = shop.pages()
    document.close()
    titles = [title for title, _, _ in entries]
    assert titles[0] == "Contents"
    assert "1 Executive summary" in titles
    for wanted in (r"\d+ Availability", r"\d+\.1 Critical", r"\d+\.3 Connections"):
        assert any(re.fullmatch(wanted, title) for title in titles), wanted
    for title, index, _ in entries:
        assert plain(title) in plain(pages[index])
    assert [index for _, index, _ in entries] == sorted(index for _, index, _ in entries)


def test_every_link_leads_somewhere_inside_and_nothing_runs_or_fetches(shop: Any) -> None:
    with shop.opened() as pdf:
        pages = {page.objgen for page in pdf.pages}
        count = 0
        for page in pdf.pages:
            width, height = float(page.MediaBox[2]), float(page.MediaBox[3])
            for note in page.get("/Annots", []):
                count += 1
                assert note.Subtype == "/Link"
                assert "/A" not in note
                assert note.Dest[0].objgen in pages
                left, bottom, right, top = (float(value) for value in note.Rect)
                assert 0 <= left < right <= width
                assert 0 <= bottom < top <= height
        assert count > 100
        assert len(pdf.attachments) == 1, "the design alone"
    words = shop.words()
    assert b"/StructTreeRoot" in words, "the words of the objects can be read"
    for word in (b"/JavaScript", b"/JS (", b"/Launch", b"/URI", b"/OpenAction", b"/AA <<", b"/SubmitForm"):
        assert word not in words


def test_findings_lead_to_the_figures_they_rest_on(shop: Any) -> None:
    pages = shop.pages()
    at = next(index for index, text in enumerate(pages) if "F1 · SPF-01" in text and index > 3)
    figure = next(
        index for index, text in enumerate(pages) if "Where one failure is enough" in text and index > 2
    )
    with shop.opened() as pdf:
        wanted = pdf.pages[figure].objgen
        reached = set()
        for note in pdf.pages[at].Annots:
            reached.add(note.Dest[0].objgen)
        assert wanted in reached


def test_pages_are_numbered_and_carry_title_and_metadata(shop: Any) -> None:
    pages = shop.pages()
    for number, text in enumerate(pages[1:], 2):
        assert f"page {number} of {len(pages)}" in text
        assert text.startswith("URL shortener")
    with shop.opened() as pdf:
        assert str(pdf.docinfo["/Title"]) == "URL shortener: architecture review"
        assert str(pdf.docinfo["/Author"]) == "ArchDraw samples"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261123")
        assert str(pdf.Root.Lang) == "en"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["url-shortener", "online-boutique"])
def test_no_text_leaves_its_page_and_no_label_is_too_small(
    name: str, paper: str, sample: Callable[[str], Design], review: Callable[..., Any]
) -> None:
    document = pypdfium2.PdfDocument(review(sample(name), paper=paper).data)
    for page in document:
        width, height = page.get_size()
        texts = page.get_textpage()
        for index in range(texts.count_rects()):
            left, bottom, right, top = texts.get_rect(index)
            assert 18 <= left <= right <= width - 18
            assert 18 <= bottom <= top <= height - 18
    document.close()


def test_same_design_gives_the_same_bytes(
    sample: Callable[[str], Design], review: Callable[..., Any]
) -> None:
    design = sample("kubernetes-ha")
    assert review(design).data == review(design).data


def test_every_page_shows_something_and_none_is_nearly_empty(shop: Any) -> None:
    document = pypdfium2.PdfDocument(shop.data)
    for number, page in enumerate(document, 1):
        picture = page.render(scale=0.5).to_pil().convert("L")
        left, _, right, _ = picture.point(lambda value: 255 if value < 200 else 0).getbbox()
        assert right - left > picture.width * 0.7
        inner = picture.crop((0, int(picture.height * 0.1), picture.width, int(picture.height * 0.92)))
        box = inner.point(lambda value: 255 if value < 200 else 0).getbbox()
        assert box is not None
        # The last page ends where the text does.
        assert box[3] - box[1] > inner.height * (0.25 if number < len(document) else 0.05)
    document.close()


def test_the_title_of_a_short_document_stands_on_the_page_of_its_large_drawing(
    sample: Callable[[str], Design], review: Callable[..., Any]
) -> None:
    pages = review(sample("kubernetes-ha"), template="interview").pages()
    assert "System design" in pages[0]
    assert "Ingress controller" in pages[0]


def test_a_long_export_tells_how_far_it_is(
    sample: Callable[[str], Design], review: Callable[..., Any]
) -> None:
    told: list[tuple[float, str]] = []
    pdf = review(sample("kubernetes-ha"), progress=lambda share, text: told.append((share, text)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == pytest.approx(1.0)
    pages = len(pdf.pages())
    assert [text for _, text in told[-3:]] == [
        f"Page {pages} of {pages}",
        "Closing the file",
        "Packing the file",
    ]
    assert any(text == "Laying out Findings" for _, text in told)


def test_an_export_can_be_given_up_while_it_is_laid_out(
    sample: Callable[[str], Design], review: Callable[..., Any]
) -> None:
    told: list[str] = []
    with pytest.raises(ExportStopped):
        review(
            sample("kubernetes-ha"),
            progress=lambda _, text: told.append(text),
            should_stop=lambda: "Laying out Findings" in told,
        )
    assert told[-1] == "Laying out Findings"


def test_an_empty_design_gives_a_short_document_that_says_so(review: Callable[..., Any]) -> None:
    text = review(Design(title="")).text()
    assert "Untitled design" in text
    assert "is empty" in text
    assert "No journey is drawn" in text


def test_a_part_without_journeys_is_still_described(review: Callable[..., Any]) -> None:
    text = review(Design(title="Parts", components=(Component(id="a", kind="service", name="Lone"),))).text()
    assert "Lone" in text
    assert "nothing can be said about availability" in text


@pytest.mark.slow
def test_two_hundred_components_are_all_in_the_document(
    chained: Callable[..., Design], review: Callable[..., Any], analysed: Callable[[Design], Analysis]
) -> None:
    design = chained([f"Service {index}" for index in range(199)])
    analysis = analysed(design)
    pdf = review(design, analysis=analysis)
    assert "Service 198" in pdf.text()
