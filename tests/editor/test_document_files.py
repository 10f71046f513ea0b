from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archdraw.core.geometry import Point
from archdraw.core.storage import StorageError, design_text
from archdraw.editor import files, versions
from archdraw.editor.actions import Answer, Collision, actions_by_id, perform
from archdraw.editor.actions.file import may_close, save, save_as

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand, RecordingShell

    from archdraw.editor.session import Session


@pytest.fixture
def saved(session: Session, tmp_path: Path) -> Path:
    path = tmp_path / "shop.adraw"
    assert files.save_document(session, path).saved
    return path


def test_a_new_document_is_clean_and_an_edit_makes_it_dirty(session: Session, ear: Ear) -> None:
    assert not session.dirty
    session.insert("service", Point(0, 900))
    assert session.dirty
    assert "document" in ear.kinds()


def test_undoing_back_to_the_saved_state_is_clean_again(session: Session, saved: Path) -> None:
    session.insert("service", Point(0, 900))
    session.insert("service", Point(300, 900))
    session.undo()
    assert session.dirty
    session.undo()
    assert not session.dirty
    session.redo()
    assert session.dirty


def test_undoing_past_the_saved_state_is_dirty_and_redoing_to_it_clean(
    session: Session, tmp_path: Path
) -> None:
    session.insert("service", Point(0, 900))
    files.save_document(session, tmp_path / "a.adraw")
    session.undo()
    assert session.dirty
    session.redo()
    assert not session.dirty


def test_another_edit_on_an_older_state_never_counts_as_saved(session: Session, tmp_path: Path) -> None:
    session.insert("service", Point(0, 900))
    files.save_document(session, tmp_path / "a.adraw")
    session.undo()
    session.insert("cdn", Point(0, 900))
    assert session.dirty
    session.undo()
    assert session.dirty


def test_a_gesture_left_with_escape_leaves_the_document_clean(
    session: Session, hand: Hand, saved: Path
) -> None:
    start = hand.grab("jobs")
    hand.press(*start)
    hand.steer(start, (start.x, start.y + 100), steps=5)
    assert session.dirty
    hand.key("Escape")
    assert not session.dirty
    hand.drag(start, (start.x, start.y + 100), steps=5)
    assert session.dirty
    session.undo()
    assert not session.dirty


def test_what_is_saved_opens_the_same(session: Session, saved: Path) -> None:
    opened = files.open_document(saved, session.catalog)
    assert opened.design == session.design
    assert opened.messages == ()
    assert opened.state.path == saved


