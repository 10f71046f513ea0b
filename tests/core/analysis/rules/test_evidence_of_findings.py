"""What stands beside a finding reads as figures with units, whatever the rule."""

from __future__ import annotations

import re

import pytest
from tests.core.analysis.rules.drawn import Pair, findings_of
from tests.core.analysis.rules.test_every_rule import PAIRS

from archdraw.core.analysis import wording
from archdraw.core.analysis.evidence import EvidenceWords
from archdraw.core.model import element_name

# A unit that is left in the words of a key; a share that is no percentage, a number nobody can read.
_UNIT = re.compile(r"\b(rps|ms|s|bytes|bit|usd)\b")
_RAW = re.compile(r"\b0\.\d{3,}$|\d{1,3}(,\d{3}){3}|\d{3},\d{3}\s?d\b|10[⁰-⁹]")


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_no_figure_of_a_finding_lacks_its_unit(pair: Pair) -> None:
    finding = findings_of(pair.failing, pair.rule)[0]
    words = EvidenceWords(lambda one: element_name(pair.failing, one), wording)
    lines = words.lines(finding.evidence)
    assert [term for term, _ in lines if _UNIT.search(term)] == []
    assert [line for line in lines if _RAW.search(line[1]) and line[0] != "probability"] == []
