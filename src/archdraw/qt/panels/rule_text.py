"""The page of a rule as rich text: what became of it here, why it is one, by which limits, what mends it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from archdraw.core.analysis.rule_pages import by_hand_text, how_to_accept, limit_text, page_of
from archdraw.qt.panels.finding_model import SIGNS
from archdraw.qt.panels.rule_model import STATES

if TYPE_CHECKING:
    from archdraw.core.drawing import Theme
    from archdraw.core.model import Design
    from archdraw.qt.panels.rule_model import RuleLine

# Links of the page.
FINDINGS, THRESHOLD = "findings", "threshold"


def rule_html(line: RuleLine, design: Design, theme: Theme) -> str:
    """Return the page of a rule in the colours of a theme; links are "findings:ID" and "threshold:NAME"."""
    page = page_of(line.rule)
    second, accent = theme.color("text-second"), theme.color("accent")

    def said(word: str, html: str) -> str:
        return f'<p style="margin:0 0 6px 0"><span style="color:{second}">{word}: </span>{html}</p>'

    def link(kind: str, target: str, text: str) -> str:
        style = f"color:{accent};text-decoration:none"
        return f'<a style="{style}" href="{kind}:{escape(target)}">{escape(text)}</a>'

    sign, token = SIGNS[page.severity]
    head = f'<span style="color:{theme.color(token)}">{sign} {page.severity.capitalize()}</span>'
    rest = f"at its worst · {page.id} · {escape(page.family)}"
    parts = [
        f'<p style="margin:0">{head} <span style="color:{second}">{rest}</span></p>',
        f'<p style="margin:2px 0 6px 0;font-weight:600">{escape(page.title)}</p>',
    ]
    state = escape(line.state)
    if line.status is not None:
        mark, _, paint = STATES[line.status]
        state = f'<span style="color:{theme.color(paint)}">{mark}</span> {state}'
    if line.count:
        words = f"{line.count} {'finding' if line.count == 1 else 'findings'}"
        state += f" · {link(FINDINGS, page.id, f'show the {words}')}"
    parts += [said("Here", state), said("Looks at", escape(page.looks_at)), said("Why", escape(page.why))]
    stated = design.settings.thresholds
    for name, limit in page.thresholds:
        value = stated.get(name)
        known = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
        here = f"{limit_text(float(value), limit.unit)} here, " if known and value is not None else ""
        usual = f"{here}{limit_text(limit.default, limit.unit)} by default"
        parts.append(said(link(THRESHOLD, name, name), escape(f"{usual}. {limit.meaning} ({limit.source})")))
    parts += [said("Fix", escape(f"{title}, beside the finding")) for _, title in page.fixes]
    if by_hand := by_hand_text(page):
        parts.append(said("By hand", escape(by_hand)))
    parts += [said("Accepting", escape(how_to_accept(page.id)[0])), said("Source", escape(page.source))]
    return "".join(parts)
