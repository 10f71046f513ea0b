"""The Analyse menu: what-if and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, needs, resting

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


def _candidates(session: Session) -> frozenset[str]:
    chosen = session.chosen
    return chosen.components | chosen.groups | chosen.connections


@needs("Select a component, group or connection first.", edits=False)
def _can_fail(session: Session) -> bool:
    chosen = session.chosen
    return resting(session) and bool(chosen.components or chosen.groups or chosen.connections)


def _all_failed(session: Session) -> bool:
    if not session.failed:
        return False
    chosen = _candidates(session)
    return bool(chosen) and chosen <= session.failed


def _fail(session: Session, _shell: Shell) -> None:
    chosen = _candidates(session)
    session.set_failed(session.failed - chosen if chosen <= session.failed else session.failed | chosen)


@needs("Nothing has failed.", edits=False)
def _any_failed(session: Session) -> bool:
    return bool(session.failed or session.highlighted)


def _clear(session: Session, _shell: Shell) -> None:
    session.highlighted = frozenset()
    session.set_failed(())


def _findings(_session: Session, shell: Shell) -> None:
    shell.show_panel("findings")


def _journeys(_session: Session, shell: Shell) -> None:
    shell.show_panel("journeys")


def _load(_session: Session, shell: Shell) -> None:
    shell.show_panel("load")


def _more(session: Session, _shell: Shell) -> None:
    session.set_traffic(session.traffic.factor * 2.0)


def _less(session: Session, _shell: Shell) -> None:
    session.set_traffic(session.traffic.factor / 2.0)


def _stated(session: Session, _shell: Shell) -> None:
    session.set_traffic(1.0)


@needs("No journey says how much load it brings.", edits=False)
def _has_load(session: Session) -> bool:
    return any(journey.peak_rps or journey.average_rps for journey in session.design.journeys)


@needs("The traffic is what the journeys state.", edits=False)
def _other_traffic(session: Session) -> bool:
    return not session.traffic.as_stated


def _losses(_session: Session, shell: Shell) -> None:
    shell.show_panel("losses")


def _changes(_session: Session, shell: Shell) -> None:
    shell.show_panel("changes")


@needs("There is no finding.")
def _has_findings(session: Session) -> bool:
    return editable(session) and session.analysis is not None and bool(session.analysis.findings)


@needs("Nothing is accepted.")
def _has_accepted(session: Session) -> bool:
    return editable(session) and bool(session.store.table("suppressions"))


@needs("No analysis is running.", edits=False)
def _is_running(session: Session) -> bool:
    return session.analysing == "running"


@needs("The figures are of the present design already, or are being worked out.", edits=False)
def _can_go_on(session: Session) -> bool:
    return session.analysing in ("stopped", "failed")


def _stop(_session: Session, shell: Shell) -> None:
    shell.stop_analysis()


def _again(_session: Session, shell: Shell) -> None:
    shell.analyse_again()


def _accept(_session: Session, shell: Shell) -> None:
    shell.show_dialog("accept")


def _take_back(_session: Session, shell: Shell) -> None:
    shell.show_dialog("take-back")


def _rules(_session: Session, shell: Shell) -> None:
    shell.show_dialog("rules")


ACTIONS = (
    Action(
        "analyse.fail",
        "Fail this",
        "Analyse",
        _fail,
        "fail",
        ("F",),
        _can_fail,
        _all_failed,
        tip="See which journeys break when the selection is down.",
        section="what-if",
    ),
    Action(
        "analyse.clear",
        "Clear failures",
        "Analyse",
        _clear,
        "reset",
        ("Shift+F",),
        _any_failed,
        tip="Everything works again.",
        section="what-if",
    ),
    Action(
        "analyse.findings",
        "Show findings",
        "Analyse",
        _findings,
        "finding",
        ("Ctrl+Shift+M",),
        tip="List the weaknesses found.",
        section="panels",
    ),
    Action(
        "analyse.journeys",
        "Show journeys",
        "Analyse",
        _journeys,
        "journey",
        ("Ctrl+Shift+J",),
        tip="Availability and ceiling of each journey.",
        section="panels",
    ),
    Action(
        "analyse.load",
        "Show load and latency",
        "Analyse",
        _load,
        "utilisation",
        ("Ctrl+U, L",),
        tip="How long each journey takes, what makes it up, and what breaks first as traffic grows.",
        section="panels",
    ),
    Action(
        "analyse.losses",
        "Show losses",
        "Analyse",
        _losses,
        "fail",
        ("Ctrl+Shift+F",),
        tip="What each loss of a component, instance or domain does to each journey.",
        section="panels",
    ),
    Action(
        "analyse.changes",
        "Show improvements",
        "Analyse",
        _changes,
        "good",
        ("Ctrl+Shift+I",),
        tip="Which single change saves most downtime, and making it.",
        section="panels",
    ),
    Action(
        "analyse.stop",
        "Stop the analysis",
        "Analyse",
        _stop,
        "",
        ("Ctrl+U, X",),
        _is_running,
        tip="Leave the figures as they are: no closer ones are worked out until the next change.",
        section="running",
    ),
    Action(
        "analyse.again",
        "Analyse again",
        "Analyse",
        _again,
        "",
        ("Ctrl+U, G",),
        _can_go_on,
        tip="Go on where the analysis was stopped or broke off.",
        section="running",
    ),
    Action(
        "analyse.accept",
        "Accept the finding…",
        "Analyse",
        _accept,
        "",
        ("Ctrl+U, A",),
        _has_findings,
        tip="Say why the chosen finding is all right, who answers for it, and until when.",
        section="review",
    ),
    Action(
        "analyse.take-back",
        "Take back the acceptance",
        "Analyse",
        _take_back,
        "",
        ("Ctrl+U, B",),
        _has_accepted,
        tip="The chosen finding is open again.",
        section="review",
    ),
    Action(
        "analyse.rules",
        "Rules…",
        "Analyse",
        _rules,
        "",
        ("Ctrl+U, R",),
        tip="Every rule with its result, how bad it is here, by which limits it judges, and a page about it.",
        section="review",
    ),
    Action(
        "traffic.more",
        "Twice the traffic",
        "Analyse",
        _more,
        "",
        ("Ctrl+U, Up",),
        _has_load,
        tip="Show the load at twice the traffic that is shown now.",
        section="traffic",
        submenu="Traffic",
    ),
    Action(
        "traffic.less",
        "Half the traffic",
        "Analyse",
        _less,
        "",
        ("Ctrl+U, Down",),
        _has_load,
        tip="Show the load at half the traffic that is shown now.",
        section="traffic",
        submenu="Traffic",
    ),
    Action(
        "traffic.stated",
        "Traffic as stated",
        "Analyse",
        _stated,
        "",
        ("Ctrl+U, 0",),
        _other_traffic,
        tip="Back to the load that the journeys state.",
        section="traffic",
        submenu="Traffic",
    ),
)
