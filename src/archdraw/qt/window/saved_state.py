"""What the window remembers from one start to the next, in one readable file of the configuration folder."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QSettings

from archdraw.core.locations import config_dir


class SavedState:
    """Geometry, panels, theme, recent kinds and whether there was a first start."""

    def __init__(self) -> None:
        folder = config_dir()
        folder.mkdir(parents=True, exist_ok=True)
        self._file = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """Return a remembered word."""
        return str(self._file.value(name, default))

    def flag(self, name: str, default: bool) -> bool:
        """Return a remembered yes or no."""
        return str(self._file.value(name, default)).lower() in ("true", "1", "yes")

    def words(self, name: str) -> list[str] | None:
        """Return remembered words, or None where nothing was remembered yet."""
        if not self._file.contains(name):
            return None
        return [word for word in str(self._file.value(name, "")).split("|") if word]

    def numbers(self, name: str) -> list[int]:
        """Return remembered whole numbers."""
        return [int(word) for word in self.words(name) or [] if word.lstrip("-").isdigit()]

    def bytes(self, name: str) -> QByteArray | None:
        """Return what Qt packed, or None."""
        value = self._file.value(name)
        return value if isinstance(value, QByteArray) else None

    def remember(self, name: str, value: str | bool | QByteArray | Iterable[object]) -> None:
        """Remember a value under a name."""
        if isinstance(value, (str, bool, QByteArray)):
            self._file.setValue(name, value)
        else:
            self._file.setValue(name, "|".join(str(item) for item in value))

    def write(self) -> None:
        """Write the file now."""
        self._file.sync()
