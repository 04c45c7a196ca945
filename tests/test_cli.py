"""What happens when someone runs `hublint`? The real thing, from arguments to exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from hublint import __version__
from hublint.cli import main
from hublint.judging.rulebook import load_rulebook

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((Path(__file__).parent / "report.schema.json").read_text())

PLAIN = "import os\n"
# hub.Module where TensorFlow runs eagerly: HUB101, an error.
BROKEN = (
    "import tensorflow as tf\n"
    "import tensorflow_hub as hub\n"
    "\n"
    'embed = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")\n'
)
SOUND = BROKEN.replace("hub.Module(", "hub.KerasLayer(").replace("128/1", "128/2")
# A model that nobody knows is called.
UNDECIDED = "import tensorflow_hub as hub\n\nembed = hub.load(input())\nembed('a')\n"
PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.out.splitlines()[-1]


class Folder:
    """A project in which `hublint` is run."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capsys = capsys

    def hold(self, files: Mapping[str, str | bytes]) -> None:
        for name, text in {"requirements.txt": PINS, **files}.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)

    def run(self, *words: str) -> Ran:
        code = main(words)
        out, err = self._capsys.readouterr()
        return Ran(code, out, err)


@pytest.fixture
def folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Folder:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "TFHUB_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    return Folder(tmp_path, capsys)


def hublint(folder: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs it as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    command = [sys.executable, "-m", "hublint", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, **more
    )


@pytest.mark.parametrize(
    ("files", "words", "code"),
    [
        pytest.param({"app.py": PLAIN}, [], 0, id="no hub is clean"),
        pytest.param({}, [], 0, id="so is an empty folder"),
        pytest.param({"app.py": SOUND}, [], 0, id="supported is clean"),
        pytest.param({"app.py": BROKEN}, [], 1, id="an error fails"),
        pytest.param({"app.py": BROKEN}, ["check"], 1, id="also in the full form"),
        pytest.param({"app.py": BROKEN}, ["--exit-zero"], 0, id="unless nothing shall fail"),
        pytest.param({"app.py": BROKEN}, ["--ignore", "HUB1"], 0, id="or its group is ignored"),
        pytest.param({"app.py": BROKEN}, ["--ignore", "module-in-eager"], 0, id="or its name is"),
        pytest.param({"app.py": BROKEN}, ["--select", "HUB2"], 0, id="or others are selected"),
        pytest.param(
            {"app.py": BROKEN},
            ["--ignore", "HUB1", "--extend-select", "HUB101"],
            1,
            id="the last wins",
        ),
        pytest.param(
            {"app.py": BROKEN, "hublint.toml": 'severity = {HUB101 = "info"}'},
            [],
            0,
            id="info is clean",
        ),
        pytest.param(
            {"app.py": BROKEN, "hublint.toml": 'severity = {HUB101 = "info"}'},
            ["--fail-on", "info"],
            1,
            id="unless info shall fail",
        ),
        pytest.param({"app.py": UNDECIDED}, [], 0, id="undecided is clean"),
        pytest.param(
            {"app.py": UNDECIDED}, ["--fail-on", "undecided"], 1, id="unless undecided shall fail"
        ),
        pytest.param({"app.py": BROKEN}, ["gone.py"], 2, id="a missing path can't be checked"),
        pytest.param({"app.py": BROKEN}, ["gone.py", "app.py"], 2, id="2 beats 1"),
        pytest.param({"app.py": BROKEN}, ["--select", "HUB999"], 2, id="no such rule"),
        pytest.param({"app.py": PLAIN}, ["--select", "HUB999"], 2, id="no such rule, without hub"),
        pytest.param({"app.py": PLAIN, "hublint.toml": "x"}, [], 2, id="a broken configuration"),
        pytest.param({}, ["--config", "gone.toml"], 2, id="a configuration that is gone"),
        pytest.param({}, ["--no-such-option"], 2, id="no such option"),
        pytest.param({}, ["--help"], 0, id="help"),
        pytest.param({}, ["explain", "HUB999"], 2, id="explain: no such rule"),
    ],
)
def test_exit_codes(folder: Folder, files: Mapping[str, str], words: list[str], code: int) -> None:
    folder.hold(files)
    assert folder.run(*words).code == code


def test_a_finding_as_people_read_it(folder: Folder) -> None:
    folder.hold({"app.py": BROKEN})
    lines = folder.run().out.splitlines()
    assert lines[0].startswith("app.py:4:9 HUB101 module-in-eager error: hub.Module ")
    assert lines[2] == '4 | embed = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")'
    assert lines[3] == "  |         " + "^" * 55
    assert any(line.startswith("  = because: ") and "requirements.txt:1" in line for line in lines)
    assert any(line.startswith("  = help: ") for line in lines)
    assert lines[-1].startswith("1 error in 1 file, 1 hub call (1 decided, 0 undecided), ")


def test_what_is_missing_costs_itself_only(folder: Folder) -> None:
    folder.hold({"app.py": BROKEN})
    ran = folder.run("gone.py", "app.py", "--output-format", "concise")
    assert ran.err == "error: gone.py: no such file or folder\n"
    assert "app.py:4:9 HUB101" in ran.out


def test_where_nothing_could_be_read_only_that_is_told(folder: Folder) -> None:
    ran = folder.run("gone.py")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: gone.py: no such file or folder\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"import tensorflow_hub\n# caf\xe9\n", id="no UTF-8"),
        pytest.param(b"import tensorflow_hub\nprint 'Python 2'\n", id="Python 2"),
        pytest.param(b"import tensorflow_hub\nx = " + b"(" * 3000, id="brackets without end"),
    ],
)
def test_a_file_that_cannot_be_read_costs_itself_only(folder: Folder, text: bytes) -> None:
    folder.hold({"app.py": BROKEN, "bad.py": text})
    ran = folder.run("--output-format", "concise")
    assert ran.code == 1
    assert "app.py:4:9 HUB101" in ran.out
    assert " HUB001 unreadable-file warning: " in ran.out


