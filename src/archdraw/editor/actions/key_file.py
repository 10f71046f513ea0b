"""The user's keys as a file that can be edited by hand: `keys.json` in the configuration folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archdraw.core.locations import config_dir
from archdraw.editor.actions.key_map import KeyMap, reserved
from archdraw.editor.chords import tidy_chord
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from archdraw.editor.actions.action import Action

FILE_NAME = "keys.json"
_FORMAT = "archdraw-keys"
_LARGEST = 1_000_000


def keys_file() -> Path:
    """Return where the user's keys are kept."""
    return config_dir() / FILE_NAME


def load_keys(actions: Iterable[Action]) -> KeyMap:
    """Return the keys of all actions; what can't be read is left out and told in `KeyMap.problem`."""
    path = keys_file()
    try:
        if path.stat().st_size > _LARGEST:
            return KeyMap(actions, problem=_broken("it is far too large"))
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return KeyMap(actions)
    except (OSError, UnicodeDecodeError) as error:
        return KeyMap(actions, problem=_broken(getattr(error, "strerror", None) or "it is no text"))
    own, problem = read_keys(text)
    return KeyMap(actions, own, problem)


def read_keys(text: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """Return the chords by action that a file says, and a sentence about what is wrong with it."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        return {}, _broken(f"line {line} is no JSON" if line else "it is no JSON")
    keys = content.get("keys") if isinstance(content, dict) else None
    if not isinstance(keys, dict):
        return {}, _broken("it has no “keys”")
    own: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    for action_id, named in keys.items():
        chords = _chords(named)
        if chords is None:
            wrong.append(action_id)
        else:
            own[action_id] = chords
    if not wrong:
        return own, ""
    entries = ", ".join(f"“{one}”" for one in wrong[:3]) + (" and more" if len(wrong) > 3 else "")
    return own, f"{FILE_NAME}: the keys of {entries} can’t be used and stay as they were."


def write_keys(keys: KeyMap) -> None:
    """Write what the user has changed; with nothing changed the file is removed.

    Raises
    ------
    EditRefused
        When it can't be written.
    """
    from archdraw.core.storage import StorageError, SystemDisk, write_atomically

    path = keys_file()
    try:
        if not keys.own:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, keys_text(keys).encode("utf-8"), SystemDisk(), name=str(path))
    except (OSError, StorageError) as error:
        sentence = f"The keys hold until the window is closed; they can’t be saved: {error}"
        raise EditRefused(sentence) from error


def keys_text(keys: KeyMap) -> str:
    """Return the content of the file."""
    lines = [
        f"    {json.dumps(action_id)}: {json.dumps(list(chords), ensure_ascii=False)}"
        for action_id, chords in sorted(keys.own.items())
    ]
    head = f'{{\n  "format": "{_FORMAT}",\n  "version": 1,\n  "keys": {{\n'
    return head + ",\n".join(lines) + "\n  }\n}\n"


def _chords(named: Any) -> tuple[str, ...] | None:
    texts = [named] if isinstance(named, str) else named
    if not isinstance(texts, list):
        return None
    chords = [tidy_chord(one) if isinstance(one, str) else None for one in texts]
    kept = [one for one in chords if one is not None and not reserved(one)]
    return tuple(dict.fromkeys(kept)) if len(kept) == len(chords) else None


def _broken(why: str) -> str:
    return f"{FILE_NAME} can’t be read ({why}); all keys are as they come with the program."
