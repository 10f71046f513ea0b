"""Steps on the sheet of estimates: rows come, change, are named, moved, fed and go."""

from __future__ import annotations

from tests.stateful.machine import Machine

from archdraw.core.estimate.bindings import places
from archdraw.editor.edits import estimating

_FORMULAS = ("10 M request/day", "input_1 × 2", "estimate_1 + 1 GB", "ceil(", "peak", "3 GB × 2", "")
_UNITS = ("", "request/s", "GB", "1/s", "mb", "kW")
_NAMES = ("Peak", "Daily users", "", "Größe", "user")


def estimate(m: Machine) -> None:
    """Change the sheet in some way."""
    rows = [*m.session.store.table("inputs"), *m.session.store.table("estimates")]
    if len(rows) < 2 or m.random.random() < 0.2:
        table = m.random.choice(("inputs", "estimates"))
        m.allowed(lambda: estimating.add_row(m.session, "inputs" if table == "inputs" else "estimates"))
        return
    row = m.random.choice(rows)
    act = m.random.choice((_change, _name, _rename, _feed, _move, _delete, _round))
    m.allowed(lambda: act(m, row))


def _change(m: Machine, row: str) -> None:
    if row in m.session.store.table("inputs"):
        value = m.random.choice((None, 0.0, 3.0, 1e9))
        estimating.change_row(m.session, row, value=value, unit=m.random.choice(_UNITS))
    else:
        formula, unit = m.random.choice(_FORMULAS), m.random.choice(_UNITS)
        estimating.change_row(m.session, row, formula=formula, unit=unit)


def _name(m: Machine, row: str) -> None:
    estimating.name_row(m.session, row, m.random.choice(_NAMES))


def _rename(m: Machine, row: str) -> None:
    estimating.rename_row(m.session, row, m.random.choice(("input_1", "peak", "web", "a b")))


def _feed(m: Machine, row: str) -> None:
    offered = list(places(m.session.design, m.catalog, lambda _unit: True))[:40]
    estimating.feed(m.session, row, m.random.choice(offered).text if offered else None)


def _move(m: Machine, row: str) -> None:
    estimating.move_row(m.session, row, m.random.choice((-1, 1)))


def _delete(m: Machine, row: str) -> None:
    estimating.delete_rows(m.session, [row])


def _round(m: Machine, _row: str) -> None:
    estimating.set_rounding(m.session, m.random.choice(("exact", "whiteboard")))
