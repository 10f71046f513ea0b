"""The evidence of a finding in one line, with the names of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis import wording
from archdraw.core.analysis.evidence import EvidenceWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.report.naming import Names


def evidence_text(evidence: Mapping[str, Any], names: Names) -> str:
    """Return "downtime a year 1 d 19 h; instances 1"; ids of elements become their names."""
    return EvidenceWords(names.event, wording).text(evidence)
