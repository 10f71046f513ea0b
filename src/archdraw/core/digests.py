"""SHA-256 of bytes, without the library of ciphers that `hashlib` loads: a hundredth of the start."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# Python's own implementation, under its name in 3.12 and later, in 3.11, and the way round.
_HOMES = ("_sha2", "_sha256", "hashlib")


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    return str(_sha256()(data).hexdigest())


def sha256_hex_of(parts: Iterable[bytes]) -> str:
    """Return the SHA-256 of bytes that come in parts, in hexadecimal."""
    digest = _sha256()()
    for part in parts:
        digest.update(part)
    return str(digest.hexdigest())


@lru_cache(maxsize=1)
def _sha256() -> Any:
    for home in _HOMES:
        try:
            return import_module(home).sha256
        except (ImportError, AttributeError):
            continue
    raise RuntimeError("This Python has no SHA-256.")