def test_saving_an_unedited_document_keeps_its_bytes(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "hand.adraw"
    path.write_text(json.dumps(json.loads(design_text(session.design))), encoding="utf-8")
    before = path.read_bytes()
    opened = files.open_document(path)
    session.load(opened.design, opened.state)
    assert files.save_document(session).saved
    assert path.read_bytes() == before


def test_a_file_changed_outside_is_not_overwritten_unasked(session: Session, saved: Path) -> None:
    saved.write_text(saved.read_text(encoding="utf-8").replace("Sample", "Theirs"), encoding="utf-8")
    session.insert("service", Point(0, 900))
    outcome = files.save_document(session)
    assert outcome.result == "changed-outside"
    assert "Theirs" in saved.read_text(encoding="utf-8")
    assert session.dirty
    assert files.save_document(session, overwrite=True).saved
    assert "Sample" in saved.read_text(encoding="utf-8")
    assert files.save_document(session).saved


@pytest.mark.parametrize(("answer", "kept"), [("overwrite", False), ("cancel", True), ("save-as", True)])
def test_the_user_decides_about_a_file_changed_outside(
    session: Session, shell: RecordingShell, saved: Path, answer: Collision, kept: bool
) -> None:
    saved.write_text(saved.read_text(encoding="utf-8").replace("Sample", "Theirs"), encoding="utf-8")
    session.insert("service", Point(0, 900))
    shell.outside_answer = answer
    shell.save_answer = saved.with_name("mine.adraw")
    assert save(session, shell) is (answer != "cancel")
    assert ("Theirs" in saved.read_text(encoding="utf-8")) is kept
    if answer == "save-as":
        assert session.document.name == "mine.adraw"


def test_a_folder_that_can_not_be_written_is_one_sentence(session: Session, tmp_path: Path) -> None:
    outcome = files.save_document(session, tmp_path / "no" / "such" / "folder.adraw")
    assert outcome.result == "failed"
    assert outcome.sentence.endswith(".")


def test_without_a_file_save_asks_for_a_name(session: Session, shell: RecordingShell, tmp_path: Path) -> None:
    assert files.save_document(session).result == "no-path"
    shell.save_answer = tmp_path / "named"
    assert save(session, shell)
    assert shell.calls == [("ask_save_path", "Sample.adraw", "adraw")]
    assert (tmp_path / "named.adraw").is_file()
    assert session.document.name == "named.adraw"
    assert not session.dirty


def test_save_as_can_be_thought_better_of(session: Session, shell: RecordingShell) -> None:
    assert not save_as(session, shell)
    assert session.document.path is None


def test_a_text_being_typed_is_saved_too(session: Session, saved: Path) -> None:
    session.begin_label("db")
    session.edit_text("Ledger")
    files.save_document(session)
    assert "Ledger" in saved.read_text(encoding="utf-8")
    assert session.editing is None


@pytest.mark.parametrize(("answer", "left"), [("save", True), ("discard", True), ("cancel", False)])
def test_unsaved_changes_are_asked_about(
    session: Session, shell: RecordingShell, saved: Path, answer: Answer, left: bool
) -> None:
    assert may_close(session, shell)
    assert shell.calls == []
    session.insert("cdn", Point(0, 900))
    shell.unsaved_answer = answer
    assert may_close(session, shell) is left
    assert shell.calls == [("ask_unsaved", "shop.adraw")]
    assert ("cdn" in saved.read_text(encoding="utf-8")) is (answer == "save")


def test_a_repaired_document_counts_as_changed_and_says_so(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "broken.adraw"
    text = design_text(session.design).replace('"target": "db"', '"target": "gone"')
    path.write_text(text, encoding="utf-8")
    opened = files.open_document(path)
    assert any("web-db" in message for message in opened.messages)
    session.load(opened.design, opened.state)
    assert session.dirty
    assert path.read_text(encoding="utf-8") == text


def test_a_newer_document_is_shown_but_not_saved(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "newer.adraw"
    path.write_text(design_text(session.design).replace('"version": 1', '"version": 7'), encoding="utf-8")
    before = path.read_bytes()
    opened = files.open_document(path)
    session.load(opened.design, opened.state)
    assert opened.messages
    assert files.save_document(session).result == "read-only"
    assert path.read_bytes() == before


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.adraw"
    path.write_text("nonsense", encoding="utf-8")
    with pytest.raises(StorageError):
        files.open_document(path)


def test_loading_another_document_starts_anew(session: Session, hand: Hand, ear: Ear) -> None:
    session.select({"db"})
    session.insert("cdn", Point(0, 900))
    session.load(files.new_document().design, files.new_document().state)
    assert session.selection == frozenset()
    assert session.store.undo_depth == 0
    assert not session.dirty
    assert session.scene.order == ()
    made = session.insert("cdn", Point(0, 0))
    assert hand.frame(made).w == 168


def test_recent_documents_are_listed_newest_first_without_repeats(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.adraw" for number in range(15)]
    for path in paths:
        path.touch()
        files.remember_recent(path)
    files.remember_recent(paths[12])
    recent = files.recent_files()
    assert recent[:3] == [paths[12], paths[14], paths[13]]
    assert len(recent) == 12
    paths[14].unlink()
    assert paths[14] not in files.recent_files()
    files.forget_recent()
    assert files.recent_files() == []


@pytest.mark.parametrize("text", ["", "nonsense", "{}", "[1, null]", '["\\u0000"]', "[" * 100_000])
def test_a_spoiled_list_of_recent_documents_is_an_empty_one(tmp_path: Path, text: str) -> None:
    folder = Path(os.environ["ARCHDRAW_CONFIG_DIR"])
    folder.mkdir()
    (folder / "recent.json").write_text(text, encoding="utf-8")
    assert files.recent_files() == []


def test_saving_and_opening_put_a_document_on_the_list(session: Session, saved: Path) -> None:
    assert files.recent_files() == [saved]


@pytest.mark.parametrize(
    ("title", "name"), [("", "architecture.adraw"), ("Shop / checkout: v2", "Shop checkout v2.adraw")]
)
def test_a_title_suggests_a_file_name(session: Session, title: str, name: str) -> None:
    with session.change("title") as store:
        store.change_document(title=title)
    assert files.suggested_path(session) == Path(name)


def names(session: Session) -> dict[str, str]:
    return {one.id: one.name for one in session.design.components}


def test_what_a_save_replaces_is_an_earlier_version_that_can_be_shown_and_saved_again(
    session: Session, shell: RecordingShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHDRAW_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr(versions, "MOST_VERSIONS", 3)
    show = actions_by_id()["file.versions"]
    path = tmp_path / "shop.adraw"
    assert files.save_document(session, path).saved
    # Nothing was replaced, and what is saved again as it is replaces nothing either.
    assert files.save_document(session).saved
    perform(show, session, shell)
    assert "No earlier version" in shell.said[-1]
    texts = [path.read_bytes()]
    for number in range(4):
        session.rename("db", f"Orders {number}")
        assert files.save_document(session).saved
        texts.append(path.read_bytes())
    kept = versions.earlier_versions(path)
    assert [version.file.read_bytes() for version in kept] == texts[-2:0:-1]
    # The oldest that is still kept, after a question about what was not saved.
    session.rename("db", "Not saved")
    shell.choice_answer, shell.unsaved_answer = 2, "cancel"
    perform(show, session, shell)
    assert names(session)["db"] == "Not saved"
    shell.unsaved_answer = "discard"
    perform(show, session, shell)
    assert (names(session)["db"], session.dirty) == ("Orders 0", True)
    assert files.save_document(session).saved
    assert path.read_bytes() == texts[1]
    assert versions.earlier_versions(path)[0].file.read_bytes() == texts[-1]
