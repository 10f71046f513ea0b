"""The digest is SHA-256, whichever implementation of it is at hand."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, strategies as st

from archdraw.core import digests


@given(st.binary(max_size=300))
def test_it_is_sha_256(data: bytes) -> None:
    assert digests.sha256_hex(data) == hashlib.sha256(data).hexdigest()


def test_without_an_implementation_of_its_own_hashlib_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "_HOMES", ("no_such_module", "hashlib"))
    assert digests.sha256_hex(b"") == hashlib.sha256(b"").hexdigest()


@given(st.lists(st.binary(max_size=40)))
def test_of_parts_it_is_that_of_all_of_them_together(parts: list[bytes]) -> None:
    assert digests.sha256_hex_of(parts) == digests.sha256_hex(b"".join(parts))
