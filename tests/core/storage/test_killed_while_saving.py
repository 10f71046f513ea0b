"""A program killed at a random moment of saving leaves a whole document; a naive writer does not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archdraw.core.storage import read_design
from archdraw.core.storage.saving import remove_leftovers

KILLS = 100
# Saves in a loop and says which revision is safe; the naive twin writes into the document itself.
SAVING = """
import os, sys
from pathlib import Path
from archdraw.core.model import Component, Design
from archdraw.core.storage import save_design, design_text
from archdraw.core.storage import saving

saving._READ_AGAIN_UP_TO = 0
file, safely = Path(sys.argv[1]), sys.argv[2] == "safely"
parts = tuple(Component(id=f"c{n}", kind="service", notes="n" * 400) for n in range(2000))
design = Design(title="0", components=parts)
texts = [design_text(design.revised(title=str(n))).encode() for n in range(20)]
saving.document_bytes = lambda design, opened, path: texts[int(design.title) % 20]
designs = [design.revised(title=str(n)) for n in range(20)]
# One process stands for many: each kill takes a child made by fork, without importing everything again.
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        revision = int(line)
        while True:
            revision += 1
            if safely:
                save_design(file, designs[revision % 20])
            else:
                with open(file, "wb", buffering=0) as handle:
                    for start in range(0, len(texts[0]), 4096):
                        handle.write(texts[revision % 20][start:start + 4096])
            os.write(1, f"{os.getpid()} {revision}\\n".encode())
    os.write(1, f"child {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


def killed(file: Path, how: str, kills: int) -> list[str]:
    """Kill a saving program again and again; return what was wrong with the document after each."""
    wrong = []
    randomness = random.Random(11)
    with subprocess.Popen(
        [sys.executable, "-c", SAVING, str(file), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        revision = 0
        for _ in range(kills):
            parent.stdin.write(f"{revision}\n")
            parent.stdin.flush()
            child, saved = 0, revision
            lines = iter(parent.stdout.readline, "dead\n")
            for line in lines:
                word, _, number = line.strip().partition(" ")
                if word == "child":
                    child = int(number)
                else:
                    saved = int(number)
                # At least one save is acknowledged, then the kill comes at a random moment of the next.
                if child and saved > revision:
                    time.sleep(randomness.uniform(0, 0.02))
                    os.kill(child, signal.SIGKILL)
                    break
            for line in lines:
                if not line.startswith("child"):
                    saved = int(line.split()[1])
            revision = saved
            wrong += _faults(file, saved)
        parent.stdin.close()
    return wrong


def _faults(file: Path, saved: int) -> list[str]:
    try:
        data = json.loads(file.read_bytes())
    except ValueError as error:
        return [f"broken after revision {saved}: {error}"]
    # The revision that was acknowledged, or the one after it whose acknowledgement the kill cut off.
    if data["title"] not in (str(saved % 20), str((saved + 1) % 20)):
        return [f"revision {saved} was acknowledged and {data['title']} is there"]
    return []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed program is made by fork")
def test_s6_a_kill_at_any_moment_leaves_a_whole_document(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    started = time.monotonic()
    assert killed(file, "safely", KILLS) == []
    assert time.monotonic() - started < 60
    assert len(read_design(file).design.components) == 2000
    remove_leftovers(file, older_than_s=-1)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed program is made by fork")
def test_s6_the_same_kills_break_a_naive_writer(tmp_path: Path) -> None:
    file = tmp_path / "a.adraw"
    wrong = killed(file, "naively", 25)
    assert any(fault.startswith("broken") for fault in wrong)
