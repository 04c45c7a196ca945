"""Which files does this run read?"""

import os
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from hublint.files.paths import find_files
from hublint.files.patterns import Patterns, pattern_problem


def plant(root: Path, files: Iterable[str], ignores: dict[str, str] | None = None) -> None:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for name, text in (ignores or {}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(root: Path, *starts: str, exclude: Sequence[str] = (), force: bool = False) -> list[str]:
    files = find_files(starts or (".",), cwd=str(root), exclude=exclude, force=force).files
    return [Path(file).relative_to(root).as_posix() for file in files]


@pytest.mark.parametrize(
    ("files", "read"),
    [
        pytest.param(["b.py", "a.py"], ["a.py", "b.py"], id="files come by name"),
        pytest.param(
            ["b/x.py", "z.py", "a/x.py", "a/b/x.py"],
            ["z.py", "a/x.py", "a/b/x.py", "b/x.py"],
            id="a folder's files come before its folders",
        ),
        pytest.param(
            ["a.py", "a.pyi", "a.txt", "a.pyc", "py"], ["a.py", "a.pyi"], id="only Python is read"
        ),
        pytest.param(
            ["a.py", ".git/a.py", "x/node_modules/a.py", ".venv/a.py", "build/a.py"],
            ["a.py"],
            id="the usual folders are left out, at any depth",
        ),
        pytest.param(
            ["builder/a.py", "build.py"], ["build.py", "builder/a.py"], id="but not their like"
        ),
        pytest.param(["dir.py/a.py"], ["dir.py/a.py"], id="a folder may be called like a file"),
        pytest.param([".hidden/a.py"], [".hidden/a.py"], id="hidden folders are code, too"),
    ],
)
def test_a_walk(tmp_path: Path, files: list[str], read: list[str]) -> None:
    plant(tmp_path, files)
    assert found(tmp_path) == read


@pytest.mark.parametrize(
    ("ignores", "read"),
    [
        pytest.param({".gitignore": "a.py\n"}, ["b.py", "sub/b.py"], id="a name, at any depth"),
        pytest.param(
            {".gitignore": "/a.py\n"}, ["b.py", "sub/a.py", "sub/b.py"], id="an anchored name"
        ),
        pytest.param({".gitignore": "sub/\n"}, ["a.py", "b.py"], id="a folder"),
        pytest.param(
            {".gitignore": "*.py\n!b.py\n"},
            ["b.py", "sub/b.py"],
            id="taken back in by a later line",
        ),
        pytest.param(
            {".gitignore": "a.py\n", "sub/.gitignore": "!a.py\n"},
            ["b.py", "sub/a.py", "sub/b.py"],
            id="the deeper file wins",
        ),
        pytest.param(
            {"sub/.gitignore": "*.py\n"}, ["a.py", "b.py"], id="a file counts from its own folder"
        ),
        pytest.param(
            {".gitignore": "sub/\n!sub/a.py\n"},
            ["a.py", "b.py"],
            id="nothing comes back out of a folder that is left out",
        ),
        pytest.param(
            {".gitignore": "!\na.py\n"},
            ["b.py", "sub/b.py"],
            id="a line that is no pattern is nothing",
        ),
    ],
)
def test_gitignore(tmp_path: Path, ignores: dict[str, str], read: list[str]) -> None:
    plant(tmp_path, ["a.py", "b.py", "sub/a.py", "sub/b.py"], ignores)
    assert found(tmp_path) == read


def test_gitignore_above_the_start_counts_up_to_the_repository_s_top(tmp_path: Path) -> None:
    ignores = {".gitignore": "*.py", "repo/.gitignore": "generated.py"}
    plant(tmp_path, ["repo/.git/config", "repo/app/generated.py", "repo/app/main.py"], ignores)
    assert found(tmp_path, "repo/app") == ["repo/app/main.py"]


def test_gitignore_above_the_start_counts_for_nothing_without_a_repository(tmp_path: Path) -> None:
    plant(tmp_path, ["app/main.py"], {".gitignore": "main.py"})
    assert found(tmp_path, "app") == ["app/main.py"]


@pytest.mark.parametrize(
    ("starts", "read"),
    [
        pytest.param(["notes.txt"], ["notes.txt"], id="a file, whatever its suffix"),
        pytest.param(["build"], ["build/a.py"], id="a usual folder"),
        pytest.param(["ignored/a.py"], ["ignored/a.py"], id="a file that .gitignore leaves out"),
        pytest.param(["ignored"], ["ignored/a.py"], id="a folder that .gitignore leaves out"),
        pytest.param(["excluded"], ["excluded/a.py"], id="a folder that --exclude leaves out"),
        pytest.param(["b.py", "a.py"], ["b.py", "a.py"], id="in the order of the command line"),
        pytest.param(
            ["a.py", ".", "./a.py"], ["a.py", "b.py"], id="once, however often it is named"
        ),
    ],
)
def test_what_is_named_is_read(tmp_path: Path, starts: list[str], read: list[str]) -> None:
    files = ["a.py", "b.py", "notes.txt", "build/a.py", "ignored/a.py", "excluded/a.py"]
    plant(tmp_path, [*files, ".git/config"], {".gitignore": "ignored/"})
    assert found(tmp_path, *starts, exclude=["excluded/"]) == read


@pytest.mark.parametrize(
    ("starts", "read"),
    [
        pytest.param(["build/a.py"], [], id="a file in a usual folder"),
        pytest.param(["build"], [], id="a usual folder"),
        pytest.param(["excluded/a.py"], [], id="a file in an excluded folder"),
        pytest.param(["excluded"], [], id="an excluded folder"),
        pytest.param(["a.py"], ["a.py"], id="but no other"),
    ],
)
def test_exclusions_can_be_forced_on_what_is_named(
    tmp_path: Path, starts: list[str], read: list[str]
) -> None:
    plant(tmp_path, ["a.py", "build/a.py", "excluded/a.py"])
    assert found(tmp_path, *starts, exclude=["excluded/"], force=True) == read


def test_force_does_not_judge_the_folders_above_the_run(tmp_path: Path) -> None:
    home = tmp_path / "build"
    plant(home, ["a.py"])
    assert found(home, "a.py", force=True) == ["a.py"]


@pytest.mark.parametrize(
    ("exclude", "read"),
    [
        pytest.param(["a.py"], ["sub/b.py"], id="a name"),
        pytest.param(["sub/*.py"], ["a.py"], id="a path"),
        pytest.param(["/a.py"], ["sub/a.py", "sub/b.py"], id="a path from the run's folder"),
        pytest.param(["*.py", "!b.py"], ["sub/b.py"], id="patterns count in their order"),
    ],
)
def test_exclude_takes_the_patterns_of_gitignore(
    tmp_path: Path, exclude: list[str], read: list[str]
) -> None:
    plant(tmp_path, ["a.py", "sub/a.py", "sub/b.py"])
    assert found(tmp_path, exclude=exclude) == read


def test_gitignore_takes_nothing_back_in_that_exclude_leaves_out(tmp_path: Path) -> None:
    plant(tmp_path, ["a.py", "b.py"], {".gitignore": "!a.py"})
    assert found(tmp_path, exclude=["a.py"]) == ["b.py"]


def test_a_configuration_excludes_in_its_own_folder(tmp_path: Path) -> None:
    plant(tmp_path, ["a.py", "sub/a.py", "sub/b.py", "sub/hublint.toml"])
    sub = str(tmp_path / "sub")

    def excludes_in(folder: str) -> Sequence[Patterns]:
        return (Patterns(sub, ("a.py",)),) if folder == sub else ()

    files = find_files(["."], cwd=str(tmp_path), excludes_in=excludes_in).files
    assert [Path(file).relative_to(tmp_path).as_posix() for file in files] == ["a.py", "sub/b.py"]


def test_a_missing_path_costs_itself_only(tmp_path: Path) -> None:
    plant(tmp_path, ["a.py"])
    result = find_files(["gone.py", "a.py"], cwd=str(tmp_path))
    assert result.problems == ("gone.py: no such file or folder",)
    assert result.files == (str(tmp_path / "a.py"),)


def test_links_to_folders_are_not_followed_so_no_loop_is_walked(tmp_path: Path) -> None:
    plant(tmp_path, ["sub/a.py"])
    os.symlink(tmp_path, tmp_path / "sub" / "loop", target_is_directory=True)
    assert found(tmp_path) == ["sub/a.py"]


def test_a_link_to_a_folder_is_walked_when_it_is_named(tmp_path: Path) -> None:
    plant(tmp_path, ["sub/a.py"])
    os.symlink(tmp_path / "sub", tmp_path / "link", target_is_directory=True)
    assert found(tmp_path, "link") == ["link/a.py"]


def test_links_to_files_are_read_unless_they_lead_nowhere(tmp_path: Path) -> None:
    plant(tmp_path, ["a.py"])
    os.symlink(tmp_path / "a.py", tmp_path / "link.py")
    os.symlink(tmp_path / "gone", tmp_path / "dead.py")
    assert found(tmp_path) == ["a.py", "link.py"]


def test_a_deep_tree_is_walked_to_its_end(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 400) + "/a.py"
    plant(tmp_path, [deep])
    assert found(tmp_path) == [deep]


def gitignore_spec(lines: Iterable[str]) -> GitIgnoreSpec | None:
    """What pathspec makes of lines; None if one of them is no pattern to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return GitIgnoreSpec.from_lines(lines)
        except (ValueError, re.error):
            return None


NAMES = st.text("abA.-_9 ", min_size=1, max_size=4).filter(lambda name: name.strip("."))
PATHS = st.builds(
    lambda names, end: "/".join(names) + end,
    st.lists(NAMES, min_size=1, max_size=4),
    st.sampled_from(["", "/"]),
)
ODD_LINES = st.text("ab.A-/*?[]!^\\# \t9", max_size=9)


@st.composite
def lines_about(draw: st.DrawFn, path: str) -> str:
    """A line of .gitignore that is likely to match a path: parts of it, with wildcards in them."""
    names = path.strip("/").split("/")
    start = draw(st.integers(0, len(names) - 1))
    end = draw(st.integers(start + 1, len(names)))
    wild = st.sampled_from(["?", "*", "[a-z]", "[!b]", "[.-9]", "[A.]", "**", "[^b]", "/", "\\a"])
    body = "/".join(names[start:end])
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(body)))
        body = body[:place] + draw(wild) + body[place + draw(st.integers(0, 2)) :]
    before = st.sampled_from(["", "/", "**/", "*/", "!", "!/"])
    after = st.sampled_from(["", "/", "/**", "/*", " ", "  \t"])
    return draw(before) + body + draw(after)


@st.composite
def paths_and_lines(draw: st.DrawFn) -> tuple[str, list[str]]:
    path = draw(PATHS)
    return path, draw(st.lists(ODD_LINES | lines_about(path), min_size=1, max_size=4))


@settings(max_examples=500)
@given(paths_and_lines())
@example(("a/b", ["a[!x]b"]))  # to pathspec, what is in brackets can be a slash
@example(("a/b", ["a[+-9]b"]))
@example(("ab", ["\\ab"]))
@example(("a/b", ["!/"]))
@example(("data/a.py", ["data/**"]))
def test_a_verdict_is_that_of_all_lines_that_are_patterns(case: tuple[str, list[str]]) -> None:
    path, lines = case
    spec = gitignore_spec(line for line in lines if gitignore_spec([line]) is not None)
    assert spec is not None
    assert Patterns("/base", tuple(lines)).verdict(f"/base/{path}") == spec.check_file(path).include


@given(ODD_LINES)
def test_what_is_no_pattern_is_told(line: str) -> None:
    assert (pattern_problem(line) == "") == (gitignore_spec([line]) is not None)


def test_a_line_with_a_range_that_runs_backwards_is_no_pattern(tmp_path: Path) -> None:
    plant(tmp_path, ["a.py", "b.py"], {".gitignore": "[z-a].py\na.py\n"})
    assert found(tmp_path) == ["b.py"]
