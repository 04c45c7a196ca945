"""What does each kind of dependency file ask for, and which folder's files decide?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.facts.versions.dependency_files import DependencyReader
from hublint.facts.versions.requirements import Requirement
from hublint.tables import DATA, table_rows


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def reader_of(root: Path) -> DependencyReader:
    return DependencyReader(lambda path: path.relative_to(root).as_posix())


def asked(found: tuple[Requirement, ...]) -> list[str]:
    """Say where each requirement stands and what it asks for: `setup.py:3 keras==2.3.1 [tf]`."""
    return [
        f"{one.span.path}:{one.span.line} {one.package}{one.specifier}"
        + (f" [{one.extra}]" if one.extra else "")
        + ("" if one.source == "pin" else f" ({one.source})")
        for one in found
    ]


FILES = {
    "requirements.txt: comments, options, blanks": (
        {
            "requirements.txt": (
                "# for training\n--index-url https://example.org\n\nnumpy\n"
                "tensorflow==1.15.2  # not 2\ntensorflow-hub ==0.7.0\n"
            )
        },
        ["requirements.txt:5 tensorflow==1.15.2", "requirements.txt:6 tensorflow_hub==0.7.0"],
    ),
    "requirements.txt: hashes on continued lines": (
        {
            "requirements.txt": (
                "tensorflow-hub==0.12.0 \\\n    --hash=sha256:822fe5f7 \\\n    --hash=sha256:11aa\n"
                "tensorflow==2.4.4 --hash=sha256:33bb\n"
            )
        },
        ["requirements.txt:1 tensorflow_hub==0.12.0", "requirements.txt:4 tensorflow==2.4.4"],
    ),
    "requirements.txt: a marker that is dead and one that is not": (
        {
            "requirements.txt": (
                'tensorflow-hub>=0.7.0,<0.10; python_version < "3"\n'
                'tensorflow-hub>=0.7.0; python_version >= "3"\n'
            )
        },
        ["requirements.txt:2 tensorflow_hub>=0.7.0"],
    ),
    "requirements.txt that includes another, and a constraint file": (
        {
            "requirements.txt": "-r deps/base.txt\n-c deps/versions.txt\n-r requirements.txt\n",
            "deps/base.txt": "tensorflow-gpu\n",
            "deps/versions.txt": "tensorflow-gpu==1.12.0\n",
        },
        ["deps/base.txt:1 tensorflow", "deps/versions.txt:1 tensorflow==1.12.0"],
    ),
    "requirements-dev.txt, constraints.txt and a folder of them": (
        {
            "requirements-dev.txt": "keras\n",
            "constraints.txt": "keras==2.3.1\n",
            "requirements/train.txt": "tensorflow~=1.15.0\n",
            "requirements/readme.md": "tensorflow==9\n",
        },
        [
            "constraints.txt:1 keras==2.3.1",
            "requirements/train.txt:1 tensorflow~=1.15.0",
            "requirements-dev.txt:1 keras",
        ],
    ),
    "constraints.txt alone asks for nothing": (
        {"constraints.txt": "tensorflow==2.21.0\nkeras==3.0\n", "requirements.txt": "keras\n"},
        ["constraints.txt:2 keras==3.0", "requirements.txt:1 keras"],
    ),
    "pyproject.toml: project, extras, groups, Python": (
        {
            "pyproject.toml": (
                '[project]\nname = "app"\nrequires-python = ">=3.9,<3.13"\ndependencies = [\n'
                '  "numpy",\n  "tensorflow>=2.10.0,<2.16.0",\n]\n'
                "[project.optional-dependencies]\nhub = ['tensorflow-hub<0.16']\n"
                '[dependency-groups]\ntest = ["keras", {include-group = "lint"}]\n'
            )
        },
        [
            "pyproject.toml:6 tensorflow>=2.10.0,<2.16.0",
            "pyproject.toml:3 python>=3.9,<3.13",
            "pyproject.toml:9 tensorflow_hub<0.16 [hub]",
            "pyproject.toml:11 keras [test]",
        ],
    ),
    "pyproject.toml of Poetry: carets, tildes, tables, groups": (
        {
            "pyproject.toml": (
                '[tool.poetry.dependencies]\npython = "^3.8"\ntensorflow = "^2.4"\n'
                'tensorflow-hub = {version = "^0.12.1", optional = true}\nkeras = "~2.4.1"\n'
                'setuptools = "*"\ntf-keras = {git = "https://example.org/tf-keras.git"}\n'
                '[tool.poetry.group.dev.dependencies]\ntensorflow-text = "2.4.3"\n'
            )
        },
        [
            "pyproject.toml:2 python>=3.8,<4",
            "pyproject.toml:3 tensorflow>=2.4,<3",
            "pyproject.toml:4 tensorflow_hub>=0.12.1,<0.13",
            "pyproject.toml:5 keras>=2.4.1,<2.5",
            "pyproject.toml:6 setuptools",
            "pyproject.toml:9 tensorflow_text==2.4.3 [dev]",
        ],
    ),
    "pyproject.toml of Poetry: one package, several constraints": (
        {
            "pyproject.toml": (
                "[tool.poetry.dependencies]\ntensorflow = [\n"
                '  {version = "2.3.*", markers = "python_version < \'3.8\'"},\n'
                '  {version = ">=2.4, <2.6"},\n]\nkeras = "2.3.1 || ~2.4"\n'
            )
        },
        [
            "pyproject.toml:2 tensorflow==2.3.*",
            "pyproject.toml:2 tensorflow>=2.4,<2.6",
            "pyproject.toml:6 keras==2.3.1",
            "pyproject.toml:6 keras>=2.4,<2.5",
        ],
    ),
    "Pipfile": (
        {
            "Pipfile": (
                '[packages]\ntensorflow = "==1.15.2"\ntensorflow-hub = "*"\n'
                'keras = {version = "~=2.3.0"}\n[requires]\npython_version = "3.7"\n'
            )
        },
        [
            "Pipfile:2 tensorflow==1.15.2",
            "Pipfile:3 tensorflow_hub",
            "Pipfile:4 keras~=2.3.0",
            "Pipfile:6 python==3.7.*",
        ],
    ),
    "setup.cfg": (
        {
            "setup.cfg": (
                "[options]\npython_requires = >=3.7\ninstall_requires =\n    numpy\n"
                "    tensorflow>=1.15,<2  # graph mode\n"
                "[options.extras_require]\nHub = tensorflow-hub==0.8.0; keras\n"
            )
        },
        [
            "setup.cfg:5 tensorflow>=1.15,<2",
            "setup.cfg:7 tensorflow_hub==0.8.0 [Hub]",
            "setup.cfg:7 keras [Hub]",
            "setup.cfg:2 python>=3.7",
        ],
    ),
    "setup.py: literals": (
        {
            "setup.py": (
                "from setuptools import setup\nsetup(\n    name='tensorflow-app',\n"
                "    install_requires=[\n        'tensorflow>=1.14',\n        'tensorflow-hub',\n"
                "    ],\n    extras_require={'tf': ['tensorflow==1.14'],\n"
                "                    'tf_gpu': 'tensorflow-gpu==1.14'},\n"
                "    python_requires='>=3.6',\n    keywords=['keras', 'tensorflow==9'],\n)\n"
            )
        },
        [
            "setup.py:5 tensorflow>=1.14",
            "setup.py:6 tensorflow_hub",
            "setup.py:8 tensorflow==1.14 [tf]",
            "setup.py:9 tensorflow==1.14 [tf_gpu]",
            "setup.py:10 python>=3.6",
        ],
    ),
    "setup.py: names, sums and what can't be followed": (
        {
            "setup.py": (
                "import setuptools\nTF = 'tensorflow==2.1.0'\nBASE = [TF]\n"
                "BASE += ['keras==2.3.1']\nextras = {}\nextras['text'] = ['tensorflow-text']\n"
                "options = dict(install_requires=BASE + ['tensorflow-hub'] + list(open('x')))\n"
                "setuptools.setup(extras_require=extras, **options)\n"
            )
        },
        [
            "setup.py:2 tensorflow==2.1.0",
            "setup.py:4 keras==2.3.1",
            "setup.py:7 tensorflow_hub",
            "setup.py:6 tensorflow_text [text]",
        ],
    ),
    "environment.yml: conda's and pip's spellings": (
        {
            "environment.yml": (
                "name: app\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.7\n"
                "  - tensorflow-gpu=1.15.*\n  - conda-forge::keras=2.3.1=py37_0  # build\n"
                "  - pip:\n    - tensorflow-hub==0.7.0\n    - 'tensorflow-text>=1.15,<2'\n"
            )
        },
        [
            "environment.yml:5 python==3.7.*",
            "environment.yml:6 tensorflow==1.15.*",
            "environment.yml:7 keras==2.3.1.*",
            "environment.yml:9 tensorflow_hub==0.7.0",
            "environment.yml:10 tensorflow_text>=1.15,<2",
        ],
    ),
    "uv.lock": (
        {
            "uv.lock": (
                'version = 1\nrequires-python = ">=3.9"\n\n[[package]]\nname = "numpy"\n'
                'version = "1.26.4"\n\n[[package]]\nname = "tensorflow"\nversion = "2.15.1"\n'
                'source = { registry = "https://example.org/simple" }\n'
                'dependencies = [\n    { name = "keras" },\n]\n'
            )
        },
        ["uv.lock:9 tensorflow==2.15.1 (lock)"],
    ),
    "poetry.lock": (
        {
            "poetry.lock": (
                '[[package]]\nname = "tensorflow-hub"\nversion = "0.12.0"\n\n'
                '[package.dependencies]\nnumpy = ">=1.12.0"\n\n[metadata]\nlock-version = "2.0"\n'
            )
        },
        ["poetry.lock:2 tensorflow_hub==0.12.0 (lock)"],
    ),
    "pylock.toml": (
        {"pylock.toml": '[[packages]]\nname = "keras"\nversion = "3.5.0"\n'},
        ["pylock.toml:2 keras==3.5.0 (lock)"],
    ),
    "Pipfile.lock": (
        {
            "Pipfile.lock": (
                '{"_meta": {},\n "default": {\n  "tensorflow": {"version": "==1.15.5"},\n'
                '  "local": {"path": "."}\n },\n "develop": {}}\n'
            )
        },
        ["Pipfile.lock:3 tensorflow==1.15.5 (lock)"],
    ),
    "Dockerfile": (
        {
            "Dockerfile": (
                "FROM tensorflow/tensorflow:1.15.2-gpu-py3\nRUN apt-get update && \\\n"
                "    pip install --no-cache-dir tensorflow-hub==0.7.0\nCOPY keras /keras\n"
            )
        },
        ["Dockerfile:1 tensorflow==1.15.2", "Dockerfile:2 tensorflow_hub==0.7.0"],
    ),
    "files that name no library": (
        {"requirements.txt": "numpy\n", "setup.cfg": "[flake8]\nmax-line-length = 100\n"},
        [],
    ),
}


@pytest.mark.parametrize(("files", "expected"), FILES.values(), ids=FILES)
def test_a_file_asks_for(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, files)
    reader = reader_of(tmp_path)
    assert asked(reader.requirements(tmp_path, tmp_path)) == expected
    assert reader.notes == ()


@pytest.mark.parametrize(
    ("distribution", "library"),
    [(row[0], row[1]) for row in table_rows(DATA / "distributions.tsv")],
)
def test_every_known_distribution_is_found(tmp_path: Path, distribution: str, library: str) -> None:
    write(tmp_path, {"pyproject.toml": f'[project]\ndependencies = ["{distribution}==1.0.0.0"]\n'})
    (found,) = reader_of(tmp_path).requirements(tmp_path, tmp_path)
    assert found.package == library


UNREADABLE = {
    "TOML that is none": ({"pyproject.toml": "[project\ntensorflow"}, "pyproject.toml"),
    "a setup.py of Python 2": ({"setup.py": "print 'setuptools'\n"}, "setup.py"),
    "a setup.cfg without a section": ({"setup.cfg": "tensorflow\n"}, "setup.cfg"),
    "JSON that is none": ({"Pipfile.lock": '{"tensorflow"'}, "Pipfile.lock"),
    "a lock file with a broken package": (
        {"uv.lock": '[[package]]\nname = "keras"\nversion = 3.5.0\n'},
        "uv.lock",
    ),
    "a setup.py too deep to parse": (
        {"setup.py": "setuptools" + "(" * 4000 + ")" * 4000},
        "setup.py",
    ),
}


@pytest.mark.parametrize(("files", "path"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_costs_one_note(
    tmp_path: Path, files: dict[str, str], path: str
) -> None:
    write(tmp_path, {**files, "requirements.txt": "tensorflow==2.4.0\n"})
    reader = reader_of(tmp_path)
    assert asked(reader.requirements(tmp_path, tmp_path)) == [
        "requirements.txt:1 tensorflow==2.4.0"
    ]
    (note,) = reader.notes
    assert note.path == path
    assert note.text.startswith("can't be read: ")


ODD_SHAPES = {
    "a project that is a string": {"pyproject.toml": 'project = "tensorflow"\n'},
    "dependencies that are a table": {"pyproject.toml": "[project.dependencies]\ntensorflow = 1\n"},
    "a list of numbers": {"pyproject.toml": "[project]\ndependencies = [1] # tensorflow\n"},
    "a poetry table of numbers": {"pyproject.toml": "[tool.poetry.dependencies]\nkeras = 2\n"},
    "a lock that is a list": {"Pipfile.lock": '["tensorflow"]'},
    "a setup without arguments": {"setup.py": "import setuptools\nsetuptools.setup()\n"},
}


@pytest.mark.parametrize("files", ODD_SHAPES.values(), ids=ODD_SHAPES)
def test_a_file_of_an_odd_shape_asks_for_nothing(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    reader = reader_of(tmp_path)
    assert reader.requirements(tmp_path, tmp_path) == ()
    assert reader.notes == ()


def test_a_malformed_line_costs_that_line(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "tensorflow=2.4\nkeras==2.3.1\n"})
    reader = reader_of(tmp_path)
    assert asked(reader.requirements(tmp_path, tmp_path)) == ["requirements.txt:2 keras==2.3.1"]
    (note,) = reader.notes
    assert note.path == "requirements.txt"
    assert note.text == 'line 1: "tensorflow=2.4" is no requirement that pip reads; passed over'


def test_a_file_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("tensorflow==2.4.0\n", encoding="utf-16")
    found = DependencyReader(str).requirements(tmp_path, tmp_path)
    assert [one.specifier for one in found] == ["==2.4.0"]


def test_bytes_that_are_no_text_cost_one_note(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes(b"tensorflow==2.4.0\n\xff\xfe\x00")
    reader = reader_of(tmp_path)
    assert reader.requirements(tmp_path, tmp_path) == ()
    assert [note.text for note in reader.notes] == ["can't be read: not UTF-8; passed over"]


def test_a_file_outside_of_the_project_is_not_followed(tmp_path: Path) -> None:
    write(
        tmp_path, {"outside.txt": "keras==2.3.1\n", "app/requirements.txt": "-r ../outside.txt\n"}
    )
    reader = reader_of(tmp_path)
    assert reader.requirements(tmp_path / "app", tmp_path / "app") == ()
    assert [note.text for note in reader.notes] == [
        "line 1: ../outside.txt is not in this project; passed over"
    ]


def test_a_span_marks_the_requirement_itself(tmp_path: Path) -> None:
    write(tmp_path, {"setup.cfg": "[options]\ninstall_requires =\n    tensorflow>=1.15,<2  # x\n"})
    (found,) = DependencyReader(lambda path: path.name).requirements(tmp_path, tmp_path)
    span = found.span
    assert (span.line, span.column, span.end_line, span.end_column) == (3, 5, 3, 24)


# A project of several folders, as google-research/language is one: the root and orqa disagree.
FOLDERS = {
    "setup.py": "import setuptools\nsetuptools.setup(install_requires=['tensorflow~=1.15'])\n",
    "requirements.txt": "tensorflow-hub==0.7.0\n",
    "orqa/requirements.txt": "tensorflow~=2.1.0\n",
    "orqa/models/readme.txt": "",
}


class TestNearestFolder:
    """For each library, the nearest folder that speaks of it decides."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        write(tmp_path, FOLDERS)
        return tmp_path

    def test_the_root_decides_for_its_own_code(self, root: Path) -> None:
        found = reader_of(root).requirements(root, root)
        assert asked(found) == [
            "requirements.txt:1 tensorflow_hub==0.7.0",
            "setup.py:2 tensorflow~=1.15",
        ]

    @pytest.mark.parametrize("folder", ["orqa", "orqa/models"])
    def test_a_folder_below_keeps_the_roots_pins_of_other_libraries(
        self, root: Path, folder: str
    ) -> None:
        found = reader_of(root).requirements(root / folder, root)
        assert asked(found) == [
            "orqa/requirements.txt:1 tensorflow~=2.1.0",
            "requirements.txt:1 tensorflow_hub==0.7.0",
        ]

    def test_nothing_above_the_root_counts(self, root: Path) -> None:
        found = reader_of(root).requirements(root / "orqa" / "models", root / "orqa")
        assert asked(found) == ["orqa/requirements.txt:1 tensorflow~=2.1.0"]

    def test_a_folder_outside_of_the_root_stands_for_itself(self, root: Path) -> None:
        found = reader_of(root).requirements(root / "orqa", root / "elsewhere")
        assert asked(found) == ["orqa/requirements.txt:1 tensorflow~=2.1.0"]

    def test_a_folder_that_is_not_there_has_its_parents(self, root: Path) -> None:
        found = reader_of(root).requirements(root / "gone", root)
        assert asked(found) == [
            "requirements.txt:1 tensorflow_hub==0.7.0",
            "setup.py:2 tensorflow~=1.15",
        ]

    def test_each_folder_is_read_once(self, root: Path) -> None:
        reader = reader_of(root)
        before = reader.requirements(root / "orqa" / "models", root)
        write(root, {"orqa/requirements.txt": "tensorflow==9.9\n", "requirements.txt": ""})
        assert reader.requirements(root / "orqa" / "models", root) is before
        assert asked(reader.requirements(root / "orqa", root)) == asked(before)
