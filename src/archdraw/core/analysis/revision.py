"""Which state of a design a result belongs to."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archdraw.core.model import Design


def design_revision(design: Design) -> str:
    """Return "sha256:…" over the model, positions left out.

    Canonical JSON: keys sorted, defaults left out, no spaces; views (where things stand) do not count.
    """
    model = json.loads(design.model_dump_json(exclude={"views"}, exclude_defaults=True))
    text = json.dumps(model, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