def test_an_unreadable_file_without_hub_is_nobody_s_business(folder: Folder) -> None:
    folder.hold({"app.py": SOUND, "bad.py": b"print 'Python 2 caf\xe9'"})
    assert folder.run().code == 0


@pytest.mark.parametrize(
    ("files", "last"),
    [
        pytest.param(
            {"a.py": PLAIN, "b.py": PLAIN}, "no use of TensorFlow Hub in 2 files", id="no hub"
        ),
        pytest.param({}, "there is no Python file to read", id="no file"),
        pytest.param({"app.py": SOUND}, "all clear: 1 file, 1 hub call", id="all supported"),
        pytest.param(
            {"app.py": UNDECIDED},
            "nothing found in what is decided: 1 file, 1 hub call",
            id="undecided",
        ),
    ],
)
def test_the_last_line_of_a_clean_run(folder: Folder, files: Mapping[str, str], last: str) -> None:
    folder.hold(files)
    assert folder.run().last.startswith(last)


def test_the_gate_and_the_engine_say_the_same_of_files_without_hub(folder: Folder) -> None:
    folder.hold({"app.py": PLAIN})
    gate = folder.run().out
    (folder.path / "report.txt").unlink(missing_ok=True)
    folder.run("--output-file", "report.txt")  # which the gate leaves to the engine
    engine = (folder.path / "report.txt").read_text()
    assert gate.partition("(")[0] == engine.partition("(")[0]


@pytest.mark.parametrize(
    "files", [{"app.py": BROKEN}, {"app.py": UNDECIDED}, {"app.py": PLAIN}, {}]
)
def test_json_obeys_the_contract(folder: Folder, files: Mapping[str, str]) -> None:
    folder.hold(files)
    document = json.loads(folder.run("--output-format", "json").out)
    jsonschema.validate(document, SCHEMA)
    assert document["summary"]["files"] == len(files)


def test_quiet_says_nothing_of_a_clean_run(folder: Folder) -> None:
    folder.hold({"app.py": SOUND, "plain.py": PLAIN})
    assert folder.run("--quiet") == (0, "", "")
    assert folder.run("--quiet", "plain.py") == (0, "", "")


def test_a_report_goes_into_a_file(folder: Folder) -> None:
    folder.hold({"app.py": BROKEN})
    ran = folder.run("--output-file", "report.txt", "--color", "always")
    assert ran == (1, "", "")
    assert (folder.path / "report.txt").read_text().startswith("app.py:4:9 HUB101 ")


def test_a_report_that_cannot_be_written_is_told(folder: Folder) -> None:
    folder.hold({"app.py": BROKEN})
    ran = folder.run("--output-file", "no/such/folder.txt")
    assert ran.code == 2
    assert ran.err == "error: no/such/folder.txt: No such file or directory\n"


