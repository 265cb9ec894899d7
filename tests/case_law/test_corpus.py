"""A corpus is read whole; what is broken is said with its place, and stops nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus, read_corpus

Decided = Callable[..., Path]
Read = Callable[[], Corpus]

BROKEN = {
    "an unknown fact": ("question: {ask: what}\nfacts: {rane: yes}\nheld: {disposition: none}", "3:9", "rain"),
    "an unknown rule": ("question: {ask: what}\nheld: {ratio: go.maay}", "3:15", "go.may"),
    "an unknown status": ("question: {ask: what}\nheld: {statuses: {go: permited}}", "3:23", "permitted"),
    "an unknown case": ("question: {ask: what}\nfollows: soundd\nheld: {disposition: none}", "3:1", "sound"),
    "no holding": ("question: {ask: what}", "1:1", "under `held`"),
    "a holding that is blank": ("question: {ask: what}\nheld:\n", "3:1", "under `held`"),
}


@pytest.mark.parametrize(("body", "where", "hint"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named_with_its_place_and_the_others_are_read(
    body: str, where: str, hint: str, decided: Decided, corpus: Read
) -> None:
    decided("sound")
    broken = decided("broken", body)

    read = corpus()

    assert [entry.case.id for entry in read.cases] == ["sound"]
    (file,) = read.broken
    assert (file.name, file.topic) == ("broken", "storm")
    (finding,) = file.findings
    assert str(finding.place) == f"{broken}:{where}"
    assert hint in (finding.hint or "")


def test_a_file_that_is_no_yaml_is_one_of_the_broken(decided: Decided, corpus: Read) -> None:
    decided("sound")
    decided("broken").write_bytes(b"\xff\x00")

    read = corpus()

    assert (len(read.cases), len(read.broken)) == (1, 1)


def test_two_cases_of_one_name_are_not_both_read(decided: Decided, corpus: Read) -> None:
    first = decided("one", topic="a")
    second = decided("one", topic="b")

    read = corpus()

    assert [entry.file for entry in read.cases] == [str(first)]
    (file,) = read.broken
    assert str(file.findings[0]) == (
        f"{second}:1:1: error: two cases have the id `one`\n    rename one; the first is at {first}:1:1"
    )


def test_cases_may_name_each_other_and_the_bundled_ones(decided: Decided, corpus: Read, weather: ee.Ruleset) -> None:
    asked = "question: {ask: what}\nheld: {disposition: open}\n"
    decided("one", f"{asked}distinguishes: [two]\nfollows: culture-001\n")
    two = decided("two", f"{asked}overrules: one\n", topic="other")

    assert corpus().broken == ()
    assert read_corpus([two], weather).broken == ()


def test_a_case_that_names_a_broken_one_is_not_itself_broken(decided: Decided, corpus: Read) -> None:
    decided("one", "question: {ask: what}\nheld: {disposition: open}\nfollows: two\n")
    decided("two", "question: {ask: whatever}\n")

    assert [entry.case.id for entry in corpus().cases] == ["one"]


def test_a_file_named_twice_is_read_once(decided: Decided, cases: Path, weather: ee.Ruleset) -> None:
    file = decided("one")

    read = read_corpus([file, cases, cases / "storm" / ".." / "storm"], weather)

    assert [entry.case.id for entry in read.cases] == ["one"]


def test_what_is_not_there_is_broken_and_stops_nothing(decided: Decided, cases: Path, weather: ee.Ruleset) -> None:
    decided("one")
    (cases / "empty").mkdir()

    read = read_corpus([cases, cases / "empty", cases / "nowhere.case.yaml", "nobody-001", "\0"], weather)

    assert len(read.cases) == 1
    assert len(read.broken) == 4


def test_the_topic_of_a_case_is_its_folder(decided: Decided, corpus: Read) -> None:
    decided("one", topic="rain")
    decided("two", "question: {ask: which}", topic="wind")

    assert corpus().topics == ("rain", "wind")


def test_the_bundled_cases_are_all_sound() -> None:
    read = read_corpus(None, ee.load_ruleset())

    assert read.broken == ()
    assert "culture-001" in {entry.case.id for entry in read.cases}


class TestTheRulesetThatACaseWasDecidedUnder:
    """It is one that there is, and no newer than the one in use."""

    BODY = "question: {{ask: what}}\nheld: {{disposition: open}}\ndecided: {{by: us, date: 2026-11-21, under: {}}}\n"

    def wrong(self, under: str, decided: Decided, corpus: Read) -> list[str]:
        decided("storm-1", self.BODY.format(under))
        return [str(finding).rpartition("/")[2] for file in corpus().broken for finding in file.findings]

    @pytest.mark.parametrize("under", ["weather 1", "weather 1.0", "weather 0.9", "referral-and-termination 0.1"])
    def test_a_ruleset_decided_under_is_known(self, under: str, decided: Decided, corpus: Read) -> None:
        assert self.wrong(under, decided, corpus) == []

    def test_has_a_name_that_is_known(self, decided: Decided, corpus: Read) -> None:
        (said,) = self.wrong("weathr 1", decided, corpus)

        assert "error: no ruleset `weathr`\n    did you mean `weather`?" in said

    @pytest.mark.parametrize("under", ["weather 1.1", "weather 2", "weather 10.0", "referral-and-termination 999"])
    def test_a_ruleset_decided_under_is_not_newer_than_the_installed_one(
        self, under: str, decided: Decided, corpus: Read
    ) -> None:
        (said,) = self.wrong(under, decided, corpus)

        assert "is newer than the installed version" in said
        assert "installed: " in said

    @pytest.mark.parametrize("under", ["weather", "weather one", "weather 1.x"])
    def test_a_ruleset_decided_under_has_a_version(self, under: str, decided: Decided, corpus: Read) -> None:
        (said,) = self.wrong(under, decided, corpus)

        assert "the version of the ruleset is missing\n    write it after the name: `weather 1.0`" in said
