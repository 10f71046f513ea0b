"""The records check as pydantic's own models do: the same values taken, the same refused, the same result."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from pydantic import ValidationError

from archdraw.core.model import Component, Connection, Design, InvalidRecordError, Journey, Placement, Record
from archdraw.core.storage.schema import pydantic_model

KINDS: tuple[type[Record], ...] = (Component, Connection, Journey, Placement, Design)
MODELS = {kind: pydantic_model(kind) for kind in KINDS}
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 200_000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "web", "load", "a b", "sync", "call", "strong", "archdraw", "x" * 201]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "kind", "read", "p99_ms", "availability", "x", "y"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[type[Record], dict[str, Any]]:
    kind = draw(st.sampled_from(KINDS))
    names = [*kind.defaults, "unknown"]
    fields = draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=4))
    if draw(st.booleans()):
        fields |= {name: "web" for name in ("id", "kind", "source", "target") if name in kind.defaults}
        fields |= {name: 4 for name in ("x", "y") if name in kind.defaults}
    return kind, fields


@settings(max_examples=400, deadline=None)
@given(documents())
def test_a_record_takes_what_its_pydantic_model_takes(made: tuple[type[Record], dict[str, Any]]) -> None:
    kind, fields = made
    text = json.dumps(fields)
    try:
        expected = MODELS[kind].model_validate_json(text)
    except ValidationError as error:
        found = [(one["type"], one["loc"], one["msg"]) for one in error.errors()]
        with pytest.raises(InvalidRecordError) as refused:
            kind.model_validate_json(text)
        assert [tuple(problem) for problem in refused.value.problems] == found
    else:
        record = kind.model_validate_json(text)
        assert record.model_dump() == expected.model_dump()
        assert record.stated == expected.model_fields_set
        assert kind(**{name: record.__dict__[name] for name in kind.defaults}, **record.extra) == record