def test_standard_input_is_linted_under_its_name(folder: Folder) -> None:
    folder.hold({})
    ran = hublint(
        folder.path,
        "-",
        "--stdin-filename",
        "app.py",
        "--output-format",
        "concise",
        input=BROKEN.encode(),
    )
    assert ran.returncode == 1
    assert ran.stdout.startswith(b"app.py:4:9 HUB101 ")


def test_overrides_of_a_configuration_hold_for_their_paths(folder: Folder) -> None:
    override = '[[tool.hublint.overrides]]\npaths = ["old/"]\nignore = ["HUB101"]\n'
    folder.hold({"old/a.py": BROKEN, "new/a.py": BROKEN, "pyproject.toml": override})
    out = folder.run("--output-format", "concise", "--quiet").out
    assert [line.partition(":")[0] for line in out.splitlines()] == ["new/a.py"]


def test_the_runtime_of_the_command_line_decides(folder: Folder) -> None:
    folder.hold({"app.py": BROKEN})
    assert folder.run("--runtime", "tf1").code == 0


def test_show_files_lists_what_would_be_read(folder: Folder) -> None:
    folder.hold({"b.py": PLAIN, "a/c.py": PLAIN, "build/d.py": PLAIN, "x/e.py": PLAIN})
    assert folder.run("--show-files", "--exclude", "x/") == (0, "b.py\na/c.py\n", "")


@pytest.mark.parametrize("word", ["HUB101", "hub101", "module-in-eager"])
def test_explain_shows_the_page_of_a_rule(folder: Folder, word: str) -> None:
    out = folder.run("explain", word).out
    assert out.startswith("HUB101 module-in-eager\n\n")
    assert "\nlevel: error; repair: " in out
    assert "\nWhy\n" in out
    assert "[[case]]" not in out


@pytest.mark.parametrize("code", [rule.code for rule in load_rulebook().rules])
def test_every_page_can_be_explained(folder: Folder, code: str) -> None:
    ran = folder.run("explain", code)
    assert (ran.code, ran.err) == (0, "")
    assert "```" not in ran.out


def test_explain_knows_the_nearest_rule(folder: Folder) -> None:
    ran = folder.run("explain", "module-in-eagre")
    assert ran.err == (
        "error: no rule is called `module-in-eagre`, did you mean `module-in-eager`?\n"
    )


def test_rules_lists_every_rule_with_level_and_repair(folder: Folder) -> None:
    rules = load_rulebook().rules
    lines = folder.run("rules").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.code, rule.name] for rule in rules]
    assert all(rule.levels[0] in line for rule, line in zip(rules, lines, strict=True))


def test_matrix_prints_both_tables_with_their_rules(folder: Folder) -> None:
    ran = folder.run("matrix")
    assert ran.code == 0
    assert ran.out.count("Operation") == 2
    assert "HUB101" in ran.out


def test_facts_shows_every_event_with_its_evidence(folder: Folder) -> None:
    folder.hold({"app.py": BROKEN + 'embed(["a"])\n'})
    ran = folder.run("facts")
    heads = [line for line in ran.out.splitlines() if line.startswith("app.py")]
    assert ran.code == 0
    assert heads[:2] == ["app.py:4:9 Module made", "app.py:5:1 Module called (made at app.py:4:9)"]
    assert "    runtime: tf2\n        because requirements.txt pins tensorflow==2.15.1" in ran.out


def test_facts_of_no_hub_are_none(folder: Folder) -> None:
    folder.hold({"app.py": PLAIN})
    assert folder.run("facts") == (0, "no use of TensorFlow Hub\n", "")


def test_facts_is_not_silent_about_a_file_of_which_nothing_is_known(folder: Folder) -> None:
    folder.hold({"app.py": "import tensorflow_hub\nprint 'Python 2'\n"})
    ran = folder.run("facts")
    assert ran.err == "note: app.py: mentions hub, but no event is known\n"


