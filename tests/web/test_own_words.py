"""Questions and stories in words of one's own, and what they find."""

from __future__ import annotations

import html
import re

import pytest

import ethics_engine as ee
from tests.web.conftest import OURS, Browser

TICKETS = "May I accept the concert tickets she brought to our last session?"


@pytest.mark.parametrize("words", ["may I accept a gift?", "keep the presents", TICKETS])
def test_a_question_about_a_step_is_found_by_everyday_words_and_asked(browser: Browser, words: str) -> None:
    found = browser.client.post("/consults/new", data={"step": words, "how": "find", "story": "A vase."}, headers=OURS)
    assert found.status_code == 200
    assert re.search(r'value="may accept_gift"><span>May the practitioner accept the gift\?', found.text)
    assert "A vase." in found.text, "what was written stays"
    consult = browser.begin("may accept_gift")
    assert "May the practitioner accept the gift?" in browser.get(consult).text


@pytest.mark.parametrize(
    ("words", "question"),
    [("Should I refer her to a colleague?", "may refer"), ("Can I stop seeing him?", "may terminate")],
)
def test_words_for_a_course_find_whether_it_may_be_taken(browser: Browser, words: str, question: str) -> None:
    found = browser.client.post("/consults/new", data={"step": words, "how": "find"}, headers=OURS)
    assert f'value="{question}"' in found.text.partition("Is one of these your question?")[2]


def test_of_several_sentences_the_one_that_asks_finds_the_question(browser: Browser) -> None:
    words = "I feel attracted to my client. Should I refer her to a colleague?"
    found = browser.post("/consults/new", step=words, how="find").text.partition("Is one of these your question?")[2]
    assert 'value="may refer"' in found.partition("Or one of these")[0]
    assert found.count('value="may refer"') == 1
    assert "the practitioner has romantic feelings for the client" in found
    begun = browser.post("/consults/new", question="may refer", step=words, story="The work goes well.", how="ask")
    story = browser.get(begun.headers["location"]).text
    assert "The practitioner has romantic feelings for the client" in story
    assert "The work goes well." in story


def test_words_that_ask_what_to_do_offer_that_question(browser: Browser) -> None:
    found = browser.post("/consults/new", step="She cuts herself. What should I do?", how="find").text
    assert 'value="what"' in found.partition("Is one of these your question?")[2].partition("Or one of these")[0]


def test_words_of_duty_offer_whether_a_step_must_be_done(browser: Browser) -> None:
    found = browser.client.post("/consults/new", data={"step": "must I ask my supervisor", "how": "find"}, headers=OURS)
    assert 'value="must consult_supervisor"' in found.text


def test_words_that_fit_no_question_say_so_and_a_search_for_nothing_begins(browser: Browser) -> None:
    found = browser.client.post("/consults/new", data={"step": "zzz", "how": "find"}, headers=OURS)
    assert "No question here fits these words" in found.text
    begun = browser.post("/consults/new", question="may refer", how="find", step="")
    assert begun.headers["location"].endswith("/ask/1")


@pytest.mark.parametrize(
    ("words", "questions"),
    [
        ("Can I hand a grieving client over because she is like my mother who died?", ["may refer"]),
        ("May I refer her to my colleague because my own grief gets in the way?", ["may refer"]),
        (
            "Should I pass him on to the community team, and must I tell his doctor?",
            ["must tell_who_can_protect", "may refer"],
        ),
        ("Must I report it, and may I talk to her husband?", ["must tell_who_can_protect", "may tell_without_leave"]),
        ("Can I stop seeing her? I could send a collector.", ["may terminate"]),
        ("Could I hand her to a colleague?", ["may refer"]),
        ("May I close his file?", ["may terminate"]),
        ("May I record the session?", []),
        ("What should I do about the gift?", ["what", "may accept_gift"]),
    ],
)
def test_a_few_questions_are_offered_and_those_that_the_words_ask(
    bundled: ee.Ruleset, words: str, questions: list[str]
) -> None:
    from ethics_engine.web.words import questions_in_own_words

    found = [each.value for each in questions_in_own_words(bundled, words)]
    assert set(questions) <= set(found)
    assert len(found) <= (4 if questions else 0)


def test_what_the_rules_do_not_cover_is_said_of_a_question_that_is_about_it(browser: Browser) -> None:
    found = browser.post("/consults/new", step="Must I report this to the police?", how="find").text
    said = found.partition("The rules here do not cover:")[2].partition("</ul>")[0]
    assert re.findall("<li>([^,]+),", said) == ["Duties to report or to warn"]
    assert "do not cover" not in browser.post("/consults/new", step="May I accept the gift?", how="find").text


def test_a_question_in_own_words_is_neither_cut_nor_chosen_for_anybody(browser: Browser) -> None:
    found = browser.post("/consults/new", step=f"{TICKETS} {'She is glad. ' * 20}", how="find").text
    assert f"{TICKETS} {'She is glad. ' * 20}".strip() in html.unescape(found)
    assert "checked" not in found
    hug = browser.post("/consults/new", step="May I hug a client?", how="find").text
    assert "there is touch, or the client asks for it" in hug


@pytest.mark.parametrize(
    ("words", "fact"),
    [("Would anyone notice if he were gone?", "suicide_risk"), ("I dread the client.", "client_disliked_or_demanding")],
)
def test_words_for_a_danger_or_a_dislike_name_it(browser: Browser, words: str, fact: str) -> None:
    named = browser.site.ruleset.fact[fact].says
    found = browser.post("/consults/new", step=words, how="find").text
    assert named in found.partition("Your words may be about these")[2].partition("</p>")[0]


def test_a_story_offers_the_facts_that_it_may_be_about_and_those_ticked_are_asked_first(browser: Browser) -> None:
    consult = browser.begin("may refer", story="I am in love with my client. He once swore at me.")
    page = browser.get(f"{consult}/story").text
    assert "checked" not in page
    names = {words: name for name, words in re.findall(r'name="fact" value="(\w+)"><span>([^<]+)', page)}
    ticked = names["The practitioner has romantic feelings for the client"]
    asked = browser.post(f"{consult}/story", version=browser.version(consult), fact=ticked)
    assert asked.headers["location"] == f"{consult}/ask/1"
    browser.post(f"{consult}/danger", version=browser.version(consult))
    assert f'name="fact" value="{ticked}"' in browser.get(f"{consult}/ask/1").text
    listed = browser.get(f"{consult}/facts").text
    assert listed.index("Your story may be about these") < listed.index(ticked) < listed.index("<h2>Danger</h2>")


def test_a_story_of_cutting_offers_self_harm_and_no_crisis(browser: Browser) -> None:
    consult = browser.begin("what", story="A girl of 15 cuts her arms. I leave the agency in three weeks.")
    page = browser.get(f"{consult}/story").text
    assert "Risk of suicide or self-harm" in page
    assert "cuts … arms" in page
    assert "The client is in crisis" not in page


def test_a_story_that_fits_no_fact_says_so(browser: Browser) -> None:
    consult = browser.begin("may refer", story="Zebras cross.")
    assert "Nothing in your story fits a fact" in browser.get(f"{consult}/story").text
    assert browser.post(f"{consult}/story", version=1).headers["location"] == f"{consult}/ask/1"


def test_a_sentence_in_the_list_of_facts_finds_what_it_may_be_about(browser: Browser) -> None:
    consult = browser.begin()
    browser.post(f"{consult}/facts", words="She has anorexia, has fainted twice and refuses to see a doctor")
    found = browser.get(f"{consult}/facts").text
    assert 1 < found.count("?then=facts") < 10
    assert "physical symptoms" in found
