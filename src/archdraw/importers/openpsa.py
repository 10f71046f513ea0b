"""Fault trees in Open-PSA Model Exchange Format (XML): the static part, with constant expressions."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from archdraw.core.analysis.reliability.fault_tree import FaultTree, FaultTreeError, Gate, GateKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path
    from xml.sax.xmlreader import AttributesImpl, Locator

MOST_BYTES = 64 * 1024 * 1024
MOST_ELEMENTS = 2_000_000
DEEPEST = 200
MISSION_HOURS = 8760.0
_MISSION = f"The mission lasts {MISSION_HOURS:,.0f} h, as the file does not say how long."
_MEANS = "Values that are stated as distributions count with their mean."
_GATES: dict[str, GateKind] = {"and": "and", "or": "or", "atleast": "atleast", "not": "not", "xor": "xor"}
_REFERENCES = ("gate", "basic-event", "house-event", "event")
_IGNORED = ("label", "attributes")
_NOT_READ = {
    "define-CCF-group": "groups of common causes are not read; write each shared cause as a basic event that"
    " stands beside the members in their gates",
    "define-event-tree": "event trees are not read; fault trees are",
}
_CONTAINERS = ("define-fault-tree", "define-component", "model-data")


@dataclass(slots=True)
class _Expression:
    """How many values an expression takes, and what it is worth."""

    counts: Collection[int]
    value: Callable[..., float]


def _not_negative(*values: float) -> None:
    if min(values) < 0.0:
        raise ValueError


def _exponential(rate: float, time: float) -> float:
    _not_negative(rate, time)
    return -math.expm1(-rate * time)


def _repaired(first: float, rate: float, repair: float, time: float) -> float:
    """Return the chance of being down after a time: it starts down with the chance `first`."""
    _not_negative(first, rate, repair, time)
    both = rate + repair
    return (rate - (rate - first * both) * math.exp(-both * time)) / both


def _weibull(scale: float, shape: float, start: float, time: float) -> float:
    _not_negative(scale, shape, start)
    return -math.expm1(-(((time - start) / scale) ** shape)) if time > start else 0.0


def _lognormal(first: float, second: float, level: float | None = None) -> float:
    # Mean, error factor and level, or the two parameters of the logarithm.
    return math.exp(first + second * second / 2.0) if level is None else first


_FROM_TWO = range(2, 1_000_000)
_EXPRESSIONS = {
    "exponential": _Expression((2,), _exponential),
    "GLM": _Expression((4,), _repaired),
    "Weibull": _Expression((4,), _weibull),
    "mul": _Expression(_FROM_TWO, lambda *values: math.prod(values)),
    "add": _Expression(_FROM_TWO, lambda *values: math.fsum(values)),
    "sub": _Expression(_FROM_TWO, lambda first, *others: first - math.fsum(others)),
    "div": _Expression((2,), lambda first, second: first / second),
    # Of what is uncertain the mean counts.
    "normal-deviate": _Expression((2,), lambda mean, _: mean),
    "uniform-deviate": _Expression((2,), lambda low, high: (low + high) / 2.0),
    "lognormal-deviate": _Expression((2, 3), _lognormal),
    "gamma-deviate": _Expression((2,), lambda shape, scale: shape * scale),
    "beta-deviate": _Expression((2,), lambda first, second: first / (first + second)),
}
_READ = "numbers, parameters, sums and products, exponential, GLM, Weibull and the means of deviates"


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    line: int
    children: list[_Element] = field(default_factory=list)

    def name(self, key: str = "name") -> str:
        found = self.attributes.get(key, "")
        if not found:
            raise _at(self, f"<{self.tag}> has no {key}")
        return found

    def parts(self) -> list[_Element]:
        return [child for child in self.children if child.tag not in _IGNORED]


def read_fault_tree(path: Path) -> FaultTree:
    """Read a file.

    Raises
    ------
    FaultTreeError
        With one sentence: the file can't be used, what in it is not understood, and in which line.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FaultTreeError(f"The file has {size:,} bytes; more than {MOST_BYTES:,} are not read.")
        data = path.read_bytes()
    except OSError as error:
        raise FaultTreeError(f"The file can't be read: {error.strerror or error}.") from None
    return parse_fault_tree(data)


