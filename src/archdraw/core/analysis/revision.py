"""Which state of a design a result belongs to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archdraw.core.digests import sha256_hex

if TYPE_CHECKING:
    from archdraw.core.model import Design


def design_revision(design: Design) -> str:
    """Return "sha256:…" over the model, positions left out.

    Canonical JSON: keys sorted, defaults left out, no spaces; views (where things stand) do not count, nor
    does a simulation that the document keeps: it is a result, and says itself which state it belongs to.
    """
    model = json.loads(design.model_dump_json(exclude={"views"}, exclude_defaults=True))
    extensions = model.get("extensions", {})
    if extensions.pop("simulation", None) is not None and not extensions:
        del model["extensions"]
    text = json.dumps(model, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + sha256_hex(text.encode("utf-8", "surrogatepass"))
