"""Kinds of review documents: the whole one, two pages for those who decide, the answer of an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.report.chapters.availability import availability
from archdraw.report.chapters.brief import brief
from archdraw.report.chapters.performance import performance
from archdraw.report.chapters.remediation import remediation
from archdraw.report.chapters.requirements import decisions, requirements
from archdraw.report.chapters.topology import topology

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.report.context import ReportContext
    from archdraw.report.document import Section

    Chapter = Callable[[ReportContext], tuple[Section, ...]]


class Template(NamedTuple):
    """What a kind of document is called and consists of; `brief`: a head instead of cover and contents."""

    name: str
    title: str
    subtitle: str
    chapters: tuple[Chapter, ...]
    brief: bool = True


SUMMARY = Template("summary", "Two-page summary", "Architecture review: summary", (brief,))
INTERVIEW = Template(
    "interview",
    "Interview hand-in",
    "System design",
    (requirements, topology, availability, performance, decisions, remediation),
)
SHORT_TEMPLATES = (SUMMARY, INTERVIEW)
TEMPLATE_NAMES = ("full", *(one.name for one in SHORT_TEMPLATES))
