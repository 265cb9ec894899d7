"""From a question to an answer, by interview and by the list of facts."""

from __future__ import annotations

import html
import re

import pytest

import ethics_engine as ee
from ethics_engine.interview import Interview
from ethics_engine.web.handlers.answer_pages import grouped
from ethics_engine.web.ongoing_consult import OngoingConsult
from ethics_engine.web.question_meaning import meaning_of
from ethics_engine.web.site import RecentValues
from ethics_engine.web.work import CodeTable
from tests.web.conftest import OURS, Browser, field

THREAT = "client_threatens_violence"
TICKETS = "May I accept the concert tickets she brought to our last session?"


def _asked(browser: Browser, consult: str) -> str | None:
    """The fact that the interview page asks about now; None when it is over."""
    response = browser.client.get(f"{consult}/ask")
    if 'name="fact"' not in response.text:
        return None
    from ethics_engine.web.opaque_names import fact_named

    ongoing = browser.site.consults.get(consult.removeprefix("/c/"))
    return fact_named(ongoing.id, field(response.text, "fact"), browser.site.enactment(ongoing).fact)


def test_a_stated_threat_answers_whether_one_may_end(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    assert browser.state(consult, THREAT, "yes", then="answer").headers["location"] == consult
    text = browser.get(consult).text
    case = ee.new_case(browser.site.ruleset, "may terminate", {THREAT: True})
    assert ee.consult(browser.site.ruleset, case).answer.sentence.split(".")[0] in text
    assert text.count("<h1") == 1


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
    assert {"client_in_crisis", THREAT, "abuse_suspected"} <= {each.fact for each in _kept(browser, consult).denied}
    assert "harassment" in _kept(browser, consult).ruled_out
    assert _asked(browser, consult) == "suicide_risk"

    page = browser.get(f"{consult}/ask").text
    browser.post(f"{consult}/ask", version=field(page, "version"), fact=field(page, "fact"), value="plan")
    assert "client_in_crisis" not in _kept(browser, consult).known, "a plan of suicide speaks against denying a crisis"


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
    enactment = browser.site.enactment(_kept(browser, consult))
    query = Interview(ruleset, "may refer").query
    for fact in ("client_in_crisis", "client_threatens_violence", "cover", "client_walks_away"):
        meaning = meaning_of(ruleset.fact[fact], enactment, query)
        topics = {rule.topic for rule in ruleset.rules if rule.because in meaning.reasons}
        assert meaning.reasons
        assert not topics & {"culture", "romance", "progress"}, (fact, meaning.reasons)


def test_many_corrections_are_folded(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, THREAT, "yes")

    assert re.search(
        r'<details class="fixes"><summary>Correct one of these \(\d+\)</summary>', browser.get(consult).text
    )


def test_a_saved_web_page_begins_with_the_answer_and_folds_the_rules(browser: Browser) -> None:
    consult = browser.begin("may terminate", story="He shouts at me.")
    browser.state(consult, THREAT, "yes")
    saved = browser.post(f"{consult}/export", **{"as": "html", "private": "yes"}).text

    assert saved.index("What to do now") < saved.index("<details>") < saved.index("Sources")
    assert "He shouts at me." in saved
    assert "href" not in saved


def test_a_redacted_web_page_asks_nobody_to_do_what_it_leaves_out(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, "suicide_risk", "plan")
    saved = browser.post(f"{consult}/export", **{"as": "html", "private": "no"}).text

    assert "A note on safety is left out here" in saved
    assert "<dd>Read it in the answer" not in saved


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
    assert [(each.fact, each.value) for each in _kept(browser, consult).stated] == [(first, "yes")]
    assert browser.client.get(f"{consult}/ask/7", follow_redirects=False).headers["location"] == f"{consult}/ask/2"


def test_a_form_from_an_older_window_changes_nothing(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, THREAT, "no")
    from ethics_engine.web.opaque_names import opaque_name

    name = opaque_name(consult.removeprefix("/c/"), THREAT)
    stale = browser.post(f"{consult}/f/{name}", version="1", value="yes")
    assert stale.status_code == 409
    assert "another window" in stale.text
    assert browser.version(consult) == 2


def test_a_fact_is_changed_and_taken_out_again(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, THREAT, "no", reported_by="the client")
    assert "said by the client" in browser.get(f"{consult}/review").text
    browser.state(consult, THREAT, "yes")
    assert "said by the client" not in browser.get(f"{consult}/review").text
    browser.state(consult, THREAT, "", remove="yes")
    assert "Nothing yet" in browser.get(f"{consult}/review").text


def test_facts_that_contradict_each_other_are_refused_in_words(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "client_stage", "prospective")
    contradiction = browser.state(consult, "client_romance", "persistent")
    if contradiction.status_code != 303:
        assert contradiction.status_code == 422
        assert "contradicts" in contradiction.text


def test_every_fact_of_every_type_comes_back_as_it_was_sent(browser: Browser) -> None:
    from ethics_engine.errors import CaseError, Place
    from ethics_engine.loading import statement_of
    from ethics_engine.web.fact_forms import UNKNOWN, ticked, value_in

    for fact in browser.site.ruleset.facts:
        match fact.type.value:
            case "count":
                forms: list[dict[str, list[str]]] = [{"number": ["3"]}, {"number": ["0"]}]
            case "choices":
                forms = [{"value": ["none"]}, {"value": list(fact.value_ids)}, {"value": [fact.value_ids[0]]}]
            case _:
                forms = [{"value": [value]} for value in fact.value_ids]
        for form in [*forms, {"value": [UNKNOWN]}]:
            try:
                statement = statement_of(fact, value_in(form, fact), Place(fact.id))
            except CaseError as error:
                pytest.fail(str(error))
            chosen, number = ticked(fact, statement.known)
            assert (sorted(chosen), number) == (sorted(form.get("value", [])), form.get("number", [""])[0]), fact.id


@pytest.mark.parametrize("page", ["", "/facts", "/review", "/alike", "/everything", "/export", "/check"])
def test_each_page_of_a_consult_has_one_heading_and_no_id_twice(browser: Browser, page: str) -> None:
    consult = browser.begin("may refer", story="She asks whether to go on.")
    browser.state(
        consult, "unfamiliar_background", "yes"
    ) if "unfamiliar_background" in browser.site.ruleset.fact else None
    text = browser.client.get(f"{consult}{page}").text
    assert text.count("<h1") == 1
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.slow
@pytest.mark.parametrize("page", ["why", "change"])
def test_long_work_is_shown_as_a_page(browser: Browser, page: str) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, THREAT, "yes")
    response = browser.get(f"{consult}/{page}")
    assert response.status_code == 200
    assert "<h2" in response.text
    if page == "why":
        decided, _, rest = response.text.partition("What decided it")[2].partition("<h2>")
        assert (
            "It was stated that the client has attacked the practitioner or threatened them with violence." in decided
        )
        assert "Who says so: code: ACA-2014" in decided
        assert '<details class="folded"><summary><h2>Proof</h2>' in rest
    if page == "change":
        assert "<span>Get to safety and stay there.</span>" in response.text
        assert "When this is done, the answer is <strong>yes</strong>" in response.text


