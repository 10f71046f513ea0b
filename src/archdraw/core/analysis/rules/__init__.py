"""The rules, one a file."""

from archdraw.core.analysis.rules.rule import NotApplicable, Rule

ALL_RULES: tuple[Rule, ...] = ()

__all__ = ["ALL_RULES", "NotApplicable", "Rule"]
