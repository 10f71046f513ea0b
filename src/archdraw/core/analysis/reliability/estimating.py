"""An estimate where cut sets are known, their union is too large and its bounds are far apart."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import accumulate

from archdraw.core.analysis.reliability.families import Cut
from archdraw.core.analysis.reliability.independent import any_fails
from archdraw.core.analysis.structure.cancelling import Stop, check

SAMPLES = 2_000
_NORMAL_95 = 1.959964


def estimate_union(
    sets: Sequence[Cut], chance: Callable[[int], float], should_stop: Stop | None = None, seed: int = 1
) -> tuple[float, float]:
    """Return P(some set fails) with half the width of its 95 % interval.

    R. M. Karp, M. Luby, "Monte-Carlo algorithms for enumeration and reliability problems", FOCS 1983:
    failure of one set is taken for granted, each set as often as it weighs, and counts by 1 ÷ the number of
    sets that have failed with it. The error is relative to the result, however rare it is.
    """
    singles = frozenset(one for cut in sets if len(cut) == 1 for one in cut)
    alone = any_fails(map(chance, singles))
    larger = [cut for cut in sets if len(cut) > 1 and singles.isdisjoint(cut)]
    if not larger:
        return alone, 0.0
    together, half = _entangled(larger, chance, should_stop, random.Random(seed))
    return alone + (1.0 - alone) * together, (1.0 - alone) * half


def _entangled(
    sets: Sequence[Cut], chance: Callable[[int], float], should_stop: Stop | None, rng: random.Random
) -> tuple[float, float]:
    using: dict[int, list[int]] = {}
    for place, cut in enumerate(sets):
        for literal in cut:
            using.setdefault(literal, []).append(place)
    failing = [(literal, chance(literal)) for literal in using]
    known = dict(failing)
    weights = list(accumulate(math.prod(known[one] for one in cut) for cut in sets))
    total = weights[-1]
    if total <= 0.0:
        return 0.0, 0.0
    sizes = [len(cut) for cut in sets]
    summed = squared = 0.0
    for number in range(SAMPLES):
        if number % 50 == 0:
            check(should_stop)
        taken = rng.choices(sets, cum_weights=weights)[0]
        down = [literal for literal, q in failing if rng.random() < q or literal in taken]
        counts: dict[int, int] = {}
        for literal in down:
            for place in using[literal]:
                counts[place] = counts.get(place, 0) + 1
        share = 1.0 / sum(1 for place, count in counts.items() if count == sizes[place])
        summed += share
        squared += share * share
    mean = summed / SAMPLES
    variance = max(0.0, squared / SAMPLES - mean * mean)
    # Where every sample said the same, one of the next could still differ (rule of three).
    error = max(
        _NORMAL_95 * math.sqrt(variance / SAMPLES), 3.0 / SAMPLES * (1.0 - mean) if mean < 1.0 else 0.0
    )
    return min(1.0, total * mean), total * error
