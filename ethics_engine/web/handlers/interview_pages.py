"""The interview: one question a page, then a last check of what the answer assumes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import attrs
from starlette.responses import Response

from ethics_engine.errors import ContradictionError
from ethics_engine.interview import Interview, Query, Reliance
from ethics_engine.interview.sentences import relied_in_brief, relied_in_words, why_in_words
from ethics_engine.model.facts import FactType
from ethics_engine.model.knowledge import YES
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.web.fact_forms import FormError, ticked, value_in
from ethics_engine.web.ongoing_consult import FactOnPage, OngoingConsult
from ethics_engine.web.opaque_names import fact_named, opaque_name
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.question_meaning import QuestionMeaning, meaning_of, words_for
from ethics_engine.web.site import Site
from ethics_engine.web.words import group_of, place_of, question_of, topic_in_words

_A_FEW = 5
"""Up to how many questions that are left are a few."""

_MOST_OPEN = 8
"""How many assumptions that are no danger the last check lists before the others are folded."""

_TICKED = "You ticked this. Continue if it is so; if you are not sure, choose “Don’t know”."

_DANGER = "Danger, and who must be protected"
_ADDING_STEPS = "Would add a step to what the danger calls for"


def ask(site: Site, request: PageRequest) -> Response:
    """Ask the next question, or take the answer to one."""
    consult = site.consults.get(request.path["consult"])
    if not request.sent:
        return _asked(site, consult, {})
    version = request.version
    facts = site.enactment(consult).fact
    name = fact_named(consult.id, request.text("fact"), facts)
    if name is None:
        raise FormError("fact", "This form is incomplete. Go back, load the page again, and send it.")
    try:
        value = value_in(request.form, facts[name])
    except FormError as error:
        return _asked(site, consult, {error.name: str(error)}, name, status=422)
    try:
        kept = site.state(consult, FactOnPage(name, value, request.text("reported_by")[:200]), version)
    except ContradictionError as error:
        found = "; ".join(finding.message for finding in error.findings)
        message = f"This contradicts what was stated before: {found}. Give another answer, or change it in the review."
        return _asked(site, consult, {"value": message}, name, status=422)
    if consult.pending and not kept.pending:
        interview = site.interview(kept)
        listed = [(item, relied_in_words(item)) for item in (*interview.dangers(), *interview.rests_on())]
        if (settled := _with_denials(kept, listed)) != kept:
            kept = site.consults.change(settled, kept.version)
        asks_on = not kept.by_facts or site.interview(kept).undecided
        return then(kept.next_question if asks_on else kept.answer_address)
    return then(kept.next_question)


def ask_numbered(site: Site, request: PageRequest) -> Response:
    """The question of a number: one that was answered, with its answer, or the next one."""
    consult = site.consults.get(request.path["consult"])
    number = int(request.path["number"])
    if 1 <= number <= len(consult.stated):
        return _asked(site, consult, {}, consult.stated[number - 1].fact)
    return _asked(site, consult, {}) if number == len(consult.stated) + 1 else then(consult.next_question)


def why_asked(site: Site, request: PageRequest) -> Response:
    """The next question with why it is asked, and what each reply leaves open; working that out takes longer."""
    return _asked(site, site.consults.get(request.path["consult"]), {}, reasons=True)


def check(site: Site, request: PageRequest) -> Response:
    """Show what the answer assumes, and ask about each assumption that is ticked as wrong.

    What is least likely is folded; of this only what somebody has read, or ticked, is taken as checked.
    """
    consult = site.consults.get(request.path["consult"])
    listed = [(item, relied_in_words(item)) for item in site.interview(consult).rests_on()]
    open_now = [
        (item, words) for item, words in listed if words not in consult.confirmed and item.fact.id not in consult.unread
    ]
    telling, rest = _parted(open_now)
    if request.sent:
        names = [item.fact.id for item, _ in open_now]
        wrong = {fact_named(consult.id, name, names) for name in request.form.get("wrong", ())}
        left = [] if request.text("read") else rest
        unread = {item.fact.id for item, _ in left} - wrong
        denied = {words for item, words in open_now if item.fact.id not in wrong | unread}
        pending = tuple(dict.fromkeys(name for name in names if name in wrong))
        changed = attrs.evolve(
            consult,
            confirmed=consult.confirmed | denied,
            unread=consult.unread | unread,
            pending=pending,
            danger_checked=True,
        )
        changed = changed if pending else _with_denials(changed, listed)
        site.consults.change(changed, request.version)
        return then(consult.next_question if pending else f"/c/{consult.id}/asked")
    if not open_now:
        if (changed := _with_denials(consult, listed)) != consult:
            site.consults.change(changed, consult.version)
        return then(f"/c/{consult.id}/asked")
    ruleset = site.rules(consult)
    return shown(
        "check.html",
        consult=consult,
        question=question_of(consult, ruleset),
        groups=_by_topic(consult, telling, ruleset),
        folded=_by_group(consult, rest),
        number=len(rest),
    )


def danger(site: Site, request: PageRequest) -> Response:
    """Show the dangers that were not stated, and ask about each that is ticked; the others are denied.

    An interview begins with them, and asks about suicide by name where that matters; without one they come before the
    answer, and are all that might be one in this case. Whoever comes back finds again what was not answered meanwhile.
    """
    consult = site.consults.get(request.path["consult"])
    listed = [(item, relied_in_words(item)) for item in _dangers(site, consult)]
    if not request.sent and listed:
        ruleset = site.rules(consult)
        rows = [
            (opaque_name(consult.id, item.fact.id), relied_in_brief(item), item.fact.id in consult.pending)
            for item, _ in listed
        ]
        return shown("danger.html", consult=consult, question=question_of(consult, ruleset), rows=rows)
    names = [item.fact.id for item, _ in listed]
    wrong = {fact_named(consult.id, name, names) for name in request.form.get("wrong", ())}
    denied = {words for item, words in listed if item.fact.id not in wrong}
    confirmed = consult.confirmed.difference(words for _, words in listed) | denied
    ticked = tuple(dict.fromkeys(name for name in names if name in wrong))
    pending = (*ticked, *(name for name in consult.pending if name not in names))
    changed = attrs.evolve(_undenied(consult, names), confirmed=confirmed, pending=pending, danger_checked=True)
    changed = changed if ticked else _with_denials(changed, listed)
    kept = site.consults.change(changed, request.version if request.sent else consult.version)
    return then(kept.next_question if pending or not kept.by_facts else kept.answer_address)


def _dangers(site: Site, consult: OngoingConsult) -> list[Reliance]:
    """The dangers to go through at once: not stated, or only denied in this list."""
    again = consult.danger_checked
    interview = site.replayed(_undenied(consult, consult.known)) if again else site.interview(consult)
    items = [item for item in interview.rests_on() if item.danger] if consult.by_facts else interview.dangers()
    stated = {*consult.base.facts, *(each.fact for each in consult.stated)}
    if not again:
        items = tuple(item for item in items if relied_in_words(item) not in consult.confirmed)
    return [item for item in items if item.fact.id not in stated]


def _undenied(consult: OngoingConsult, names: Collection[str]) -> OngoingConsult:
    """The consult without what a list denied of these."""
    denied = tuple(each for each in consult.denied if each.fact not in names)
    ruled_out = {name: values for name, values in consult.ruled_out.items() if name not in names}
    return attrs.evolve(consult, denied=denied, ruled_out=ruled_out)


def _parted(items: Sequence[tuple[Reliance, str]]) -> tuple[list[tuple[Reliance, str]], list[tuple[Reliance, str]]]:
    """What matters most in a last check, and what may be folded.

    Dangers, and what adds a step to them, always stand open; of the rest what is likeliest in such a case.
    """
    others = [pair for pair in items if not (pair[0].danger or pair[0].adds_step)]
    others.sort(key=lambda pair: -pair[0].share)
    folded = [words for _, words in others[_MOST_OPEN:]]
    return [pair for pair in items if pair[1] not in folded], [pair for pair in items if pair[1] in folded]


def _with_denials(consult: OngoingConsult, listed: Sequence[tuple[Reliance, str]]) -> OngoingConsult:
    """The consult with all that was denied stated as not so, once nothing that was ticked is left to ask."""
    for item, words in listed:
        fact, value = item.fact.id, item.if_denied
        if words not in consult.confirmed or item.spoken_against or fact in consult.known:
            continue
        if value is None:
            before = consult.ruled_out.get(fact, ())
            values = tuple(dict.fromkeys((*before, *(known[fact] for known, _ in item.changed))))
            consult = attrs.evolve(consult, ruled_out={**consult.ruled_out, fact: values})
        else:
            consult = attrs.evolve(consult, denied=(*consult.denied, FactOnPage(fact, value)))
    return consult


def _by_topic(
    consult: OngoingConsult, items: Sequence[tuple[Reliance, str]], ruleset: Ruleset
) -> Mapping[str, list[tuple[str, str]]]:
    """What the last check lists, each by name and words: dangers first, then what adds a step, then by topic."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item, _ in items:
        topic = _ADDING_STEPS if item.adds_step else topic_in_words(item.fact.topic, ruleset)
        heading = _DANGER if item.danger else topic
        groups.setdefault(heading, []).append((opaque_name(consult.id, item.fact.id), relied_in_brief(item)))
    return groups


