"""Accepting findings, and judging rules otherwise in one document; each verb is one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.result import SEVERITIES
from archdraw.core.history import DOCUMENT_KEY
from archdraw.core.model import InvalidRecordError, Suppression
from archdraw.editor.document import EditRefused

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Finding
    from archdraw.editor.workspace import Workspace

OFF = "off"


def key_for(desk: Workspace, finding: Finding) -> str | None:
    """Return the key of the acceptance that holds for a finding, else of the one that has ended, or None."""
    from archdraw.core.analysis.acceptance import Acceptances

    table: dict[str, Suppression] = dict(desk.store.table("suppressions"))
    known = Acceptances(tuple(table.values()))
    found = known.of(finding) or known.ended(finding)
    return next((key for key, entry in table.items() if entry is found), None)


def accept(desk: Workspace, entry: Suppression, key: str | None = None) -> str:
    """Put an acceptance into the document, in place of that of a key; return its key.

    Raises
    ------
    EditRefused
        It gives no reason, its day is none, or the document is read-only.
    """
    _check(entry)
    key = key if key is not None and desk.store.get("suppressions", key) is not None else _free_key(desk)
    with desk.change(f"Accept {entry.rule}") as store:
        store.put("suppressions", key, entry)
    return key


def take_back(desk: Workspace, key: str) -> None:
    """Take an acceptance back: what it hid is open again.

    Raises
    ------
    EditRefused
        It is not there any more, or the document is read-only.
    """
    entry = desk.store.get("suppressions", key)
    if entry is None:
        raise EditRefused("This is not accepted any more.")
    with desk.change(f"Take back the acceptance of {entry.rule}") as store:
        store.remove("suppressions", key)


def judge(desk: Workspace, rule: str, severity: str | None) -> None:
    """Say how bad a rule is in this document: a severity, "off", or None for what the rule says itself.

    Raises
    ------
    EditRefused
        There is no such severity, or the document is read-only.
    """
    if severity not in (None, OFF, *SEVERITIES):
        raise EditRefused(f"There is no severity “{severity}”; there are {', '.join(SEVERITIES)} and off.")
    settings = desk.store.get("document", DOCUMENT_KEY).settings
    severities = _with(settings.severity, rule, severity)
    # What the other table switched off would stay off otherwise.
    rules = {name: value for name, value in settings.rules.items() if name != rule or value is not False}
    if severities == settings.severity and rules == settings.rules:
        return
    _set(desk, f"Severity of {rule}", severity=severities, rules=rules)


def set_threshold(desk: Workspace, name: str, value: float | None) -> None:
    """Set a limit of this document; None, or the default itself: the default counts.

    Raises
    ------
    EditRefused
        The limit is not above zero, there is none of this name, or the document is read-only.
    """
    from archdraw.core.analysis.rules.thresholds import THRESHOLDS

    known = THRESHOLDS.get(name)
    if known is None:
        raise EditRefused(f"There is no threshold “{name}”.")
    if value is not None and not 0.0 < value < float("inf"):
        raise EditRefused("A threshold is a number above zero; clear it for the default.")
    settings = desk.store.get("document", DOCUMENT_KEY).settings
    limits = _with(settings.thresholds, name, None if value == known.default else value)
    if limits != settings.thresholds:
        _set(desk, f"Threshold {name}", thresholds=limits)


def _with(entries: dict[str, Any], name: str, value: object) -> dict[str, Any]:
    rest = {key: entry for key, entry in entries.items() if key != name}
    return rest if value is None else {**rest, name: value}


def _set(desk: Workspace, label: str, **fields: dict[str, Any]) -> None:
    with desk.change(label) as store:
        document = store.get("document", DOCUMENT_KEY)
        store.put("document", DOCUMENT_KEY, document.revised(settings=document.settings.revised(**fields)))


def _check(entry: Suppression) -> None:
    from archdraw.core.analysis.acceptance import last_day

    if not entry.reason.strip():
        raise EditRefused("Say why this is accepted: whoever reads the review will ask.")
    if entry.expires and last_day(entry.expires) is None:
        raise EditRefused(f"“{entry.expires}” is no day; write it as 2027-06-30, or leave it empty.")


def _free_key(desk: Workspace) -> str:
    table = desk.store.table("suppressions")
    number = len(table)
    while f"suppression-{number}" in table:
        number += 1
    return f"suppression-{number}"


def acceptance(rule: str, *, reason: str, owner: str = "", expires: str = "", **scope: Any) -> Suppression:
    """Return an acceptance with its texts trimmed; `scope` is `about`, `element` or nothing.

    Raises
    ------
    EditRefused
        A text is too long.
    """
    try:
        return Suppression(
            rule=rule, reason=reason.strip(), owner=owner.strip(), expires=expires.strip(), **scope
        )
    except InvalidRecordError as error:
        first = error.problems[0]
        place = ".".join(str(step) for step in first.place)
        raise EditRefused(f"The {place or 'entry'} can’t be kept: {first.message}.") from None
