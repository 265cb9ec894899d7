"""The pages for students and for keepers."""

from __future__ import annotations

import re

import pytest

from ethics_engine.quiz.disputes import disputes_file, read_disputes
from tests.web.conftest import Browser


def test_a_quiz_asks_marks_and_saves_an_answer(browser: Browser) -> None:
    topic = browser.site.corpus.topics[0]
    begun = browser.post("/quiz", topic=topic, number="5")
    address = begun.headers["location"]
    page = browser.get(address).text
    held = browser.site.quizzes.get(address.split("/")[2])
    item = held.asked[0].item
    assert item.question in page.replace("&#39;", "'").replace("&#34;", '"')
    places = {f"place-{letter}": str(place) for place, letter in enumerate(item.key, 1)} if item.ordered else {}
    unsure = browser.post(address, option=list(item.key), **places)
    assert unsure.status_code == 422
    assert "how sure" in unsure.text
    browser.post(address, option=list(item.key), certainty="3", **places)
    feedback = browser.get(address).text
    assert ">Right</h1>" in feedback
    assert "3 marks" in feedback
    assert len(browser.site.quizzes.answers()) == 1
    browser.post(address, option=["z"], certainty="1", **places)
    assert len(browser.site.quizzes.answers()) == 1
    assert "saved for your trainer" in browser.post(address, dispute="It rained indoors.").text
    (disputed,) = read_disputes(disputes_file(browser.site.quizzes.saved_in))
    assert (disputed.item, disputed.remark) == (item.id, "It rained indoors.")
    assert "By topic" in browser.get("/quiz/progress").text
    browser.post("/quiz/progress", forget="yes")
    assert browser.site.quizzes.answers() == ()
    assert read_disputes(disputes_file(browser.site.quizzes.saved_in)) == ()


def test_a_quiz_that_has_fewer_questions_than_were_wished_for_says_so(browser: Browser) -> None:
    few = browser.post("/quiz", topic="trainees", number="5").headers["location"]
    assert re.search("Question 1 of 2.*There are 2 questions on this .* and not 5", browser.get(few).text, re.DOTALL)
    enough = browser.post("/quiz", topic="violence", number="5").headers["location"]
    assert "Question 1 of 5" in browser.get(enough).text
    assert "and not 5" not in browser.get(enough).text


def test_the_quiz_says_how_many_questions_come_back_today(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "back today" not in browser.get("/quiz").text
    monkeypatch.setattr(browser.site.quizzes, "number_due", lambda _: 2)
    assert "2 questions come back today" in browser.get("/quiz").text


def test_every_link_of_the_handbook_leads_somewhere(browser: Browser) -> None:
    waiting = ["/handbook"]
    places: dict[str, set[str]] = {}
    links: list[tuple[str, str, str]] = []
    while waiting:
        page = waiting.pop()
        text = browser.get(page).text
        assert text.count("<h1") == 1, page
        assert len(text) < 250_000, page
        places[page] = set(re.findall(r' id="([^"]+)"', text))
        for address, anchor in re.findall(r'href="(/handbook/[^"#]+)?#([^"]+)"', text):
            links.append((page, address or page, anchor))
        found = set(re.findall(r'href="(/handbook[^"#]*)', text))
        waiting += found - places.keys() - set(waiting)
    assert len(links) > 100
    assert [link for link in links if link[2] not in places[link[1]]] == []


def test_a_rule_is_found_by_its_words_which_stand_in_no_address(browser: Browser) -> None:
    response = browser.post("/handbook", words="unpaid fee clear")

    assert response.headers["location"] == "/handbook/found"
    text = browser.get("/handbook/found").text
    assert "#rule-fees." in text
    assert "Work for a fee may end" in text or "agreed fee" in text
    browser.post("/handbook", words="nothing-is-called-so")
    assert "Nothing holds all of these words" in browser.get("/handbook/found").text


def test_the_headings_of_the_handbook_are_words(browser: Browser) -> None:
    topics = browser.get("/handbook/rules").text

    assert "What the practitioner is trained for" in topics
    assert '<h2 id="rule-fees.talk-first">Talk first</h2>' in browser.get("/handbook/rules/topic-fees").text
    assert browser.get("/handbook/rules/no-such-topic").status_code == 404
    assert browser.get("/handbook/safety/anything").status_code == 404


def test_cases_are_found_by_words_of_their_stories(browser: Browser) -> None:
    browser.post("/cases", words="turban")
    text = browser.get("/cases").text

    assert "wish-005" in text
    assert "culture-001" not in text
    browser.post("/cases", words="")
    assert "culture-001" in browser.get("/cases").text


def test_a_decided_case_is_shown_with_what_was_held(browser: Browser) -> None:
    assert "culture-001" in browser.get("/cases").text
    text = browser.get("/cases/culture-001").text
    assert "What was decided" in text
    assert browser.get("/cases/no-such-case").status_code == 404


def test_what_is_found_in_the_handbook_is_told_in_whole_sentences_without_ids(browser: Browser) -> None:
    browser.post("/handbook", words="gift")
    found = browser.get("/handbook/found").text
    assert "Comes after:" not in found
    assert not re.search(r"true:\s*<", found)
