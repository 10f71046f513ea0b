"""Fault trees in Open-PSA Model Exchange Format (XML): the static part, with constant expressions."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from archdraw.core.analysis.reliability.fault_tree import FaultTree, FaultTreeError, Gate, GateKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path
    from xml.sax.xmlreader import AttributesImpl, Locator

MOST_BYTES = 64 * 1024 * 1024
MOST_ELEMENTS = 2_000_000
DEEPEST = 200
MISSION_HOURS = 8760.0
_MOST_TESTS = 1_000_000
_MISSION = f"The mission lasts {MISSION_HOURS:,.0f} h, as the file does not say how long."
# Units of times and rates that are not in hours.
_OTHER_UNITS = ("years", "years-1", "fit")
_MEANS = "Values that are stated as distributions count with their mean."
_GATES: dict[str, GateKind] = {"and": "and", "or": "or", "atleast": "atleast", "not": "not", "xor": "xor"}
_REFERENCES = ("gate", "basic-event", "house-event", "event")
_IGNORED = ("label", "attributes")
_NOT_READ = {
    "define-CCF-group": "groups of common causes are not read; write each shared cause as a basic event that"
    " stands beside the members in their gates",
    "define-substitution": "substitutions are not read: what they would take out of the tree is not known",
    **dict.fromkeys(
        ("define-event-tree", "define-initiating-event", "define-sequence", "define-functional-event"),
        "event trees are not read; fault trees are",
    ),
    **dict.fromkeys(
        ("define-alignment", "define-rule", "define-extern-function", "define-extern-library"),
        "alignments, rules and functions from outside are not read; fault trees are",
    ),
}
_CONTAINERS = ("define-fault-tree", "define-component")

# The names of what contains an element, the outermost first.
_Path = tuple[str, ...]


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


def _tested(rate: float, *repair_interval_first_time: float) -> float:
    """Return the chance of being down at a time of what is found failed by periodic tests only.

    Given are the time between tests, that of the first one and the time; before them, where a repair takes
    time, its rate. A test finds all failures; what is repaired may fail again before the next.
    """
    *rates, interval, first, time = repair_interval_first_time
    repair = rates[0] if rates else math.inf
    _not_negative(rate, repair, first, time)
    if interval <= 0.0:
        raise ValueError
    if time <= first:
        return -math.expm1(-rate * time)
    down = -math.expm1(-rate * first)
    # The last test is one that is over: at the moment of a test nothing has been found yet.
    tests = max(0, math.ceil((time - first) / interval) - 1)
    if tests > _MOST_TESTS:
        raise ValueError
    for spent in (interval,) * tests + (time - first - tests * interval,):
        down = (1.0 - down) * -math.expm1(-rate * spent) + down * _still_down(rate, repair, spent)
    return down


def _still_down(rate: float, repair: float, time: float) -> float:
    """Return the chance that what began to be repaired is not up after a time: not yet, or not any more."""
    if repair == math.inf:
        return -math.expm1(-rate * time)
    waiting = math.exp(-repair * time)
    if math.isclose(rate, repair, rel_tol=1e-9):
        return 1.0 - rate * time * waiting
    return 1.0 - repair * (math.exp(-rate * time) - waiting) / (repair - rate)


def _lognormal(first: float, second: float, level: float | None = None) -> float:
    # Mean, error factor and level, or the two parameters of the logarithm.
    return math.exp(first + second * second / 2.0) if level is None else first


_FROM_TWO = range(2, 1_000_000)
_EXPRESSIONS = {
    "exponential": _Expression((2,), _exponential),
    "GLM": _Expression((4,), _repaired),
    "Weibull": _Expression((4,), _weibull),
    "periodic-test": _Expression((4, 5), _tested),
    "neg": _Expression((1,), lambda value: -value),
    "exp": _Expression((1,), math.exp),
    "log": _Expression((1,), math.log),
    "sqrt": _Expression((1,), math.sqrt),
    "pow": _Expression((2,), math.pow),
    "min": _Expression(_FROM_TWO, min),
    "max": _Expression(_FROM_TWO, max),
    "mean": _Expression(_FROM_TWO, lambda *values: math.fsum(values) / len(values)),
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
_READ = (
    "numbers, parameters, what is calculated from them, exponential, GLM, Weibull, periodic-test and the"
    " means of deviates"
)


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    where: str
    children: list[_Element] = field(default_factory=list)

    def name(self, key: str = "name") -> str:
        found = self.attributes.get(key, "")
        if not found:
            raise _at(self, f"<{self.tag}> has no {key}")
        return found

    def parts(self) -> list[_Element]:
        return [child for child in self.children if child.tag not in _IGNORED]


def read_fault_tree(*paths: Path) -> FaultTree:
    """Read a model from a file, or from several that make it up together.

    Raises
    ------
    FaultTreeError
        With one sentence: the file can't be used, what in it is not understood, and in which line.
    """
    files: list[tuple[str, bytes]] = []
    for path in paths:
        named = f"{path.name}: " if len(paths) > 1 else ""
        try:
            size = path.stat().st_size
            if size > MOST_BYTES:
                raise FaultTreeError(
                    f"{named}The file has {size:,} bytes; more than {MOST_BYTES:,} are not read."
                )
            files.append((named, path.read_bytes()))
        except OSError as error:
            raise FaultTreeError(f"{named}The file can't be read: {error.strerror or error}.") from None
    return parse_fault_tree(files)


def parse_fault_tree(files: bytes | Sequence[tuple[str, bytes]]) -> FaultTree:
    """Read the text of a file, or of several, each with what sentences about it begin with."""
    named = [("", files)] if isinstance(files, bytes) else files
    return _Reader().read([_parsed(data, name) for name, data in named], several=len(named) > 1)


def _parsed(data: bytes, named: str) -> _Element:
    """Return the outermost element of a file."""
    import defusedxml.sax
    from defusedxml.common import DefusedXmlException

    builder = _Builder(named)
    try:
        defusedxml.sax.parseString(data, builder)
    except DefusedXmlException:
        raise FaultTreeError(
            f"{named}The file defines entities or refers to others, which is not read."
        ) from None
    except SAXParseException as error:
        raise FaultTreeError(
            f"{named}The file is no XML: line {error.getLineNumber()}, {error.getMessage()}."
        ) from None
    except (SAXException, ValueError, LookupError) as error:  # an encoding nobody knows is a LookupError
        if isinstance(error, FaultTreeError):
            raise
        raise FaultTreeError(f"{named}The file is no XML: {error}.") from None
    if builder.root is None or builder.root.tag != "opsa-mef":
        raise FaultTreeError(
            f"{named}The file is no Open-PSA model: its outermost element is not <opsa-mef>."
        )
    return builder.root


class _Builder(ContentHandler):
    """Builds elements that know their line."""

    def __init__(self, named: str) -> None:
        super().__init__()
        self._named = named
        self.root: _Element | None = None
        self._open: list[_Element] = []
        self._count = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - the name the parser calls
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - as above
        line = (self._locator.getLineNumber() if self._locator is not None else None) or 0
        where = f"{self._named}Line {line}"
        element = _Element(name, dict(attrs.items()), where)
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise FaultTreeError(f"{self._named}The file has more than {MOST_ELEMENTS:,} elements.")
        if len(self._open) >= DEEPEST:
            raise FaultTreeError(f"{where}: elements are nested deeper than {DEEPEST}.")
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002 - as above
        self._open.pop()


@dataclass(slots=True)
class _Names:
    """What is defined by name: private elements by their path, public ones also without."""

    elements: dict[str, tuple[_Element, _Path]] = field(default_factory=dict)
    _by_path: dict[_Path, str] = field(default_factory=dict)

    def add(self, element: _Element, path: _Path, *, private: bool) -> None:
        inside = (*path, element.name())
        name = ".".join(inside) if private else element.name()
        if name in self.elements or inside in self._by_path:
            raise _at(element, f"“{element.name()}” is defined twice")
        self.elements[name] = element, path
        self._by_path[inside] = name

    def find(self, reference: str, path: _Path) -> str | None:
        """Return the name of what a reference in a container means: what is nearest to it."""
        parts = tuple(reference.split("."))
        for length in range(len(path), -1, -1):
            found = self._by_path.get((*path[:length], *parts))
            if found is not None:
                return found
        # A path that leads nowhere: public names are unique.
        return parts[-1] if parts[-1] in self.elements else None


class _Reader:
    def __init__(self) -> None:
        self._gates: dict[str, Gate] = {}
        self._inner: set[str] = set()  # the formulas inside of others, which have no name of their own
        self._names, self._parameters = _Names(), _Names()
        # What contains the element that is being read.
        self._path: _Path = ()
        # What may have been forgotten where something is missing.
        self._more = ""
        self._evaluating: set[str] = set()
        self._notes: dict[str, None] = {}
        self._evaluated: dict[str, float] = {}

    def read(self, roots: Sequence[_Element], *, several: bool) -> FaultTree:
        for root in roots:
            self._collect(root, (), private=False)
        tags = {element.tag for element, _ in self._names.elements.values()}
        if not several and not tags >= {"define-gate", "define-basic-event"}:
            self._more = "; where a model lies in several files, name them all"
        events: dict[str, _Element] = {}
        for name, (element, path) in self._names.elements.items():
            self._path = path
            if element.tag == "define-gate":
                self._gates[name] = self._formula(element, self._only(element))
            elif element.tag == "define-house-event":
                parts = element.parts()
                self._gates[name] = Gate("constant", value=bool(parts) and self._constant(parts[0]))
            else:
                events[name] = element
        if not any(gate.kind != "constant" for gate in self._gates.values()):
            raise FaultTreeError(
                f"The file{'s have' if several else ' has'} no top event: no gate{self._more}."
            )
        chances = {name: self._probability(name, element) for name, element in events.items()}
        used = {one for gate in self._gates.values() for one in gate.inputs}
        named = [name for name in self._gates if name not in self._inner]
        tops = tuple(name for name in named if name not in used and self._gates[name].kind != "constant")
        if not tops:
            raise FaultTreeError("There is no top event: every gate is part of another one.")
        return FaultTree(chances, self._gates, tops, tuple(self._notes))

    def _collect(self, container: _Element, path: _Path, *, private: bool) -> None:
        for element in container.parts():
            own = private
            if "role" in element.attributes:
                own = element.attributes["role"] == "private"
            if element.tag == "model-data":
                self._collect(element, path, private=own)
            elif element.tag in _CONTAINERS:
                self._collect(element, (*path, element.name()), private=own)
            elif element.tag in ("define-gate", "define-house-event", "define-basic-event"):
                self._names.add(element, path, private=own)
            elif element.tag == "define-parameter":
                self._parameters.add(element, path, private=own)
            else:
                raise _at(element, _NOT_READ.get(element.tag, f"<{element.tag}> is not read"))

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
            found = self._names.find(element.name(), self._path)
            if found is None:
                raise _at(element, f"“{element.name()}” is not defined{self._more}")
            return found
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

    def _probability(self, name: str, element: _Element) -> float:
        self._path = self._names.elements[name][1]
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
        name = self._parameters.find(element.name(), self._path)
        if name is None:
            raise _at(element, f"the parameter “{element.name()}” is not defined")
        known = self._evaluated.get(name)
        if known is not None:
            return known
        if name in self._evaluating:
            raise _at(element, f"the parameter “{name}” is defined by itself")
        if len(self._evaluating) > DEEPEST:
            raise _at(element, f"more than {DEEPEST} parameters are defined by one another in a row")
        unit = self._parameters.elements[name][0].attributes.get("unit", "")
        if unit in _OTHER_UNITS:
            self._notes[f"Times count in hours: the number of “{name}”, in {unit}, is taken as it is."] = None
        self._evaluating.add(name)
        around = self._path
        defined, self._path = self._parameters.elements[name]
        value = self._value(self._only(defined))
        self._path = around
        self._evaluating.discard(name)
        # Each once: a row of parameters that each name the next one twice would take for ever.
        self._evaluated[name] = value
        return value


def _count(inputs: int) -> str:
    return "one input" if inputs == 1 else f"{inputs or 'no'} inputs"


def _wanted(inputs: int | None) -> str:
    return {1: "one", 2: "two"}.get(inputs or 0, "one or more")


def _at(element: _Element, what: str) -> FaultTreeError:
    return FaultTreeError(f"{element.where}: {what}.")
