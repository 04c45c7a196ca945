"""Which settings are in force, and where does each come from?"""

import re
from pathlib import Path
from typing import Any

import pytest

from hublint.judging.rule_names import rule_names
from hublint.judging.rulebook import load_rulebook
from hublint.settings import ConfigError
from hublint.settings.config import Settings
from hublint.settings.configurations import Configurations


def settings(
    root: Path, text: str = "", name: str = "hublint.toml", given: dict[str, Any] | None = None
) -> Settings:
    if text:
        (root / name).write_text(text)
    return Configurations(given or {}, str(root)).in_folder(str(root))


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found == Settings(str(tmp_path))
    assert found.origin("runtime") == "default"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        pytest.param('select = ["HUB1"]', "selection", (("select", "HUB1"),), id="select"),
        pytest.param(
            'ignore = ["HUB1", "hub2"]',
            "selection",
            (("ignore", "HUB1"), ("ignore", "hub2")),
            id="ignore",
        ),
        pytest.param(
            'ignore = ["HUB101"]\nextend-select = ["HUB003"]\nselect = ["HUB1"]',
            "selection",
            (("select", "HUB1"), ("extend-select", "HUB003"), ("ignore", "HUB101")),
            id="choices count in the order select, extend-select, ignore",
        ),
        pytest.param('fail-on = "error"', "fail_on", "error", id="fail-on"),
        pytest.param('exclude = ["old/"]', "exclude", ("old/",), id="exclude"),
        pytest.param("max-file-size = 5000", "max_file_size", 5000, id="max-file-size"),
        pytest.param('runtime = "tf1-compat"', "runtime", "tf1-compat", id="runtime"),
        pytest.param(
            '[targets]\ntensorflow = "2.15"\ntf-keras = ">=2.15,<3"',
            "targets",
            {"tensorflow": "2.15", "tf_keras": ">=2.15,<3"},
            id="targets, by the vocabulary's names",
        ),
        pytest.param(
            '[handles]\n"models/elmo" = "tf1-hub"',
            "handles",
            {"models/elmo": "tf1-hub"},
            id="handles",
        ),
        pytest.param('entry-points = ["main.py"]', "entry_points", ("main.py",), id="entry-points"),
        pytest.param(
            '[wrappers]\n"app.layers.embed" = "KerasLayer"',
            "wrappers",
            {"app.layers.embed": "KerasLayer"},
            id="wrappers",
        ),
        pytest.param('[severity]\nHUB101 = "info"', "severity", {"HUB101": "info"}, id="severity"),
    ],
)
def test_each_key_is_read(tmp_path: Path, text: str, field: str, value: object) -> None:
    assert getattr(settings(tmp_path, text), field) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('runtme = "tf2"', "runtme: unknown key, did you mean `runtime`?", id="a slip"),
        pytest.param(
            'runtime = "tf3"',
            'runtime: "tf3" is none of tf1, tf1-compat, tf2, did you mean `tf2`?',
            id="a word that is none",
        ),
        pytest.param("runtime = 2", "runtime: must be a string", id="a number for a word"),
        pytest.param(
            'select = "HUB1"', "select: must be a list of strings", id="a word for a list"
        ),
        pytest.param("ignore = [1]", "ignore: must be a list of strings", id="a list of numbers"),
        pytest.param('exclude = ["!"]', 'exclude: "!" is no pattern', id="a pattern that is none"),
        pytest.param(
            "max-file-size = 0", "max-file-size: must be a number of bytes, 1 or more", id="no size"
        ),
        pytest.param(
            "max-file-size = true",
            "max-file-size: must be a number of bytes, 1 or more",
            id="a boolean is no size",
        ),
        pytest.param(
            'targets = "2.15"',
            "targets: must be a table of libraries and versions",
            id="targets that are no table",
        ),
        pytest.param(
            '[targets]\ntensorfow = "2.15"',
            "targets.tensorfow: unknown library, did you mean `tensorflow`?",
            id="an unknown library",
        ),
        pytest.param(
            '[targets]\ntensorflow = "two"',
            'targets.tensorflow: "two" is neither a version nor a range of versions',
            id="a version that is none",
        ),
        pytest.param(
            "[targets]\ntensorflow = 2.15",
            'targets.tensorflow: must be a string, such as "2.15"',
            id="a number for a version",
        ),
        pytest.param(
            '[handles]\nelmo = "tf1"',
            'handles.elmo: "tf1" is none of tf1-hub, tf2-savedmodel, tf1-savedmodel,'
            " did you mean `tf1-hub`?",
            id="a format that is none",
        ),
        pytest.param(
            '[severity]\nHUB101 = "fatal"',
            'severity.HUB101: "fatal" is none of error, warning, info',
            id="a level that is none",
        ),
        pytest.param(
            '[[overrides]]\nruntime = "tf1"',
            "overrides[1].paths: says which files it speaks of, and is missing",
            id="an override of no paths",
        ),
        pytest.param(
            '[[overrides]]\npaths = ["old/"]\n[[overrides]]\npaths = ["x/"]\nignores = []',
            "overrides[2].ignores: unknown key, did you mean `ignore`?",
            id="a slip in the second override",
        ),
        pytest.param(
            "overrides = 1", "overrides: must be a list of tables, each [[overrides]]", id="no list"
        ),
    ],
)
@pytest.mark.parametrize("name", ["hublint.toml", "pyproject.toml"])
def test_a_mistake_is_told_with_file_key_and_nearest_spelling(
    tmp_path: Path, text: str, message: str, name: str
) -> None:
    prefix = ""
    if name == "pyproject.toml":
        prefix = "tool.hublint."
        text = "[tool.hublint]\n" + re.sub(r"^(\[+)", r"\1tool.hublint.", text, flags=re.MULTILINE)
    with pytest.raises(ConfigError) as error:
        settings(tmp_path, text, name)
    assert str(error.value) == f"{name}: {prefix}{message}"


