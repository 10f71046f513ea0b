"""Findings for programs that collect them: SARIF, JUnit, annotations of a pull request; and the baseline."""
