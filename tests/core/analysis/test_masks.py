"""Masks of any width say the positions that were put into them."""

from __future__ import annotations

import random

import pytest

from archdraw.core.analysis.structure.masks import bits, mask_of


@pytest.mark.parametrize("width", [1, 2, 60, 64, 300, 3_000])
def test_positions_come_back_lowest_first(width: int) -> None:
    rng = random.Random(width)
    assert bits(0) == []
    for _ in range(200):
        share = rng.choice((0.002, 0.05, 0.19, 0.21, 0.5, 1.0))
        positions = [at for at in range(width) if rng.random() < share]
        mask = sum(1 << at for at in positions)
        assert bits(mask) == positions
        assert mask_of(positions, width) == mask
