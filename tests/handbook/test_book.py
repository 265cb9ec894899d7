"""The handbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import Result

import ethics_engine as ee
from ethics_engine.handbook.book import BOOK_FORMATS, book
from ethics_engine.loading import read_ruleset
from ethics_engine.model.conditions import AllOf, ConceptTest, DoneTest
from ethics_engine.model.ruleset import SafetyLine
from ethics_engine.rendering.atomic_write import write
from ethics_engine.rendering.document import anchor

Run = Callable[..., Result]
VOID = {"meta"}


class Reader(HTMLParser):
    """Reads a page as a strict reader would: every element is closed, and every place has a name of its own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: dict[str, int] = {}
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)
        if known.get("id"):
            self.anchors.append(str(known["id"]))
        if "href" in known:
            self.links.append(str(known["href"]))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(bundled: ee.Ruleset) -> Reader:
    return Reader(book(bundled, "html"))


@pytest.fixture(scope="module")
def text(bundled: ee.Ruleset) -> str:
    return book(bundled, "markdown")


def names(ruleset: ee.Ruleset) -> list[str]:
    some = (ruleset.rules, ruleset.facts, ruleset.concepts, ruleset.constraints, ruleset.actions)
    return [*(item.id for items in some for item in items), *ruleset.passage]


def test_everything_in_the_bundled_ruleset_is_in_the_page(bundled: ee.Ruleset, page: Reader) -> None:
    assert [name for name in names(bundled) if name not in page.text] == []


def test_everything_in_the_bundled_ruleset_is_in_the_markdown(bundled: ee.Ruleset, text: str) -> None:
    plain = text.replace("\\", "")

    assert [name for name in names(bundled) if name not in plain] == []


def test_every_reason_and_every_line_of_a_source_is_in_the_page(bundled: ee.Ruleset, page: Reader) -> None:
    found = [rule.because for rule in bundled.rules] + [passage.says for passage in bundled.passage.values()]
    found += [rule.unless_because for rule in bundled.rules if rule.unless_because]

    assert [words for words in found if words not in page.text] == []


def test_everything_has_one_place_of_its_own_in_the_page(bundled: ee.Ruleset, page: Reader) -> None:
    wanted = [
        *(anchor("rule", rule.id) for rule in bundled.rules),
        *(anchor("fact", fact.id) for fact in bundled.facts),
        *(anchor("concept", concept.id) for concept in bundled.concepts),
        *(anchor("constraint", constraint.id) for constraint in bundled.constraints),
        *(anchor("action", action.id) for action in bundled.actions),
        *(anchor("source", reference) for reference in bundled.passage),
        *(anchor("document", document.id) for document in bundled.documents),
    ]

    assert [place for place in wanted if page.anchors.count(place) != 1] == []
    assert len(page.anchors) == len(set(page.anchors))


def test_every_link_of_the_page_leads_somewhere_on_the_page(page: Reader) -> None:
    assert [link for link in page.links if link[0] != "#" or link[1:] not in page.anchors] == []
    assert len(page.links) > len(page.anchors)


def test_every_link_of_the_markdown_leads_somewhere_in_it(text: str) -> None:
    places = {part.partition('"')[0] for part in text.split('<a id="')[1:]}
    links = {part.partition(")")[0] for part in text.split("](#")[1:]}

    assert links - places == set()


def test_the_page_is_one_file_without_scripts_that_a_screen_reader_can_follow(page: Reader) -> None:
    assert page.open == []
    assert page.headings[:2] == [1, 2]
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert page.tags["caption"] == page.tags["table"] == page.tags["thead"]
    assert page.links[0] == "#main"
    assert not {"script", "link", "img", "iframe"} & page.tags.keys()


def test_the_page_says_in_which_language_it_is(world: ee.Ruleset) -> None:
    assert '<html lang="en-GB">' in book(world, "html")


def test_a_rule_is_told_with_reason_exception_sources_and_what_it_turns_on(world: ee.Ruleset) -> None:
    rule = Reader(book(world, "html")).text.partition("\nculture.no-referral\n")[2].partition("\nSafety\n")[0]

    assert 'If the reasons are are nothing but "an unfamiliar culture", the practitioner must not' in rule
    assert "should consult the supervisor before going on to go on with the client, unless" in rule
    for found in (
        "One can learn.",
        "Safety comes first.",
        "its exception is overridden by culture.threat: The supervisor knows.",
        "from 2020-01-01 until further notice",
        "ACA A.4.b (code, must): Set your values aside.",
        "reasons: Why should the client be referred?",
        "Uses the terms\nlong",
    ):
        assert found in rule


def test_a_rule_without_norms_says_which_rules_give_way(world: ee.Ruleset) -> None:
    assert "the exception to rule culture.no-referral is overridden." in Reader(book(world, "html")).text


def test_the_glossary_tells_assumptions_and_reasons_for_none(world: ee.Ruleset) -> None:
    found = Reader(book(world, "html")).text

    assert (
        "stage: How far is the work?\nOne of these, from less to more: beginning (early); middle (middle); end" in found
    )
    assert "Assumed unless stated: middle." in found
    assert "Nothing is assumed: It is what the case is about." in found
    assert "This is a judgement and sensitive, and left out of redacted reports." in found