def test_broken_toml_is_told_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"hublint\.toml: no valid TOML: .*line 2"):
        settings(tmp_path, "x = 1\ny = ]")


def test_broken_toml_is_ours_only_if_it_means_to_configure_us(tmp_path: Path) -> None:
    assert settings(tmp_path, "dev = ['hublint'\n", "pyproject.toml") == Settings(str(tmp_path))
    with pytest.raises(ConfigError, match="no valid TOML"):
        settings(tmp_path, "[tool.hublint]\nruntime = \n", "pyproject.toml")


def test_the_nearest_file_decides_alone(tmp_path: Path) -> None:
    near = tmp_path / "app" / "inner"
    near.mkdir(parents=True)
    (tmp_path / "hublint.toml").write_text('runtime = "tf1"\nfail-on = "info"')
    (tmp_path / "app" / "pyproject.toml").write_text('[tool.hublint]\nruntime = "tf2"')
    configs = Configurations({}, str(tmp_path))
    assert configs.in_folder(str(tmp_path)).runtime == "tf1"
    found = configs.in_folder(str(near))
    assert (found.runtime, found.fail_on) == ("tf2", "warning")
    assert found.root == str(tmp_path / "app")
    assert found.origin("runtime") == "app/pyproject.toml"


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\ndependencies = ['hublint']")
    (tmp_path / "pyproject.toml").write_text('[tool.hublint]\nruntime = "tf1"')
    assert Configurations({}, str(tmp_path)).in_folder(str(inner)).runtime == "tf1"


def test_in_one_folder_hublint_toml_comes_before_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.hublint]\nruntime = "tf1"')
    assert settings(tmp_path, 'runtime = "tf2"').runtime == "tf2"


def test_isolated_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "hublint.toml").write_text("broken")
    assert Configurations({}, str(tmp_path), isolated=True).in_folder(str(tmp_path)) == Settings(
        str(tmp_path)
    )


