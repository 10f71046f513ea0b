"""A question that is put once nothing has been asked for a while."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from archdraw.qt.bridge.side_run import SideRun


def test_only_the_newest_of_quick_questions_is_put(qtbot: QtBot) -> None:
    run = SideRun()
    put: list[int] = []
    answers: list[object] = []
    run.answered.connect(answers.append)
    for number in range(5):

        def ask(number: int = number) -> None:
            put.append(number)
            run.ask(lambda _: number * 10)

        run.ask_later(ask, 20)
        assert run.busy
    qtbot.waitUntil(lambda: not run.busy)
    assert (put, answers) == ([4], [40])
    run.stop()


def test_who_cancels_is_not_asked(qtbot: QtBot) -> None:
    run = SideRun()
    put: list[int] = []
    run.ask_later(lambda: put.append(1), 10)
    run.cancel()
    assert not run.busy
    qtbot.wait(40)
    assert put == []
    run.stop()
