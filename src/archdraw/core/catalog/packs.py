"""Reads pack folders; what is broken becomes a sentence and the rest of the pack is loaded.

A pack is a folder with `pack.toml`, `kinds/<kind id>.toml`, `icons/<kind id>.svg` and, where it needs
them, `attributes.toml` and `groups.toml`.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from archdraw.core.catalog.attributes import AttributeGroups, read_attribute_groups
from archdraw.core.catalog.glyphs import MAX_BYTES, parse_glyph
from archdraw.core.catalog.kinds import KindData, read_group_kinds, read_kind
from archdraw.core.catalog.outlines import PathData
from archdraw.core.catalog.records import CatalogError
from archdraw.core.catalog.tables import Table, checked_id

if TYPE_CHECKING:
    from pathlib import Path

GlyphData = tuple[tuple[PathData, ...], ...]

PACK_FORMAT = 1
MAX_TOML_BYTES = 256 * 1024
MAX_KINDS = 2000
UNKNOWN_ICON = "unknown"


class PackReader:
    """Gathers the contents of packs, in the order they are read, as data of built-in types.

    `data` has: packs, kinds (id -> fields), groups, specs (the attribute schemas that kinds and groups
    point at by position), shared (connection and journey attributes), order, unknown_glyph, problems.
    """

    def __init__(self) -> None:
        self.data: dict[str, Any] = {
            "packs": [],
            "kinds": {},
            "groups": {},
            "specs": [],
            "shared": {"connections": [], "journeys": []},
            "order": [],
            "unknown_glyph": None,
            "problems": [],
        }
        self._spec_positions: dict[str, int] = {}
        self._attribute_groups: AttributeGroups = {}

    def read(self, folder: Path) -> None:
        """Add one pack; it never raises for what stands in the pack's files."""
        try:
            info, order = _read_info(folder)
        except CatalogError as error:
            self._report(f"{error} The pack was left out.")
            return
        if any(pack["id"] == info["id"] for pack in self.data["packs"]):
            self._report(f'{folder}: there is a pack "{info["id"]}" already. This one was left out.')
            return
        self.data["packs"].append(info)
        self._read_attribute_groups(folder)
        self._read_group_kinds(folder)
        self._read_kinds(folder, info["id"])
        self.data["order"].extend(order)
        if self.data["unknown_glyph"] is None and (folder / "icons" / f"{UNKNOWN_ICON}.svg").is_file():
            self.data["unknown_glyph"] = self._glyph(folder, UNKNOWN_ICON)

    def _report(self, sentence: str) -> None:
        self.data["problems"].append(sentence)

    def _read_attribute_groups(self, folder: Path) -> None:
        path = folder / "attributes.toml"
        if not path.is_file():
            return
        try:
            groups = read_attribute_groups(_where(path), _parse(path))
        except CatalogError as error:
            self._report(f"{error} The attribute groups of the pack were left out.")
            return
        for name, specs in groups.items():
            if name in self._attribute_groups:
                self._report(f'{_where(path)}: the attribute group "{name}" exists already and was left out.')
                continue
            self._attribute_groups[name] = specs
            if name in self.data["shared"]:
                self.data["shared"][name] = self._positions(list(specs.values()))

    def _read_group_kinds(self, folder: Path) -> None:
        path = folder / "groups.toml"
        if not path.is_file():
            return
        try:
            found = read_group_kinds(_where(path), _parse(path), self._attribute_groups)
        except CatalogError as error:
            self._report(f"{error} The group kinds of the pack were left out.")
            return
        for kind_id, kind in found.items():
            if kind_id in self.data["groups"]:
                self._report(f'{_where(path)}: the group kind "{kind_id}" exists already and was left out.')
                continue
            kind["attributes"] = self._positions(kind["attributes"])
            kind["glyph"] = self._glyph(folder, kind.pop("icon"))
            self.data["groups"][kind_id] = kind

    def _read_kinds(self, folder: Path, pack: str) -> None:
        paths = sorted((folder / "kinds").glob("*.toml"))
        if len(paths) > MAX_KINDS:
            self._report(
                f"{folder}: more than {MAX_KINDS} kinds; those after {paths[MAX_KINDS].name} were left out."
            )
        for path in paths[:MAX_KINDS]:
            try:
                kind = read_kind(_where(path), path.stem, _parse(path), self._attribute_groups)
            except CatalogError as error:
                self._report(f"{error} The kind was left out.")
                continue
            self._add_kind(folder, kind, pack)

    def _add_kind(self, folder: Path, kind: KindData, pack: str) -> None:
        taken = self.data["kinds"].get(kind["id"])
        if taken is not None:
            self._report(
                f'{folder.name}/kinds/{kind["id"]}.toml: the kind "{kind["id"]}" exists already in the pack '
                f'"{taken["pack"]}". This one was left out; give the file another name.'
            )
            return
        kind["attributes"] = self._positions(kind["attributes"])
        kind["glyph"] = self._glyph(folder, kind["id"])
        kind["icon_path"] = str(folder / "icons" / f"{kind['id']}.svg")
        kind["pack"] = pack
        self.data["kinds"][kind["id"]] = kind

    def _positions(self, specs: list[dict[str, Any]]) -> list[int]:
        positions = []
        for spec in specs:
            key = repr(spec)
            if key not in self._spec_positions:
                self._spec_positions[key] = len(self.data["specs"])
                self.data["specs"].append(spec)
            positions.append(self._spec_positions[key])
        return positions

    def _glyph(self, folder: Path, icon: str) -> GlyphData | None:
        path = folder / "icons" / f"{icon}.svg"
        try:
            glyph = parse_glyph(_glyph_text(path))
        except FileNotFoundError:
            self._report(f"{_where(path)} is missing; a general picture is shown.")
        except (OSError, UnicodeDecodeError) as error:
            self._report(f"{_where(path)} cannot be read ({error}); a general picture is shown.")
        except CatalogError as error:
            self._report(f"{_where(path)}: {error} A general picture is shown.")
        else:
            return (glyph.strokes, glyph.accents, glyph.solids)
        return None


def _glyph_text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise CatalogError(f"The glyph is larger than {MAX_BYTES // 1024} kB.")
    return path.read_text(encoding="utf-8")


def _where(path: Path) -> str:
    inner = path.parent.name in ("kinds", "icons")
    return "/".join(path.parts[-3:] if inner else path.parts[-2:])


def _parse(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_TOML_BYTES:
            raise CatalogError(f"{_where(path)} is larger than {MAX_TOML_BYTES // 1024} kB.")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{_where(path)} cannot be read: {error}.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CatalogError(f"{_where(path)} is not valid TOML: {error}.") from None


def _read_info(folder: Path) -> tuple[dict[str, str], list[str]]:
    path = folder / "pack.toml"
    if not path.is_file():
        raise CatalogError(f'The pack folder "{folder}" has no file pack.toml.')
    table = Table(_where(path), _parse(path))
    version = table.number("format", 1)
    if version != PACK_FORMAT:
        raise table.fault("format", f"must be {PACK_FORMAT}; a newer ArchDraw may be needed")
    info = {
        "id": checked_id(table.where, table.text("id")),
        "label": table.text("label"),
        "version": table.text("version"),
        "license": table.text("license", ""),
        "summary": table.text("summary", ""),
        "path": str(folder),
    }
    order = table.texts("order", most=MAX_KINDS)
    table.close()
    return info, order
