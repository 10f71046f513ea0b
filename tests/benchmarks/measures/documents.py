"""How long a large document takes to open and save, and how long the review of a middling one takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from tests.benchmarks.figure import Figure

_ROUNDS = 3
_LARGE = 10_000
_REVIEWED = 200


def measure_document() -> list[Figure]:
    """Open and save 10,000 components, beside what JSON alone costs; the median of some runs."""
    from tests.benchmarks.synthetic import synthetic_design

    from archdraw.core.storage import design_text, parse_design, save_design

    data = design_text(synthetic_design(_LARGE).design).encode()
    opened = parse_design(data, "large")
    assert len(opened.design.components) == _LARGE, "something was not opened"
    edited = opened.design.model_copy(update={"title": "edited"})
    baseline = _median_ms(lambda: json.loads(data))
    with TemporaryDirectory() as folder:
        target = Path(folder) / "large.adraw"
        saved = _median_ms(lambda: save_design(target, edited, opened=opened))
        assert target.stat().st_size > len(data) // 2, "nothing was saved"
    read = _median_ms(lambda: parse_design(data, "large"))
    return [
        Figure(f"open {_LARGE:,} components", read, "ms", 1000.0, baseline),
        Figure(f"save {_LARGE:,} components", saved, "ms", 200.0, baseline),
    ]


def measure_review() -> list[Figure]:
    """Write the whole review document of 200 components, once."""
    from tests.benchmarks.synthetic import synthetic_design

    from archdraw.core.analysis import analyse
    from archdraw.core.catalog import load_catalog
    from archdraw.exporters import export_file

    catalog = load_catalog()
    design = synthetic_design(_REVIEWED, tuple(sorted(catalog.kinds))[:30]).design
    analysis = analyse(design, catalog)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "review.pdf"
        begun = process_time()
        export_file("pdf", target, design, catalog, analysis=analysis)
        value = (process_time() - begun) * 1000
        assert target.read_bytes().startswith(b"%PDF"), "no review was written"
    return [Figure(f"review of {_REVIEWED} components", value, "ms", 5000.0)]


def _median_ms(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        begun = process_time()
        work()
        taken.append((process_time() - begun) * 1000)
    return sorted(taken)[_ROUNDS // 2]


MEASURES = {"document": measure_document, "review": measure_review}