def test_what_to_do_is_answered_with_a_course_in_a_few_words(browser: Browser) -> None:
    consult = browser.begin("what")
    browser.state(consult, "unfamiliar_with_background", "yes")
    assert '<p class="verdict-word">Work with this client' in browser.get(consult).text


def test_a_course_that_is_only_permitted_is_not_told_as_an_order(browser: Browser) -> None:
    consult = browser.begin("what")
    browser.state(consult, "client_wants_other_provider", "yes")
    assert '<p class="verdict-word">Permitted: ' in browser.get(consult).text


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


def test_the_answer_says_what_would_change_it(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "client_romance", "persistent")
    text = browser.get(consult).text
    turning = text[text.index("What would change this answer") : text.index("How firm")]
    assert re.search(
        r"Consult a supervisor.*When both are done, the answer is <strong>yes</strong>", turning, re.DOTALL
    )
    assert re.search(r"If [^:]*casual[^:]*: <strong>advised against</strong>, further from a yes", turning)
    assert "You stated: the client&#39;s flirting or romantic gestures are persistent" in turning


def test_what_was_done_is_stated_by_one_click_and_the_answer_says_what_that_changed(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "client_romance", "persistent")
    turning = browser.get(consult).text.partition("What you can do next")[2].partition("If it turns out")[0]
    forms = [re.findall(r'name="step" value="(\w+)"', form) for form in turning.split("</form>")]
    assert [len(steps) for steps in forms[:3]] == [1, 1, 2], "each by itself, and both"
    sent = browser.post(f"{consult}/done", version=str(browser.version(consult)), step=forms[2])
    assert sent.headers["location"] == consult
    text = browser.get(consult).text
    changed = text.partition("What this changed")[2].partition("</section>")[0]
    assert "Done: consult a supervisor" in changed
    assert "The answer was:</strong> Yes, but first consult a supervisor" in changed
    assert "It is now:</strong> Yes, and it is advised." in changed
    assert [each.fact for each in _kept(browser, consult).stated][1:] == [
        "done:consult_supervisor",
        "done:set_boundary",
    ]
    browser.state(consult, "progress", "good")
    assert "Done: consult a supervisor" not in browser.get(consult).text.partition("Safety")[0]


