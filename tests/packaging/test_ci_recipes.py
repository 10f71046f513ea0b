"""The action and the pre-commit hook: the very steps that a host runs, run here in a clean shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from archdraw.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"
BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(BASH is None or os.name == "nt", reason="hosts run the steps in bash")

# Stands for the interpreter of the job: it makes an environment and installs into it without a network.
PYTHON = r"""#!/bin/sh
printf '%s\n' "$*" >>"$CALLS"
case "$*" in
*version_info*) [ ! -e "$CALLS.old" ] ;;
*'-m venv'*) for last; do :; done; mkdir -p "$last/bin"; cp -p "$0" "$last/bin/python" ;;
esac
"""


class Step(NamedTuple):
    """A step of the action: its shell text, and the inputs that its environment names."""

    text: str
    inputs: dict[str, str]


def steps() -> list[Step]:
    """Return the steps of action.yml, which is plain enough to be read without a library."""
    parts = (ROOT / "action.yml").read_text(encoding="utf-8").split("\n    - name: ")[1:]
    found = []
    for part in (f"{one}\n" for one in parts):
        assert "shell: bash" in part
        text = re.search(r"      run: \|\n((?:        .*\n|\n)+)", part)
        assert text is not None
        lines = [line.removeprefix("        ") for line in text.group(1).splitlines()]
        inputs = dict(re.findall(r"^        ([A-Z_]+): \$\{\{ inputs\.([a-z-]+) \}\}$", part, re.MULTILINE))
        found.append(Step("\n".join(lines) + "\n", inputs))
    return found


def defaults() -> dict[str, str]:
    text = (ROOT / "action.yml").read_text(encoding="utf-8").partition("\nruns:")[0]
    return dict(re.findall(r'^  ([a-z-]+):\n(?:    .*\n)*?    default: "?([^"\n]*)"?$', text, re.MULTILINE))


class Job(NamedTuple):
    """A runner's folders, and what the installed command is."""

    folder: Path

    def run(self, step: Step, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step as a host does: an own bash, no profile, stop at the first error."""
        assert BASH is not None
        given = defaults() | {name.replace("_", "-"): value for name, value in inputs.items()}
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT / "src"),
            "RUNNER_TEMP": str(self.folder / "temp dir"),
            "GITHUB_ENV": str(self.folder / "env"),
            "GITHUB_ACTION_PATH": str(self.folder / "the action"),
            "CALLS": str(self.folder / "calls"),
            "ARCHDRAW": str(self.folder / "archdraw"),
            **{variable: given[name] for variable, name in step.inputs.items()},
        }
        script = self.folder / "step.sh"
        script.write_text(step.text, encoding="utf-8")
        return subprocess.run(
            [BASH, "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.folder / "work",
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "work").mkdir()
    (tmp_path / "temp dir").mkdir()
    command = tmp_path / "archdraw"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m archdraw "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    python = tmp_path / "python"
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    return Job(tmp_path)


def put(job: Job, sample: str, name: str) -> Path:
    target = job.folder / "work" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLES / f"{sample}.adraw", target)
    return target


def test_every_input_has_a_default_and_reaches_a_step() -> None:
    used = {name for step in steps() for name in step.inputs.values()}
    assert used == set(defaults()) == {"files", "fail-on", "baseline", "sarif", "python"}
    assert len(steps()) == 2


def test_it_is_installed_into_an_environment_of_its_own(job: Job) -> None:
    install = steps()[0]
    done = job.run(install, python=str(job.folder / "python"))
    assert (done.returncode, done.stderr) == (0, "")
    calls = (job.folder / "calls").read_text(encoding="utf-8").splitlines()
    place = job.folder / "temp dir" / "archdraw"
    assert calls[1:] == [f"-m venv {place}", f"-m pip install --quiet {job.folder / 'the action'}"]
    assert (job.folder / "env").read_text(encoding="utf-8") == f"ARCHDRAW={place / 'bin' / 'archdraw'}\n"


def test_an_old_python_is_refused_with_what_to_do(job: Job) -> None:
    (job.folder / "calls.old").touch()
    done = job.run(steps()[0], python=str(job.folder / "python"))
    assert done.returncode == 1
    assert done.stdout.startswith("::error::ArchDraw needs Python 3.11 or newer")
    assert not (job.folder / "env").exists()


def test_findings_become_annotations_and_fail_the_job(job: Job) -> None:
    put(job, "url-shortener", "docs/design.adraw")
    done = job.run(steps()[1])
    assert done.returncode == 1, done.stderr
    assert re.search(r"^::error file=docs/design\.adraw,line=\d+", done.stdout, re.MULTILINE)
    calm = job.run(steps()[1], fail_on="never")
    assert calm.returncode == 0


def test_names_with_spaces_go_on_lines_of_their_own(job: Job) -> None:
    put(job, "kubernetes-ha", "two words/one.adraw")
    put(job, "kubernetes-ha", "other.adraw")
    lines = job.run(steps()[1], files="two words/one.adraw\n\nother.adraw\n")
    assert lines.returncode == 0, lines.stderr
    assert "two words/one.adraw" in lines.stdout
    assert "other.adraw" in lines.stdout
    spaced = job.run(steps()[1], files="other.adraw two")
    assert spaced.returncode == 2


def test_what_the_baseline_knows_passes_and_the_report_is_written_either_way(job: Job) -> None:
    put(job, "url-shortener", "design.adraw")
    known = subprocess.run(
        [str(job.folder / "archdraw"), "check", "design.adraw", "--write-baseline", "known.json"],
        cwd=job.folder / "work",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (job.folder / "work" / "known.json").exists(), known.stderr
    passed = job.run(steps()[1], baseline="known.json", sarif="found.sarif")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    report = json.loads((job.folder / "work" / "found.sarif").read_text(encoding="utf-8"))
    assert report["version"] == "2.1.0"
    failed = job.run(steps()[1], sarif="all.sarif")
    assert failed.returncode == 1
    every = json.loads((job.folder / "work" / "all.sarif").read_text(encoding="utf-8"))
    assert any(one["ruleId"] == "SPF-01" for one in every["runs"][0]["results"])


def test_the_hook_runs_a_command_there_is_on_the_files_it_names(job: Job) -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    fields = dict(re.findall(r"^[- ] ([a-z_]+): (.+)$", text, re.MULTILINE))
    program, command, *options = fields["entry"].split()
    assert program == "archdraw"
    assert command in COMMANDS
    assert fields["language"] == "python"
    assert re.search(fields["files"], "docs/design.adraw")
    assert not re.search(fields["files"], "docs/design.adraw.bak")
    put(job, "url-shortener", "a.adraw")
    put(job, "kubernetes-ha", "b.adraw")
    for names, code in ((["b.adraw"], 0), (["a.adraw", "b.adraw"], 1)):
        done = subprocess.run(
            [str(job.folder / "archdraw"), command, *options, *names],
            cwd=job.folder / "work",
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
