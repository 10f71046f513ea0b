"""The rules, one a file. A new rule is one file and one line in ALL_RULES."""

from archdraw.core.analysis.rules import (
    arc_04,
    cap_01,
    cap_02,
    mod_01,
    sla_01,
    spf_01,
    spf_02,
    spf_03,
    spf_05,
)
from archdraw.core.analysis.rules.rule import NotApplicable, Rule

ALL_RULES: tuple[Rule, ...] = (
    spf_01.RULE,
    spf_02.RULE,
    spf_03.RULE,
    spf_05.RULE,
    cap_01.RULE,
    cap_02.RULE,
    sla_01.RULE,
    arc_04.RULE,
    mod_01.RULE,
)

__all__ = ["ALL_RULES", "NotApplicable", "Rule"]