def test_the_actions_tell_who_acts_when_and_by_which_means(world: ee.Ruleset) -> None:
    found = Reader(book(world, "html")).text

    assert "Who acts: the agency." in found
    assert "Possible only if it is not true that there is a threat." in found
    assert "Met by: go_on, refer" in found
    assert "A step of: refer" in found
    assert "Rules may put before it: consult" in found


def test_the_bibliography_tells_what_is_known_of_a_document(world: ee.Ruleset) -> None:
    shown = Reader(book(world, "html")).text

    assert "A. Uthor. The book. professional guidance, second, 1999. Nobody has read it." in shown


def test_what_a_ruleset_says_is_never_markup(world: ee.Ruleset) -> None:
    nasty = "<script>alert('x')</script> [x](javascript:y) `code` | **bold** \x1b[31m"
    safety = SafetyLine("a", world.safety[0].when, nasty, nasty, ("refer",))
    rules = tuple(attrs.evolve(rule, because=nasty) for rule in world.rules)
    spoilt = attrs.evolve(world, title=nasty, description=nasty, rules=rules, safety=(safety,))

    page, text = Reader(book(spoilt, "html")), book(spoilt, "markdown")

    assert "script" not in page.tags
    assert page.text.count("<script>alert('x')</script>") >= 5
    assert "<script>" not in text
    assert re.search(r"[^\\]\]\(javascript", text) is None
    assert "\x1b" not in book(spoilt, "html") + text


def test_places_of_different_things_never_have_the_same_name() -> None:
    names = ["a b", "a_b", "a~20b", "a.b", "a-b", "1.06(a)", "1.06a", "é", ""]

    assert len({anchor("source", name) for name in names}) == len(names)
    assert all(char.isascii() and (char.isalnum() or char in "-._~") for name in names for char in anchor("x", name))


def test_a_ruleset_without_anything_has_a_handbook(world: ee.Ruleset) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("facts", "concepts", "constraints", "actions", "rules", "documents", "safety"), ()
    )

    assert "It holds 0 rules" in book(attrs.evolve(world, **nothing, not_covered=()), "html")


@pytest.mark.parametrize("form", BOOK_FORMATS)
def test_the_command_prints_the_handbook_or_writes_it_to_a_file(form: str, tmp_path: Path, run: Run) -> None:
    printed = run("book", "--format", form)
    written = run("book", "--format", form, "--output", tmp_path / "book")

    assert (written.exit_code, written.stdout) == (0, "")
    assert (tmp_path / "book").read_text(encoding="utf-8") == printed.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["book"]


def test_the_same_ruleset_gives_the_same_bytes(world: ee.Ruleset) -> None:
    again = ee.load_ruleset(Path(__file__).parent.parent / "loading" / "world")

    assert all(book(world, form) == book(again, form) for form in BOOK_FORMATS)


def test_a_file_that_cannot_be_written_is_refused_and_what_was_there_stays(tmp_path: Path, run: Run) -> None:
    result = run("book", "--output", tmp_path / "none" / "book.md")
    folder = run("book", "--output", tmp_path)

    assert (result.exit_code, folder.exit_code) == (2, 2)
    assert "cannot write it: no such file or directory" in result.stderr
    assert "cannot write it: this is a folder" in folder.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_written_again_keeps_who_may_read_it(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "book.md"
    file.write_text("old")
    file.chmod(0o640)

    run("book", "--output", file)

    assert file.stat().st_mode & 0o777 == 0o640
    assert file.read_text(encoding="utf-8").startswith("# ")


def test_a_condition_of_many_parts_stands_in_a_list(world: ee.Ruleset) -> None:
    threat, rule = world.safety[0].when, world.rule["culture.no-referral"]
    many = AllOf((threat, ConceptTest("long"), DoneTest("consult")))
    page = Reader(book(attrs.evolve(world, rules=(attrs.evolve(rule, when=many, unless=many),)), "html"))

    assert "If all of these are true:\n\nthere is a threat\nthe work is long\n" in page.text
    assert "\nThen the practitioner must not refer the client" in page.text
    assert "Unless all of these are true:\n\nthere is a threat\n" in page.text


def test_a_passage_that_went_nowhere_is_shown_as_that() -> None:
    """So that an author can read the handbook while the ruleset grows."""
    folder = Path(__file__).parent.parent / "loading" / "bad" / "rulesets" / "incomplete"

    assert "B 2 |  | Nobody cites it. | **nowhere** |" in book(read_ruleset(folder, complete=False), "markdown")


def test_a_fact_of_which_nothing_is_presumed_without_a_reason_says_that_much(world: ee.Ruleset) -> None:
    bare = tuple(attrs.evolve(fact, presumed=None, unpresumed=None) for fact in world.facts)

    assert book(attrs.evolve(world, facts=bare), "html").count("<dd>Nothing is assumed.</dd>") == len(bare)


def test_a_file_that_breaks_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "book.md"
    file.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ee.InputError, match="cannot write it: no space left on device"):
        write(file, "new")

    assert file.read_text() == "old"
    assert [left.name for left in tmp_path.iterdir()] == ["book.md"]