def parse_fault_tree(data: bytes) -> FaultTree:
    """Read the text of a file (see `read_fault_tree`)."""
    import defusedxml.sax
    from defusedxml.common import DefusedXmlException

    builder = _Builder()
    try:
        defusedxml.sax.parseString(data, builder)
    except DefusedXmlException:
        raise FaultTreeError("The file defines entities or refers to others, which is not read.") from None
    except SAXParseException as error:
        raise FaultTreeError(
            f"The file is no XML: line {error.getLineNumber()}, {error.getMessage()}."
        ) from None
    except (SAXException, ValueError, LookupError) as error:  # an encoding nobody knows is a LookupError
        if isinstance(error, FaultTreeError):
            raise
        raise FaultTreeError(f"The file is no XML: {error}.") from None
    if builder.root is None or builder.root.tag != "opsa-mef":
        raise FaultTreeError("The file is no Open-PSA model: its outermost element is not <opsa-mef>.")
    return _Reader().read(builder.root)


class _Builder(ContentHandler):
    """Builds elements that know their line."""

    def __init__(self) -> None:
        super().__init__()
        self.root: _Element | None = None
        self._open: list[_Element] = []
        self._count = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - the name the parser calls
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - as above
        line = (self._locator.getLineNumber() if self._locator is not None else None) or 0
        element = _Element(name, dict(attrs.items()), line)
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise FaultTreeError(f"The file has more than {MOST_ELEMENTS:,} elements.")
        if len(self._open) >= DEEPEST:
            raise FaultTreeError(f"Line {line}: elements are nested deeper than {DEEPEST}.")
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002 - as above
        self._open.pop()