def test_a_file_that_is_named_is_the_only_one_and_counts_from_the_run_s_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "hublint.toml").write_text('runtime = "tf1"')
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci" / "strict.toml").write_text('fail-on = "info"')
    found = Configurations({}, str(tmp_path), only="ci/strict.toml").in_folder(str(tmp_path))
    assert (found.runtime, found.fail_on, found.root) == (None, "info", str(tmp_path))


def test_a_named_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: No such file"):
        Configurations({}, str(tmp_path), only="gone.toml").in_folder(str(tmp_path))


def test_the_command_line_wins_and_leaves_the_rest(tmp_path: Path) -> None:
    text = 'runtime = "tf1"\nfail-on = "info"\n[targets]\ntensorflow = "1.15"\nkeras = "2.3"'
    given = {"runtime": "tf2", "targets": {"tensorflow": "2.15"}}
    found = settings(tmp_path, text, given=given)
    assert (found.runtime, found.fail_on) == ("tf2", "info")
    assert found.targets == {"tensorflow": "2.15", "keras": "2.3"}
    assert found.origin("runtime") == "command line"
    assert found.origin("targets.tensorflow") == "command line"
    assert found.origin("targets.keras") == "hublint.toml"


def test_choices_of_the_command_line_come_after_the_file_s(tmp_path: Path) -> None:
    found = settings(tmp_path, 'select = ["HUB1"]', given={"selection": (("ignore", "HUB101"),)})
    assert found.selection == (("select", "HUB1"), ("ignore", "HUB101"))


def test_select_on_the_command_line_starts_anew(tmp_path: Path) -> None:
    found = settings(tmp_path, 'ignore = ["HUB1"]', given={"selection": (("select", "HUB2"),)})
    assert found.selection == (("select", "HUB2"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            'select = ["HUB1", "module-in-eagre"]',
            "hublint.toml: select: no rule is called `module-in-eagre`,"
            " did you mean `module-in-eager`?",
            id="a name, in a choice",
        ),
        pytest.param(
            '[severity]\nHUB999 = "info"',
            "hublint.toml: severity: no rule is called `HUB999`",
            id="a code, among the levels",
        ),
        pytest.param(
            '[[overrides]]\npaths = ["a/"]\nignore = ["eager"]',
            "hublint.toml: overrides[1]: no rule is called `eager`; `hublint rules` lists them",
            id="a word that is near to none, in an override",
        ),
    ],
)
def test_a_word_that_means_no_rule_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        settings(tmp_path, text)
    assert str(error.value).startswith(message)


def test_codes_prefixes_and_names_all_mean_rules(tmp_path: Path) -> None:
    words = ("HUB101", "hub2", "module-in-eager")
    given = {"selection": tuple(("select", word) for word in words)}
    assert settings(tmp_path, given=given).selection == given["selection"]


def test_the_pages_names_are_the_rules_names() -> None:
    pages = [(rule.code, rule.name) for rule in load_rulebook().rules]
    assert [tuple(rule) for rule in rule_names()] == pages


OVERRIDES = """
runtime = "tf2"
[targets]
tensorflow = "2.15"
[[overrides]]
paths = ["legacy/"]
runtime = "tf1"
targets = {tensorflow = "1.15"}
ignore = ["HUB302"]
severity = {HUB201 = "info"}
[[overrides]]
paths = ["legacy/new.py"]
runtime = "tf1-compat"
"""


def test_overrides_hold_for_their_paths_the_last_one_winning(tmp_path: Path) -> None:
    found = settings(tmp_path, OVERRIDES)
    legacy = found.at(tmp_path / "legacy" / "old.py")
    assert found.at(tmp_path / "app.py") is found
    assert (legacy.runtime, legacy.targets) == ("tf1", {"tensorflow": "1.15"})
    assert legacy.selection == (("ignore", "HUB302"),)
    assert legacy.severity == {"HUB201": "info"}
    assert legacy.origin("runtime") == "hublint.toml (overrides)"
    assert found.at(tmp_path / "legacy" / "new.py").runtime == "tf1-compat"


