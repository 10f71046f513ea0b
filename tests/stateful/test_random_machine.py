"""Random editing of many steps against what must always hold."""

from __future__ import annotations

import pytest
from tests.stateful.machine import Machine
from tests.stateful.steps import SHRINKING, STEPS


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_editing_keeps_all_that_must_hold(seed: int) -> None:
    Machine(seed).run(400, STEPS, SHRINKING)


@pytest.mark.nightly
def test_a_hundred_thousand_random_steps_keep_all_that_must_hold() -> None:
    Machine(2026).run(100_000, STEPS, SHRINKING)


def test_every_step_of_the_table_is_taken() -> None:
    machine, taken = Machine(4), set()
    for step in STEPS:
        taken.add(step.act.__name__)
        machine.run(2, (step,), SHRINKING)
    assert len(taken) == len(STEPS)
