"""What does a run say of notebooks? The real thing, from cells to the report."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hublint.cli import main

SCHEMA = json.loads((Path(__file__).parent / "report.schema.json").read_text())
DATA = Path(__file__).parent / "data" / "notebooks"

TF1_MODEL = "https://tfhub.dev/google/elmo/3"
IMPORTS = "import tensorflow as tf\nimport tensorflow_hub as hub"
PINS = "!pip install -q tensorflow==2.15.1 tensorflow-hub==0.15.0"
MADE = f'module = hub.Module("{TF1_MODEL}")'

Run = Callable[..., str]


def notebook(*sources: str) -> str:
    """A notebook whose first cell is a heading, so that its code begins with cell 2."""
    heading = {"cell_type": "markdown", "metadata": {}, "source": ["# A title"]}
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source.splitlines(True)}
        for source in sources
    ]
    document = {"cells": [heading, *cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Lints files that are written down, and gives what is printed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def ran(files: dict[str, str], *words: str) -> str:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        main(["check", ".", "--color=never", *words])
        return capsys.readouterr().out

    return ran


@pytest.fixture
def document(run: Run) -> Callable[..., Any]:
    def ran(files: dict[str, str]) -> Any:
        found = json.loads(run(files, "--output-format", "json"))
        jsonschema.validate(found, SCHEMA)
        return found

    return ran


def places(found: Any) -> list[tuple[Any, ...]]:
    return [
        (one["path"], one["cell"], one["line"], one["column"], one["code"])
        for one in found["findings"]
    ]


def runtimes(found: Any) -> set[str | None]:
    return {row["runtime"] for call in found["calls"] for row in call["alternatives"]}


def test_findings_calls_and_evidence_name_cells_and_lines_within_them(document: Any) -> None:
    found = document({"nb.ipynb": notebook(PINS, IMPORTS, f"é = 1\n{MADE}")})
    assert places(found) == [("nb.ipynb", 4, 2, 10, "HUB101")]
    [finding] = found["findings"]
    assert (finding["end_line"], finding["end_column"]) == (2, 10 + len(MADE) - len("module = "))
    [call] = found["calls"]
    assert (call["cell"], call["line"], call["column"]) == (4, 2, 10)
    pin = next(why for why in finding["why"] if "pip installs tensorflow==2.15.1" in why["text"])
    assert (pin["path"], pin["cell"], pin["line"], pin["column"]) == ("nb.ipynb", 2, 1, 1)


def test_text_shows_the_line_of_the_cell_as_it_stands_there(run: Run) -> None:
    out = run({"nb.ipynb": notebook(PINS, IMPORTS, f"x = 1\n%time {MADE}")})
    assert "nb.ipynb:cell 4:2:16 HUB101" in out
    assert f"2 | %time {MADE}\n  |                ^^^^^^^^^^" in out
    assert "pip installs tensorflow==2.15.1 here  (nb.ipynb:cell 2:1)" in out


def test_one_line_for_a_finding_names_the_cell(run: Run) -> None:
    out = run({"nb.ipynb": notebook(PINS, IMPORTS, MADE)}, "--output-format", "concise")
    assert out.startswith("nb.ipynb:cell 4:1:10 HUB101 ")


def test_a_cell_that_can_t_be_read_costs_that_cell_with_one_line(run: Run, document: Any) -> None:
    files = {"nb.ipynb": notebook(PINS, IMPORTS, "def f():\n# TODO", MADE)}
    assert places(document(files)) == [
        ("nb.ipynb", 4, 2, 1, "HUB001"),
        ("nb.ipynb", 5, 1, 10, "HUB101"),
    ]
    out = run(files, "--output-format", "concise")
    assert "nb.ipynb:cell 4:2:1 HUB001 unreadable-file" in out


def test_what_a_broken_cell_binds_is_unknown_after_it(document: Any) -> None:
    broken = f'handle = "{TF1_MODEL}"\nx = # TODO'
    layer = 'layer = hub.KerasLayer(handle, trainable=True)\nlayer(tf.constant(["a"]))'
    sound = document({"nb.ipynb": notebook(PINS, IMPORTS, f'handle = "{TF1_MODEL}"', layer)})
    assert [one["code"] for one in sound["findings"]] == ["HUB201"]
    found = document(
        {"nb.ipynb": notebook(PINS, IMPORTS, f'handle = "{TF1_MODEL}"', broken, layer)}
    )
    assert [one["code"] for one in found["findings"]] == ["HUB001"]
    assert [call["verdict"] for call in found["calls"]] == ["undecided"]


def test_what_a_magic_gives_is_unknown(document: Any) -> None:
    cells = (
        PINS,
        IMPORTS,
        "handles = !ls models",
        "hub.KerasLayer(handles[0], trainable=True)([1])",
    )
    found = document({"nb.ipynb": notebook(*cells)})
    assert [call["alternatives"][0]["handle"] for call in found["calls"]] == [None]


def test_a_notebook_that_is_no_json_costs_itself_with_one_line(run: Run) -> None:
    torn = notebook(PINS, IMPORTS, MADE)[:-40]
    out = run({"nb.ipynb": torn, "a.py": IMPORTS}, "--output-format", "concise")
    assert out.startswith("nb.ipynb:")
    assert (
        "HUB001 unreadable-file warning: this file can't be read as a notebook: it is no JSON: "
        in out
    )
    assert out.count("HUB001") == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="no JSON"),
        pytest.param(notebook("x = ("), id="a broken cell"),
        pytest.param(
            notebook("x = (").replace("A title", "tensorflow_hub"), id="a heading that names hub"
        ),
    ],
)
def test_nothing_is_said_of_a_notebook_without_hub(document: Any, text: str) -> None:
    found = document({"nb.ipynb": text})
    assert (found["findings"], found["summary"]["parsed"]) == ([], 0)


def test_nbformat_3_with_its_worksheets(document: Any, tmp_path: Path) -> None:
    found = document({"nb.ipynb": (DATA / "worksheets.ipynb").read_text(encoding="utf-8")})
    assert places(found) == [("nb.ipynb", 4, 2, 10, "HUB101")]


def test_a_file_that_a_cell_writes_is_a_module_of_later_cells(document: Any) -> None:
    written = (
        f"%%writefile models.py\n{IMPORTS}\n\ndef make(handle):\n    return hub.Module(handle)"
    )
    found = document(
        {"nb.ipynb": notebook(PINS, written, f'import models\nmodels.make("{TF1_MODEL}")')}
    )
    assert places(found) == [("nb.ipynb", 3, 6, 12, "HUB101")]
    assert [call["alternatives"][0]["handle"] for call in found["calls"]] == [TF1_MODEL]


def test_a_written_file_hides_the_one_that_lies_there(document: Any) -> None:
    written = f'%%writefile handles.py\nELMO = "{TF1_MODEL}"'
    use = "import handles\nlayer = hub.KerasLayer(handles.ELMO)"
    found = document({"handles.py": "ELMO = 'x'\n", "nb.ipynb": notebook(IMPORTS, written, use)})
    assert [call["alternatives"][0]["handle"] for call in found["calls"]] == [TF1_MODEL]


def test_each_notebook_knows_the_files_that_it_writes_itself(document: Any) -> None:
    use = f"{IMPORTS}\nimport handles\nlayer = hub.KerasLayer(handles.ELMO)"
    one = notebook('%%writefile handles.py\nELMO = "https://tfhub.dev/google/elmo/2"', use)
    two = notebook('%%writefile handles.py\nELMO = "https://tfhub.dev/google/elmo/3"', use)
    found = document({"one.ipynb": one, "two.ipynb": two})
    handles = [call["alternatives"][0]["handle"] for call in found["calls"]]
    assert handles == ["https://tfhub.dev/google/elmo/2", "https://tfhub.dev/google/elmo/3"]


def test_a_written_file_that_nobody_imports_is_a_program(document: Any) -> None:
    written = f"%%writefile trainer/task.py\n{IMPORTS}\n\n{MADE}"
    found = document({"nb.ipynb": notebook(PINS, written, "!python -m trainer.task")})
    assert places(found) == [("nb.ipynb", 3, 5, 10, "HUB101")]


def test_half_a_letter_in_a_written_module_costs_that_module_alone(run: Run) -> None:
    written = "%%writefile task.py\n# \ud83d"
    found = run({"a.ipynb": notebook(written, f"import task\n{IMPORTS}\n{MADE}")})
    assert "HUB000" not in found
    assert "HUB101" in found


def test_a_written_file_that_can_t_be_read_names_its_cell(document: Any) -> None:
    written = f"%%writefile task.py\n{IMPORTS}\nx = ("
    found = document({"nb.ipynb": notebook(IMPORTS, written)})
    assert [(one["cell"], one["code"]) for one in found["findings"]] == [(3, "HUB001")]


def test_python_s_words_for_a_written_file_name_the_cell_s_lines(run: Run) -> None:
    written = f"%%writefile task.py\n{IMPORTS}\nif x:\ny = 1"
    found = run({"nb.ipynb": notebook(IMPORTS, written)})
    assert "cell 3:5:1" in found
    assert "expected an indented block after 'if' statement on line 4" in found


@pytest.mark.parametrize(
    "importing",
    [
        pytest.param("import lib.models", id="by its name"),
        pytest.param("from lib import (\n    models,\n)", id="on a line of its own"),
        pytest.param("def f():\n    from lib import models\nf()", id="in a function"),
    ],
)
def test_a_notebook_is_a_program_that_imports_modules(document: Any, importing: str) -> None:
    compat = IMPORTS.replace("tensorflow as", "tensorflow.compat.v1 as")
    switch = "import tensorflow as tf\ntf.compat.v1.disable_v2_behavior()"
    files = {
        "requirements.txt": "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n",
        "lib/models.py": f"{compat}\n\n{MADE}\n",
        "nb.ipynb": notebook(switch, importing),
    }
    found = document(files)
    assert places(found) == []
    assert runtimes(found) == {"tf1-compat"}


@pytest.mark.parametrize(
    ("chosen", "runtime"),
    [
        pytest.param("%tensorflow_version 1.x", "tf1", id="Colab's magic asks for TensorFlow 1"),
        pytest.param("%tensorflow_version 2.x", "tf2", id="or 2"),
        pytest.param(
            "try:\n  %tensorflow_version 1.x\nexcept Exception:\n  pass",
            "tf1",
            id="if there is one",
        ),
        pytest.param("!pip install -q 'tensorflow==1.15.2'", "tf1", id="a shell line pins"),
        pytest.param("%pip install tensorflow-gpu==1.15", "tf1", id="pip's magic pins"),
        pytest.param("pip install tensorflow==1.15.2", "tf1", id="without its sign, too"),
        pytest.param("%%bash\npip install tensorflow==1.15.2", "tf1", id="a shell's cell pins"),
        pytest.param(
            "!{sys.executable} -m pip install tensorflow==1.15.2", "tf1", id="this Python's pip"
        ),
        pytest.param(
            "get_ipython().system('pip install tensorflow==1.15.2')", "tf1", id="in plain Python"
        ),
        pytest.param(
            "get_ipython().run_line_magic('tensorflow_version', '1.x')",
            "tf1",
            id="a magic in Python",
        ),
        pytest.param("!pip install tensorflow tensorflow-hub", "tf2", id="no version is no pin"),
        pytest.param("# !pip install tensorflow==1.15.2", "tf2", id="a comment installs nothing"),
    ],
)
def test_what_a_cell_installs_decides_the_runtime(document: Any, chosen: str, runtime: str) -> None:
    found = document({"nb.ipynb": notebook(chosen, IMPORTS, f'hub.load("{TF1_MODEL}")')})
    assert runtimes(found) == {runtime}


def test_what_a_notebook_installs_holds_for_the_files_that_it_writes(document: Any) -> None:
    written = f"%%writefile m.py\n{IMPORTS}\nmodule = hub.load('{TF1_MODEL}')"
    found = document({"nb.ipynb": notebook("!pip install tensorflow==1.15.2", written, "import m")})
    assert runtimes(found) == {"tf1"}


SETUP = "%%writefile setup.py\nimport setuptools\nsetuptools.setup(\n  install_requires='{}')"


@pytest.mark.parametrize(
    ("beside", "runtime"),
    [
        pytest.param("", "tf2", id="nothing but what lies beside the notebook"),
        pytest.param("%%writefile a/requirements.txt\ntensorflow<2", "tf1", id="in its folder"),
        pytest.param(SETUP.format("tensorflow<2"), "tf1", id="in a folder above"),
        pytest.param("%%writefile b/requirements.txt\ntensorflow<2", "tf2", id="in another"),
        pytest.param("%%writefile a/requirements.txt\ntensorflow<?", "tf2", id="what is none"),
        pytest.param("%%writefile setup.py\nsetup(", "tf2", id="what can't be read"),
        pytest.param(
            "%%writefile a/Dockerfile\nFROM tensorflow/tensorflow:1.15.5\nRUN pip install x",
            "tf1",
            id="an image",
        ),
    ],
)
def test_a_written_file_runs_with_what_the_notebook_writes_around_it(
    document: Any, beside: str, runtime: str
) -> None:
    written = f"%%writefile a/task.py\n{IMPORTS}\nhub.load('{TF1_MODEL}')"
    cells = notebook(IMPORTS, written, beside)
    found = document({"nb.ipynb": cells, "requirements.txt": "tensorflow==2.15.1\n"})
    assert runtimes(found) == {runtime}


def test_what_a_notebook_writes_for_others_is_not_its_own(document: Any) -> None:
    beside = "%%writefile requirements.txt\ntensorflow<2"
    assert runtimes(document({"nb.ipynb": notebook(IMPORTS, beside, "hub.load('x')")})) == {"tf2"}


def test_evidence_in_a_written_file_names_its_cell(document: Any) -> None:
    written = f"%%writefile task.py\n{IMPORTS}\n{MADE}"
    found = document({"nb.ipynb": notebook(written, SETUP.format("tensorflow==2.15.1"))})
    [finding] = [one for one in found["findings"] if one["code"] == "HUB101"]
    assert [(why["cell"], why["line"]) for why in finding["why"]] == [(3, 4)]


KERAS3 = "!pip install tensorflow==2.18.1 tensorflow-hub==0.16.1"
LAYER = "tf.keras.Sequential([hub.KerasLayer('https://tfhub.dev/google/nnlm-en-dim50/2')])"


@pytest.mark.parametrize(
    ("around", "codes"),
    [
        pytest.param("import os", ["HUB405"], id="nothing chooses a Keras"),
        pytest.param("os.environ['TF_USE_LEGACY_KERAS'] = '1'", [], id="the notebook sets it"),
        pytest.param("%%bash\nexport TF_USE_LEGACY_KERAS=1", [], id="a cell of the shell sets it"),
    ],
)
def test_a_written_file_may_be_run_with_the_notebook_s_environment(
    document: Any, around: str, codes: list[str]
) -> None:
    written = f"%%writefile task.py\n{IMPORTS}\n{LAYER}"
    found = document({"nb.ipynb": notebook(KERAS3, around, written)})
    assert [one["code"] for one in found["findings"]] == codes
    assert len(found["calls"]) == 1


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("!pip install tensorflow==1.15.2", id="a shell line"),
        pytest.param("%tensorflow_version 1.x", id="a magic"),
        pytest.param(
            "# Commented out IPython magic to ensure Python compatibility.\n"
            "# %tensorflow_version 1.x",
            id="a magic that the export made a comment",
        ),
        pytest.param(
            "import os\nos.system('pip install tensorflow==1.15.2')", id="a command of the system"
        ),
        pytest.param(
            'subprocess.check_call([sys.executable, "-m", "pip", "install", "tensorflow==1.15.2"])',
            id="pip as a list of words",
        ),
        pytest.param(
            'subprocess.run(f"{sys.executable} -m pip install tensorflow==1.15.2")', id="computed"
        ),
        pytest.param('pip.main(["install", "tensorflow==1.15.2"])', id="pip as a module"),
    ],
)
def test_a_script_says_what_it_installs(document: Any, lines: str) -> None:
    found = document({"app.py": f"{lines}\n{IMPORTS}\nm = hub.load('{TF1_MODEL}')\n"})
    assert runtimes(found) == {"tf1"}
    [call] = found["calls"]
    assert (call["cell"], call["line"], call["column"]) == (None, lines.count("\n") + 4, 5)


@pytest.mark.parametrize(
    "line",
    [
        'print("pip install tensorflow==1.15.2")',
        'raise ImportError("pip install tensorflow==1.15.2")',
        "x = ['pip', 'install', 'tensorflow==1.15.2']",
        "# %tensorflow_version 1.x",
    ],
)
def test_what_only_speaks_of_pip_installs_nothing(document: Any, line: str) -> None:
    found = document({"app.py": f"{IMPORTS}\nm = hub.load('{TF1_MODEL}')\n{line}\n"})
    assert runtimes(found) == {"tf2"}


def test_what_another_notebook_sets_in_its_environment_is_its_own(document: Any) -> None:
    pins = "!pip install tensorflow==2.17.0 tensorflow-hub==0.16.1"
    model = 'layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim50/2")'
    use = f"{model}\ntf.keras.Sequential([layer])"
    other = notebook("%env TF_USE_LEGACY_KERAS=1", pins, IMPORTS, use)
    found = document({"nb.ipynb": notebook(pins, IMPORTS, use), "other.ipynb": other})
    assert [(path, code) for path, *_, code in places(found)] == [("nb.ipynb", "HUB405")]


def test_a_symbol_behind_a_test_of_the_version_speaks_for_no_runtime(document: Any) -> None:
    guarded = (
        "major = int(tf.__version__.split('.')[0])\nif major < 2:\n  tf.placeholder(tf.string)"
    )
    found = document({"nb.ipynb": notebook(IMPORTS, guarded, f'hub.load("{TF1_MODEL}")')})
    assert runtimes(found) == {"tf2"}


def test_the_outputs_of_a_notebook_do_not_count_for_its_size(document: Any) -> None:
    big = notebook(PINS, IMPORTS, MADE).replace(
        '"outputs": []', f'"outputs": ["{"x" * 1_100_000}"]'
    )
    assert [code for *_, code in places(document({"nb.ipynb": big}))] == ["HUB101"]


def test_a_notebook_of_too_much_code_is_skipped_and_says_so(run: Run) -> None:
    huge = notebook(IMPORTS, "x = 1\n" * 200_000)
    assert "nb.ipynb: skipped, since 1,200,0" in run({"nb.ipynb": huge})
