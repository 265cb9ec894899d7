"""The fixed sentences of questions, answers and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ethics_engine.model.actions import Action
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.conditions import Condition, FactTest
from ethics_engine.model.determination import Firmness
from ethics_engine.model.facts import FactType
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.model.rules import MODALITY_OF, Modality
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import DUTIES, NEGATIVE, Force, Status

from .actions import action_phrase, briefly, where_forbidden
from .conditions import condition_in_words
from .lists import capital, listed, quoted
from .norms import PRACTITIONER, actor

STANDING = {
    Firmness.FIRM: "Firm: no missing fact can change it.",
    Firmness.PROVISIONAL: "Provisional: it holds if the assumptions are right. Correct any that is wrong.",
    Firmness.OPEN: "It depends on what is not known.",
}


STEPS_MAY_BE_ADDED = "Firm: a step must come first. More may have to, depending on what is not known."

VERDICT_IN_WORDS = {
    Verdict.BREACH: "a breach of the rules",
    Verdict.PREMATURE: "too soon",
    Verdict.DEPARTURE: "a departure from advice",
    Verdict.NO_VERDICT: "no verdict",
    Verdict.NO_RULE: "no rule speaks of it",
    Verdict.CONSISTENT: "consistent with the rules",
}

ANSWER_IN_WORDS = {
    Answer.YES: "yes",
    Answer.NO: "no",
    Answer.NOT_YET: "not yet",
    Answer.ADVISED_AGAINST: "advised against",
    Answer.ADVISED: "advised, not required",
    Answer.RULES_SAY_NOTHING: "no rule speaks of it",
    Answer.NOT_POSSIBLE: "not possible here",
    Answer.DILEMMA: "a dilemma",
}

_WORDS = {
    **{verdict.value: words for verdict, words in VERDICT_IN_WORDS.items()},
    **{answer.value: words for answer, words in ANSWER_IN_WORDS.items()},
}


_SHALL: Mapping[Status | None, str] = {
    **{each.status: f"{{actor}} {each.value}" for each in Modality if MODALITY_OF.get(each.status, each) is each},
    Status.DILEMMA: "rules of equal weight conflict on whether to",
    None: "not known whether to",
}

_MAY = {
    Answer.NO: "No. {Actor} must not {act}.",
    Answer.ADVISED_AGAINST: "Advised against. {Actor} should not {act}. It is not forbidden.",
    Answer.RULES_SAY_NOTHING: "No rule says whether {actor} may {act}. That is not a yes: ask a supervisor.",
    Answer.NOT_POSSIBLE: "Not possible here. {Actor} can {act} only if {available}.",
    Answer.DILEMMA: "A dilemma. Rules of equal weight conflict on whether {actor} may {act}.",
}
_MAY_YES = {
    Status.REQUIRED: "Yes, and it is required. {Actor} must {act}.",
    Status.ADVISED: "Yes, and it is advised. {Actor} should {act}.",
    Status.PERMITTED: "Yes. {Actor} may {act}.",
    None: "Yes. {Actor} may {act}.",
}
_MUST = {
    Answer.YES: "Yes. {Actor} must {act}.",
    Answer.ADVISED: "Advised, not required. {Actor} should {act}.",
    Answer.RULES_SAY_NOTHING: "These rules do not decide whether {actor} must {act}. That is not a no.",
    Answer.NOT_POSSIBLE: _MAY[Answer.NOT_POSSIBLE],
    Answer.DILEMMA: "A dilemma. Rules of equal weight conflict on whether {actor} must {act}.",
}
_NEED_NOT = ", but need not."
_MUST_NO = {
    Status.PERMITTED: f"No. {{Actor}} may {{act}}{_NEED_NOT}",
    Status.DISCOURAGED: "No. {Actor} should not {act}.",
    Status.PROHIBITED: "No. {Actor} must not {act}.",
    None: "No. Nothing requires {actor} to {act}. Whether {actor} may {act} is open.",
}
_AFTERWARDS = {
    Status.REQUIRED: " {Actor} must then {act}.",
    Status.ADVISED: " {Actor} should then {act}.",
    Status.PERMITTED: " {Actor} may then {act}.",
    Status.UNREGULATED: " No rule says yet whether {actor} may then {act}. State what came of it, and ask again.",
    None: " Whether {actor} may then {act} is open.",
}
_ITSELF = {
    Status.REQUIRED: "{Actor} must {act}.",
    Status.ADVISED: "{Actor} should {act}.",
    Status.PERMITTED: "{Actor} may {act}.",
    Status.UNREGULATED: "No rule says whether {actor} may {act}. That is not a yes.",
    Status.DISCOURAGED: "{Actor} should not {act}. It is not forbidden.",
    Status.PROHIBITED: "{Actor} must not {act}.",
    Status.DILEMMA: "A dilemma. Rules of equal weight conflict on whether {actor} may {act}.",
    None: "It is open whether {actor} may {act}.",
}

_ONLY_COURSE = {
    Status.ADVISED: "Advised, and {others}.",
    Status.PERMITTED: "No rule requires it, but {others}.",
}
"""What is said first of a course, if no other is left."""


def question_in_words(query: PossibilityQuery, ruleset: Ruleset) -> str:
    """The question as one sentence."""
    action = ruleset.action[query.question.action] if query.question.action else None
    match query.question.ask:
        case Ask.MAY if action:
            return f"May {actor(action)} {action_phrase(action)}?"
        case Ask.MUST if action:
            return f"Must {actor(action)} {action_phrase(action)}?"
        case Ask.HOW if action:
            return f"How should {actor(action)} {action_phrase(action)}?"
        case Ask.FIRST if action:
            return f"What must come before {actor(action)} may {action_phrase(action)}?"
        case Ask.FIRST:
            return "What must come first?"
        case Ask.RIGHT:
            done = [f"to {ruleset.action[act].label}" for act in query.did]
            left = [f"not to {ruleset.action[act].label}" for act in query.omitted]
            return f"Was it right {listed([*done, *left])}?"
        case Ask.HOW | Ask.MAY | Ask.MUST | Ask.WHAT:
            return f"What should {PRACTITIONER} do?"


def unknown_danger_in_words(danger: Condition, ruleset: Ruleset) -> str:
    """What is said of a danger that was stated as not known; of a degree, what it is a degree of."""
    if isinstance(danger, FactTest) and ruleset.fact[danger.fact].type is FactType.CHOICE:
        return f"It is not known how things stand with this: {ruleset.fact[danger.fact].says}."
    return f"It is not known whether {condition_in_words(danger, ruleset)}."


def answer_in_words(
    answer: Answer, ask: Ask, action: Action, status: Status | None, first: Sequence[Action], ruleset: Ruleset
) -> str:
    """The answer to `may` or `must`; `status` is None where it is not the same in all completions."""
    if answer is Answer.NOT_YET:
        return _first_of_all(action, status, f"first {in_turn(first)}")
    if ask is Ask.MAY:
        template = _MAY_YES.get(status, _MAY_YES[None]) if answer is Answer.YES else _MAY[answer]
    else:
        template = _MUST_NO.get(status, _MUST_NO[None]) if answer is Answer.NO else _MUST[answer]
    who = actor(action)
    available = condition_in_words(ruleset.action[action.id].available, ruleset)
    act = action_phrase(action)
    act = where_forbidden(act) if answer in (Answer.NO, Answer.ADVISED_AGAINST) else act
    return template.format(actor=who, Actor=capital(who), act=act, available=available)


_IN_DANGER = {
    " It is not forbidden.": "",
    "Advised, not required.": "Advised.",
}
"""What a page does not say of a course where a danger was stated, lest it be taken for leave, and what it says then."""

_YES_BUT_FIRST = "Yes, but first "


def put_off_in_words(sentence: str) -> str:
    """An answer that a danger puts off which is not the reason for it: no yes, as long as there is the danger."""
    return (
        f"Not yet. First {sentence.removeprefix(_YES_BUT_FIRST)}" if sentence.startswith(_YES_BUT_FIRST) else sentence
    )


_STEPS_NAMED = 2
"""How many steps the answer to `what` names beside a danger, if there are more than one besides."""

SAFETY_COMES_FIRST = "Before anything else, do what Safety says above."
"""What is said of a course that is only permitted where a danger was stated."""


def safety_first_in_words(steps: Sequence[Action]) -> str:
    """The answer to `what` beside a danger: what Safety says, then the gist of the first steps that must be taken."""
    shown = steps[:_STEPS_NAMED] if len(steps) > _STEPS_NAMED + 1 else steps
    named, more = [briefly(step).partition(", ")[0] for step in shown], len(steps) - len(shown)
    numbered_steps = "the numbered steps below" if len(steps) > 1 else ""
    steps_named = f"{', '.join(named)}, and {more} more" if more > 0 else listed(named)
    then = ": ".join(filter(None, (numbered_steps, steps_named)))
    return f"First do what Safety says above{f', then {then}' if then else ''}."


def said_in_danger(sentence: str) -> str:
    """An answer, or a course, as a page says it beside a danger."""
    if sentence.startswith("No. ") and (need_not := _NEED_NOT.removesuffix(".")) in sentence:
        sentence = f"No rule requires it. {sentence.removeprefix('No. ').replace(f'{need_not}, and', ', but')}"
        sentence = sentence.replace(need_not, "")
    for words, instead in _IN_DANGER.items():
        sentence = sentence.replace(words, instead)
    return " ".join(sentence.split())


def only_until_in_words(answer: str, ends: Sequence[str]) -> str:
    """The answer `yes`, `not yet` or `no, but may`, with what ends the permission."""
    joined = "and" if answer.endswith(_NEED_NOT) else "but"
    return f"{answer.removesuffix('.')}, {joined} only until {listed(ends)}."


def spoken_for_alone_in_words(action: Action, ends: Sequence[str]) -> str:
    """The answer to `must` a course that is only permitted, if no rule speaks for any other; `ends` end that."""
    may = _ITSELF[Status.PERMITTED].format(Actor=capital(actor(action)), act=action_phrase(action))
    return (
        f"No rule requires it, but none speaks for any other course. {only_until_in_words(may, ends) if ends else may}"
    )


def set_aside_in_words(action: Action, status: Status | None, rivals: Sequence[Action]) -> str:
    """The answer about a course that no rule of its own speaks against: another is advised, or required, instead.

    Where the two could be taken for each other, the other is told with what it means.
    """
    means = f": {rivals[0].meaning}" if len(rivals) == 1 and action.meaning and rivals[0].meaning else ""
    if status is Status.PROHIBITED:
        required = listed([action_phrase(way) for way in rivals])
        return f"No. {capital(PRACTITIONER)} must {required} instead{means}."
    advised = listed([action_phrase(way) for way in rivals], "or")
    return f"Advised against. {capital(PRACTITIONER)} should {advised} instead{means}."


def itself_not_required_in_words(action: Action) -> str:
    """The answer to `must` for a course that no rule mentions, while another course may be taken."""
    return f"No rule requires {actor(action)} to {action_phrase(action)}, and none speaks against it."


def afterwards_in_words(answer: str, action: Action, status: Status) -> str:
    """The answer `not yet`, with how an action stands once the steps that come first are done."""
    silent, then = _AFTERWARDS[Status.UNREGULATED], _AFTERWARDS.get(status, "")
    who = actor(action)
    old, new = (text.format(actor=who, Actor=capital(who), act=action_phrase(action)) for text in (silent, then))
    return answer.replace(old, new) if new else answer


def once_done_in_words(answer: Answer) -> str:
    """What is said beside a no, of what it turns into once the steps that must come first are done."""
    lead = "Once the steps that come first are done, "
    if answer is Answer.ADVISED_AGAINST:
        return f"{lead}it is no longer forbidden, but still {ANSWER_IN_WORDS[answer]}."
    return f"{lead}the answer is {ANSWER_IN_WORDS[answer]}."


def in_turn(steps: Sequence[Action]) -> str:
    """Steps in the order in which they are to be done."""
    return ", then ".join(map(briefly, steps))


def some_step_in_words(perhaps: Sequence[Action], action: Action, status: Status | None) -> str:
    """`not yet`, where it is open which step has to come first."""
    steps = listed(map(briefly, perhaps), "or")
    return _first_of_all(action, status, f"a step must come first. Which one is not known yet: {steps}")


def _first_of_all(action: Action, status: Status | None, what: str) -> str:
    """`not yet`, or `yes, but first`, and what holds once that is done."""
    lead = f"Yes, but {what}" if status in DUTIES else f"Not yet. {capital(what)}"
    who = actor(action)
    then = _AFTERWARDS.get(status, "")
    return f"{lead}.{then.format(actor=who, Actor=capital(who), act=action_phrase(action))}"


def barred_in_words(
    itself: str, action: Action, status: Status | None, closed: Sequence[tuple[Action, Status | None]]
) -> str:
    """The answer to `must`, if every other course is forbidden or advised against; a status is None while open.

    `itself` is the answer otherwise. Of a course that is advised or permitted, that no other is left is said first.
    """
    others = "every other course is forbidden"
    if any(each is not Status.PROHIBITED for _, each in closed):
        others = f"{others} or advised against"
    lead = _ONLY_COURSE.get(status) if status else None
    itself = _ITSELF[status].format(Actor=capital(actor(action)), act=action_phrase(action)) if lead else itself
    parts = [lead.format(others=others), itself] if lead else [itself, "It is the only course left."]
    for heading, statuses in (
        ("Forbidden", (Status.PROHIBITED,)),
        ("Advised against", (Status.DISCOURAGED,)),
        ("Forbidden or advised against", (None,)),
    ):
        if ways := [way.label for way, status in closed if status in statuses]:
            parts.append(f"{heading}: {listed(ways)}.")
    return " ".join(parts)


def first_in_words(step: Action | None) -> str:
    """The answer to `first`, where it is asked of no action."""
    return "No rule puts a step before it." if step is None else f"First {step.label}."


def first_before_in_words(steps: Sequence[Action], action: Action, against: Status | None) -> str:
    """The answer to `first` of an action: every step that comes before it; `against` is a status against it."""
    named = in_turn(steps)
    if against is None:
        return f"First {named}." if steps else "No rule puts a step before it."
    itself = _ITSELF[against].format(Actor=capital(actor(action)), act=action_phrase(action))
    return f"{itself} {f'In any case, first {named}.' if steps else 'No rule puts a step before it.'}"


def verdict_in_words(verdict: Verdict, unstated: Sequence[Action] = ()) -> str:
    """The answer to `right`; `unstated` are required steps of the course taken that were stated neither way."""
    missing = f" Required, and not stated: {listed(map(briefly, unstated))}." if unstated else ""
    if verdict is Verdict.NO_RULE:
        return f"No rule speaks of it, as the case was stated. That does not make it right.{missing}"
    if verdict is Verdict.CONSISTENT and missing:
        return f"It was consistent with the rules as far as stated.{missing}"
    if verdict is Verdict.DEPARTURE and missing:
        return f"It was {VERDICT_IN_WORDS[verdict]}, as far as stated.{missing} To leave out one of these is a breach."
    if verdict is Verdict.NO_VERDICT:
        return "No verdict can be given."
    return f"It was {VERDICT_IN_WORDS[verdict]}."


def open_in_words(possible: Sequence[str], ruleset: Ruleset) -> str:
    """An answer that is open, with what remains possible."""
    words = [quoted(word_in_words(word, ruleset)) for word in possible]
    return f"Open. It could be {listed(words, 'or')}."


def possible_words(ask: Ask) -> tuple[str, ...]:
    """The words that the answer to a kind of question may be; none where these are actions or statuses."""
    match ask:
        case Ask.MAY:
            return tuple(word.value for word in Answer if word not in (Answer.OPEN, Answer.ADVISED))
        case Ask.MUST:
            return tuple(word.value for word in Answer if word not in (Answer.OPEN, Answer.ADVISED_AGAINST))
        case Ask.RIGHT:
            return tuple(verdict.value for verdict in Verdict)
        case Ask.WHAT:
            return tuple(force.value for force in Force)
        case Ask.FIRST | Ask.HOW:
            return ()


def scenario_in_words(clauses: Sequence[str], then: str) -> str:
    """What would have to be the case, and the answer that then holds."""
    return f"{capital(then).rstrip('.')}, if {listed(clauses)}."


def word_in_words(word: str, ruleset: Ruleset) -> str:
    """One possible answer: a word of `Answer` or `Verdict`, or the id of an action."""
    if word in ruleset.action:
        return ruleset.action[word].label
    return _WORDS.get(word, "nothing")


@frozen_record
class Standing(Record):
    """How a course itself stands, if it is asked how to take it.

    Attributes:
        status: None while it is open.

        possible: Whether it may be possible at all.

        first: The steps that surely must come first.

        perhaps_first: Further steps that may come first.
    """

    way: Action
    status: Status | None
    possible: bool
    first: Sequence[Action]
    perhaps_first: Sequence[Action]


def how_in_words(standing: Standing, manner: Sequence[tuple[Action, Status | None, str]], ruleset: Ruleset) -> str:
    """The answer to `how`: how the course itself stands, and for each step its status and whether it is done or tried.

    The last part of each step is `done`, `tried` or nothing.
    """
    way, anyway = standing.way, standing.status in NEGATIVE
    parts = []
    for status, shall in _SHALL.items():
        steps = [f"{step.label}{f' ({seen_to})' if seen_to else ''}" for step, has, seen_to in manner if has is status]
        if steps:
            parts.append(f"{shall.format(actor=actor(way))} {listed(steps)}")
    lead = "If it goes ahead anyway" if anyway else f"To {way.label}"
    how = f"{lead}: {'; '.join(parts)}." if parts else f"No rule says how to {way.label}."
    return f"{standing_in_words(standing, ruleset)} {how}"


def standing_in_words(standing: Standing, ruleset: Ruleset) -> str:
    """How a way itself stands, and what has to come first."""
    way, status = standing.way, standing.status
    who = actor(way)
    if not standing.possible:
        available = condition_in_words(ruleset.action[way.id].available, ruleset)
        return _MAY[Answer.NOT_POSSIBLE].format(Actor=capital(who), act=action_phrase(way), available=available)
    steps = in_turn(standing.first)
    open_steps = listed([step.label for step in standing.perhaps_first], "or")
    perhaps = f" It is not known whether this comes first too: {open_steps}." if open_steps else ""
    if steps and status in _AFTERWARDS:
        return f"{_first_of_all(way, status, f'first {steps}')}{perhaps}"
    itself = _ITSELF[status].format(actor=who, Actor=capital(who), act=action_phrase(way))
    anyway = " In any case, first" if status in NEGATIVE else " First"
    return f"{itself}{f'{anyway} {steps}.' if steps else ''}{perhaps}"


def unmet_in_words(duty: Action, means: Sequence[Action]) -> str:
    """A duty that cannot be met."""
    closed = listed([step.label for step in means], "or")
    return f"A dilemma. {capital(actor(duty))} must {duty.label}, but none of the ways to do it is allowed ({closed})."


def to_a_degree(text: str, degree: Firmness) -> str:
    """A sentence with how firm it is, in brackets; what is open tells that itself."""
    words = {Firmness.FIRM: "firm", Firmness.PROVISIONAL: "provisional"}
    return f"{text.removesuffix('.')} ({words[degree]})." if degree in words else text