def test_config_shows_each_setting_and_where_it_comes_from(folder: Folder) -> None:
    text = '[tool.hublint]\nruntime = "tf1"\nignore = ["HUB302"]\ntargets = {keras = "2.15"}\n'
    folder.hold({"pyproject.toml": text})
    out = folder.run("config", "app.py", "--target", "tensorflow=2.15").out
    settings = [line.rsplit("#", 1) for line in out.splitlines() if not line.startswith("#")]
    assert {line.strip(): origin.strip() for line, origin in settings} == {
        'ignore = ["HUB302"]': "pyproject.toml",
        'fail-on = "warning"': "default",
        "require-reason = false": "default",
        'baseline = ""': "default",
        "exclude = []": "default",
        "max-file-size = 1000000": "default",
        'runtime = "tf1"': "pyproject.toml",
        'targets.keras = "2.15"': "pyproject.toml",
        'targets.tensorflow = "2.15"': "command line",
        'python = ""': "default",
        "entry-points = []": "default",
        "rules = []": "default",
    }


def test_a_file_that_only_names_a_wrapper_concerns_hub(folder: Folder) -> None:
    """Nothing in the project names tensorflow_hub but the configuration."""
    text = '[tool.hublint.wrappers]\n"company.models.fetch" = "Module"\n'
    code = "from company import models\n\nmodels.fetch('https://tfhub.dev/google/elmo/3')\n"
    folder.hold({"pyproject.toml": text, "app.py": code, "other.py": PLAIN})
    ran = folder.run(".", "--output-format", "concise")
    assert ran.out.startswith("app.py:3:1 HUB101 ")
    assert "1 hub call " in ran.out


def test_version(folder: Folder) -> None:
    assert folder.run("--version").out == f"hublint {__version__}\n"
    lines = folder.run("--version", "--verbose").out.splitlines()
    assert lines[1].startswith("catalogue of ")
    assert [line.split()[0] for line in lines[2:]] == ["libcst", "Python", "no"]


@pytest.mark.parametrize(
    ("words", "noted"),
    [
        pytest.param(["rules"], True, id="the word alone is the command"),
        pytest.param(["./rules"], False, id="./rules is the path"),
        pytest.param(["check", "rules"], False, id="after check it is a path"),
    ],
)
def test_a_name_that_is_both_a_command_and_a_path(
    folder: Folder, words: list[str], noted: bool
) -> None:
    folder.hold({"rules/app.py": BROKEN})
    ran = folder.run(*words)
    assert ran.code == (0 if noted else 1)
    note = "note: rules is a command; the path of that name is ./rules\n"
    assert ran.err == (note if noted else "")


@pytest.mark.parametrize(
    ("word", "note"),
    [
        ("explian", "note: explian is no command, did you mean `explain`?\n"),
        ("source", ""),
        ("facts.py", ""),
    ],
)
def test_a_misspelt_command_is_told_beside_the_path_that_it_is_taken_for(
    folder: Folder, word: str, note: str
) -> None:
    folder.hold({})
    assert folder.run(word) == (2, "", f"{note}error: {word}: no such file or folder\n")


def test_an_interrupted_run_ends_quietly(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr("hublint.commands.check.may_meet_hub", interrupted)
    folder.hold({"app.py": PLAIN})
    assert folder.run() == (130, "", "")


def test_a_failure_of_hublint_itself_is_no_finding(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> bool:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("hublint.commands.check.may_meet_hub", failing)
    folder.hold({"app.py": PLAIN})
    ran = folder.run()
    assert ran.code == 2
    assert "ZeroDivisionError: by design" in ran.err
    assert ran.err.endswith("error: hublint itself failed; this is a bug, please report it\n")


def test_a_reader_that_has_gone_changes_no_exit_code(folder: Folder) -> None:
    folder.hold({"app.py": BROKEN})
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "hublint"],
            cwd=folder.path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (1, b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_console_can_show_any_source(folder: Folder, encoding: str) -> None:
    text = BROKEN.replace("embed", "日本").replace("\n\n", "\n# café\n")
    folder.hold({"app.py": text})
    ran = hublint(folder.path, env={"PYTHONIOENCODING": encoding})
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert b"HUB101" in ran.stdout


def test_windows_line_ends_change_no_place(folder: Folder) -> None:
    folder.hold({"app.py": BROKEN.replace("\n", "\r\n")})
    assert folder.run("--output-format", "concise").out.startswith("app.py:4:9 HUB101 ")


def test_python_s_warnings_about_linted_code_are_not_heard(folder: Folder) -> None:
    folder.hold({"app.py": SOUND + 'pattern = "\\d"\nprint(1 is 1)\n'})
    assert hublint(folder.path).stderr == b""
