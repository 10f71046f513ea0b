"""Finds the packs and loads the catalogue, from the compiled cache where it is fresh."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archdraw.core import locations
from archdraw.core.catalog.catalogue import Catalog, catalog_from_data
from archdraw.core.catalog.stored import cache_file, cache_key, read_cache, write_cache

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE_PACK = "base"


def load_catalog(
    user_packs: Path | None = None, *, cache: bool = True, more_packs: Sequence[Path] = ()
) -> Catalog:
    """Return the catalogue of the bundled packs, the user's own and those handed in.

    Parameters
    ----------
    user_packs
        The folder of the user's packs, one folder each; None means the usual one. It need not exist.
    cache
        Whether the compiled form may be read from and written to the cache folder.
    more_packs
        Further pack folders, e.g. those that plug-ins bring.

    Returns
    -------
    Catalog
        What is broken in a pack is a sentence in its `problems`; everything else is loaded.

    Raises
    ------
    archdraw.core.locations.MissingDataError
        The bundled component library is not there.
    """
    own = locations.user_packs_dir() if user_packs is None else user_packs
    folders = (*_pack_folders(locations.library_dir()), *_pack_folders(own), *more_packs)
    if not cache:
        return catalog_from_data(_read_packs(folders))
    path, key = cache_file(locations.cache_dir(), folders), cache_key(folders)
    data = read_cache(path, key)
    if data is None:
        data = _read_packs(folders)
        write_cache(path, key, data)
    return catalog_from_data(data)


def _pack_folders(library: Path) -> list[Path]:
    try:
        with os.scandir(library) as entries:
            found = [
                Path(entry.path) for entry in entries if entry.is_dir() and not entry.name.startswith(".")
            ]
    except OSError:
        return []
    # The base pack first: others use its attribute groups and give way where ids clash.
    return sorted(found, key=lambda folder: (folder.name != BASE_PACK, folder.name))


def _read_packs(folders: Sequence[Path]) -> dict[str, Any]:
    # Imported only when the cache is stale: it brings the readers of TOML and SVG.
    from archdraw.core.catalog.packs import PackReader

    reader = PackReader()
    for folder in folders:
        reader.read(folder)
    return reader.data
