"""Quizzes: one question at a time, how sure, the reasons, and the progress."""

from __future__ import annotations

from contextlib import suppress

from starlette.responses import Response

from ethics_engine.errors import StorageError, UnclearReplyError
from ethics_engine.quiz.answer_log import LearnerAnswer, last_of_each
from ethics_engine.quiz.certainty_marking import CERTAINTY_IN_WORDS, Certainty, mark
from ethics_engine.quiz.citations import citations_of
from ethics_engine.quiz.item import KIND_IN_WORDS, Item
from ethics_engine.quiz.parse_answer import read_answer, read_certainty
from ethics_engine.quiz.progress_chart import marks_in_words, wrong_cases
from ethics_engine.quiz.tally import by_certainty, by_topic, tally
from ethics_engine.text.lists import listed
from ethics_engine.web.gone import GoneError
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.problems import stored_in_words
from ethics_engine.web.quiz_sittings import LEARNER, QuizSitting
from ethics_engine.web.rule_names import with_names_in_words
from ethics_engine.web.site import Site
from ethics_engine.web.words import place_of, topic_in_words

_NUMBERS = (5, 10, 20)


def start(site: Site, request: PageRequest) -> Response:
    """Choose topics and how many questions, and begin."""
    error = ""
    if request.sent:
        topics = [topic for topic in request.form.get("topic", ()) if topic in site.corpus.topics]
        number = next((number for number in _NUMBERS if str(number) == request.text("number")), _NUMBERS[0])
        if held := site.quizzes.begin(site.ruleset, site.corpus, topics, number, _learner(request)):
            return then(f"/quiz/{held.id}/1")
        error = "There is no question on this. Choose other topics."
    site.warm_quiz()
    due = 0
    with suppress(StorageError):  # whoever begins a quiz is told
        due = site.quizzes.number_due(_learner(request))
    return shown(
        "quiz_start.html",
        422 if error else 200,
        topics=[(topic, topic_in_words(topic, site.ruleset)) for topic in sorted(site.corpus.topics, key=place_of)],
        numbers=_NUMBERS,
        due=due,
        error=error,
    )


def question(site: Site, request: PageRequest) -> Response:
    """One question, or its feedback once it is answered."""
    held = site.quizzes.get(request.path["sitting"])
    number = int(request.path["number"])
    if not 1 <= number <= len(held.asked):
        raise GoneError
    item = held.asked[number - 1].item
    given = held.answers[number - 1]
    if request.sent and given is None:
        errors: dict[str, str] = {}
        chosen: tuple[str, ...] = ()
        certainty = Certainty.LOW
        try:
            chosen = read_answer(" ".join(_chosen(request, item)), item)
        except UnclearReplyError:
            errors["answer"] = _what_to_choose(item)
        try:
            certainty = read_certainty(request.text("certainty"))
        except UnclearReplyError:
            errors["certainty"] = "Say how sure you are."
        if errors:
            return _question(site, held, number, errors, request, status=422)
        try:
            site.quizzes.answer(held.id, number, chosen, certainty, site.ruleset, _learner(request))
        except StorageError as error:
            errors["answer"] = f"This answer was not saved. {' '.join(stored_in_words(error))} Then send it again."
            return _question(site, held, number, errors, request, status=503)
        return then(f"/quiz/{held.id}/{number}")
    if given is not None:
        remark, refused = request.text("dispute") if request.sent else "", ""
        if remark:
            try:
                site.quizzes.dispute(item, given, remark)
            except StorageError as error:
                refused = f"This was not saved. {' '.join(stored_in_words(error))} Then send it again."
        return _feedback(site, held, number, given, remark=remark, refused=refused)
    return _question(site, held, number, {}, request)


def progress(site: Site, request: PageRequest) -> Response:
    """What the learner has reached; a form that was sent deletes it."""
    deleted = site.quizzes.forget(_learner(request)) if request.sent and request.text("forget") == "yes" else None
    answers = site.quizzes.answers(_learner(request))
    titles = _titles(site)
    last = last_of_each(answers)
    return shown(
        "quiz_progress.html",
        deleted=deleted,
        number=len(answers),
        questions=len(last),
        marks=marks_in_words(tally(answers)) if answers else "",
        topics=[(topic_in_words(topic, site.ruleset), count) for topic, count in by_topic(last).items()],
        sure=[(CERTAINTY_IN_WORDS[level], count) for level, count in by_certainty(answers).items()],
        mistakes=[(case, titles.get(case, "")) for case in wrong_cases(answers)],
    )


def _titles(site: Site) -> dict[str, str]:
    return {entry.case.id: entry.case.title for entry in site.corpus.cases}


def _learner(request: PageRequest) -> str:
    return request.member.name or LEARNER


def _chosen(request: PageRequest, item: Item) -> list[str]:
    if not item.ordered:
        return list(request.form.get("option", ()))
    places = {option.id: request.text(f"place-{option.id}") for option in item.options}
    wanted = {str(place) for place in range(1, len(item.options) + 1)}
    if set(places.values()) != wanted:
        return []
    return sorted(places, key=lambda letter: int(places[letter]))


def _what_to_choose(item: Item) -> str:
    if item.ordered:
        return "Give each step a place of its own."
    return "Choose every answer that is right." if item.several else "Choose one answer."


def _question(
    site: Site, held: QuizSitting, number: int, errors: dict[str, str], request: PageRequest, *, status: int = 200
) -> Response:
    item = held.asked[number - 1].item
    return shown(
        "quiz_question.html",
        status,
        held=held,
        number=number,
        item=item,
        kind=KIND_IN_WORDS[item.kind],
        topic=topic_in_words(item.topic, site.ruleset),
        errors=errors,
        chosen=set(request.form.get("option", ())),
        places={option.id: request.text(f"place-{option.id}") for option in item.options},
        sure=request.text("certainty"),
        levels=[
            (level.value, words, mark(level, right=True), mark(level, right=False))
            for level, words in CERTAINTY_IN_WORDS.items()
        ],
    )


def _feedback(
    site: Site, held: QuizSitting, number: int, given: LearnerAnswer, *, remark: str = "", refused: str = ""
) -> Response:
    item = held.asked[number - 1].item
    answered = [each for each in held.answers if each is not None]
    return shown(
        "quiz_feedback.html",
        503 if refused else 200,
        topic=topic_in_words(item.topic, site.ruleset),
        held=held,
        number=number,
        item=item,
        kind=KIND_IN_WORDS[item.kind],
        given=given,
        remark=remark,
        refused=refused,
        sure=CERTAINTY_IN_WORDS[given.certainty] if given.certainty else "",
        key=listed(item.key),
        resting=tuple(citations_of(site.ruleset, [item]).resting(item)),
        titles=_titles(site),
        in_words=with_names_in_words(site.ruleset, site.ruleset),
        right=sum(each.right for each in answered),
        answered=len(answered),
        marks=sum(each.marks or 0 for each in answered),
    )
