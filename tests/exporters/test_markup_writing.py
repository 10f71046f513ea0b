"""Elements written one after another: always well-formed, whatever stands in values and texts."""

from __future__ import annotations

from defusedxml.ElementTree import fromstring
from hypothesis import given, strategies as st

from archdraw.exporters.markup import Markup

# What XML 1.0 can hold; the writer of drawings takes out the rest.
texts = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn")), max_size=40).filter(
    lambda text: not any("\x7f" <= one <= "\x9f" or one in "\ufffe\uffff" for one in text)
)


@given(value=texts, text=texts)
def test_values_and_texts_are_read_back_as_they_were(value: str, text: str) -> None:
    markup = Markup()
    markup.begin("outer", {"name": value})
    markup.add("inner", {"tab": f"\t{value}\n"}, text)
    markup.add("empty", {})
    markup.end()
    outer = fromstring(markup.text())
    assert outer.get("name") == value
    assert outer[0].get("tab") == f"\t{value}\n"
    assert (outer[0].text or "") == text
    assert outer[1].tag == "empty"