class _Reader:
    def __init__(self) -> None:
        self._gates: dict[str, Gate] = {}
        self._inner: set[str] = set()  # the formulas inside of others, which have no name of their own
        self._events: dict[str, _Element] = {}
        self._parameters: dict[str, _Element] = {}
        self._references: dict[str, _Element] = {}
        self._evaluating: set[str] = set()
        self._notes: dict[str, None] = {}
        self._evaluated: dict[str, float] = {}

    def read(self, root: _Element) -> FaultTree:
        self._collect(root)
        for name, reference in self._references.items():
            if name not in self._gates and name not in self._events:
                raise _at(reference, f"“{name}” is not defined")
        events = {name: self._probability(element) for name, element in self._events.items()}
        used = {one for gate in self._gates.values() for one in gate.inputs}
        named = [name for name in self._gates if name not in self._inner]
        tops = tuple(name for name in named if name not in used and self._gates[name].kind != "constant")
        if not tops:
            raise FaultTreeError(
                "The file has no top event: every gate is part of another one, or there is none."
            )
        return FaultTree(events, self._gates, tops, tuple(self._notes))

    def _collect(self, container: _Element) -> None:
        for element in container.parts():
            if element.tag in _CONTAINERS:
                self._collect(element)
            elif element.tag == "define-gate":
                self._define(element, self._formula(element, self._only(element)))
            elif element.tag == "define-house-event":
                parts = element.parts()
                value = bool(parts) and self._constant(parts[0])
                self._define(element, Gate("constant", value=value))
            elif element.tag == "define-basic-event":
                self._unused(element)
                self._events[element.name()] = element
            elif element.tag == "define-parameter":
                self._parameters[element.name()] = element
            else:
                raise _at(element, _NOT_READ.get(element.tag, f"<{element.tag}> is not read"))

    def _define(self, element: _Element, gate: Gate) -> None:
        self._unused(element)
        self._gates[element.name()] = gate

    def _unused(self, element: _Element) -> None:
        name = element.name()
        if name in self._gates or name in self._events:
            raise _at(element, f"“{name}” is defined twice")

    def _only(self, element: _Element) -> _Element:
        parts = element.parts()
        if len(parts) != 1:
            raise _at(element, f"<{element.tag}> needs one formula, not {len(parts)}")
        return parts[0]

    def _formula(self, owner: _Element, element: _Element) -> Gate:
        if element.tag in _REFERENCES or element.tag == "constant":
            return Gate("or", (self._input(owner, element),))
        kind = _GATES.get(element.tag)
        if kind is None:
            raise _at(element, f"<{element.tag}> is not read; AND, OR, ATLEAST, NOT and XOR are")
        parts = element.parts()
        wanted = {"not": 1, "xor": 2}.get(kind)
        if not parts or (wanted is not None and len(parts) != wanted):
            raise _at(element, f"<{element.tag}> has {_count(len(parts))}; it needs {_wanted(wanted)}")
        inputs = tuple(self._input(owner, part) for part in parts)
        needed = 1
        if kind == "atleast":
            needed = self._whole(element, "min")
            if not 0 < needed <= len(inputs):
                found = _count(len(inputs))
                raise _at(element, f"<atleast min=“{needed}”> has {found}; min must be 1 to that")
        return Gate(kind, inputs, needed)

    def _input(self, owner: _Element, element: _Element) -> str:
        if element.tag in _REFERENCES:
            # A path like "tree.gate" names something defined elsewhere: names are taken to be unique.
            name = element.name().rpartition(".")[2]
            self._references.setdefault(name, element)
            return name
        name = f"({owner.name()} {len(self._gates)})"
        self._inner.add(name)
        if element.tag == "constant":
            self._gates[name] = Gate("constant", value=self._constant(element))
        else:
            self._gates[name] = Gate("constant")  # holds the place while what is inside is read
            self._gates[name] = self._formula(owner, element)
        return name

    def _constant(self, element: _Element) -> bool:
        value = element.attributes.get("value", "").lower()
        if element.tag != "constant" or value not in ("true", "false"):
            raise _at(element, "a house event needs <constant value=“true”/> or “false”")
        return value == "true"

    def _whole(self, element: _Element, key: str) -> int:
        text = element.name(key)
        try:
            return int(text)
        except ValueError:
            raise _at(element, f"“{text}” is no whole number") from None

    def _probability(self, element: _Element) -> float:
        parts = element.parts()
        if len(parts) != 1:
            raise _at(element, f"the event “{element.name()}” needs one probability, not {len(parts)}")
        value = self._value(parts[0])
        if not 0.0 <= value <= 1.0:
            raise _at(element, f"the probability of “{element.name()}” is {value:g}; it must be 0 to 1")
        return value

    def _value(self, element: _Element) -> float:
        if element.tag in ("float", "int"):
            text = element.name("value")
            try:
                value = float(text)
            except ValueError:
                raise _at(element, f"“{text}” is no number") from None
            if not math.isfinite(value):
                raise _at(element, f"“{text}” is no finite number")
            return value
        if element.tag == "parameter":
            return self._parameter(element)
        if element.tag == "system-mission-time":
            self._notes[_MISSION] = None
            return MISSION_HOURS
        known = _EXPRESSIONS.get(element.tag)
        if known is None:
            raise _at(element, f"the expression <{element.tag}> is not read; {_READ} are")
        if element.tag.endswith("-deviate"):
            self._notes[_MEANS] = None
        values = [self._value(part) for part in element.parts()]
        if len(values) not in known.counts:
            wanted = " or ".join(map(str, known.counts))
            raise _at(element, f"<{element.tag}> has {len(values)} values; it needs {wanted}")
        try:
            return known.value(*values)
        except (ValueError, OverflowError, ZeroDivisionError):
            shown = ", ".join(f"{value:g}" for value in values)
            raise _at(element, f"<{element.tag}> of {shown} has no value") from None

    def _parameter(self, element: _Element) -> float:
        name = element.name().rpartition(".")[2]
        known = self._evaluated.get(name)
        if known is not None:
            return known
        defined = self._parameters.get(name)
        if defined is None:
            raise _at(element, f"the parameter “{name}” is not defined")
        if name in self._evaluating:
            raise _at(element, f"the parameter “{name}” is defined by itself")
        if len(self._evaluating) > DEEPEST:
            raise _at(element, f"more than {DEEPEST} parameters are defined by one another in a row")
        self._evaluating.add(name)
        value = self._value(self._only(defined))
        self._evaluating.discard(name)
        # Each once: a row of parameters that each name the next one twice would take for ever.
        self._evaluated[name] = value
        return value


def _count(inputs: int) -> str:
    return "one input" if inputs == 1 else f"{inputs or 'no'} inputs"


def _wanted(inputs: int | None) -> str:
    return {1: "one", 2: "two"}.get(inputs or 0, "one or more")


def _at(element: _Element, what: str) -> FaultTreeError:
    return FaultTreeError(f"Line {element.line}: {what}.")
