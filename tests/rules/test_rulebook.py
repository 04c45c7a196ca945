"""How pages are read, what is said of one that can't be followed, and how rules are chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.judging.rulebook import RulebookError, load_rulebook
from hublint.vocabulary import APIS, EVENTS

BOOK = load_rulebook()

PAGE = """# HUB900 no-elmo-here

```toml
summary = "ELMo is used"
per = "object"
cell = "partial"

[[case]]
severity = "warning"
message = "{api} loads {handle}"
repair = "take another one"
proof = ["B14"]
[case.when]
api = ["load", "KerasLayer"]
event = "made"
handle = "*/elmo/*"
tensorflow = ">=2.0,<3"
trainable = false
[case.unless]
signature = "none"

[[case]]
severity = "error"
message = "nothing"
cell = "unsupported"
fix = "use-signature"
[case.when]
api = "load"
```

## Why
"""


def write(folder: Path, text: str, name: str = "HUB900-no-elmo-here.md") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_page_of_a_user_stands_beside_hublints_own(tmp_path: Path):
    book = load_rulebook([write(tmp_path, PAGE)])
    rule = book.find("no-elmo-here")
    assert rule.code == "HUB900"
    assert (rule.summary, rule.per, rule.default) == ("ELMo is used", "object", True)
    assert rule.levels == ("error", "warning")
    assert rule.fixes == ("use-signature",)
    assert [case.cell for case in rule.cases] == ["partial", "unsupported"]
    assert [condition.fact for condition in rule.cases[0].unless] == ["signature"]
    assert rule.page == PAGE
    assert len(book.rules) == len(BOOK.rules) + 1


def test_a_readme_in_the_folder_is_no_page(tmp_path: Path):
    write(tmp_path, "anything", "README.md")
    assert load_rulebook([tmp_path]).rules == BOOK.rules


MISTAKES = [
    ("# HUB900 no-elmo-here", "no heading", "heading: the first line must be"),
    ("# HUB900 no-elmo-here", "# HUB9000 no-elmo", "heading: the first line must be"),
    ("```toml", "```python", "toml: the page has no ```toml block"),
    ("per = ", "per : ", "toml: the block is no TOML"),
    ("per = ", "pre = ", "pre: no such key, did you mean `per`?"),
    ('per = "object"', 'per = "objekt"', "per: 'objekt' is no per, did you mean `object`?"),
    ("repair =", "repairs =", "case 1.repairs: no such key, did you mean `repair`?"),
    ('severity = "warning"', "", "case 1.severity: is missing"),
    ('"warning"', '"wraning"', "case 1.severity: 'wraning' is no severity, did you mean"),
    ('message = "nothing"', "", "case 2.message: is missing"),
    ('message = "nothing"', "message = 1", "case 2.message: must be a string"),
    ("{api}", "{apl}", "case 1.message: no fact {apl}, did you mean `api`?"),
    ("{api}", "{api", "case 1.message: its braces don't pair"),
    ("event =", "evnt =", "case 1.when.evnt: no such fact, did you mean `event`?"),
    ('"made"', '"mode"', "case 1.when.event: 'mode' is no value, did you mean `made`?"),
    ("false", '"false"', "case 1.when.trainable: must be true or false, not 'false'"),
    ('">=2.0,<3"', '"2.0"', "case 1.when.tensorflow: '2.0' is no version specifier"),
    ('">=2.0,<3"', '[">=2", "<3"]', "case 1.when.tensorflow: a version fact takes one"),
    ('["load", "KerasLayer"]', "[]", "case 1.when.api: an empty list is never true"),
    ('["load", "KerasLayer"]', "[1]", "case 1.when.api: must be a string, not 1"),
    ("[case.unless]", "[case.unles]", "case 1.unles: no such key, did you mean `unless`?"),
    ('proof = ["B14"]', 'proof = "B14"', "case 1.proof: must be a list of strings"),
    ('summary = "ELMo is used"', 'default = "no"', "default: must be true or false"),
    (
        'per = "object"',
        'supersedes = ["HUB4099"]',
        "supersedes: no rule HUB4099, did you mean `HUB409`?",
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "said"), MISTAKES, ids=[said for _, _, said in MISTAKES]
)
def test_a_page_that_cannot_be_followed_is_told_with_its_file_key_and_nearest_spelling(
    tmp_path: Path, before: str, after: str, said: str
):
    assert before in PAGE
    write(tmp_path, PAGE.replace(before, after, 1))
    with pytest.raises(RulebookError) as told:
        load_rulebook([tmp_path])
    assert str(told.value).startswith(f"HUB900-no-elmo-here.md: {said}")


def test_a_page_without_cases_must_say_how_grave_it_is(tmp_path: Path):
    write(tmp_path, PAGE[: PAGE.index("[[case]]")] + "```\n")
    with pytest.raises(RulebookError, match="severity: a page without cases"):
        load_rulebook([tmp_path])


def test_cases_are_tables(tmp_path: Path):
    write(tmp_path, '# HUB900 a\n\n```toml\nseverity = "info"\ncase = "one"\n```\n')
    with pytest.raises(RulebookError, match=r"case: cases are written as \[\[case\]\] tables"):
        load_rulebook([tmp_path])


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("# HUB101 no-elmo-here", "code: HUB101 is taken by HUB101-module-in-eager.md"),
        ("# HUB900 module-in-eager", "name: module-in-eager is taken by HUB101-module-in-eager.md"),
    ],
)
def test_a_code_or_a_name_is_given_once(tmp_path: Path, heading: str, said: str):
    write(tmp_path, PAGE.replace("# HUB900 no-elmo-here", heading))
    with pytest.raises(RulebookError) as told:
        load_rulebook([tmp_path])
    assert str(told.value) == f"HUB900-no-elmo-here.md: {said}"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(RulebookError, match="no folder of rule pages"):
        load_rulebook([tmp_path / "lint"])


def test_a_page_that_is_no_utf8_is_told(tmp_path: Path):
    (tmp_path / "page.md").write_bytes(b"# HUB900 \xff")
    with pytest.raises(RulebookError, match="cannot be read"):
        load_rulebook([tmp_path])


OFF = {"HUB003", "HUB505", "HUB506"}


class TestChoosing:
    """Rules are chosen by code, prefix or name; the last choice that means a rule wins."""

    @pytest.mark.parametrize(
        ("choices", "chosen"),
        [
            ([("select", "HUB104")], {"HUB104"}),
            ([("select", "hub104")], {"HUB104"}),
            ([("select", "tf1-object-called")], {"HUB104"}),
            ([("select", "HUB00")], {"HUB000", "HUB001", "HUB002", "HUB003"}),
            ([("select", "HUB104"), ("extend-select", "HUB105")], {"HUB104", "HUB105"}),
            ([("select", "HUB104"), ("select", "HUB105")], {"HUB104", "HUB105"}),
            ([("select", "HUB10"), ("ignore", "HUB1"), ("select", "HUB105")], {"HUB105"}),
            ([("ignore", "HUB201"), ("select", "HUB201")], {"HUB201"}),
            ([("select", "HUB201"), ("ignore", "HUB201")], set()),
        ],
    )
    def test_what_is_selected(self, choices, chosen):
        assert BOOK.selected(choices).chosen == chosen

    def test_without_a_selection_all_that_are_on_by_default(self):
        assert BOOK.selected([]).chosen == {rule.code for rule in BOOK.rules} - OFF

    def test_what_is_ignored_is_taken_from_those(self):
        assert BOOK.selected([("ignore", "HUB1")]).chosen == {
            rule.code
            for rule in BOOK.rules
            if not rule.code.startswith("HUB1") and rule.code not in OFF
        }

    def test_a_rule_that_is_off_by_default_can_be_added(self):
        added = BOOK.selected([("extend-select", "HUB003")])
        assert "HUB003" in added.chosen
        assert not added.decides("HUB003")
        assert added.decides("HUB104")
        assert not BOOK.selected([("ignore", "HUB104")]).decides("HUB104")

    def test_a_word_that_means_no_rule_is_told_with_the_nearest(self):
        with pytest.raises(RulebookError, match="modul-in-eager: no such rule, did you mean"):
            BOOK.selected([("select", "modul-in-eager")])


def test_supersession_reaches_through_others():
    assert BOOK.superseded["HUB401"] >= {"HUB101", "HUB102", "HUB103", "HUB110", "HUB409"}
    assert BOOK.superseded["HUB101"] == frozenset()


@pytest.mark.parametrize("api", ["", "another", *APIS])
def test_an_event_leaves_out_the_rules_that_never_speak_of_it(api: str):
    for kind in EVENTS:
        own = {"event": kind, "api": api}
        left_out = set(BOOK.speaking) - set(BOOK.speaking_of(kind, api))
        named = {
            rule.code
            for rule in left_out
            for case in rule.cases
            if all(own[one.fact] in one.wanted for one in case.when if one.fact in own)
        }
        assert named == set(), kind
