"""The published JSON Schema of the document format."""

from __future__ import annotations

import json
from typing import Any

from archdraw.core.model import Design

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def design_schema() -> dict[str, Any]:
    """Return the JSON Schema of a document, made from the records themselves."""
    schema = Design.model_json_schema()
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "ArchDraw design document",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def schema_text() -> str:
    """Return the schema as it is printed and published: JSON with a newline at the end."""
    return json.dumps(design_schema(), ensure_ascii=False, indent=2) + "\n"
