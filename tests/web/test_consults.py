"""The answer to a consult, its facts, and the files of it."""

from __future__ import annotations

import re

import pytest

import ethics_engine as ee
from ethics_engine.web.handlers.answer_pages import grouped
from ethics_engine.web.opaque_names import opaque_name
from ethics_engine.web.site import RecentValues
from ethics_engine.web.work import CodeTable
from tests.web.conftest import Browser, field, kept_of

THREAT = "client_threatens_violence"


def test_a_stated_threat_answers_whether_one_may_end(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    assert browser.state(consult, THREAT, "yes", then="answer").headers["location"] == consult
    text = browser.get(consult).text
    case = ee.new_case(browser.site.ruleset, "may terminate", {THREAT: True})
    assert ee.consult(browser.site.ruleset, case).answer.sentence.split(".")[0] in text
    assert text.count("<h1") == 1


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


def test_a_form_from_an_older_window_changes_nothing(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, THREAT, "no")
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
    assert [each.fact for each in kept_of(browser, consult).stated][1:] == [
        "done:consult_supervisor",
        "done:set_boundary",
    ]
    browser.state(consult, "progress", "good")
    assert "Done: consult a supervisor" not in browser.get(consult).text.partition("Safety")[0]


def test_another_course_beside_the_same_answer_is_told_as_a_change(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "client_wants_other_provider", "yes")
    browser.get(consult)
    browser.state(consult, "progress", "none")
    changed = browser.get(consult).text.partition("What this changed")[2].partition("</section>")[0]
    assert "The answer is the same as before" not in changed
    assert "Also permitted: end the work without a referral" in changed.partition("It is now:")[2]


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
    consult = browser.begin("may refer")
    browser.state(consult, "client_romance", "persistent")
    version = browser.version(consult)
    name, done = (opaque_name(consult[3:], fact) for fact in ("client_in_crisis", "done:consult_supervisor"))
    assert browser.post(f"{consult}/done", version=str(version), step=name).status_code == 404
    assert browser.post(f"{consult}/done", version=str(version - 1), step=done).status_code == 409
    assert [each.fact for each in kept_of(browser, consult).stated] == ["client_romance"]


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
    assert [each.fact for each in kept_of(browser, consult).stated] == ["practitioner_values_conflict", "verbal_abuse"]
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


def test_the_review_lists_what_the_answer_assumes_to_be_corrected(browser: Browser) -> None:
    consult = browser.begin("may terminate")
    browser.state(consult, THREAT, "yes")
    browser.state(consult, "client_stage", "current")
    browser.state(consult, "done:secure_own_safety", "yes")
    browser.post(f"{consult}/check", version=browser.version(consult), read="yes")
    assert f'href="{consult}/check">Check what it assumes' in browser.get(consult).text
    assumed = browser.get(f"{consult}/review").text.partition("What the answer assumes")[2]
    kept = kept_of(browser, consult)
    for each in browser.site.answer(kept).assumptions:
        assert f"{consult}/f/{opaque_name(kept.id, each.fact)}" in assumed


def test_a_case_keeps_the_order_in_which_facts_were_stated_and_what_was_denied_last(browser: Browser) -> None:
    consult = browser.begin("may refer")
    browser.state(consult, "need_exceeds_training", "yes")
    browser.post(f"{consult}/check", version=browser.version(consult))
    kept = kept_of(browser, consult)
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
    kept = kept_of(browser, consult)
    assert kept.base.under == ("aca-2014",)
    assert [each.fact for each in kept.stated] == ["need_exceeds_training"]
    assert "aca-2014" in browser.get(consult).text
    assert browser.post(f"{consult}/under", version="1", under="").status_code == 409


def test_what_another_code_does_not_know_is_taken_out_only_if_one_agrees(browser: Browser) -> None:
    begun = browser.post("/consults/new", question="may refer", how="facts", under="school-social-work")
    consult = str(begun.headers["location"]).removesuffix("/facts")
    known = browser.site.rules(kept_of(browser, consult)).fact
    own = next(
        fact for fact in known.values() if fact.id not in browser.site.ruleset.fact and fact.type.value == "yes_no"
    )
    assert browser.state(consult, own.id, "yes").status_code == 303
    refused = browser.post(f"{consult}/under", version=browser.version(consult))
    assert refused.status_code == 422
    assert "What was stated and does not fit them" in refused.text
    assert own.id in kept_of(browser, consult).known
    browser.post(f"{consult}/under", version=browser.version(consult), lose="yes")
    assert kept_of(browser, consult).known == frozenset()
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
