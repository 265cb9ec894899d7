"""The interview on the page: its questions, the list of dangers and the last check."""

from __future__ import annotations

import re

import pytest

from ethics_engine.interview import Interview
from ethics_engine.web.opaque_names import fact_named
from ethics_engine.web.question_meaning import meaning_of
from tests.web.conftest import Browser, field, kept_of

THREAT = "client_threatens_violence"


def _asked(browser: Browser, consult: str) -> str | None:
    """The fact that the interview page asks about now; None when it is over."""
    response = browser.client.get(f"{consult}/ask")
    if 'name="fact"' not in response.text:
        return None
    ongoing = browser.site.consults.get(consult.removeprefix("/c/"))
    return fact_named(ongoing.id, field(response.text, "fact"), browser.site.enactment(ongoing).fact)


@pytest.mark.slow
def test_the_interview_asks_the_same_questions_as_the_command(browser: Browser) -> None:
    consult = browser.calm("may refer")
    interview = Interview(browser.site.ruleset, "may refer", rates=browser.site.rates)
    for item in interview.dangers():
        interview.deny(item)
    for _ in range(6):
        query = interview.next()
        fact = _asked(browser, consult)
        assert fact == (query.fact.id if query else None)
        if query is None or fact is None:
            break
        interview.tell(fact, "unknown")
        page = browser.get(f"{consult}/ask").text
        sent = browser.post(f"{consult}/ask", version=field(page, "version"), fact=field(page, "fact"), value="unknown")
        assert sent.status_code == 303


