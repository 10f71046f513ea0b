"""Steps that type: whole lines of quick insert, names of groups, splicing, replacing, finding."""

from __future__ import annotations

from typing import Any, cast

from tests.stateful.machine import Machine

from archdraw.editor.document import EditRefused
from archdraw.editor.edits import replacing, splicing
from archdraw.editor.find.pattern import Query
from archdraw.editor.find.search import Search
from archdraw.editor.quick.box import QuickBox
from archdraw.editor.workspace import QuickInsertRequest

_LINES = (
    "lb > 2 app web > db: reads", "edge[cdn > lb], cache", "service, web: x", "zone b[app, region[db]]",
    "app x3", "web > tier[queue > worker]", "[", "a > , b", "data[database, queue]",
)  # fmt: skip
_ENDINGS = ("close", "stay", "loose", "wrap")
_KINDS = ("service", "rdbms_primary", "message_queue", "in_memory_cache", "unheard-of")


def type_line(m: Machine) -> None:
    mode = m.random.choice(("insert", "connect"))
    at = m.random.choice((None, m.spot()))
    request = QuickInsertRequest(at=at, mode=cast("Any", mode))
    line = m.random.choice(_LINES)

    def do() -> None:
        box = QuickBox(m.session, request)
        box.type(line, m.random.randint(0, len(line)))
        box.finish(cast("Any", m.random.choice(_ENDINGS)))

    m.session.request_quick_insert(request)
    m.allowed(do)
    named = m.session.quick_insert
    if named is not None and named.mode == "group":
        box = QuickBox(m.session, named)
        box.type("zone b", 6)
        box.finish()
    m.session.request_quick_insert(None)


def splice(m: Machine) -> None:
    connection, component = m.one_of("connections"), m.one_of("components")
    if connection is None:
        return
    if component is not None and m.random.random() < 0.5:
        m.allowed(lambda: splicing.put_between(m.session, connection, component))
    else:
        m.allowed(lambda: splicing.splice(m.session, connection, m.random.choice(_KINDS)))


def replace(m: Machine) -> None:
    new, old = m.one_of("components"), m.one_of("components")
    if new is not None and old is not None:
        m.allowed(lambda: replacing.replace_component(m.session, new, old))


def change_kind(m: Machine) -> None:
    component = m.one_of("components")
    if component is not None:
        m.allowed(lambda: replacing.replace_kind(m.session, component, m.random.choice(_KINDS)))


def find_and_replace(m: Machine) -> None:
    search = Search(m.session)
    expression = m.random.random() < 0.3
    query = Query(m.random.choice(("e", "Web", "ß", r"\w+", "(a|b")), regular=expression)
    try:
        search.find(query)
        search.step(m.random.choice((1, -1)))
        text = m.random.choice(("o", "", "Größe", r"\1"))
        if m.random.random() < 0.5:
            search.replace_one(text)
        else:
            search.replace_all(text)
    except EditRefused:
        pass
    search.end()
