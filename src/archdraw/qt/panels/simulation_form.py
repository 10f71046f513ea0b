"""What to simulate: journey, scenario, what it strikes, its parameters, how much, which seed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.analysis.simulation.request import (
    DEFAULT_REPLICATIONS,
    LEAST_REPLICATIONS,
    MOST_REPLICATIONS,
    SimulationRequest,
)
from archdraw.core.analysis.simulation.scenarios import SCENARIOS
from archdraw.core.analysis.simulation.scenarios.scenario import Parameter, Scenario
from archdraw.core.analysis.simulation.wording import struck_text
from archdraw.core.model import Design, element_name
from archdraw.qt.bridge.layouts import nested
from archdraw.qt.panels.editors import QuietCombo
from archdraw.qt.panels.number_field import NumberField

_REQUESTS = (("2,000", 2_000), ("as many as it takes", None), ("100,000", 100_000))
_WIDTH = 300
_MOST_SEED = 2**31 - 1


class SimulationForm(QScrollArea):
    """The fields and the button that starts.

    Signals
    -------
    run_wanted()
        Start, or cancel what runs.
    scenario_changed()
        Another journey or scenario is chosen: what it may strike is to be found out.
    """

    run_wanted = Signal()
    scenario_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What is simulated")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.journey_field = _combo("Journey")
        self.scenario_field = _combo("Scenario")
        self.element_field = _combo("What it strikes")
        self.requests_field = _combo("Requests in each replication")
        self.replications_field = NumberField(
            "Replications", (LEAST_REPLICATIONS, MOST_REPLICATIONS), DEFAULT_REPLICATIONS, whole=True
        )
        self.seed_field = NumberField("Seed", (0, _MOST_SEED), 1, whole=True)
        self.seed_field.setToolTip("The same seed gives the same result")
        self.run_button = QPushButton("Run")
        self.run_button.setObjectName("primary")
        for one in SCENARIOS:
            self.scenario_field.addItem(one.title, one.id)
            self.scenario_field.setItemData(
                self.scenario_field.count() - 1, one.summary, Qt.ItemDataRole.ToolTipRole
            )
        for words, count in _REQUESTS:
            self.requests_field.addItem(words, count)
        self.requests_field.setCurrentIndex(1)
        self.parameter_fields: dict[str, NumberField] = {}
        self.switches: dict[str, QCheckBox] = {}
        self._element_label = QLabel("Strikes")
        self._lay_out()
        self.scenario_field.currentIndexChanged.connect(self._take_scenario)
        self.journey_field.currentIndexChanged.connect(lambda _: self.scenario_changed.emit())
        self.run_button.clicked.connect(self.run_wanted)
        self._take_scenario()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        # Beside the fields is room for the bar that scrolls them.
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(4)
        self._form = form = nested(column, QFormLayout())
        form.setContentsMargins(8, 8, 8, 4)
        form.setVerticalSpacing(4)
        form.setHorizontalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Journey", self.journey_field)
        form.addRow("Scenario", self.scenario_field)
        form.addRow(self._element_label, self.element_field)
        form.addRow("Requests", self.requests_field)
        form.addRow("Replications", self.replications_field)
        form.addRow("Seed", self.seed_field)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDTH)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 200)

    @property
    def scenario(self) -> Scenario:
        """The scenario that is chosen."""
        return SCENARIOS[max(0, self.scenario_field.currentIndex())]

    @property
    def journey(self) -> str | None:
        """The journey that is chosen, None where there is none."""
        chosen = self.journey_field.currentData()
        return chosen if isinstance(chosen, str) else None

    def request(self) -> SimulationRequest | None:
        """Return what the fields ask for, None without a journey.

        Raises
        ------
        ValueError
            A number is none, or out of bounds; the message is a sentence.
        """
        if self.journey is None:
            return None
        element = self.element_field.currentData() if self.scenario.elements is not None else None
        return SimulationRequest(
            journey=self.journey,
            scenario=self.scenario.id,
            seed=int(self.seed_field.value()),
            requests=self.requests_field.currentData(),
            replications=int(self.replications_field.value()),
            element=element if isinstance(element, str) else None,
            parameters=(
                *((name, field.value()) for name, field in self.parameter_fields.items()),
                *((name, float(box.isChecked())) for name, box in self.switches.items()),
            ),
        )

    def show_journeys(self, design: Design, wanted: str | None) -> None:
        """Offer the journeys of a design; `wanted` is chosen where none was."""
        field = self.journey_field
        offered = [(element_name(design, one.id), one.id) for one in design.journeys]
        if offered == [(field.itemText(at), field.itemData(at)) for at in range(field.count())]:
            return
        chosen = field.currentData() or wanted
        field.blockSignals(True)
        field.clear()
        for words, journey in offered:
            field.addItem(words, journey)
        field.setCurrentIndex(max(0, field.findData(chosen)) if offered else -1)
        field.blockSignals(False)
        field.setEnabled(bool(offered))
        self.scenario_changed.emit()

    def show_elements(self, design: Design, elements: list[str]) -> None:
        """Offer what the scenario may strike, best first; what was chosen stays chosen."""
        field = self.element_field
        chosen = field.currentData()
        field.clear()
        for element in elements:
            field.addItem(struck_text(design, element), element)
        if not elements:
            field.addItem("none on this journey", None)
        field.setCurrentIndex(max(0, field.findData(chosen)))
        field.setEnabled(bool(elements))

    def show_running(self, *, running: bool) -> None:
        """Say on the button what it does now."""
        self.run_button.setText("Cancel" if running else "Run")

    def _take_scenario(self) -> None:
        chosen = self.scenario
        self.scenario_field.setToolTip(chosen.summary)
        strikes = chosen.elements is not None
        self._form.setRowVisible(self.element_field, strikes)
        self._element_label.setText(chosen.element_label or "Strikes")
        self.element_field.clear()
        self.element_field.setEnabled(False)
        for made in (*self.parameter_fields.values(), *self.switches.values()):
            self._form.removeRow(made)
        self.parameter_fields, self.switches = {}, {}
        row, _ = self._form.getWidgetPosition(self.element_field)
        for at, one in enumerate(chosen.parameters, start=row + 1):
            if one.switch:
                self.switches[one.name] = _switch(one)
                self._form.insertRow(at, "", self.switches[one.name])
                continue
            field = _number_field(one)
            self.parameter_fields[one.name] = field
            self._form.insertRow(at, f"{one.label} ({one.unit})" if one.unit else one.label, field)
        self.scenario_changed.emit()


def _combo(name: str) -> QComboBox:
    field = QuietCombo()
    field.setAccessibleName(name)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(6)
    return field


def _switch(one: Parameter) -> QCheckBox:
    box = QCheckBox(one.label)
    box.setChecked(one.default > 0.0)
    return box


def _number_field(one: Parameter) -> NumberField:
    return NumberField(one.label, (one.least, one.most), one.default)
