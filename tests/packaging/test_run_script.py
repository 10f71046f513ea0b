"""./run on machines that lack things: what it calls are stand-ins that write down what they are asked."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from archdraw.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="run is for POSIX shells; Windows has run.cmd")

TOOLS = ("sh", "dirname", "basename", "readlink", "cat", "cksum", "uname", "mkdir", "rm", "sed", "cp")

# Behaves like a Python that is old, lacks its venv module, or holds ArchDraw; MACHINE holds what is the case.
PYTHON = r"""#!/bin/sh
printf '%s\n' "python $*" >>"$MACHINE/calls"
case "$*" in
*'version_info < (3, 11)'*) [ ! -e "$MACHINE/old-python" ] ;;
*'import ensurepip, venv'*) [ ! -e "$MACHINE/no-venv" ] ;;
*'print("python3-venv"'*) echo python3-venv ;;
*'-m venv'*) for last; do :; done; mkdir -p "$last/bin"; cp -p "$0" "$last/bin/python" ;;
--version) echo 'Python 3.9.2' ;;
*'doctor --quick --format packages'*) [ ! -e "$MACHINE/missing" ] || { cat "$MACHINE/missing"; exit 1; } ;;
*'-m archdraw analyse'*) exit 1 ;;
*'-m pytest'*) echo "checks failed: $ARCHDRAW_FAILED_CHECKS"; echo '3 passed in 0.01s' ;;
*'-m mypy'*) [ ! -e "$MACHINE/mypy-fails" ] ;;
*'--require-hashes'*) [ ! -e "$MACHINE/no-index" ] ;;
esac
"""
APT_GET = r"""#!/bin/sh
printf '%s\n' "apt-get $*" >>"$MACHINE/calls"
case "$*" in
*install*python3-venv*) rm -f "$MACHINE/no-venv" ;;
*install*libgl1*) rm -f "$MACHINE/missing" ;;
esac
"""


class Outcome(NamedTuple):
    code: int
    output: str
    said: str
    calls: list[str]


class Machine:
    """A checkout and a PATH of stand-ins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkout = folder / "a check out"
        self.programs = folder / "programs"
        self.elsewhere = folder / "elsewhere"
        for path in (self.checkout, self.programs, self.elsewhere):
            path.mkdir(parents=True)
        for name in ("run", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
            shutil.copy(ROOT / name, self.checkout / name)
        for tool in TOOLS:
            (self.programs / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
        self.add("python3", PYTHON)
        self.add("id", "#!/bin/sh\necho 1000\n")

    def add(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)

    def become_root_on_debian(self) -> None:
        self.add("id", "#!/bin/sh\necho 0\n")
        self.add("apt-get", APT_GET)

    def note(self, name: str, text: str = "") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str, script: Path | None = None, **environment: str) -> Outcome:
        (self.folder / "calls").unlink(missing_ok=True)
        home = {"PATH": str(self.programs), "MACHINE": str(self.folder), "HOME": str(self.folder)}
        result = subprocess.run(
            [str(script or self.checkout / "run"), *arguments],
            cwd=self.elsewhere,
            env={**home, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        calls = self.folder / "calls"
        lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
        return Outcome(result.returncode, result.stdout, result.stderr, lines)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def installations(outcome: Outcome) -> list[str]:
    return [call for call in outcome.calls if "pip install" in call]


def test_without_any_python_one_sentence_says_what_to_install(machine: Machine) -> None:
    (machine.programs / "python3").unlink()
    outcome = machine.run()
    assert outcome.code == 1
    assert "needs Python 3.11 or newer, and none was found (no python3 at all)" in outcome.said
    assert "sudo apt-get install python3 python3-venv" in outcome.said


def test_an_old_python_is_named_with_its_version(machine: Machine) -> None:
    machine.note("old-python")
    outcome = machine.run()
    assert outcome.code == 1
    assert "none was found (Python 3.9.2)" in outcome.said
    assert installations(outcome) == []


def test_a_python_without_venv_gets_the_exact_line(machine: Machine) -> None:
    machine.note("no-venv")
    outcome = machine.run()
    assert outcome.code == 1
    assert outcome.said.endswith("On Debian or Ubuntu: sudo apt-get install python3-venv\n")


def test_root_on_debian_has_venv_installed(machine: Machine) -> None:
    machine.note("no-venv")
    machine.become_root_on_debian()
    outcome = machine.run("--version")
    assert outcome.code == 0, outcome.said
    assert [call for call in outcome.calls if call.startswith("apt-get")] == [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends python3-venv",
    ]


def test_the_locked_set_is_installed_once_and_with_hashes(machine: Machine) -> None:
    first = installations(machine.run("--version"))
    assert "--require-hashes -r" in first[0]
    assert first[0].endswith("/requirements.lock")
    assert first[1].endswith(f"--no-deps -e {machine.checkout}")
    assert installations(machine.run("--version")) == []


def test_the_lock_is_taken_as_it_is_and_nothing_is_resolved_again(machine: Machine) -> None:
    # An older pip takes "coverage[toml]" for not pinned as soon as a newer coverage is out.
    assert "--no-deps --require-hashes" in installations(machine.run("--version"))[0]


def test_an_installation_that_fails_ends_the_run_and_is_tried_again(machine: Machine) -> None:
    machine.note("no-index")
    for _ in range(2):
        outcome = machine.run("--version")
        assert outcome.code == 1
        assert "the installation did not finish" in outcome.said
        assert len(installations(outcome)) == 1
    (machine.folder / "no-index").unlink()
    assert machine.run("--version").code == 0


def test_a_changed_lock_or_project_installs_again(machine: Machine) -> None:
    machine.run("--version")
    for name in ("requirements.lock", "pyproject.toml"):
        with (machine.checkout / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        assert len(installations(machine.run("--version"))) == 2
        assert installations(machine.run("--version")) == []


def test_the_set_for_development_serves_for_running_but_not_the_other_way_round(machine: Machine) -> None:
    machine.run("--version")
    assert "requirements-dev.lock" in installations(machine.run("check"))[0]
    assert installations(machine.run("--version")) == []


def test_every_command_of_the_program_is_handed_on(machine: Machine) -> None:
    for command in COMMANDS:
        said = (command, "a.adraw") if command == "check" else (command,)
        assert machine.run(*said).calls[-1] == f"python -m archdraw {' '.join(said)}"
    # Alone it looks at the code.
    assert machine.run("check").calls[-1] == "python -m mypy"
    for script in ("run.cmd", "run"):
        text = (ROOT / script).read_text(encoding="utf-8")
        assert all(command in text for command in COMMANDS), script


def test_without_a_display_the_sample_is_analysed_and_the_place_of_the_pdf_said(machine: Machine) -> None:
    outcome = machine.run()
    review = machine.elsewhere / "archdraw-review" / "url-shortener.pdf"
    sample = machine.checkout / "resources" / "samples" / "url-shortener.adraw"
    assert outcome.code == 0, outcome.said
    assert "there is no display" in outcome.said
    assert outcome.calls[-2:] == [
        f"python -m archdraw analyse {sample}",
        f"python -m archdraw export {sample} -o {review}",
    ]
    assert outcome.output.endswith(f"The review document: {review}\n")
    # No window, so none of the libraries of one.
    assert not any("doctor" in call for call in outcome.calls)


def test_with_a_display_the_window_opens_on_the_sample_or_the_files(machine: Machine) -> None:
    sample = machine.checkout / "resources" / "samples" / "url-shortener.adraw"
    assert machine.run(DISPLAY=":0").calls[-1] == f"python -m archdraw {sample}"
    assert machine.run("my design.adraw", DISPLAY=":0").calls[-1] == "python -m archdraw my design.adraw"


def test_missing_libraries_are_named_in_one_line(machine: Machine) -> None:
    machine.note("missing", "libgl1 libegl1\n")
    outcome = machine.run(DISPLAY=":0")
    assert outcome.code == 1
    assert outcome.said.endswith("sudo apt-get install libgl1 libegl1\n")


def test_root_on_debian_has_missing_libraries_installed(machine: Machine) -> None:
    machine.note("missing", "libgl1 libegl1\n")
    machine.become_root_on_debian()
    outcome = machine.run(DISPLAY=":0")
    assert outcome.code == 0, outcome.said
    assert "apt-get install -y -qq --no-install-recommends libgl1 libegl1" in outcome.calls


def test_through_a_symbolic_link_it_is_the_same_checkout(machine: Machine) -> None:
    near = machine.checkout / "nearby link"
    near.symlink_to("run")
    far = machine.folder / "far link"
    far.symlink_to(near)
    assert machine.run("kinds", script=far).calls[-1] == "python -m archdraw kinds"
    assert (machine.checkout / ".venv" / "archdraw-stamp").exists()


def test_the_last_line_of_a_test_run_is_that_of_the_tests(machine: Machine) -> None:
    outcome = machine.run("test", "tests/core")
    assert outcome.code == 0, outcome.said
    assert outcome.output.splitlines()[-1] == "3 passed in 0.01s"
    assert outcome.calls[-1] == "python -m pytest -n 2 tests/core"


def test_a_failed_check_fails_the_run_and_is_handed_to_the_summary(machine: Machine) -> None:
    machine.note("mypy-fails")
    outcome = machine.run("test")
    assert outcome.code == 1
    assert outcome.output.splitlines()[-2:] == ["checks failed:  mypy", "3 passed in 0.01s"]
    assert machine.run("check").code == 1


@pytest.mark.parametrize(
    ("option", "selection"),
    [("--nightly", "-m nightly --timeout 3600 -x"), ("--quick", "-m not nightly and not slow -x")],
)
def test_the_selections_of_tests(machine: Machine, option: str, selection: str) -> None:
    assert machine.run("test", option, "-x").calls[-1] == f"python -m pytest -n 2 {selection}"


def test_a_broken_environment_is_made_anew(machine: Machine) -> None:
    machine.run("--version")
    python = machine.checkout / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    outcome = machine.run("--version")
    assert outcome.code == 0, outcome.said
    assert len(installations(outcome)) == 2