def _by_group(consult: OngoingConsult, items: Sequence[tuple[Reliance, str]]) -> Mapping[str, list[tuple[str, str]]]:
    """What the last check folds, in a few groups of topics."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item, _ in sorted(items, key=lambda pair: place_of(pair[0].fact.topic)):
        row = opaque_name(consult.id, item.fact.id), relied_in_brief(item)
        groups.setdefault(group_of(item.fact.topic), []).append(row)
    return groups


def _asked(
    site: Site,
    consult: OngoingConsult,
    errors: dict[str, str],
    again: str | None = None,
    *,
    reasons: bool = False,
    status: int = 200,
) -> Response:
    interview = site.interview(consult)
    query = _query(interview, consult, again)
    if query is None:
        return then(f"/c/{consult.id}/check")
    if not (again or consult.by_facts or consult.danger_checked) and interview.dangers():
        return then(f"/c/{consult.id}/danger")
    before = [each.fact for each in consult.stated]
    number = before.index(query.fact.id) if query.fact.id in before else len(before)
    answer = consult.statement(query.fact) if number < len(before) else None
    chosen, count = ticked(query.fact, answer.known if answer else None)
    hint = _hint(query)
    if query.fact.id in consult.pending and query.fact.type is FactType.YES_NO:
        chosen, hint = frozenset(YES.possible), _TICKED
    return shown(
        "ask.html",
        status,
        consult=consult,
        question=question_of(consult, site.rules(consult)),
        fact=query.fact,
        name=opaque_name(consult.id, query.fact.id),
        place=number + 1,
        chosen=chosen,
        number=count,
        reported_by=(answer.reported_by or "") if answer else "",
        hint=hint,
        also=words_for(query.fact, site.rules(consult)),
        left="" if answer else _left(interview),
        why=_why(query, interview, site.rules(consult)) if reasons else (),
        meaning=_meaning(site, consult, query, interview) if reasons else None,
        errors=errors,
        possible=len(interview.possible_outcomes) if reasons else 0,
    )


def _meaning(site: Site, consult: OngoingConsult, query: Query, interview: Interview) -> QuestionMeaning:
    holding = [reason.rule for reason in site.determination(consult).reasons if reason.effective]
    return meaning_of(query.fact, site.enactment(consult), interview.query, holding)


def _why(query: Query, interview: Interview, ruleset: Ruleset) -> tuple[str, ...]:
    return tuple(line.strip() for line in why_in_words(query, interview.query, ruleset))


def _query(interview: Interview, consult: OngoingConsult, again: str | None) -> Query | None:
    if again:
        return interview.ask_about(again)
    for fact in consult.pending:
        if fact not in interview.answered:
            return interview.ask_about(fact)
    return interview.next()


def _left(interview: Interview) -> str:
    """How far it still is, and no number: each reply may make it fewer or more."""
    left = interview.likely_left
    if left is None or left > _A_FEW:
        return "several more"
    return "perhaps the last" if left <= 1 else "a few more"


def _hint(query: Query) -> str:
    hints = ["This comes early because it is about danger."] if query.safety else []
    if query.fact.judged:
        hints.append("This asks for your judgement.")
    return " ".join(hints)
