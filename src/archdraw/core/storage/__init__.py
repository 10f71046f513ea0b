"""The document file: strict reading with repairs, readable text, atomic saving, schema."""

from archdraw.core.storage.disk import Disk, SystemDisk
from archdraw.core.storage.errors import StorageError
from archdraw.core.storage.reading import Opened, digest_of, parse_design, read_design, starter_design
from archdraw.core.storage.repair import repair_design
from archdraw.core.storage.saving import save_design, write_atomically
from archdraw.core.storage.schema import design_schema, schema_text
from archdraw.core.storage.writing import design_parts, design_text

__all__ = [
    "Disk",
    "Opened",
    "StorageError",
    "SystemDisk",
    "design_parts",
    "design_schema",
    "design_text",
    "digest_of",
    "parse_design",
    "read_design",
    "repair_design",
    "save_design",
    "schema_text",
    "starter_design",
    "write_atomically",
]
