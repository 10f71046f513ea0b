"""The floor of every start: a Qt window with 96 menu actions, a toolbar and three docks, painted once."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QGraphicsScene, QGraphicsView, QLabel, QMainWindow


def main() -> None:
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.setCentralWidget(QGraphicsView(QGraphicsScene(window)))
    toolbar = window.addToolBar("Tools")
    for number in range(8):
        menu = window.menuBar().addMenu(f"Menu {number}")
        for entry in range(12):
            action = menu.addAction(f"Action {number}.{entry}")
            if entry == 0:
                toolbar.addAction(action)
    for area in (
        Qt.DockWidgetArea.LeftDockWidgetArea,
        Qt.DockWidgetArea.RightDockWidgetArea,
        Qt.DockWidgetArea.BottomDockWidgetArea,
    ):
        dock = QDockWidget("Panel", window)
        dock.setWidget(QLabel("Content"))
        window.addDockWidget(area, dock)
    window.resize(1440, 900)
    window.show()
    QTimer.singleShot(0, app.quit)
    app.exec()
    # Without the interpreter's clean-up, as the window's own benchmark ends.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
