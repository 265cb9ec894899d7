"""Papers: exact shares, no minimal pair twice, the same bytes for the same seed, and three formats."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethics_engine.errors import InputError
from ethics_engine.quiz.blueprint import Blueprint, Shares
from ethics_engine.quiz.item import Item, ItemKind, Option
from ethics_engine.quiz.paper import Paper, apportioned, build, cells_of
from ethics_engine.quiz.papers import PAPER_FORMATS, render_paper
from ethics_engine.quiz.papers.json import read_paper

TOPICS = ("referral", "romance", "values")
KINDS = (ItemKind.ANSWER, ItemKind.CODE, ItemKind.CONDUCT)
HOSTILE = "# <b>bold</b> *stars* | [link](x) `code` &amp; \u202e"


def item(
    case: str, kind: ItemKind = ItemKind.ANSWER, topic: str = "values", family: str = "", difficulty: int = 2
) -> Item:
    return Item(
        id=f"{case}:{kind.value}",
        kind=kind,
        topic=topic,
        cases=(case,),
        vignette=f"What happened in {case}.\n\n{HOSTILE}",
        question=f"What of {case}?",
        options=tuple(Option(letter, f"Option {letter} of {case}", f"Why {letter} of {case}.") for letter in "abc"),
        key=("b",),
        explanation=f"Reasons in {case}.",
        rules=(f"{topic}.rule",),
        sources=("S-1",),
        difficulty=difficulty,
        family=family,
    )


POOL = tuple(
    item(f"{topic}-{number:03}", kind, topic, difficulty=1 + number % 3)
    for topic in TOPICS
    for number in range(1, 13)
    for kind in KINDS
)


def blueprint(number: int = 6, **others: Any) -> Blueprint:
    return attrs.evolve(Blueprint("b.yaml", "A paper", number), **others)


def made(*items: Item, **others: Any) -> Paper:
    return build(blueprint(**others), items or POOL, "rules 1")


class TestShares:
    def test_whole_shares_are_kept(self) -> None:
        assert apportioned(10, (2, 2, 1)) == (4, 4, 2)

    def test_what_is_left_goes_to_the_largest_remainders(self) -> None:
        assert apportioned(10, (5, 3, 1)) == (6, 3, 1)  # 5.56, 3.33, 1.11

    def test_of_equal_remainders_the_first_counts_as_larger(self) -> None:
        assert apportioned(4, (1, 1, 1)) == (2, 1, 1)

    @given(st.integers(1, 500), st.lists(st.integers(0, 1000), min_size=1).filter(any))
    def test_shares_add_up_and_are_within_one_of_exact(self, number: int, weights: list[int]) -> None:
        shares = apportioned(number, weights)

        assert sum(shares) == number
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share * sum(weights) - number * weight) < sum(weights)

    @given(
        st.integers(1, 60),
        st.lists(st.integers(1, 9), min_size=1, max_size=3),
        st.lists(st.integers(1, 9), min_size=1, max_size=3),
    )
    def test_topics_and_kinds_both_get_their_shares(self, number: int, topics: list[int], kinds: list[int]) -> None:
        named = tuple(kind.value for kind in KINDS[: len(kinds)])
        cells = cells_of(
            blueprint(number, topics=Shares(TOPICS[: len(topics)], tuple(topics)), kinds=Shares(named, tuple(kinds)))
        )

        by_topic: Counter[str | None] = Counter()
        by_kind: Counter[str | None] = Counter()
        for cell, count in cells.items():
            by_topic[cell.topic] += count
            by_kind[cell.kind] += count
        assert tuple(by_topic[topic] for topic in TOPICS[: len(topics)]) == apportioned(number, topics)
        assert tuple(by_kind[kind] for kind in named) == apportioned(number, kinds)

    def test_kinds_are_spread_over_topics(self) -> None:
        halves = {"topics": Shares(("values", "romance"), (1, 1)), "kinds": Shares(("answer", "conduct"), (1, 1))}
        cells = cells_of(blueprint(8, **halves))

        assert sorted(cells.values()) == [2, 2, 2, 2]


class TestChoosing:
    def test_weights_are_kept_exactly(self) -> None:
        paper = made(
            number=12, topics=Shares(("values", "romance"), (2, 1)), kinds=Shares(("answer", "conduct"), (3, 1))
        )

        assert Counter(known.topic for known in paper.items) == {"values": 8, "romance": 4}
        assert Counter(known.kind for known in paper.items) == {ItemKind.ANSWER: 9, ItemKind.CONDUCT: 3}

    def test_a_list_allows_and_is_spread_evenly(self) -> None:
        paper = made(number=12, topics=Shares(TOPICS))

        assert set(Counter(known.topic for known in paper.items).values()) == {4}
        assert set(Counter(known.kind for known in paper.items).values()) == {4}

    def test_only_what_is_allowed_is_asked(self) -> None:
        paper = made(number=4, topics=Shares(("romance",)), kinds=Shares(("code",)), difficulty=(1, 3))

        assert {(known.topic, known.kind) for known in paper.items} == {("romance", ItemKind.CODE)}
        assert {known.difficulty for known in paper.items} == {1, 3}

    def test_no_case_is_asked_about_twice_where_that_can_be_avoided(self) -> None:
        paper = made(number=36, topics=Shares(TOPICS))

        assert len({known.cases for known in paper.items}) == 36

    def test_a_case_is_asked_about_twice_where_it_cannot_be_avoided(self) -> None:
        assert len({known.cases for known in made(number=40, topics=Shares(TOPICS)).items}) == 36

    @given(st.integers(0, 1000))
    def test_no_family_is_asked_about_twice(self, seed: int) -> None:
        pool = [item(f"c{number}", kind, family=f"f{number // 2}") for number in range(8) for kind in KINDS]

        paper = made(*pool, number=4, seed=seed)

        assert len({known.family for known in paper.items}) == 4

    def test_a_blueprint_that_can_be_met_is_met_though_families_compete(self) -> None:
        # Whatever is taken first, the family of the only conduct item is needed for it.
        pool = [
            item("c1", ItemKind.CONDUCT, family="f1"),
            *(item(f"c{number}", ItemKind.ANSWER, family="f1") for number in range(2, 9)),
            item("c9", ItemKind.ANSWER, family="f2"),
        ]
        for seed in range(20):
            paper = made(*pool, number=2, seed=seed, kinds=Shares(("answer", "conduct"), (1, 1)))
            assert {known.id for known in paper.items} == {"c1:conduct", "c9:answer"}

    def test_a_chain_of_families_is_rearranged(self) -> None:
        # answer from f1 or f2, code from f2 or f3, conduct from f3 only: one way to seat all three.
        pool = [
            *(item("a", ItemKind.ANSWER, family=family) for family in ("f1",)),
            *(item(f"b{family}", ItemKind.CODE, family=family) for family in ("f1", "f2")),
            *(item(f"c{family}", ItemKind.CONDUCT, family=family) for family in ("f2", "f3")),
        ]
        shares = Shares(("answer", "code", "conduct"), (1, 1, 1))
        for seed in range(20):
            assert len(made(*pool, number=3, seed=seed, kinds=shares).items) == 3

    def test_other_seeds_make_other_papers_and_the_same_seed_the_same(self) -> None:
        papers = {seed: tuple(known.id for known in made(number=8, seed=seed).items) for seed in range(10)}

        assert len(set(papers.values())) == 10
        assert papers[3] == tuple(known.id for known in build(blueprint(8, seed=3), reversed(POOL), "rules 1").items)


class TestTooFew:
    def refused(self, *items: Item, **others: Any) -> str:
        with pytest.raises(InputError) as refused:
            made(*items, **others)
        return str(refused.value)

    def test_the_cell_that_falls_short_is_named_with_how_much(self) -> None:
        said = self.refused(
            number=28, topics=Shares(("values", "romance"), (1, 1)), kinds=Shares(("answer", "code"), (27, 1))
        )

        assert "error: not enough questions: topic `values`, kind `answer`: 14 wanted, 12 found, 2 too few" in said
        assert "topic `romance`, kind `answer`: 13 wanted, 12 found, 1 too few" in said
        assert "questions by kind: topic `values` has answer 12, code 12" in said

    def test_every_cell_that_falls_short_is_named(self) -> None:
        said = self.refused(
            item("a"), item("b", ItemKind.CONDUCT), number=6, kinds=Shares(("answer", "conduct"), (1, 2))
        )

        assert "kind `answer`: 2 wanted, 1 found, 1 too few" in said
        assert "kind `conduct`: 4 wanted, 1 found, 3 too few" in said

    def test_without_weights_the_whole_paper_is_named(self) -> None:
        assert "the whole paper: 3 wanted, 1 found, 2 too few" in self.refused(item("a"), number=3)

    def test_it_is_said_what_kinds_there_are_instead(self) -> None:
        pool = [item("a"), item("b", ItemKind.CONDUCT), item("c"), item("d")]

        said = self.refused(*pool, number=3, kinds=Shares(("answer", "conduct", "code"), (1, 1, 1)))
        assert "kind `code`: 1 wanted, 0 found, 1 too few\n    questions by kind: there are answer 3, conduct 1" in said

    def test_it_is_said_where_minimal_pairs_are_wanted_elsewhere(self) -> None:
        pool = [
            *(item("a", family="f"), item("b", ItemKind.CONDUCT, family="f"), item("c", ItemKind.CONDUCT, family="g")),
            *(item("d", ItemKind.CODE, family="h"), item("e", ItemKind.CODE, family="i")),
        ]

        said = self.refused(*pool, number=4, kinds=Shares(("answer", "conduct", "code"), (1, 2, 1)))
        assert (
            "kind `conduct`: 2 wanted, 1 found, 1 too few\n    a paper takes one question from each group of "
            "similar cases, and these are needed elsewhere in it" in said
        )

    def test_it_is_said_where_minimal_pairs_are_what_is_in_the_way(self) -> None:
        pool = [item("a", ItemKind.ANSWER, family="f"), item("b", ItemKind.CONDUCT, family="f")]

        said = self.refused(*pool, number=2, kinds=Shares(("answer", "conduct"), (1, 1)))
        assert said == (
            "b.yaml: error: not enough questions: the whole paper: 2 wanted, 1 found, 1 too few\n    a paper takes "
            "one question from each group of similar cases; there are 1 (see `ethics quiz topics`)"
        )

    def test_nothing_is_said_twice(self) -> None:
        shares = {"topics": Shares(("values",)), "kinds": Shares(("answer", "code", "conduct"), (1, 1, 1))}
        said = self.refused(number=99, **shares)

        assert said.count("too few") == 4
        assert said.count("group of similar cases") == said.count("questions by kind") == 1


class Outline(HTMLParser):
    """Tags in order, ids, and what refers to them; every tag that is opened is closed."""

    VOID = ("meta", "br")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.text = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self.ids += [str(value) for name, value in attrs if name == "id"]
        self.labels += [str(value) for name, value in attrs if name == "aria-labelledby"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


class TestFormats:
    paper = build(blueprint(6, topics=Shares(TOPICS)), POOL, "rules 1")

    @pytest.mark.parametrize("form", PAPER_FORMATS)
    def test_the_same_paper_gives_the_same_bytes(self, form: str) -> None:
        again = build(blueprint(6, topics=Shares(TOPICS)), POOL, "rules 1")

        assert render_paper(self.paper, form) == render_paper(again, form)
        assert render_paper(self.paper, form).endswith("\n")

    @pytest.mark.parametrize(
        ("form", "start"), [("markdown", "# Key to"), ("html", 'class="key"'), ("json", '"key": [')]
    )
    def test_nothing_of_the_key_stands_before_it(self, form: str, start: str) -> None:
        questions, key = render_paper(self.paper, form).split(start, 1)

        for known in self.paper.items:
            assert known.question in questions
            for said in (known.explanation, *(option.feedback for option in known.options)):
                assert said not in questions
                assert said in key.replace("\\", "")

    @pytest.mark.parametrize("form", PAPER_FORMATS)
    def test_every_format_has_the_mark_of_the_paper(self, form: str) -> None:
        assert re.fullmatch("[b-df-hj-np-tv-z]{4}", self.paper.mark)
        assert self.paper.mark != attrs.evolve(self.paper, items=self.paper.items[::-1]).mark
        assert self.paper.mark in render_paper(self.paper, form)

    def test_markdown_numbers_questions_and_answers_alike(self) -> None:
        text = render_paper(self.paper, "markdown")

        assert re.findall(r"^## Question (\d+)$", text, re.M) == ["1", "2", "3", "4", "5", "6"]
        keys = re.findall(r"^## (\d+): (.+)$", text, re.M)
        assert keys == [(str(n), ", ".join(known.key)) for n, known in enumerate(self.paper.items, start=1)]

    def test_nothing_in_a_text_is_markdown_or_html(self) -> None:
        text = render_paper(self.paper, "markdown")

        assert "\n\\# \\<b\\>bold\\</b\\> \\*stars\\* \\| \\[link\\](x) \\`code\\` \\&amp; \\\\u202e" in text

    def test_the_page_is_whole_needs_nothing_else_and_breaks_before_the_key(self) -> None:
        page = render_paper(self.paper, "html")
        outline = Outline(page)

        assert {"script", "link", "img", "b"} & set(outline.tags) == set()
        assert "http" not in page
        assert len(set(outline.ids)) == len(outline.ids)
        assert set(outline.labels) <= set(outline.ids)
        assert "\\u202e" in outline.text
        assert ".key { break-before: page;" in page
        assert '<html lang="en-GB">' in page

    def test_json_keeps_shown_and_right_apart_and_reads_back(self, tmp_path: Path) -> None:
        file = tmp_path / "paper.json"
        file.write_text(render_paper(self.paper, "json"), encoding="utf-8")

        assert read_paper(file) == self.paper
        written = json.loads(file.read_text(encoding="utf-8"))
        assert (written["format"], written["version"]) == ("ethics-quiz-paper", 1)
        assert "key" not in written["questions"][0]
        assert [entry["fingerprint"] for entry in written["key"]] == [known.fingerprint for known in self.paper.items]

    def test_an_unknown_format_is_a_key_error(self) -> None:
        with pytest.raises(KeyError):
            render_paper(self.paper, "pdf")


class TestBrokenPapers:
    def refused(self, file: Path, text: str | bytes) -> str:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(InputError) as refused:
            read_paper(file)
        return str(refused.value)

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return tmp_path / "paper.json"

    def test_what_is_no_json_is_said_with_its_place(self, file: Path) -> None:
        assert "paper.json:2:1: error: not valid JSON" in self.refused(file, "{\n]")
        assert "not valid JSON" in self.refused(file, b"\xff\xfe\x00")
        assert "not valid JSON" in self.refused(file, "[" * 100_000)

    @pytest.mark.parametrize("text", ["[]", "{}", '"x"', '{"format": "other"}'])
    def test_other_json_is_no_paper(self, file: Path, text: str) -> None:
        assert "not a paper" in self.refused(file, text)

    def test_a_later_version_is_not_guessed_at(self, file: Path) -> None:
        text = render_paper(TestFormats.paper, "json").replace('"version": 1', '"version": 2')

        assert "made by a newer version of ethics-engine" in self.refused(file, text)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"title": "A paper"', '"title": 5'),
            ('"seed": 0', '"seed": "x"'),
            ('"kind": "answer"', '"kind": "riddle"'),
            ('"key": [\n        "b"\n      ]', '"key": ["z"]'),
            ('"explanation":', '"explained":'),
            ('"cases": [', '"cases": [1,'),
        ],
    )
    def test_what_is_not_whole_is_refused(self, file: Path, old: str, new: str) -> None:
        text = render_paper(TestFormats.paper, "json")
        assert old in text

        assert "the paper is incomplete" in self.refused(file, text.replace(old, new))

    def test_a_question_that_was_changed_is_named(self, file: Path) -> None:
        text = render_paper(TestFormats.paper, "json").replace("Reasons in", "Other reasons in", 1)

        assert "question 1 was changed after it was made" in self.refused(file, text)

    def test_questions_in_another_order_are_another_paper(self, file: Path) -> None:
        written = json.loads(render_paper(TestFormats.paper, "json"))
        for part in ("questions", "key"):
            written[part].reverse()

        assert "the questions are not in their original order" in self.refused(file, json.dumps(written))

    def test_a_file_that_is_not_there_or_is_a_folder_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="file not found"):
            read_paper(tmp_path / "none.json")
        with pytest.raises(InputError, match="a folder, not a file"):
            read_paper(tmp_path)