def test_the_command_line_wins_over_overrides(tmp_path: Path) -> None:
    given = {"runtime": "tf2", "targets": {"tensorflow": "2.4"}}
    legacy = settings(tmp_path, OVERRIDES, given=given).at(tmp_path / "legacy" / "old.py")
    assert (legacy.runtime, legacy.targets) == ("tf2", {"tensorflow": "2.4"})


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        pytest.param({}, None, id="nothing asked"),
        pytest.param({"HUB2": "info"}, None, id="another group"),
        pytest.param({"HUB1": "info"}, "info", id="a group"),
        pytest.param({"HUB": "error", "HUB1": "info"}, "info", id="the longer prefix wins"),
        pytest.param(
            {"HUB101": "error", "HUB1": "info"}, "error", id="the code wins over prefixes"
        ),
        pytest.param({"module-in-eager": "error", "HUB101": "info"}, "error", id="the name wins"),
    ],
)
def test_severity(severity: dict[str, Any], level: str | None) -> None:
    assert Settings("/", severity=severity).severity_for("HUB101", "module-in-eager") == level


BASE = """
select = ["HUB2"]
runtime = "tf1"
exclude = ["vendored/"]
baseline = "known.json"
[targets]
tensorflow = "1.15"
keras = "2.3"
"""


def test_what_a_file_extends_holds_where_the_file_is_silent(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "base.toml").write_text(BASE)
    text = 'extend = "shared/base.toml"\nselect = ["HUB1"]\n[targets]\ntensorflow = "2.15"'
    found = settings(tmp_path, text)
    assert found.selection == (("select", "HUB1"),)
    assert (found.runtime, found.origin("runtime")) == ("tf1", "shared/base.toml")
    assert found.targets == {"tensorflow": "2.15", "keras": "2.3"}
    assert found.origin("targets.tensorflow") == "hublint.toml"
    assert found.origin("targets.keras") == "shared/base.toml"
    assert found.exclude == ("vendored/",)
    assert found.baseline == str(tmp_path / "shared" / "known.json")
    assert found.root == str(tmp_path)


def test_of_several_files_the_last_wins_and_they_may_extend_others(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('runtime = "tf1"\nfail-on = "info"\n')
    (tmp_path / "b.toml").write_text('extend = "c.toml"\nruntime = "tf2"\n')
    (tmp_path / "c.toml").write_text('runtime = "tf1-compat"\nmax-file-size = 5\n')
    found = settings(tmp_path, 'extend = ["a.toml", "b.toml"]')
    assert (found.runtime, found.fail_on, found.max_file_size) == ("tf2", "info", 5)


def test_a_pyproject_toml_can_be_extended_and_extend(tmp_path: Path) -> None:
    (tmp_path / "above").mkdir()
    (tmp_path / "above" / "pyproject.toml").write_text('[tool.hublint]\nruntime = "tf1"\n')
    text = '[tool.hublint]\nextend = "above/pyproject.toml"\n'
    assert settings(tmp_path, text, "pyproject.toml").runtime == "tf1"


@pytest.mark.parametrize(
    ("base", "message"),
    [
        pytest.param(None, "hublint.toml: extend: there is no file base.toml", id="none there"),
        pytest.param(
            'extend = "hublint.toml"', "hublint.toml: extend: extends itself", id="in a circle"
        ),
        pytest.param("selct = []", "base.toml: selct: unknown key, did you mean", id="a slip"),
    ],
)
def test_a_file_that_can_t_be_extended_is_told(
    tmp_path: Path, base: str | None, message: str
) -> None:
    if base is not None:
        (tmp_path / "base.toml").write_text(base)
    with pytest.raises(ConfigError) as error:
        settings(tmp_path, 'extend = "base.toml"')
    assert str(error.value).startswith(message)
