"""The constrained types that every record of the document is made of."""

from __future__ import annotations

from typing import Annotated, Any

from archdraw.core.model.record import Record
from archdraw.core.model.typing import Limits

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,199}$"
LABEL_LENGTH = 10_000
TEXT_LENGTH = 1_000_000
COORDINATE_LIMIT = 1e7

Id = Annotated[str, Limits(pattern=ID_PATTERN)]
Label = Annotated[str, Limits(max_length=LABEL_LENGTH)]
Text = Annotated[str, Limits(max_length=TEXT_LENGTH)]
Ratio = Annotated[float, Limits(ge=0, le=1)]
Positive = Annotated[float, Limits(gt=0)]
NotNegative = Annotated[float, Limits(ge=0)]
Coordinate = Annotated[float, Limits(ge=-COORDINATE_LIMIT, le=COORDINATE_LIMIT)]
Extent = Annotated[float, Limits(ge=1, le=COORDINATE_LIMIT)]
Attributes = dict[str, Any]

__all__ = [
    "COORDINATE_LIMIT",
    "ID_PATTERN",
    "LABEL_LENGTH",
    "TEXT_LENGTH",
    "Attributes",
    "Coordinate",
    "Extent",
    "Id",
    "Label",
    "NotNegative",
    "Positive",
    "Ratio",
    "Record",
    "Text",
]
