"""`archdraw schema`: the published JSON Schema of the document format."""

from __future__ import annotations

import sys


def schema() -> None:
    """Print the JSON Schema of .adraw documents, for editors and validators."""
    from archdraw.core.storage.schema import schema_text

    sys.stdout.write(schema_text())