def test_a_danger_stands_before_what_was_changed(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, THREAT, "yes")
    steps = re.findall(r'name="step" value="(\w+)"', browser.get(consult).text)
    browser.post(f"{consult}/done", version=str(browser.version(consult)), step=steps)
    text = browser.get(consult).text
    assert text.count("What this changed") == 1
    assert text.index("A threat of violence was stated") < text.index("What this changed") < text.index("<h1")


def test_whoever_did_what_a_danger_calls_for_is_asked_what_came_of_it(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    for fact, value in (
        ("suicide_risk", "thoughts"),
        ("fees_unpaid", "yes"),
        ("fee_terms_clear", "yes"),
        ("client_absence", "stopped"),
    ):
        browser.state(consult, fact, value)
    turning = browser.get(consult).text.partition("What you can do next")[2]
    assert "When this is done" in turning or "are done" in turning
    assert "What came of it?" not in browser.get(consult).text
    for step in ("discuss_fees", "name_other_services", "reach_out"):
        browser.state(consult, f"done:{step}", "yes")
    turning = browser.get(consult).text.partition("What you can do next")[2]
    assert "unless what you find says otherwise" in turning.partition("If it turns out")[0]
    browser.state(consult, "done:check_client_safety", "yes")
    text = browser.get(consult).text
    came = text.partition("What came of it?")[2].partition("</section>")[0]
    assert text.index("What came of it?") < text.index("<h1")
    assert "holds only if what was found says so" in came
    assert re.search(r"The client has thoughts of suicide[^<]*<a [^>]*>Change<", came)
    assert re.search(r"The client needs no closer care than they get here[^<]*<a [^>]*>Correct<", came)
    assert re.search(rf'<a [^>]*href="{consult}/danger"', came)


def test_whoever_did_what_is_judged_anew_is_asked_what_came_of_it(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "own_similar_issue", "gets_in_the_way")
    assert "What came of it?" not in browser.get(consult).text
    browser.state(consult, "done:consult_supervisor", "yes")
    came = browser.get(consult).text.partition("What came of it?")[2].partition("</section>")[0]
    assert re.search(r"gets in the way[^<]*<a [^>]*>Change<", came)


def test_no_other_danger_is_corrected_in_the_list_of_dangers(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, "suicide_risk", "thoughts")
    line = browser.get(consult).text.partition("There is no other danger to anyone.")[2].partition("</details>")[0]
    assert line.count("<li>") > 1
    assert f'href="{consult}/danger"' in line


def test_steps_are_numbered_in_the_answer_alone(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "own_similar_issue", "gets_in_the_way")
    assert "2. Must" in browser.get(consult).text
    everything = browser.get(f"{consult}/everything").text
    assert "check that the reasons for referring or ending serve the client" in everything
    assert "<ol>" not in everything


def test_what_is_done_is_stated_of_steps_only_and_by_a_form_that_is_not_stale(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    consult = browser.begin("may refer")
    browser.state(consult, "client_romance", "persistent")
    version = browser.version(consult)
    name, done = (opaque_name(consult[3:], fact) for fact in ("client_in_crisis", "done:consult_supervisor"))
    assert browser.post(f"{consult}/done", version=str(version), step=name).status_code == 404
    assert browser.post(f"{consult}/done", version=str(version - 1), step=done).status_code == 409
    assert [each.fact for each in _kept(browser, consult).stated] == ["client_romance"]


def test_a_duty_is_named_with_the_answer_that_stays_and_a_change_says_that_it_is_the_same(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, "fees_unpaid", "yes")
    browser.state(consult, "fee_terms_clear", "no")
    turning = browser.get(consult).text.partition("What you can do next")[2].partition("How firm")[0]
    assert "When this is done, the answer is <strong>still advised against</strong>" in turning
    assert re.search(
        r"If the client knew the fee [^:]*: <strong>not yet</strong>, nearer to a yes: first .*; then yes", turning
    )
    assert "If no agreed fee is unpaid: <strong>no rule speaks of it</strong>, which is not a yes." in turning
    steps = re.findall(r'name="step" value="(\w+)"', turning)
    browser.post(f"{consult}/done", version=str(browser.version(consult)), step=steps)
    assert "The answer is the same as before." in browser.get(consult).text


def test_a_danger_of_which_nobody_knows_is_to_be_found_out_first(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "suicide_risk", "plan")
    browser.state(consult, "danger_is_immediate", "unknown")
    for page in (consult, f"{consult}/change"):
        turning = browser.get(page).text.partition("What you can do next")[2]
        assert turning.index("Is anybody in immediate danger?") < turning.index("This is done")


def test_the_answer_sends_nobody_to_the_command(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, "fees_unpaid", "yes")
    text = browser.get(consult).text
    assert "(see Codes)" in text
    assert not re.search(r"ethics compare|--full|under Everything lists", text)


def test_an_answer_to_which_a_reason_could_be_fitted_does_not_say_which(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "unfamiliar_with_background", "yes")
    browser.state(consult, "reasons_for_referral", "cultural_unfamiliarity")
    text = browser.get(consult).text
    assert "so that no reason is looked for to fit an answer" in text
    kinds = text.partition("these kinds of facts may change it: ")[2].partition(".")[0]
    assert "danger to anybody; " in kinds
    assert "what the help brings" in kinds
    assert "training" not in kinds


def test_the_answer_says_what_gets_worse_and_what_is_no_better_after_help_also_where_reasons_are_held_back(
    browser: Browser,
) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "practitioner_values_conflict", "yes")
    browser.state(consult, "verbal_abuse", "repeated")
    text = browser.get(consult).text
    turning = text[text.index("What would change this answer") : text.index("How firm")]
    worse = (
        "If it gets worse, and the client goes on being abusive in words although clear limits were set: "
        "<strong>not yet</strong>: first"
    )
    assert worse in turning
    assert re.search(r"If this is done \([^)]*\) and the [^:]*ethical care[^:]*: <strong>not yet</strong>", turning)
    assert "so that no reason is looked for to fit an answer" in turning


def test_several_things_are_tried_together_without_being_stated(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    consult = browser.begin("may refer")
    browser.state(consult, "practitioner_values_conflict", "yes")
    browser.state(consult, "verbal_abuse", "repeated")
    assert f'href="{consult}/together"' in browser.get(consult).text
    page = browser.get(f"{consult}/together").text
    names = {fact: opaque_name(consult.removeprefix("/c/"), fact) for fact in browser.site.ruleset.fact}
    assert f'name="{names["still_unable_to_serve"]}"' in page
    tried = {names["verbal_abuse"]: "past_limits", opaque_name(consult[3:], "done:consult_supervisor"): "yes"}
    found = browser.post(f"{consult}/together", **tried).text
    result = found.partition("If this were so")[2].partition("</section>")[0]
    assert "although clear limits were set" in result
    assert "Not yet. First check that the reasons for referring or ending serve the client." in result
    assert [each.fact for each in _kept(browser, consult).stated] == ["practitioner_values_conflict", "verbal_abuse"]
    assert "Choose something" in browser.post(f"{consult}/together").text


@pytest.mark.slow
def test_what_has_nothing_to_do_with_the_case_is_folded(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, "fees_unpaid", "yes")
    near, far = browser.get(f"{consult}/change").text.split("Further from this case")
    assert "what follows if it is not paid" in near
    assert "the working alliance is broken" in far.lower()
    assert "alliance" not in near


def test_a_code_that_differs_shows_only_what_differs_and_no_section_twice() -> None:
    rows = (
        ("Answer", (("yes", ("A 1", "A 2")), ("yes", ("A 1",)), ("yes", ()))),
        ("Course", (("go on", ("A 1",)), ("go on", ("B 3", "A 1")), ("pause", ("C 4",)))),
    )
    first, other = grouped(CodeTable(((), ("b",), ("c",)), rows, agree=False), ["A", "B", "C"])

    assert first.titles == ("A", "B")
    assert first.rows == (("Answer", "yes", "A 1, A 2"), ("Course", "go on", "A 1, B 3"))
    assert (other.rows, other.as_first) == ((("Course", "pause", "C 4"),), ("Answer",))


def test_a_case_file_that_was_saved_opens_again(browser: Browser) -> None:
    consult = browser.begin("may terminate", story="A man shouts.")
    browser.state(consult, THREAT, "yes")
    saved = browser.client.post(
        f"{consult}/export", data={"as": "case", "private": "yes"}, headers={"sec-fetch-site": "same-origin"}
    )
    assert saved.headers["content-disposition"] == 'attachment; filename="consult.case.yaml"'
    opened = browser.client.post(
        "/consults/open",
        files={"file": ("x.yaml", saved.content)},
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
    again = browser.site.consults.get(opened.headers["location"].removeprefix("/c/"))
    assert again.base.narrative == "A man shouts."
    assert again.base.facts.keys() == {THREAT}


@pytest.mark.parametrize("form", ["html", "markdown", "json", "case"])
def test_a_file_without_private_words_leaves_out_story_and_role(browser: Browser, form: str) -> None:
    consult = browser.begin("may terminate", story="Marker-story")
    browser.state(consult, THREAT, "yes", reported_by="Marker-role")
    assert "Marker" not in browser.post(f"{consult}/export", **{"as": form, "private": "no"}).text


@pytest.mark.parametrize("text", [b"%PDF-1.4 trailer", b"# Answer\n\n- Yes", b"<html></html>", b"PK\x03\x04"])
def test_of_a_file_that_is_no_case_it_says_which_to_choose(browser: Browser, text: bytes) -> None:
    response = browser.client.post(
        "/consults/open", files={"file": ("x.yaml", text)}, headers={"sec-fetch-site": "same-origin"}
    )
    assert response.status_code == 422
    assert "<h1>This is not a case file</h1>" in response.text
    assert ".case.yaml" in response.text


def test_a_wrong_case_file_is_refused_with_its_places(browser: Browser) -> None:
    response = browser.client.post(
        "/consults/open",
        files={"file": ("x.yaml", b"id: x\nquestion: {ask: may, action: refer}\nfacts:\n  client_romanse: yes\n")},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert response.status_code == 422
    assert "Line 4" in response.text
    assert "client_romance" in response.text


def test_a_consult_that_was_removed_is_gone(browser: Browser) -> None:
    consult = browser.begin()
    browser.get(consult)
    browser.post(f"{consult}/facts", words="jealous brother")
    browser.post(f"{consult}/remove")

    assert browser.get(consult).status_code == 404
    assert not any(len(each) for each in vars(browser.site).values() if isinstance(each, RecentValues))


def test_long_work_is_done_once_for_each_state_of_a_consult(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    consult = browser.site.consults.get(browser.begin().removeprefix("/c/"))
    done: list[object] = []
    monkeypatch.setattr(browser.site.jobs, "run", lambda work, *_, **__: done.append(work) or "done")

    assert [browser.site.worked_out(consult, str, "a") for _ in range(2)] == ["done", "done"]
    assert len(done) == 1


def test_a_form_with_nothing_chosen_says_what_to_do(browser: Browser) -> None:
    assert "Choose your question" in browser.post("/consults/new", how="ask").text
    consult = browser.calm("may refer", THREAT)
    page = browser.get(f"{consult}/ask").text
    empty = browser.post(f"{consult}/ask", version=field(page, "version"), fact=field(page, "fact"))
    assert empty.status_code == 422
    assert "Choose an answer" in empty.text


def test_a_consult_is_answered_under_the_codes_that_were_ticked(browser: Browser) -> None:
    assert "Code of Ethics" in browser.get("/consults/new").text
    begun = browser.post("/consults/new", question="may refer", how="facts", under="aca-2014")
    consult = str(begun.headers["location"]).removesuffix("/facts")
    browser.state(consult, THREAT, "yes")
    assert "aca-2014" in browser.get(consult).text
    saved = browser.post(f"{consult}/export", **{"as": "case", "private": "yes"}).text
    assert "under: [aca-2014]" in saved
    opened = browser.client.post(
        "/consults/open",
        files={"file": ("x.yaml", saved.encode())},
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
    again = browser.site.consults.get(opened.headers["location"].removeprefix("/c/"))
    assert browser.site.rules(again).overlays == ("aca-2014",)
    assert re.search('value="aca-2014" checked', browser.get("/consults/new").text), "as they were ticked last"


def test_cases_like_this_one_are_those_that_the_same_rules_decide(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    assert "No decided case" in browser.get(f"{consult}/alike").text
    browser.state(consult, THREAT, "yes")
    text = browser.get(f"{consult}/alike").text
    found = re.findall(r'href="/cases/([^"]+)"', text)
    assert found
    decided = {entry.case.id: entry.case for entry in browser.site.corpus.cases}
    assert all(decided[each].facts for each in found)
    assert browser.get(f"/cases/{found[0]}").status_code == 200


@pytest.mark.slow
def test_codes_that_say_the_same_stand_together(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, THREAT, "yes")
    text = browser.get(f"{consult}/codes").text
    assert "say the same" in text
    assert text.count("as in this consult") == 1
    assert "<li>British Association for Counselling and Psychotherapy" in text
    assert "Get to safety" in text or "get to safety" in text


def test_the_last_check_comes_even_where_nothing_is_asked_and_no_danger_is_left_out(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    for fact, value in ((THREAT, "yes"), ("danger_is_immediate", "no"), ("client_stage", "current")):
        browser.state(consult, fact, value)
    browser.state(consult, "done:secure_own_safety", "yes")
    page = browser.get(f"{consult}/check").text
    assert "The client is in crisis or at risk of serious harm" in page
    assert "thoughts of suicide or self-harm" in page

    browser.post(f"{consult}/check", version=browser.version(consult))
    case = _kept(browser, consult).case(browser.site.enactment(_kept(browser, consult)))
    assert "client_in_crisis" in case.facts
    assert "suicide_risk" in {*case.facts, *_kept(browser, consult).ruled_out}


def test_what_the_last_check_denied_is_no_assumption_any_more_and_can_be_taken_back(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    consult = browser.begin("may refer")
    browser.state(consult, "need_exceeds_training", "yes")
    item = "client_wants_to_stay"
    browser.post(f"{consult}/check", version=browser.version(consult), read="yes")

    kept = _kept(browser, consult)
    assert item in {each.fact for each in kept.denied}
    assert item not in {each.fact for each in kept.stated}
    assert not {each.fact for each in browser.site.answer(kept).assumptions} & {*kept.known, *kept.ruled_out}
    assert "left unticked in a list" in browser.get(f"{consult}/review").text
    browser.state(consult, item, "yes")
    kept = _kept(browser, consult)
    assert item not in {each.fact for each in kept.denied}
    name = opaque_name(kept.id, item)
    browser.post(f"{consult}/f/{name}", version=str(kept.version), remove="yes")
    assert item not in _kept(browser, consult).known


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
    assert {each.fact for each in _kept(browser, consult).stated} == {THREAT}


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
    kept = _kept(browser, consult)
    assert kept.unread
    assert not kept.unread & {each.fact for each in kept.denied}
    again = browser.get(f"{consult}/check").text
    assert not any(opaque_name(kept.id, fact) in again.partition("What the answer assumes")[0] for fact in kept.unread)

    other = browser.begin("may terminate")
    browser.state(other, "fees_unpaid", "yes")
    browser.post(f"{other}/check", version=browser.version(other), read="yes")
    assert not _kept(browser, other).unread


def test_the_review_lists_what_the_answer_assumes_to_be_corrected(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    consult = browser.begin("may terminate")
    browser.state(consult, THREAT, "yes")
    browser.state(consult, "client_stage", "current")
    browser.state(consult, "done:secure_own_safety", "yes")
    browser.post(f"{consult}/check", version=browser.version(consult), read="yes")
    assert f'href="{consult}/check">Check what it assumes' in browser.get(consult).text
    assumed = browser.get(f"{consult}/review").text.partition("What the answer assumes")[2]
    kept = _kept(browser, consult)
    for each in browser.site.answer(kept).assumptions:
        assert f"{consult}/f/{opaque_name(kept.id, each.fact)}" in assumed


def test_a_case_keeps_the_order_in_which_facts_were_stated_and_what_was_denied_last(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "need_exceeds_training", "yes")
    browser.post(f"{consult}/check", version=browser.version(consult))
    kept = _kept(browser, consult)
    facts = list(kept.case(browser.site.enactment(kept)).facts)
    assert facts[0] == "need_exceeds_training"
    assert kept.denied
    assert facts[-len(kept.denied) :] == [each.fact for each in kept.denied]


def test_a_consult_is_answered_by_another_code_with_what_was_stated(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "need_exceeds_training", "yes")
    assert f"{consult}/under" in browser.get(f"{consult}/review").text
    changed = browser.post(f"{consult}/under", version=browser.version(consult), under="aca-2014")
    assert changed.headers["location"] == consult
    kept = _kept(browser, consult)
    assert kept.base.under == ("aca-2014",)
    assert [each.fact for each in kept.stated] == ["need_exceeds_training"]
    assert "aca-2014" in browser.get(consult).text
    assert browser.post(f"{consult}/under", version="1", under="").status_code == 409


def test_what_another_code_does_not_know_is_taken_out_only_if_one_agrees(browser: Browser) -> None:
    begun = browser.post("/consults/new", question="may refer", how="facts", under="school-social-work")
    consult = str(begun.headers["location"]).removesuffix("/facts")
    known = browser.site.rules(_kept(browser, consult)).fact
    own = next(
        fact for fact in known.values() if fact.id not in browser.site.ruleset.fact and fact.type.value == "yes_no"
    )
    assert browser.state(consult, own.id, "yes").status_code == 303
    refused = browser.post(f"{consult}/under", version=browser.version(consult))
    assert refused.status_code == 422
    assert "What was stated and does not fit them" in refused.text
    assert own.id in _kept(browser, consult).known
    browser.post(f"{consult}/under", version=browser.version(consult), lose="yes")
    assert _kept(browser, consult).known == frozenset()
    assert browser.get(consult).status_code == 200


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("html", "Redacted: the story"),
        ("markdown", "Redacted: the story"),
        ("json", '"redacted": true'),
        ("case", "# The story, remarks"),
    ],
)
def test_a_file_without_private_words_tells_what_it_leaves_out(browser: Browser, form: str, words: str) -> None:
    consult = browser.begin("may terminate", story="He shouts.")
    browser.state(consult, THREAT, "yes")
    assert words in browser.post(f"{consult}/export", **{"as": form, "private": "no"}).text
    assert words not in browser.post(f"{consult}/export", **{"as": form, "private": "yes"}).text


def test_a_search_is_kept_and_going_back_sends_nothing_again(browser: Browser) -> None:
    consult = browser.begin("may refer")
    sent = browser.post(f"{consult}/facts", words="suicide")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{consult}/facts")
    assert 'value="suicide"' in browser.get(f"{consult}/facts").text
    assert browser.state(consult, "suicide_risk", "none", then="facts").headers["location"] == f"{consult}/facts"
    assert 'value="suicide"' in browser.get(f"{consult}/facts").text
    browser.post(f"{consult}/facts", words="")
    assert "found." not in browser.get(f"{consult}/facts").text


def test_consults_are_told_apart_by_a_name_or_by_the_first_words_of_the_story(browser: Browser) -> None:
    browser.begin("may refer", story="She asks whether to go on. " * 20)
    browser.post("/consults/new", question="may refer", name="Tuesday, first", under="aca-2014", how="ask")
    text = browser.get("/").text
    assert "She asks whether to go on. She asks whether to …" in text
    assert "Tuesday, first" in text
    assert "American Counseling Association" in text


def test_a_stale_form_leads_back_to_its_page(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, THREAT, "no")
    stale = browser.post(f"{consult}/check", version="1")
    assert stale.status_code == 409
    assert f'href="{consult}/check"' in stale.text


def test_what_to_do_refers_to_the_words_on_danger_and_repeats_none(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, THREAT, "yes")
    text = browser.get(consult).text
    todo = text.partition("What to do now")[2].partition("</section>")[0]
    assert "First what Safety says above, then this." in todo
    assert text.count("Tell your supervisor or employer") == 1


def _kept(browser: Browser, consult: str) -> OngoingConsult:
    return browser.site.consults.get(consult.removeprefix("/c/"))


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
    assert "client_in_crisis" not in _kept(browser, consult).known
    assert f'href="{consult}">Show the answer' in browser.get(f"{consult}/facts").text

    page = browser.get(f"{consult}/ask").text
    fields = {name: field(page, name) for name in ("version", "fact")}
    answered = browser.post(f"{consult}/ask", **fields, value="plan")
    assert answered.headers["location"] == consult, "whoever states facts is not led into the interview"
    known = _kept(browser, consult).known
    assert THREAT in known, "what was left unticked is not asked again"
    assert "client_in_crisis" not in known, "a plan of suicide speaks against denying a crisis"


def test_dangers_that_nobody_ticked_are_stated_as_not_there(browser: Browser) -> None:
    from ethics_engine.web.opaque_names import opaque_name

    begun = browser.post("/consults/new", question="may terminate", how="facts")
    consult = str(begun.headers["location"]).removesuffix("/facts")
    sent = browser.post(f"{consult}/danger", version=browser.version(consult))
    assert sent.headers["location"] == consult
    kept = _kept(browser, consult)
    assert {"client_in_crisis", "suicide_risk"} <= {*kept.known, *kept.ruled_out}
    again = browser.get(f"{consult}/danger").text
    assert "The client is in crisis" in again, "whoever comes back can still tick it"
    assert "checked" not in again
    ticked = opaque_name(consult.removeprefix("/c/"), "client_in_crisis")
    browser.post(f"{consult}/danger", version=browser.version(consult), wrong=ticked)
    assert "client_in_crisis" not in _kept(browser, consult).known
    assert _asked(browser, consult) == "client_in_crisis"
    assert f'value="{ticked}" checked' in browser.get(f"{consult}/danger").text


def test_what_was_written_in_a_form_with_an_error_is_there_when_one_comes_back(browser: Browser) -> None:
    browser.post("/consults/new", story="He shouts at me.", how="ask")
    assert "He shouts at me." in browser.get("/consults/new").text
    browser.begin("may refer", story="He shouts at me.")
    assert "He shouts at me." not in browser.get("/consults/new").text


def test_a_consult_is_opened_at_its_answer_from_the_start_page_and_prints_no_forms(browser: Browser) -> None:
    consult = browser.begin("may refer")
    assert re.search(rf'<a href="{consult}">May the practitioner refer', browser.get("/").text)
    assert "what codes and the literature have in common, under no code" in browser.get(f"{consult}/review").text
    style = browser.get(re.findall(r'href="(/static/page[^"]*)"', browser.get("/").text)[0]).text
    assert "form.inline" in style.partition("@media print")[2]


def test_beside_no_danger_only_dangers_are_offered_to_be_corrected(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, "fees_unpaid", "yes")
    text = browser.get(consult).text
    offered = text.partition("There is no danger to anyone")[2].partition("</details>")[0]
    assert "suicide or self-harm" in offered
    assert "licence" not in offered
    assert "worn the practitioner out" not in offered


def test_rules_are_named_in_words_with_a_link_to_the_handbook(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "unfamiliar_with_background", "yes")
    for page in ("", "/everything"):
        text = browser.get(f"{consult}{page}").text
        link = "/handbook/rules/topic-culture#rule-culture.no-referral-for-unfamiliarity"
        assert f'<a class="rule" href="{link}">No referral for unfamiliarity</a>' in text
        assert not re.search(r">[^<]*\bculture\.[a-z]", text.partition("<main")[2])
    saved = browser.post(f"{consult}/export", **{"as": "html", "private": "no"}).text
    assert "No referral for unfamiliarity" in saved


def test_each_thing_not_to_do_has_a_row_of_its_own(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "unfamiliar_with_background", "yes")
    avoided = browser.get(consult).text.partition("What not to do")[2].partition("</section>")[0]
    assert avoided.count("<dt>") > 1
    assert "; " not in avoided