def test_an_interview_begins_with_all_dangers_and_asks_about_those_ticked(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    consult = browser.begin("may terminate")
    page = browser.get(f"{consult}/ask/1").text
    assert "Danger first: is any of these so?" in page
    assert "Somebody is in immediate danger" in page
    assert "suicide" not in page.partition("<fieldset>")[2], "it is asked about by name"
    ticked = opaque_name(consult.removeprefix("/c/"), "danger_to_others")
    sent = browser.post(f"{consult}/danger", version=browser.version(consult), wrong=ticked)
    assert sent.headers["location"] == f"{consult}/ask/1"
    assert _asked(browser, consult) == "danger_to_others"

    page = browser.get(f"{consult}/ask").text
    browser.post(f"{consult}/ask", version=field(page, "version"), fact=field(page, "fact"), value="no")
    assert {"client_in_crisis", THREAT, "abuse_suspected"} <= {each.fact for each in kept_of(browser, consult).denied}
    assert "harassment" in kept_of(browser, consult).ruled_out
    assert _asked(browser, consult) == "suicide_risk"

    page = browser.get(f"{consult}/ask").text
    browser.post(f"{consult}/ask", version=field(page, "version"), fact=field(page, "fact"), value="plan")
    assert "client_in_crisis" not in kept_of(browser, consult).known, (
        "a plan of suicide speaks against denying a crisis"
    )


def test_a_question_says_on_request_why_it_is_asked(browser: Browser) -> None:
    consult = browser.calm("may refer")
    assert f"{consult}/ask/why" in browser.get(f"{consult}/ask").text
    text = browser.get(f"{consult}/ask/why").text
    assert "Why this is asked" in text
    assert "still possible" in text


def test_why_a_question_is_asked_explains_its_words(browser: Browser) -> None:
    consult = browser.calm("may terminate")
    browser.state(consult, "suicide_risk", "none")
    browser.state(consult, "reasons_for_referral", "none", none="yes")
    text = browser.get(f"{consult}/ask/why").text

    assert "If yes: the client walks away from the help." in text
    assert "Words that people use for it: dropped out, dropout" in browser.get(f"{consult}/ask").text
    assert re.search(r"<h2>Why this is asked</h2>\s*<ul><li>\w", text)


def test_a_question_names_no_reason_that_is_off_its_subject(browser: Browser) -> None:
    consult = browser.begin("may refer")
    ruleset = browser.site.ruleset
    enactment = browser.site.enactment(kept_of(browser, consult))
    query = Interview(ruleset, "may refer").query
    for fact in ("client_in_crisis", "client_threatens_violence", "cover", "client_walks_away"):
        meaning = meaning_of(ruleset.fact[fact], enactment, query)
        topics = {rule.topic for rule in ruleset.rules if rule.because in meaning.reasons}
        assert meaning.reasons
        assert not topics & {"culture", "romance", "progress"}, (fact, meaning.reasons)


def test_each_question_has_an_address_where_its_answer_is_shown_and_can_be_changed(browser: Browser) -> None:
    consult = browser.calm("may refer", "client_in_crisis")
    page = browser.get(f"{consult}/ask/1").text
    first = _asked(browser, consult)
    sent = browser.post(f"{consult}/ask", version=field(page, "version"), fact=field(page, "fact"), value="no")
    assert sent.headers["location"] == f"{consult}/ask/2"
    assert _asked(browser, consult) != first
    assert f'href="{consult}/ask/1">Back to the question before' in browser.get(f"{consult}/ask/2").text

    again = browser.get(f"{consult}/ask/1").text
    assert field(again, "fact") == field(page, "fact")
    assert re.search(r'value="no"[^>]* checked', again)
    browser.post(f"{consult}/ask", version=field(again, "version"), fact=field(again, "fact"), value="yes")
    assert [(each.fact, each.value) for each in kept_of(browser, consult).stated] == [(first, "yes")]
    assert browser.client.get(f"{consult}/ask/7", follow_redirects=False).headers["location"] == f"{consult}/ask/2"


def test_the_last_check_comes_even_where_nothing_is_asked_and_no_danger_is_left_out(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    for fact, value in ((THREAT, "yes"), ("danger_is_immediate", "no"), ("client_stage", "current")):
        browser.state(consult, fact, value)
    browser.state(consult, "done:secure_own_safety", "yes")
    page = browser.get(f"{consult}/check").text
    assert "The client is in crisis or at risk of serious harm" in page
    assert "thoughts of suicide or self-harm" in page

    browser.post(f"{consult}/check", version=browser.version(consult))
    case = kept_of(browser, consult).case(browser.site.enactment(kept_of(browser, consult)))
    assert "client_in_crisis" in case.facts
    assert "suicide_risk" in {*case.facts, *kept_of(browser, consult).ruled_out}


def test_what_the_last_check_denied_is_no_assumption_any_more_and_can_be_taken_back(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    consult = browser.begin("may refer")
    browser.state(consult, "need_exceeds_training", "yes")
    item = "client_wants_to_stay"
    browser.post(f"{consult}/check", version=browser.version(consult), read="yes")

    kept = kept_of(browser, consult)
    assert item in {each.fact for each in kept.denied}
    assert item not in {each.fact for each in kept.stated}
    assert not {each.fact for each in browser.site.answer(kept).assumptions} & {*kept.known, *kept.ruled_out}
    assert "left unticked in a list" in browser.get(f"{consult}/review").text
    browser.state(consult, item, "yes")
    kept = kept_of(browser, consult)
    assert item not in {each.fact for each in kept.denied}
    name = opaque_name(kept.id, item)
    browser.post(f"{consult}/f/{name}", version=str(kept.version), remove="yes")
    assert item not in kept_of(browser, consult).known


def test_what_was_ticked_in_the_last_check_is_asked_about_and_not_denied(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    consult = browser.begin("may terminate")
    browser.state(consult, THREAT, "yes")
    ticked = opaque_name(consult.removeprefix("/c/"), "client_in_crisis")
    sent = browser.post(f"{consult}/check", version=browser.version(consult), wrong=ticked)
    assert sent.headers["location"] == f"{consult}/ask/2"
    assert _asked(browser, consult) == "client_in_crisis"
    page = browser.get(f"{consult}/ask").text
    assert "You ticked this." in page
    assert re.search(r'name="value" value="yes"[^>]* checked', page)
    assert {each.fact for each in kept_of(browser, consult).stated} == {THREAT}


def test_the_last_check_folds_what_is_unlikely_and_takes_it_as_checked_only_if_it_was_read(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    consult = browser.begin("may terminate")
    browser.state(consult, "fees_unpaid", "yes")
    page = browser.get(f"{consult}/check").text
    plain, _, folded = page.partition("Less likely in such a case")
    boxes = plain.count('name="wrong"')
    assert boxes < 30
    assert 'name="read"' in folded
    assert 1 < len(re.findall(r"<summary>[A-Z][\w ,]+ \(\d+\)</summary>", folded)) < 9
    assert "thoughts of suicide or self-harm" in plain
    assert opaque_name(consult.removeprefix("/c/"), "intoxication") not in plain

    browser.post(f"{consult}/check", version=browser.version(consult))
    kept = kept_of(browser, consult)
    assert kept.unread
    assert not kept.unread & {each.fact for each in kept.denied}
    again = browser.get(f"{consult}/check").text
    assert not any(opaque_name(kept.id, fact) in again.partition("What the answer assumes")[0] for fact in kept.unread)

    other = browser.begin("may terminate")
    browser.state(other, "fees_unpaid", "yes")
    browser.post(f"{other}/check", version=browser.version(other), read="yes")
    assert not kept_of(browser, other).unread


def test_whoever_states_facts_goes_through_the_dangers_before_the_answer(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    begun = browser.post("/consults/new", question="may terminate", how="facts", story="She cuts her arms.")
    consult = str(begun.headers["location"]).removesuffix("/facts")
    facts = browser.get(f"{consult}/facts").text
    assert f'href="{consult}/danger">Show the answer' in facts
    assert "She cuts her arms." in facts
    assert browser.state(consult, "fees_unpaid", "yes", then="answer").headers["location"] == f"{consult}/danger"
    page = browser.get(f"{consult}/danger").text
    assert "The rules do not read your story." in page
    assert "thoughts of suicide or self-harm" in page

    ticked = opaque_name(consult.removeprefix("/c/"), "suicide_risk")
    sent = browser.post(f"{consult}/danger", version=browser.version(consult), wrong=ticked)
    assert sent.headers["location"] == f"{consult}/ask/2"
    assert _asked(browser, consult) == "suicide_risk"
    assert "client_in_crisis" not in kept_of(browser, consult).known
    assert f'href="{consult}">Show the answer' in browser.get(f"{consult}/facts").text

    page = browser.get(f"{consult}/ask").text
    fields = {name: field(page, name) for name in ("version", "fact")}
    answered = browser.post(f"{consult}/ask", **fields, value="plan")
    assert answered.headers["location"] == consult, "whoever states facts is not led into the interview"
    known = kept_of(browser, consult).known
    assert THREAT in known, "what was left unticked is not asked again"
    assert "client_in_crisis" not in known, "a plan of suicide speaks against denying a crisis"


def test_dangers_that_nobody_ticked_are_stated_as_not_there(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    begun = browser.post("/consults/new", question="may terminate", how="facts")
    consult = str(begun.headers["location"]).removesuffix("/facts")
    sent = browser.post(f"{consult}/danger", version=browser.version(consult))
    assert sent.headers["location"] == consult
    kept = kept_of(browser, consult)
    assert {"client_in_crisis", "suicide_risk"} <= {*kept.known, *kept.ruled_out}
    again = browser.get(f"{consult}/danger").text
    assert "The client is in crisis" in again, "whoever comes back can still tick it"
    assert "checked" not in again
    ticked = opaque_name(consult.removeprefix("/c/"), "client_in_crisis")
    browser.post(f"{consult}/danger", version=browser.version(consult), wrong=ticked)
    assert "client_in_crisis" not in kept_of(browser, consult).known
    assert _asked(browser, consult) == "client_in_crisis"
    assert f'value="{ticked}" checked' in browser.get(f"{consult}/danger").text
