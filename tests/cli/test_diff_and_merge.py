from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from tests.cli.conftest import SHORTENER, Run

from archdraw.core.model import Design
from archdraw.core.storage import design_text, read_design


def changed(path: Path, key: str, **fields: object) -> Path:
    design = read_design(SHORTENER).design
    parts = tuple(one.revised(**fields) if one.id == key else one for one in design.components)
    path.write_text(design_text(design.model_copy(update={"components": parts})), encoding="utf-8")
    return path


def first_service(design: Design) -> str:
    return next(one.id for one in design.components if one.kind == "service")


@pytest.fixture
def service() -> str:
    return first_service(read_design(SHORTENER).design)


# ── diff ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_equal_documents_exit_with_0(run: Run) -> None:
    code, out, err = run("diff", SHORTENER, SHORTENER)
    assert (code, err) == (0, "")
    assert "Nothing has changed." in out


def test_a_difference_exits_with_1_and_names_element_field_and_figures(
    run: Run, tmp_path: Path, service: str
) -> None:
    new = changed(tmp_path / "git-blob-a7f3.adraw", service, replicas=1)
    code, out, err = run("diff", SHORTENER, new)
    assert (code, err) == (1, "")
    design = read_design(SHORTENER).design
    assert out.splitlines()[0] == design.title, "the title, whatever the file is called"
    assert "git-blob" not in out
    assert "replicas" in out
    assert design.component_by_id[service].name in out
    assert "Figures" in out
    assert "worse" in out


def test_a_long_change_of_one_thing_takes_no_room_from_the_names_of_others(run: Run, tmp_path: Path) -> None:
    design = read_design(SHORTENER).design
    gone = design.components[-1]
    kept = [one.revised(notes="word " * 60) for one in design.components[:-1]]
    lines = [one for one in design.connections if gone.id not in (one.source, one.target)]
    left = {one.id for one in (*kept, *lines, *design.groups)}
    (view,) = design.views
    shown = tuple(one for one in view.shows if one in left)
    view = view.revised(shows=shown, nodes={key: at for key, at in view.nodes.items() if key in left})
    new = tmp_path / "new.adraw"
    new.write_text(
        design_text(design.revised(components=tuple(kept), connections=tuple(lines), views=(view,)))
    )
    _, out, _ = run("diff", SHORTENER, new)
    changes = out[out.index("Changed") : out.index("Figures") if "Figures" in out else len(out)]
    for component in kept:
        assert f"component  {component.name}" in changes
    assert f"shows: − {gone.name}" in " ".join(changes.split())


def test_json_has_values_before_and_after_with_their_method(run: Run, tmp_path: Path, service: str) -> None:
    new = changed(tmp_path / "new.adraw", service, replicas=1)
    code, out, err = run("diff", SHORTENER, new, "--format", "json")
    assert (code, err) == (1, "")
    said = json.loads(out)
    assert (said["format"], said["equal"]) == ("archdraw-diff", False)
    (element,) = said["elements"]
    assert element["id"] == service
    assert element["fields"][0]["new"] == 1 or element["fields"][0]["field"] == "replicas"
    served = next(one for one in said["figures"] if one["figure"] == "availability")
    assert served["new"] < served["old"]
    assert served["better"] is False
    assert served["new_method"] in ("exact", "bounded", "estimated")
    assert {one["happening"] for one in said["findings"]} <= {"opened", "closed"}


def test_a_file_that_can_not_be_used_exits_with_2(run: Run, tmp_path: Path) -> None:
    code, out, err = run("diff", SHORTENER, tmp_path / "none.adraw")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    code, _, err = run("diff", SHORTENER, SHORTENER, "-o", tmp_path / "picture.gif")
    assert code == 2
    assert "something.svg" in err


def test_git_may_name_the_null_device_for_a_missing_side(run: Run) -> None:
    code, out, err = run("diff", "/dev/null", SHORTENER)
    assert (code, err) == (1, "")
    assert "added" in out
    code, out, _ = run("diff", SHORTENER, os.devnull)
    assert code == 1
    assert "removed" in out


