"""Does the table of public repositories keep what it promises? The repositories aren't needed."""

from __future__ import annotations

import re

import pytest

from tests.ecosystem.table import VERDICTS, Place, Repository, place, read_table

REPOSITORIES = read_table()


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda one: f"{one.name}@{one.commit[:7]}")
class TestEachRepository:
    def test_is_named_by_a_whole_commit(self, repository: Repository):
        assert re.fullmatch(r"[\w.-]+/[\w.-]+", repository.name)
        assert re.fullmatch(r"[0-9a-f]{40}", repository.commit)

    def test_tells_of_every_finding_whether_it_is_true_and_why(self, repository: Repository):
        for one in repository.reviewed:
            assert one.verdict in VERDICTS
            assert re.fullmatch(r"HUB\d{3}", one.code)
            assert one.why
            assert one.places
        places = [(one.code, at) for one in repository.reviewed for at in one.places]
        assert len(places) == len(set(places))

    def test_has_no_crash(self, repository: Repository):
        assert "HUB000" not in repository.codes

    def test_has_no_finding_that_is_known_to_be_false(self, repository: Repository):
        assert "false" not in repository.findings.values()

    def test_tells_of_every_undecided_call_why(self, repository: Repository):
        assert all(one.why for one in repository.undecided)
        assert len(repository.open_places) == repository.calls - repository.decided

    def test_tells_of_every_unreported_call_why(self, repository: Repository):
        assert all(one.why for one in repository.unreported)


@pytest.mark.parametrize("text", ["app/main.py:3", "notes/with space.ipynb#4:2"])
def test_a_place_is_read_as_it_is_written(text: str):
    assert str(place(text)) == text


def test_a_place_in_a_notebook_has_its_cell():
    assert place("a.ipynb#4:2") == Place("a.ipynb", 4, 2)
