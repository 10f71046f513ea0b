"""The text of a finding: what, where, why, with which figures, what helps, and who has accepted it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from archdraw.core.analysis.acceptance import Acceptances
from archdraw.core.model import element_name, element_of_event, event_name
from archdraw.qt.bridge import figures
from archdraw.qt.panels.finding_model import SIGNS

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Analysis, Finding
    from archdraw.core.drawing import Theme
    from archdraw.core.model import Design, Suppression

# So many reasons are spelled out for one finding, and so many elements linked.
_REASONS, _ELEMENTS = 4, 12
ELEMENT, RULE = "element", "rule"


class FindingPage:
    """Writes findings of one design as rich text in the colours of a theme.

    Links are "element:ID" and "rule:ID".
    """

    def __init__(self, design: Design, analysis: Analysis | None, theme: Theme) -> None:
        self._design = design
        self._analysis = analysis
        self._theme = theme

    def html(self, finding: Finding) -> str:
        """Return the page of a finding."""
        sign, token = SIGNS[finding.severity]
        colour, severity = self._theme.color(token), finding.severity.capitalize()
        head = f'<span style="color:{colour}">{sign} {severity}</span>'
        parts = [
            f'<p style="margin:0">{head} · {self._link(RULE, finding.rule, finding.rule)}</p>',
            f'<p style="margin:2px 0 6px 0;font-weight:600">{escape(finding.title)}</p>',
            _paragraph(escape(finding.message)),
            *self._standing(finding),
            *self._elements(finding),
            *(self._said("Why", escape(sentence)) for sentence in self._reasons(finding)),
            self._figures(finding),
        ]
        parts += [
            self._said(word, escape(text))
            for word, text in (("Remedy", finding.remedy), ("Source", finding.source))
            if text
        ]
        return "".join(parts)

    def _standing(self, finding: Finding) -> list[str]:
        """Return by whom and until when it is accepted, or that this has ended."""
        if finding.lapsed is not None:
            colour = self._theme.color("warning")
            words = finding.lapsed[:1].upper() + finding.lapsed[1:]
            return [_paragraph(f'<span style="color:{colour}">◆</span> {escape(words)}')]
        if finding.suppressed is None:
            return []
        entry = Acceptances(self._design.suppressions).of(finding)
        return [self._said("Accepted", escape(f"{finding.suppressed.rstrip('. ')}{_ends(entry)}."))]

    def _elements(self, finding: Finding) -> list[str]:
        if not finding.elements:
            return []
        names = [
            self._link(ELEMENT, one, element_name(self._design, one)) for one in finding.elements[:_ELEMENTS]
        ]
        more = len(finding.elements) - len(names)
        return [self._said("Elements", ", ".join(names) + (f" and {more} more" if more else ""))]

    def _reasons(self, finding: Finding) -> tuple[str, ...]:
        """Return why the elements of a finding about single points are some."""
        if self._analysis is None or not finding.rule.startswith("SPF"):
            return ()
        from archdraw.core.analysis.element_impact import single_point_sentences

        elements = dict.fromkeys(element_of_event(self._design, one) for one in finding.elements)
        return tuple(
            sentence
            for one in elements
            for sentence in single_point_sentences(self._design, self._analysis, one)
        )[:_REASONS]

    def _figures(self, finding: Finding) -> str:
        from archdraw.core.analysis.evidence import EvidenceWords

        words = EvidenceWords(lambda one: event_name(self._design, one), figures)
        second = self._theme.color("text-second")
        rows = "".join(
            f'<tr><td style="color:{second};padding-right:12px">{escape(term[:1].upper() + term[1:])}</td>'
            f"<td>{escape(text)}</td></tr>"
            for term, text in words.lines(finding.evidence)
        )
        return f'<table cellspacing="0" style="margin-bottom:6px">{rows}</table>' if rows else ""

    def _said(self, word: str, html: str) -> str:
        return _paragraph(f'<span style="color:{self._theme.color("text-second")}">{word}: </span>{html}')

    def _link(self, kind: str, target: str, text: str) -> str:
        style = f"color:{self._theme.color('accent')};text-decoration:none"
        return f'<a style="{style}" href="{kind}:{escape(target)}">{escape(text)}</a>'


def standing_words(entry: Suppression | None) -> str:
    """Return who answers for an acceptance and until when, for the end of a row: "Ann · until 2027-06-30"."""
    if entry is None:
        return ""
    parts = [entry.owner, f"until {entry.expires}" if entry.expires else "for good"]
    return " · ".join(part for part in parts if part)


def _ends(entry: Suppression | None) -> str:
    words = standing_words(entry)
    return f" ({words.replace(' · ', ', ')})" if words else ""


def _paragraph(html: str) -> str:
    return f'<p style="margin:0 0 6px 0">{html}</p>'