@pytest.mark.parametrize(("suffix", "begin"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF-")])
def test_the_changes_can_be_drawn(run: Run, tmp_path: Path, service: str, suffix: str, begin: bytes) -> None:
    new, picture = changed(tmp_path / "new.adraw", service, replicas=1), tmp_path / f"picture.{suffix}"
    code, _, err = run("diff", SHORTENER, new, "-o", picture)
    assert (code, err) == (1, "")
    assert picture.read_bytes().startswith(begin)
    if suffix == "svg":
        root = fromstring(picture.read_text("utf-8"))
        text = "".join(root.itertext())
        assert "What has changed" in text
        assert "Changed since the other state." in text


# ── merge ────────────────────────────────────────────────────────────────────────────────────────────────


def test_both_states_can_be_drawn_beside_each_other(run: Run, tmp_path: Path, service: str) -> None:
    design = read_design(SHORTENER).design
    old, new = tmp_path / "old.adraw", tmp_path / "new.adraw"
    old.write_text(design_text(design))
    parts = tuple(one.revised(name="Renamed here") if one.id == service else one for one in design.components)
    new.write_text(design_text(design.revised(components=parts)))
    picture = tmp_path / "both.svg"
    code, _, err = run("diff", old, new, "-o", picture, "--side-by-side")
    assert (code, err) == (1, "")
    root = fromstring(picture.read_text(encoding="utf-8"))
    texts = [one for one in root.iter("{http://www.w3.org/2000/svg}text") if one.text]
    at = {str(one.text): float(str(one.get("x"))) for one in texts}
    assert at["Before"] < at["After"]
    # Each component stands twice, the renamed one under its old name at the left.
    names = [one.text for one in texts]
    assert names.count("Link cache") == 2
    assert at[design.component_by_id[service].name] < at["After"] < at["Renamed here"]
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert names.count("What has changed") == 1


def test_a_clean_merge_writes_over_ours_and_exits_with_0(run: Run, tmp_path: Path, service: str) -> None:
    ours = changed(tmp_path / "ours.adraw", service, replicas=7)
    theirs = changed(tmp_path / "theirs.adraw", service, owner="Ops")
    code, out, err = run("merge", SHORTENER, ours, theirs)
    assert (code, err) == (0, "")
    assert "without conflicts" in out
    merged = read_design(ours).design.component_by_id[service]
    assert (merged.replicas, merged.owner) == (7, "Ops")


def test_nothing_to_merge_leaves_the_very_bytes(run: Run, tmp_path: Path) -> None:
    ours, out = tmp_path / "ours.adraw", tmp_path / "out.adraw"
    text = SHORTENER.read_text("utf-8").replace("\n", "\n ")
    ours.write_text(text, "utf-8")
    assert run("merge", SHORTENER, ours, SHORTENER, "-o", out)[0] == 0
    assert out.read_text("utf-8") == text


def test_a_conflict_exits_with_1_names_the_element_and_opens_with_a_message(
    run: Run, tmp_path: Path, service: str
) -> None:
    ours = changed(tmp_path / "ours.adraw", service, replicas=7)
    theirs = changed(tmp_path / "theirs.adraw", service, replicas=8)
    code, out, _ = run("merge", SHORTENER, ours, theirs)
    assert code == 1
    name = read_design(SHORTENER).design.component_by_id[service].name
    assert f"“{name}”: replicas is 7 here and 8 there." in out
    code, _, err = run("analyse", ours, "--fail-on", "never")
    assert code == 0
    assert f"“{name}”: replicas is 7 here and 8 there." in err


def test_an_unusable_side_exits_with_2_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.adraw", tmp_path / "theirs.adraw"
    ours.write_bytes(SHORTENER.read_bytes())
    theirs.write_text('<<<<<<< ours\n{"format": "archdraw"}')
    code, out, err = run("merge", SHORTENER, ours, theirs)
    assert (code, out) == (2, "")
    assert "theirs.adraw" in err
    assert ours.read_bytes() == SHORTENER.read_bytes()


def test_git_merges_and_compares_with_it(tmp_path: Path, service: str) -> None:
    """Two branches change one component each in its way; git calls the driver, and difftool the diff."""
    program = f'"{sys.executable}" -m archdraw'
    source = str(Path(__file__).resolve().parents[2] / "src")
    environment = {
        **os.environ,
        "PYTHONPATH": source,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }

    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@b", *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def commit(branch: str, **fields: object) -> None:
        git("checkout", "-q", "-b", branch, "start")
        changed(tmp_path / "shop.adraw", service, **fields)
        assert git("commit", "-qam", branch).returncode == 0

    git("init", "-q")
    git("config", "merge.archdraw.driver", f"{program} merge %O %A %B")
    git("config", "difftool.archdraw.cmd", f'{program} diff "$LOCAL" "$REMOTE"')
    (tmp_path / ".gitattributes").write_text("*.adraw merge=archdraw\n")
    (tmp_path / "shop.adraw").write_bytes(SHORTENER.read_bytes())
    git("add", ".")
    git("commit", "-qm", "start")
    git("branch", "start")
    commit("one", replicas=7)
    commit("two", replicas=8)
    commit("three", owner="Ops")
    merged = git("merge", "-q", "one", "-m", "clean")
    assert merged.returncode == 0, merged.stdout + merged.stderr
    part = read_design(tmp_path / "shop.adraw").design.component_by_id[service]
    assert (part.replicas, part.owner) == (7, "Ops")
    told = git("difftool", "-y", "-t", "archdraw", "start")
    assert "owner" in told.stdout, told.stdout + told.stderr
    assert git("merge", "two", "-m", "conflict").returncode == 1
    assert read_design(tmp_path / "shop.adraw").design.extensions["merge_conflicts"]


# ── a review that says what has changed ──────────────────────────────────────────────────────────────────


def test_a_review_can_say_what_has_changed_since(run: Run, tmp_path: Path, service: str) -> None:
    import pypdfium2

    old, output = changed(tmp_path / "old.adraw", service, replicas=1), tmp_path / "review.pdf"
    code, _, err = run("export", SHORTENER, "-o", output, "--since", old)
    assert (code, err) == (0, "")
    document = pypdfium2.PdfDocument(output)
    text = "".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    document.close()
    assert "Change since the last version" in text
    assert "old.adraw" in text
    for name in ("review.html", "review.md"):
        code, _, err = run("export", SHORTENER, "-o", tmp_path / name, "--since", old)
        assert (code, err) == (0, "")
        assert "Change since the last version" in (tmp_path / name).read_text("utf-8")
    code, _, err = run("export", SHORTENER, "-o", tmp_path / "a.svg", "--since", old)
    assert code == 2
    assert "archdraw diff" in err
