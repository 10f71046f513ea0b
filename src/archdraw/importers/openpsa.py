"""Fault trees in Open-PSA Model Exchange Format (XML): the static part, with constant expressions."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from archdraw.core.analysis.reliability.fault_tree import FaultTree, FaultTreeError, Gate, GateKind
from archdraw.importers.expressions import EXPRESSIONS, READ
from archdraw.importers.shared_causes import MODELS, causes, first_level, level_probabilities

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from xml.sax.xmlreader import AttributesImpl, Locator

MOST_BYTES = 64 * 1024 * 1024
MOST_ELEMENTS = 2_000_000
DEEPEST = 200
MISSION_HOURS = 8760.0
_MISSION = f"The mission lasts {MISSION_HOURS:,.0f} h, as the file does not say how long."
# Units of times and rates that are not in hours.
_OTHER_UNITS = ("years", "years-1", "fit")
_CAUSES = "What fails members of a group of common causes is named after them: [one] alone, [one other] both."
_MEANS = "Values that are stated as distributions count with their mean."
_GATES: dict[str, GateKind] = {"and": "and", "or": "or", "atleast": "atleast", "not": "not", "xor": "xor"}
_REFERENCES = ("gate", "basic-event", "house-event", "event")
_IGNORED = ("label", "attributes")
_NOT_READ = {
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
_GROUP = "define-CCF-group"
_FEWEST_MEMBERS = 2

# The names of what contains an element, the outermost first.
_Path = tuple[str, ...]


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

    def add(self, element: _Element, path: _Path, *, private: bool) -> str:
        inside = (*path, element.name())
        name = ".".join(inside) if private else element.name()
        if name in self.elements or inside in self._by_path:
            raise _at(element, f"“{element.name()}” is defined twice")
        self.elements[name] = element, path
        self._by_path[inside] = name
        return name

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
        # Groups of common causes, with what contains them and the names of the members.
        self._groups: list[tuple[_Element, _Path, list[str]]] = []
        self._evaluated: dict[str, float] = {}

    def read(self, roots: Sequence[_Element], *, several: bool) -> FaultTree:
        for root in roots:
            self._collect(root, (), private=False)
        tags = {element.tag for element, _ in self._names.elements.values()}
        if not several and not ("define-gate" in tags and tags & {"define-basic-event", "basic-event"}):
            self._more = "; where a model lies in several files, name them all"
        events: dict[str, _Element] = {}
        for name, (element, path) in self._names.elements.items():
            self._path = path
            if element.tag == "define-gate":
                self._gates[name] = self._formula(element, self._only(element))
            elif element.tag == "define-house-event":
                parts = element.parts()
                self._gates[name] = Gate("constant", value=bool(parts) and self._constant(parts[0]))
            elif element.tag == "define-basic-event":
                events[name] = element
        if not any(gate.kind != "constant" for gate in self._gates.values()):
            raise FaultTreeError(
                f"The file{'s have' if several else ' has'} no top event: no gate{self._more}."
            )
        chances = {name: self._probability(name, element) for name, element in events.items()}
        for group in self._groups:
            self._share(*group, chances)
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
            elif element.tag == _GROUP:
                members = [part for one in self._inside(element, "members") for part in one.parts()]
                named = [self._names.add(member, path, private=own) for member in members]
                self._groups.append((element, path, named))
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

    def _share(self, group: _Element, path: _Path, members: Sequence[str], chances: dict[str, float]) -> None:
        """Let the members of a group of common causes fail by the causes, which are events of their own."""
        self._path = path
        named = f"the group of common causes “{group.name()}”"
        text = group.name("model")
        model = next((known for known in MODELS if known == text), None)
        if model is None:
            raise _at(group, f"the model “{text}” of {named} is not read; {', '.join(MODELS)} are")
        if len(members) < _FEWEST_MEMBERS:
            raise _at(group, f"{named} has {_count(len(members), 'member')}; it needs two or more")
        distributions = self._inside(group, "distribution")
        if len(distributions) != 1:
            raise _at(group, f"{named} needs one distribution, not {len(distributions)}")
        total = self._value(self._only(distributions[0]))
        if not 0.0 <= total <= 1.0:
            raise _at(group, f"the probability of the members of {named} is {total:g}; it must be 0 to 1")
        factors: list[float] = []
        lists = self._inside(group, "factors")
        given = [*self._inside(group, "factor"), *[factor for one in lists for factor in one.parts()]]
        for level, factor in enumerate(given, first_level(model, len(members))):
            if "level" in factor.attributes and self._whole(factor, "level") != level:
                raise _at(factor, f"the level of this factor must be {level} by the model {model}")
            factors.append(self._value(self._only(factor)))
        try:
            found = causes(members, level_probabilities(model, len(members), total, factors))
        except ValueError as error:
            raise _at(group, f"{named} can't be read: {error}") from None
        failing: dict[str, list[str]] = {member: [] for member in members}
        for those, chance in found.items():
            name = f"[{' '.join(those)}]"
            chances[name] = chance
            for member in those:
                failing[member].append(name)
        for member, names in failing.items():
            self._inner.add(member)
            self._gates[member] = Gate("or", tuple(names)) if names else Gate("constant")
        self._notes[_CAUSES] = None

    def _inside(self, element: _Element, tag: str) -> list[_Element]:
        return [part for part in element.parts() if part.tag == tag]

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
        known = EXPRESSIONS.get(element.tag)
        if known is None:
            raise _at(element, f"the expression <{element.tag}> is not read; {READ} are")
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


def _count(number: int, what: str = "input") -> str:
    return f"one {what}" if number == 1 else f"{number or 'no'} {what}s"


def _wanted(inputs: int | None) -> str:
    return {1: "one", 2: "two"}.get(inputs or 0, "one or more")


def _at(element: _Element, what: str) -> FaultTreeError:
    return FaultTreeError(f"{element.where}: {what}.")
