"""The inspector finds a section by its title: no two of a form may have the same."""

from __future__ import annotations

from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Design
from archdraw.qt.panels.component_fields import component_sections


def test_each_section_of_a_component_has_a_title_of_its_own() -> None:
    catalog = load_catalog()
    for kind in catalog.kinds:
        titles = [one.title for one in component_sections(Component(id="a", kind=kind), Design(), catalog)]
        assert len(set(titles)) == len(titles), kind
