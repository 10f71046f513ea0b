"""Two states of a design side by side: what was drawn otherwise, and what became of the figures."""

from archdraw.core.comparing.comparison import Comparison, compare
from archdraw.core.comparing.elements import ElementChange, FieldChange, compare_elements
from archdraw.core.comparing.figures import FigureChange, FindingChange
from archdraw.core.comparing.together import both_in_one, change_marks
from archdraw.core.comparing.wording import summary

__all__ = [
    "Comparison",
    "ElementChange",
    "FieldChange",
    "FigureChange",
    "FindingChange",
    "both_in_one",
    "change_marks",
    "compare",
    "compare_elements",
    "summary",
]
