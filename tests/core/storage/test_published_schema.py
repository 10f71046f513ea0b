"""The published schema is the one of the records, and it accepts what they accept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archdraw.core.model import FORMAT_VERSION
from archdraw.core.storage import (
    StorageError,
    design_schema,
    design_text,
    parse_design,
    schema_text,
    starter_design,
)

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
PUBLISHED = RESOURCES / "schema" / f"adraw-{FORMAT_VERSION}.schema.json"
SAMPLES = sorted((RESOURCES / "samples").glob("*.adraw"))
Validator = jsonschema.Draft202012Validator


def test_the_published_schema_is_up_to_date() -> None:
    assert PUBLISHED.read_text("utf-8") == schema_text(), (
        "archdraw schema > resources/schema/… writes it anew"
    )


def test_the_schema_is_a_schema() -> None:
    Validator.check_schema(design_schema())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_follows_the_schema(sample: Path) -> None:
    Validator(design_schema()).validate(json.loads(sample.read_text("utf-8")))


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 6


def test_the_starter_document_follows_the_schema() -> None:
    Validator(design_schema()).validate(json.loads(design_text(starter_design())))


@pytest.mark.parametrize(
    "fields",
    [
        {"format": "drawio"},
        {"version": 2},
        {"components": [{"id": "a"}]},
        {"components": [{"id": "a b", "kind": "service"}]},
        {"components": [{"id": "a", "kind": "service", "replicas": 0}]},
        {"components": [{"id": "a", "kind": "service", "availability": 99.9}]},
        {"connections": [{"id": "a", "source": "b", "target": "c", "kind": "calls"}]},
        {"views": [{"id": "v", "nodes": {"a": {"x": 0}}}]},
        {"journeys": [{"id": "j", "peak_rps": -1}]},
        {"settings": {"year_days": "365"}},
    ],
    ids=json.dumps,
)
def test_schema_and_reader_refuse_the_same(fields: dict[str, Any]) -> None:
    document = {"format": "archdraw", "version": 1, **fields}
    assert not Validator(design_schema()).is_valid(document)
    if fields == {"version": 2}:
        assert parse_design(json.dumps(document).encode(), "d").read_only
        return
    with pytest.raises(StorageError):
        parse_design(json.dumps(document).encode(), "d")


def test_the_schema_lets_unknown_fields_pass() -> None:
    document = {"format": "archdraw", "hologram": 1, "components": [{"id": "a", "kind": "k", "x": 1}]}
    assert Validator(design_schema()).is_valid(document)
