"""Themes: what colour each token of the display list has. The values live in resources/themes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archdraw.core.catalog.stored import cache_key, read_cache, write_cache
from archdraw.core.locations import cache_dir, resources_dir
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

THEME_NAMES = ("light", "dark", "high-contrast", "print")
_FAMILY = "family-"


@frozen
class Theme:
    """The colours of one theme by token; `dark` tells painters of shadows and pictures."""

    name: str
    label: str
    dark: bool
    colors: Mapping[str, str]

    def color(self, token: str) -> str:
        """Return the colour of a token as "#RRGGBB".

        A family that the theme doesn't know (from a pack of the user's own) looks like an external one.

        Raises
        ------
        KeyError
            When the theme has no such token.
        """
        found = self.colors.get(token)
        if found is None and token.startswith(_FAMILY):
            found = self.colors.get("family-external")
        if found is None:
            raise KeyError(f'The theme "{self.name}" has no colour for "{token}".')
        return found

    def mixed(self, token: str, alpha: float, ground: str) -> str:
        """Return the colour that a token of that opacity makes on the token `ground`, as "#RRGGBB"."""
        top, below = channels(self.color(token)), channels(self.color(ground))
        mixed = (round(alpha * a + (1 - alpha) * b) for a, b in zip(top, below, strict=True))
        return "#{:02X}{:02X}{:02X}".format(*mixed)


def channels(color: str) -> tuple[int, int, int]:
    """Return red, green and blue (0..255) of "#RRGGBB"."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio 1..21 of two colours "#RRGGBB" (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=8)
def load_theme(name: str) -> Theme:
    """Return a theme by name: light, dark, high-contrast or print.

    Raises
    ------
    ValueError
        When there is no theme of that name, or its file is not as it should be.
    """
    if name not in THEME_NAMES:
        raise ValueError(f'There is no theme "{name}"; there are: {", ".join(THEME_NAMES)}.')
    content = _theme_files()[name]
    colors = content.get("colors", {})
    return Theme(name, str(content.get("label", name)), bool(content.get("dark")), dict(colors))


@lru_cache(maxsize=1)
def _theme_files() -> dict[str, Any]:
    """Return the content of all theme files, from its compiled form where that is fresh."""
    folder = resources_dir() / "themes"
    key, compiled = cache_key([folder]), cache_dir() / "themes.bin"
    content = read_cache(compiled, key)
    if content is None:
        import tomllib

        content = {}
        for name in THEME_NAMES:
            path = folder / f"{name}.toml"
            try:
                content[name] = tomllib.loads(path.read_text(encoding="utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise ValueError(f"The theme file {path} can't be read: {error}.") from error
        write_cache(compiled, key, content)
    return content


def _luminance(color: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
