"""Units that our table does not have, looked up in pint; the only place that loads it (0.4 s, once)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archdraw.core.estimate.dimensions import TIME, dimension
from archdraw.core.estimate.units import Unit, UnitsLoadingError

if TYPE_CHECKING:
    from archdraw.core.estimate.dimensions import Dimension

_BASES = {
    "second": TIME,
    "meter": "m",
    "kilogram": "kg",
    "ampere": "A",
    "kelvin": "K",
    "mole": "mol",
    "candela": "cd",
}
# Short signs that may carry a short prefix (kW, km); with any other an ad would be an attoday.
_SIGNS = frozenset({"W", "Wh", "J", "Hz", "m", "g", "V", "A", "Pa", "L"})


@lru_cache(maxsize=1)
def _registry() -> Any:
    """Return the library's registry; None where it is not installed: such words are counted things then."""
    try:
        import pint
    except ImportError:
        return None
    return pint.UnitRegistry()


def loaded() -> bool:
    """Tell whether the library was loaded, so that looking a word up takes no time worth speaking of."""
    return bool(_registry.cache_info().currsize)


def load() -> None:
    """Load the library; takes about 0.4 s, so a window does this on a thread."""
    _registry()


@lru_cache(maxsize=512)
def look_up(word: str) -> Unit | None:
    """Return the unit that the general library knows by this word, None for none that can be multiplied.

    Degrees with a zero of their own, and what it takes for plain numbers, are none.
    """
    registry = _registry()
    if registry is None:
        return None
    import pint

    if not _plainly_meant(word, registry):
        return None
    try:
        found = registry.Quantity(1.0, registry.parse_units(word)).to_base_units()
        again = registry.Quantity(2.0, registry.parse_units(word)).to_base_units()
    except (pint.errors.PintError, ValueError, AttributeError, TypeError, ArithmeticError):
        return None
    powers: Dimension | None = _powers(found)
    if not powers or abs(again.magnitude - 2.0 * found.magnitude) > 1e-9 * abs(again.magnitude):
        return None
    return Unit(word, float(found.magnitude), powers)


def look_up_if_loaded(word: str) -> Unit | None:
    """Return what `look_up` does, without ever loading the library.

    Raises
    ------
    UnitsLoadingError
        When it is not loaded.
    """
    if not loaded():
        raise UnitsLoadingError(word)
    return look_up(word)


def _plainly_meant(word: str, registry: Any) -> bool:
    """Tell whether a word is a unit's own name or sign, or one with a prefix written as it is."""
    readings = registry.parse_unit_name(word)
    if not readings:
        return False
    prefix, name, _ = readings[0]
    if not prefix:
        return word in (name, f"{name}s") or len(word) > 3 or word in _SIGNS
    if word.startswith(prefix):
        return word.removeprefix(prefix) in (name, f"{name}s")
    return any(word.endswith(sign) and len(word) <= len(sign) + 2 for sign in _SIGNS)


def _powers(found: Any) -> Dimension | None:
    parts = []
    for name, exponent in found.unit_items():
        if name not in _BASES or exponent != int(exponent):
            return None
        parts.append((_BASES[name], int(exponent)))
    return dimension(parts)
