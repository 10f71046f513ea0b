"""The constrained types that every record of the document is made of."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,199}$"
LABEL_LENGTH = 10_000
TEXT_LENGTH = 1_000_000
COORDINATE_LIMIT = 1e7

Id = Annotated[str, Field(pattern=ID_PATTERN)]
Label = Annotated[str, Field(max_length=LABEL_LENGTH)]
Text = Annotated[str, Field(max_length=TEXT_LENGTH)]
Ratio = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Coordinate = Annotated[float, Field(ge=-COORDINATE_LIMIT, le=COORDINATE_LIMIT)]
Extent = Annotated[float, Field(ge=1, le=COORDINATE_LIMIT)]
Attributes = dict[str, Any]


class Record(BaseModel):
    """One immutable piece of a document. Fields it does not know survive opening and saving."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        strict=True,
        allow_inf_nan=False,
        protected_namespaces=(),
        # One validator for the whole document when one is read, instead of one a class at every start.
        defer_build=True,
    )

    def revised(self, **changes: Any) -> Any:
        """Return a validated copy with the named fields changed.

        Raises
        ------
        pydantic.ValidationError
            When a new value does not fit its field.
        """
        values = dict(self.__dict__)
        if self.__pydantic_extra__:
            values.update(self.__pydantic_extra__)
        values.update(changes)
        return type(self)(**values)
