"""Measures speed and memory against their budgets: `python tests/benchmarks [--only NAME] [--json FILE]`.

Every module in `measures` has a table `MEASURES` of names and functions that return figures. All times are
CPU times; each comes with a baseline taken in the same run, since machines differ and wander.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
Measure = Callable[[], "list[Figure]"]


def find_measures() -> dict[str, Measure]:
    """Return all measures by name."""
    package = importlib.import_module("tests.benchmarks.measures")
    found: dict[str, Measure] = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
        loaded = importlib.import_module(f"tests.benchmarks.measures.{module.name}")
        found.update(loaded.MEASURES)
    return found


def _is_asked(name: str, asked: list[str]) -> bool:
    return any(name == one or name.startswith(one.removesuffix("-") + "-") for one in asked)


def main(arguments: list[str]) -> int:
    """Run the measures that are asked for; return 1 when one is over its budget."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    from tests.benchmarks.figure import table

    measures = find_measures()
    parser = argparse.ArgumentParser(prog="bench", description="Measure speed and memory against budgets.")
    names = ", ".join(measures)
    parser.add_argument("--only", metavar="NAME", action="append", help=f"one of {names}, or how it begins")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures as a JSON list")
    chosen = parser.parse_args(arguments)
    wanted = [name for name in measures if not chosen.only or _is_asked(name, chosen.only)]
    if not wanted:
        parser.error(f"there is no such measure; there are: {names}")
    figures: list[Figure] = []
    broken: list[str] = []
    for name in wanted:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            figures += measures[name]()
        except Exception:  # noqa: BLE001 - one measure that breaks off does not lose the others
            traceback.print_exc()
            broken.append(name)
    print(table(figures))
    for name in broken:
        print(f"{name} broke off; the reason stands above.")
    if chosen.json:
        records = [figure.record() for figure in figures]
        chosen.json.write_text(json.dumps(records, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if not broken and all(figure.ok for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
