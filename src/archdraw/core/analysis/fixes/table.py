"""All fixes by their id."""

from __future__ import annotations

from archdraw.core.analysis.fixes import (
    calls,
    inserting,
    instances,
    promising,
    reshaping,
    simplifying,
    stated,
)
from archdraw.core.analysis.fixes.fix import Fix

FIXES: dict[str, Fix] = {
    fix.id: fix
    for room in (instances, calls, inserting, reshaping, stated, promising, simplifying)
    for fix in room.FIXES
}
