"""Glyphs are read from a strict subset of SVG; anything else is refused with a sentence."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.catalog import CatalogError, Glyph, PathData, parse_glyph

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
DOT = '<circle class="line" cx="1" cy="1" r="1"/>'


def glyph(*shapes: str) -> Glyph:
    return parse_glyph(f"{HEAD}{''.join(shapes)}</svg>")


def stroke(shape: str) -> PathData:
    return glyph(shape).strokes[0]


def points_on(path: PathData, steps: int = 16) -> list[tuple[float, float]]:
    """Walk along the path: an evaluator of its own, straight from the definition of a cubic."""
    found: list[tuple[float, float]] = []
    here = (0.0, 0.0)
    for letter, *values in path:
        xy = [float(value) for value in values]
        if letter == "C":
            x1, y1, x2, y2, x3, y3 = xy
            for step in range(1, steps + 1):
                t = step / steps
                a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
                found.append((a * here[0] + b * x1 + c * x2 + d * x3, a * here[1] + b * y1 + c * y2 + d * y3))
            here = (x3, y3)
        elif letter in ("M", "L"):
            here = (xy[0], xy[1])
            found.append(here)
    return found


def test_classes_become_strokes_accents_and_solids() -> None:
    parsed = glyph(
        '<path class="line" d="M1 2 L3 4"/>',
        '<path class="accent" d="M5 6 H7 V8 Z"/>',
        '<polygon class="solid" points="1,1 2,1 2,2"/>',
        '<line class="line" x1="0" y1="12" x2="24" y2="12"/>',
    )
    assert parsed.strokes == (
        (("M", 1.0, 2.0), ("L", 3.0, 4.0)),
        (("M", 0.0, 12.0), ("L", 24.0, 12.0)),
    )
    assert parsed.accents == ((("M", 5.0, 6.0), ("L", 7.0, 6.0), ("L", 7.0, 8.0), ("Z",)),)
    assert parsed.solids == ((("M", 1.0, 1.0), ("L", 2.0, 1.0), ("L", 2.0, 2.0), ("Z",)),)


def test_relative_commands_become_absolute() -> None:
    assert stroke('<path class="line" d="m2 3l4 5h1v-2z"/>') == stroke(
        '<path class="line" d="M2 3 L6 8 L7 8 L7 6 Z"/>'
    )


def test_a_quadratic_is_the_same_curve_as_its_cubic() -> None:
    path = stroke('<path class="line" d="M2 4 Q12 20 22 4"/>')
    assert path[1][0] == "C"
    for index, (x, y) in enumerate(points_on(path)[1:], start=1):
        t = index / 16
        assert x == pytest.approx((1 - t) ** 2 * 2 + 2 * (1 - t) * t * 12 + t * t * 22, abs=0.002)
        assert y == pytest.approx((1 - t) ** 2 * 4 + 2 * (1 - t) * t * 20 + t * t * 4, abs=0.002)


@pytest.mark.parametrize(
    "shape",
    [
        '<circle class="line" cx="12" cy="11" r="7"/>',
        '<ellipse class="line" cx="12" cy="11" rx="7" ry="7"/>',
        '<path class="line" d="M19 11 A7 7 0 0 1 5 11 A7 7 0 1 1 19 11 Z"/>',
        '<path class="line" d="M19 11a7 7 0 01-14 0 7 7 0 1114 0z"/>',
        '<rect class="line" x="5" y="4" width="14" height="14" rx="20"/>',
    ],
)
def test_round_shapes_keep_their_distance_from_the_centre(shape: str) -> None:
    points = points_on(stroke(shape))
    assert len(points) > 30
    for x, y in points:
        assert math.hypot(x - 12, y - 11) == pytest.approx(7, abs=0.006)


def test_a_rectangle_without_radius_has_sharp_corners() -> None:
    assert stroke('<rect class="line" x="2" y="3" width="4" height="5"/>') == (
        ("M", 2.0, 3.0),
        ("L", 6.0, 3.0),
        ("L", 6.0, 8.0),
        ("L", 2.0, 8.0),
        ("Z",),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "well-formed"),
        ("<svg", "well-formed"),
        ('<svg viewBox="0 0 24 24"/>', "namespace"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"/>', "viewBox"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        (f"{HEAD}</svg>", "no shape"),
        (f"{HEAD}<script/></svg>", '"script"'),
        (f"{HEAD}<image href='file:///etc/passwd'/></svg>", '"image"'),
        (f"{HEAD}<g><path class='line' d='M1 1L2 2'/></g></svg>", '"g"'),
        (f"{HEAD}<text>hello</text></svg>", '"text"'),
        (f"{HEAD}<use href='#a'/></svg>", '"use"'),
        (f"{HEAD}<style>* {{ fill: red }}</style></svg>", '"style"'),
        (f"{HEAD}<path class='line' d='M1 1L2 2' transform='scale(2)'/></svg>", "transform"),
        (f"{HEAD}<path class='line' d='M1 1L2 2' style='fill:url(#x)'/></svg>", "style"),
        (f"{HEAD}<path class='line' d='M1 1L2 2' fill='url(#x)'/></svg>", "fill"),
        (f"{HEAD}<path class='line' d='M1 1L2 2' onload='alert(1)'/></svg>", "onload"),
        (f"{HEAD}<path class='line' d='M1 1L2 2'><title>x</title></path></svg>", "other elements"),
        (f"{HEAD}<path d='M1 1L2 2'/></svg>", "class"),
        (f"{HEAD}<path class='thick' d='M1 1L2 2'/></svg>", "thick"),
        (f"{HEAD}<path class='line' d=''/></svg>", '"d"'),
        (f"{HEAD}<path class='line' d='M1 1 X 3'/></svg>", "letters"),
        (f"{HEAD}<path class='line' d='M1 1 L2'/></svg>", "cannot be read"),
        (f"{HEAD}<path class='line' d='M1 1'/></svg>", "nothing"),
        (f"{HEAD}<path class='line' d='M1 1 L900 2'/></svg>", "grid"),
        (f"{HEAD}<circle class='line' cx='1' cy='1' r='-2'/></svg>", "above zero"),
        (f"{HEAD}<circle class='line' cx='nan' cy='1' r='2'/></svg>", "number"),
        (f"{HEAD}<circle class='line' cx='50%' cy='1' r='2'/></svg>", "number"),
        (f"{HEAD}<polyline class='line' points='1 2 3'/></svg>", "pairs"),
        (f"{HEAD}{DOT * 201}</svg>", "200 shapes"),
        (f"{HEAD}<!--{'x' * 70_000}--></svg>", "64 kB"),
        ("<!DOCTYPE svg>" + HEAD + "<path class='line' d='M1 1L2 2'/></svg>", "document type"),
        (
            '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + HEAD + "<text>&b;</text></svg>",
            "document type",
        ),
        (
            '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD + "<text>&x;</text></svg>",
            "document type",
        ),
    ],
)
def test_everything_else_is_refused_with_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(CatalogError) as refused:
        parse_glyph(text)
    assert reason in str(refused.value)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789.,- eE", max_size=40))
def test_any_path_text_gives_a_glyph_or_a_sentence(data: str) -> None:
    try:
        parsed = glyph(f'<path class="line" d="{data}"/>')
    except CatalogError:
        return
    (path,) = parsed.strokes
    sizes = {"M": 2, "L": 2, "C": 6, "Z": 0}
    assert path[0][0] == "M"
    for letter, *values in path:
        assert len(values) == sizes[str(letter)]
        assert all(isinstance(value, float) and math.isfinite(value) for value in values)
