"""Decided cases on the page: it shows what the library says, and asks what the interview asks."""

from __future__ import annotations

import html
import re

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.consultation import answer_page
from ethics_engine.consultation.report.page import page_parts
from ethics_engine.interview import Interview
from ethics_engine.loading import bundled
from ethics_engine.model.case import Ask
from ethics_engine.web.fact_forms import UNKNOWN, ticked, value_in
from ethics_engine.web.opaque_names import fact_named
from ethics_engine.web.templating import for_page
from tests.web.conftest import OURS, Browser, field

_MOST_QUESTIONS = 60


@pytest.mark.exhaustive
def test_each_decided_case_is_answered_on_the_page_as_by_the_library(browser: Browser) -> None:
    for entry in browser.site.corpus.cases:
        if entry.case.held and entry.case.held.constraint:
            continue
        opened = browser.client.post(
            "/consults/open",
            files={"file": ("x.yaml", bundled.cases()[entry.case.id].read_bytes())},
            headers=OURS,
            follow_redirects=False,
        )
        assert opened.status_code == 303, (entry.case.id, opened.text)
        consult = str(opened.headers["location"])
        text = browser.get(consult).text
        rules = browser.site.rules(browser.site.consults.get(consult.removeprefix("/c/")))
        said = _words(html.unescape(re.sub("<[^>]+>", " ", text)))
        today = attrs.evolve(entry.case, decided=None)
        for part in page_parts(answer_page(ee.consult(rules, today))):
            assert _words(part.heading) in said, entry.case.id
            for line in part.lines:
                assert _words(for_page(line.text)) in said, (entry.case.id, line.text)
        assert text.count("<h1") == 1, entry.case.id
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids)), entry.case.id
        browser.post(f"{consult}/remove")


@pytest.mark.exhaustive
def test_the_page_asks_twenty_decided_cases_what_the_interview_asks(browser: Browser) -> None:
    cases = [entry.case for entry in browser.site.corpus.cases if entry.case.question.ask is Ask.MAY]
    ways = {way.id for way in browser.site.ruleset.ways}
    cases = [case for case in cases if case.question.action in ways and not case.under]
    for case in cases[:: len(cases) // 20][:20]:
        question = f"may {case.question.action}"
        consult = browser.calm(question)
        interview = Interview(browser.site.ruleset, question, rates=browser.site.rates)
        for item in interview.dangers():
            interview.deny(item)
        for _ in range(_MOST_QUESTIONS):
            query = interview.next()
            page = browser.get(f"{consult}/ask").text
            if query is None:
                assert 'name="fact"' not in page, case.id
                break
            facts = browser.site.enactment(_kept(browser, consult)).fact
            asked = fact_named(consult.removeprefix("/c/"), field(page, "fact"), facts)
            assert asked == query.fact.id, case.id
            stated = case.facts.get(query.fact.id)
            values, number = ticked(query.fact, stated.known if stated else None)
            form = {"value": sorted(values) or ([] if number else [UNKNOWN]), "number": [number] if number else []}
            interview.tell(query.fact.id, value_in(form, query.fact))
            sent = browser.post(f"{consult}/ask", version=field(page, "version"), fact=field(page, "fact"), **form)
            assert sent.status_code == 303, case.id
        kept = _kept(browser, consult)
        assert browser.site.interview(kept).over
        assert kept.case(browser.site.enactment(kept)).facts == interview.case().facts


def _words(text: str) -> str:
    return " ".join(text.split()).lower()


def _kept(browser: Browser, consult: str):
    return browser.site.consults.get(consult.removeprefix("/c/"))
