"""Every fix of every finding of the samples: it clears its finding and opens none that is as bad."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.fixes.fix import NoFixError
from archdraw.core.analysis.fixes.preview import preview
from archdraw.core.analysis.result import SEVERITIES, Finding
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.model import Design
from archdraw.core.storage import read_design

SAMPLES = sorted(Path("resources/samples").glob("*.adraw"))


@cache
def catalog() -> Catalog:
    return load_catalog()


@cache
def sample(path: Path) -> Design:
    return read_design(path).design


# These look for a way and may find none; all others always have one.
MAY_REFUSE = ("make-redundant", "quicken")
CASES = [
    (path, finding)
    for path in SAMPLES
    for finding in analyse(sample(path), catalog()).findings
    if finding.fix
]


@pytest.mark.parametrize(
    ("path", "finding"), CASES, ids=[f"{p.stem}-{f.rule}-{'-'.join(f.about)[:40]}" for p, f in CASES]
)
def test_a_fix_clears_its_finding_and_opens_none_as_bad(path: Path, finding: Finding) -> None:
    try:
        found = preview(sample(path), catalog(), finding)
    except NoFixError as refusal:
        # What is bought, or slow by itself, is not mended by drawing: then a sentence says so.
        assert finding.fix in MAY_REFUSE
        said = str(refusal)
    else:
        said = ""
    if said:
        assert re.fullmatch(r"[A-Z].*\.", said)
        return
    assert found.clears
    limit = SEVERITIES.index(finding.severity)
    worse = [one for one in found.opened if SEVERITIES.index(one.severity) <= limit]
    assert not worse, [(one.rule, one.severity, one.message) for one in worse]
