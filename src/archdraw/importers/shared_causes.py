"""Groups of events that fail together by common causes: which causes there are, and how probable each is."""

from __future__ import annotations

from itertools import combinations
from math import comb, fsum, isclose, prod
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GroupModel = Literal["beta-factor", "MGL", "alpha-factor", "phi-factor"]
MODELS: tuple[GroupModel, ...] = get_args(GroupModel)
# More causes of one group are not told apart: of twelve members each set is one.
MOST_CAUSES = 4_095


def first_level(model: GroupModel, members: int) -> int:
    """Return how many members the first factor of a model is about; the next ones are about one more each."""
    return {"beta-factor": members, "MGL": 2}.get(model, 1)


def level_probabilities(
    model: GroupModel, members: int, total: float, factors: Sequence[float]
) -> dict[int, float]:
    """Return by number of members how probable it is that a cause fails just those members.

    Parameters
    ----------
    model
        How the factors share out the probability of a member. With Q for that and m for the members,
        beta: βQ fails all of them, (1 − β)Q one. MGL: ρ₂ … ρₖ(1 − ρₖ₊₁)Q ÷ C(m−1, k−1) fails given k. alpha:
        kαₖQ ÷ (C(m−1, k−1) Σ jαⱼ). phi: φₖQ. (A. Mosleh et al., NUREG/CR-5485, 1998, for MGL and alpha;
        Open-PSA Model Exchange Format 2.0 for all.)
    members
        How many there are, at least two.
    total
        How probable it is that a member fails, 0 to 1.
    factors
        0 to 1 each, of one number of failing members after the other from `first_level` on.

    Raises
    ------
    ValueError
        With what is wrong with the factors, as part of a sentence.
    """
    first = first_level(model, members)
    most = members - first + 1
    if not factors or len(factors) > most:
        told = "one factor" if most == 1 else f"one to {most} factors"
        raise ValueError(f"{members} members by the model {model} need {told}, not {len(factors)}")
    if min(factors) < 0.0 or max(factors) > 1.0:
        raise ValueError("a factor must be 0 to 1")
    if model == "beta-factor":
        return {1: (1.0 - factors[0]) * total, members: factors[0] * total}
    if model == "MGL":
        passed = [*factors, 0.0]
        shares = [prod(factors[:level]) * (1.0 - passed[level]) for level in range(len(passed))]
    elif model == "alpha-factor":
        weighed = [level * factor for level, factor in enumerate(factors, start=1)]
        if sum(weighed) <= 0.0:
            raise ValueError("the factors must not all be 0")
        shares = [one / fsum(weighed) for one in weighed]
    else:
        if not isclose(fsum(factors), 1.0, rel_tol=1e-6):
            raise ValueError(f"the factors add up to {fsum(factors):g}; they must add up to 1")
        return {level: factor * total for level, factor in enumerate(factors, start=1)}
    return {
        level: share * total / comb(members - 1, level - 1) for level, share in enumerate(shares, start=1)
    }


def causes(members: Sequence[str], probabilities: Mapping[int, float]) -> dict[tuple[str, ...], float]:
    """Return by the members that it fails each cause that is possible, with its probability.

    Raises
    ------
    ValueError
        There are more than `MOST_CAUSES`; with the number, as part of a sentence.
    """
    levels = [level for level, chance in probabilities.items() if chance > 0.0]
    number = sum([comb(len(members), level) for level in levels])
    if number > MOST_CAUSES:
        raise ValueError(f"the group has {number:,} common causes; more than {MOST_CAUSES:,} are not read")
    return {those: probabilities[level] for level in levels for those in combinations(members, level)}
