"""What pages say of a consult in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import attrs
from attrs import frozen

from ethics_engine.case_law.case_text import held_in_words
from ethics_engine.errors import InputError
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Ask, Case, Question
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.facts import Fact
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.story_search import found_in_story, telling_words
from ethics_engine.text.answers import question_in_words
from ethics_engine.text.lists import capital
from ethics_engine.text.values import as_clause
from ethics_engine.vocabulary_search import search_among

from .ongoing_consult import OngoingConsult


@frozen
class OfferedQuestion:
    """A question to choose, as a case file writes it and in words."""

    value: str
    words: str


def question_of(consult: OngoingConsult, ruleset: Ruleset) -> str:
    """The question of a consult in words."""
    return case_question(consult.base, ruleset)


def case_question(case: Case, ruleset: Ruleset) -> str:
    """The question of a case in words."""
    return question_in_words(PossibilityQuery(case.question, case.did, case.omitted), ruleset)


def common_questions(ruleset: Ruleset) -> tuple[OfferedQuestion, ...]:
    """Whether each course of action may be taken, which is right, and what comes first."""
    may = [_choice(Ask.MAY, way.id, ruleset) for way in ruleset.ways]
    return (*may, _choice(Ask.WHAT, None, ruleset), _choice(Ask.FIRST, None, ruleset))


def other_questions(ruleset: Ruleset) -> tuple[OfferedQuestion, ...]:
    """Whether each course of action must be taken, and how."""
    return tuple(_choice(ask, way.id, ruleset) for ask in (Ask.MUST, Ask.HOW) for way in ruleset.ways)


def questions_in_own_words(ruleset: Ruleset, words: str) -> tuple[OfferedQuestion, ...]:
    """The questions that words fit, those of a sentence that asks first.

    They are what should be done, where they ask that; if a course may be taken; and if a step may, or must, where they
    speak of a duty.
    """
    every = [part for one in _SENTENCES.findall(words) for part in _AND_ASKS.split(one)]
    asking = [one for one in every if "?" in one or _ASKS.match(one)] or every
    found: dict[str, Ask] = {}
    for one in asking:
        for name in _named_in(ruleset, one):
            found.setdefault(name, _asks_of(ruleset.action[name], one))
    open_one = [_choice(Ask.WHAT, None, ruleset)] if _IS_OPEN.search(words) else []
    return (*open_one, *(_choice(ask, name, ruleset) for name, ask in islice(found.items(), _MOST_FOUND)))


def _asks_of(action: Action, one: str) -> Ask:
    """Whether a sentence asks if an action may be taken, or, where it speaks of a duty, if a step must."""
    of_duty = not action.is_way and _OF_DUTY.search(_IS_OPEN.sub("", one))
    return Ask.MUST if of_duty else Ask.MAY


def _named_in(ruleset: Ruleset, one: str) -> list[str]:
    """The courses and steps that a sentence asks about; what gives its reason, or says who is meant, asks nothing."""
    asked = _REASON.split(one, maxsplit=1)[0]
    hits = found_in_story(ruleset.actions, asked) or found_in_story(ruleset.actions, one)
    near = [hit for hit in hits if hit.score >= _AS_GOOD * max(each.score for each in hits)]
    said = {*telling_words(asked)}
    found = [way.id for way in ruleset.ways if said.issuperset(telling_words(way.id))]
    found += [hit.item.id for hit in near if " " in hit.words or hit.item.is_way]
    found += [hit.id for hit in search_among(ruleset.actions, one) if hit.every_word]
    return found or [hit.item.id for hit in near if hit.exact]


def not_covered_of(ruleset: Ruleset, words: str) -> tuple[str, ...]:
    """What the rules say that they do not cover and the words are about."""
    asked = {*telling_words(words)} - _SAYS_NO_SUBJECT
    return tuple(text for text in ruleset.not_covered if not asked.isdisjoint(telling_words(text)))


def is_step_question(ruleset: Ruleset, question: str) -> bool:
    """Whether it asks if a step may, or must, be taken."""
    ask, _, action = question.partition(" ")
    return ask in (Ask.MAY.value, Ask.MUST.value) and action in {step.id for step in ruleset.steps}


_OF_DUTY = re.compile(r"\b(must|have to|has to|need to|obliged|required|should)\b", re.IGNORECASE)
_IS_OPEN = re.compile(r"\bwhat (should|shall|must|can|do|now)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"[^.?!\n]*\w[^.?!\n]*[.?!\n]?")
_AND_ASKS = re.compile(r",? (?:and|or) (?=(?:must|may|should|shall|can|could) (?:i|we|they)\b)", re.IGNORECASE)
_ASKS = re.compile(r"\s*(?:must|may|should|shall|can|could) (?:i|we|they)\b", re.IGNORECASE)
_REASON = re.compile(r"\b(?:because|since|although|though|while|who|whom|so that|in case)\b", re.IGNORECASE)
_AS_GOOD = 0.6  # of what the best tells that was found
_SAYS_NO_SUBJECT = frozenset(telling_words("work end rest rules ask place codes other person risk many"))
_MOST_FOUND = 4
"""How many courses and steps a search for a question offers."""


def _choice(ask: Ask, action: str | None, ruleset: Ruleset) -> OfferedQuestion:
    words = question_in_words(PossibilityQuery(Question(ask, action), (), ()), ruleset)
    return OfferedQuestion(f"{ask.value} {action}" if action else ask.value, words)


def name_of(consult: OngoingConsult) -> str:
    """What a list calls a consult: the name that somebody gave it, or the first words of its story; else nothing."""
    words = consult.name.split() or consult.base.narrative.split()
    short = " ".join(words[:_NAMED])
    return f"{short} …" if len(words) > _NAMED else short


_NAMED = 10
"""How many words of a story a list shows."""


def held_without_names(case: Case, ruleset: Ruleset) -> tuple[str, ...]:
    """What was held of a case, without the names of rules."""
    if case.held is None:
        return ()
    return tuple(map(capital, held_in_words(attrs.evolve(case.held, ratio=(), norms=(), must_ask=()), ruleset)))


@frozen
class FactRow:
    """A fact as a list shows it.

    Attributes:
        sentence: What was stated; empty if nothing was.

        reported_by: Who said so, if it was not the practitioner.
    """

    fact: Fact
    sentence: str = ""
    reported_by: str = ""


def stated_rows(consult: OngoingConsult, enactment: Enactment) -> Iterator[FactRow]:
    """Everything that was stated, in order, without what the last check denied."""
    return _rows(consult, enactment, [*consult.base.facts, *(each.fact for each in consult.stated)])


def denied_rows(consult: OngoingConsult, enactment: Enactment) -> Iterator[FactRow]:
    """What was left unticked in a list: that of dangers, or the last check."""
    return _rows(consult, enactment, [each.fact for each in consult.denied])


def _rows(consult: OngoingConsult, enactment: Enactment, names: Iterable[str]) -> Iterator[FactRow]:
    case = consult.case(enactment)
    for name in dict.fromkeys(names):
        fact = enactment.fact[name]
        if (statement := case.facts.get(name)) is None:
            yield FactRow(fact, "Not known, so it counts as not done.")
        else:
            yield FactRow(fact, f"{capital(as_clause(fact, statement.known))}.", statement.reported_by or "")


_TOPICS = {
    "alliance": "The working relationship",
    "attendance": "Missed sessions and lost contact",
    "availability": "Time, waiting lists and distance",
    "competence": "What the practitioner is trained for",
    "codes": "What codes say",
    "courts": "Before courts and boards",
    "crisis": "Crisis, and who may help in it",
    "culture": "Culture and background",
    "danger": "Threats, fear and harassment",
    "done": "Steps taken",
    "difference": "Differences, values and prejudice",
    "dual": "Dual relationships",
    "fatigue": "The practitioner's exhaustion",
    "leaving": "Leaving, moving and absence",
    "listening": "Listening and pace",
    "plans": "Plans and goals",
    "promises": "Promises and confidences",
    "related clients": "Clients who know each other",
    "romance": "Romance",
    "medical": "Medical matters",
    "needs": "What the client needs",
    "others and records": "Other people, and records",
    "payment": "Payment for referrals",
    "place": "Place and law",
    "practitioner": "The practitioner's own life and feelings",
    "progress": "Progress and completion",
    "questions": "Questions that are put to a client",
    "referral": "Referring",
    "safety": "Suicide, abuse and harm",
    "relationship": "Romance and other relationships with the client",
    "situation": "The client, and why the question comes up",
    "ties and contact": "Gifts, ties and contact outside the work",
    "values": "Values and beliefs",
    "violence": "Violence and threats",
    "wish": "What the client wishes",
}
"""The topics of the base whose own names say too little by themselves."""


_GROUPS = (
    ("Danger", ("danger", "crisis", "safety", "violence")),
    ("The client", ("situation", "needs", "wish", "medical", "substance use", "culture", "difference", "values")),
    ("The practitioner", ("competence", "practitioner", "fatigue", "availability", "leaving", "trainees")),
    (
        "The two of them",
        (
            "alliance",
            "listening",
            "questions",
            "boundaries",
            "relationship",
            "romance",
            "dual",
            "ties and contact",
            "promises",
        ),
    ),
    (
        "The course of the work",
        ("progress", "attendance", "fees", "referral", "payment", "ending", "former clients", "plans"),
    ),
    (
        "Other people, places and the law",
        ("related clients", "others and records", "school", "place", "courts", "codes"),
    ),
)
"""The topics of the base by what they are about, in the order in which a list shows them."""

OTHER_GROUP = "Codes, laws and policies"
"""Where a topic stands that the base does not have."""


def group_of(topic: str) -> str:
    """The group under which a list shows a topic."""
    words = topic.replace("-", " ")
    return next((group for group, topics in _GROUPS if words in topics), OTHER_GROUP)


def place_of(topic: str) -> tuple[int, int]:
    """Where a topic stands in a list: the place of its group, and its place there."""
    words = topic.replace("-", " ")
    for number, (_, topics) in enumerate(_GROUPS):
        if words in topics:
            return number, topics.index(words)
    return len(_GROUPS), 0


def topic_in_words(topic: str, ruleset: Ruleset) -> str:
    """A topic as a heading; that of an overlay is its title."""
    titles = {part.name: part.title for part in ruleset.parts}
    words = topic.replace("-", " ")
    return titles.get(topic) or _TOPICS.get(words) or capital(words)


_KINDS = (
    (("danger",), "danger to anybody"),
    (
        ("situation", "needs", "medical", "substance use", "crisis"),
        "what the client needs, and whether it can be met here",
    ),
    (("wish",), "what the client wants"),
    (("progress",), "what the help brings"),
    (("alliance", "listening"), "how the two work together"),
    (("relationship", "ties and contact", "related clients", "former clients"), "other ties between those involved"),
    (("attendance",), "whether the client comes, and wants contact"),
    (("fees",), "money, and what was agreed on it"),
    (("place", "courts", "school"), "what the law, a court or a school asks"),
)
"""The kinds of facts that are named where none is shown by itself, by topic; nothing that is the practitioner's own."""


def kinds_in_words(topics: Iterable[str]) -> tuple[str, ...]:
    """Of what kinds facts on these topics are."""
    found = {topic.replace("-", " ") for topic in topics}
    return tuple(words for kind, words in _KINDS if not found.isdisjoint(kind))


def label_of(fact: Fact) -> str:
    """What a fact is about, as a row of a list says it."""
    return fact.says.removeprefix(DONE).removeprefix("done: ").strip() if fact.id.startswith(DONE) else fact.ask


def findings_in_words(error: InputError) -> list[str]:
    """What is wrong, and what to do, one sentence or two each."""
    return [
        f"{capital(finding.message)}.{f' {capital(finding.hint)}.' if finding.hint else ''}"
        for finding in error.findings
    ]


def findings_with_places(error: InputError) -> tuple[str, ...]:
    """The same, each with the file and the line where it stands."""
    pairs = zip(error.findings, findings_in_words(error), strict=True)
    return tuple(f"{finding.place}: {words}" for finding, words in pairs)
