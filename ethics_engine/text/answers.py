"""The fixed sentences of questions, answers, dispositions and verdicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import frozen

from ethics_engine.model.actions import Action
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.conditions import Condition, FactTest
from ethics_engine.model.determination import Determination, Firmness
from ethics_engine.model.facts import FactType
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import Modality
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import DUTIES, NEGATIVE, Force, Status

from .actions import action_phrase, briefly
from .conditions import condition_in_words
from .lists import capital, listed, quoted
from .norms import PRACTITIONER, actor
from .plural import counted

STANDING = {
    Firmness.FIRM: "Firm: no missing fact can change it.",
    Firmness.PROVISIONAL: "Provisional: it holds if the assumptions are right. Correct any that is wrong.",
    Firmness.OPEN: "It depends on what is not known.",
}

_STEPS_NAMED = 3
"""How many of the steps that come before every course a sentence names."""

STEPS_ANYWAY = "What to do whatever the course is listed below."

STEPS_MAY_BE_ADDED = "Firm: a step must come first. More may have to, depending on what is not known."

VERDICT_IN_WORDS = {
    Verdict.BREACH: "a breach of the rules",
    Verdict.PREMATURE: "too soon",
    Verdict.DEPARTURE: "a departure from advice",
    Verdict.NO_VERDICT: "no verdict",
    Verdict.NO_RULE: "no rule speaks of it",
    Verdict.CONSISTENT: "consistent with the rules",
}

_ANSWER_IN_WORDS = {
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
    **{answer.value: words for answer, words in _ANSWER_IN_WORDS.items()},
}

_FORCE_IN_WORDS = {
    Force.REQUIRED: "required",
    Force.DILEMMA: "a dilemma",
    Force.ADVISED: "advised",
    Force.PERMITTED: "permitted",
    Force.LEFT: "only course left",
    Force.NONE: "no course named by the rules",
}

_SHALL: Mapping[Status | None, str] = {
    **{modality.status: f"{{actor}} {modality.value}" for modality in Modality},
    Status.DILEMMA: "rules of equal weight conflict on whether to",
    None: "not known whether to",
}

_MAY = {
    Answer.NO: "No. {Actor} must not {act}.",
    Answer.ADVISED_AGAINST: "Advised against. {Actor} should not {act}. It is not forbidden.",
    Answer.RULES_SAY_NOTHING: "No rule says whether {actor} may {act}. That is not a yes.",
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
    Answer.RULES_SAY_NOTHING: "No rule requires {actor} to {act}, and none speaks against it.",
    Answer.NOT_POSSIBLE: _MAY[Answer.NOT_POSSIBLE],
    Answer.DILEMMA: "A dilemma. Rules of equal weight conflict on whether {actor} must {act}.",
}
_MUST_NO = {
    Status.PERMITTED: "No. {Actor} may {act}, but need not.",
    Status.DISCOURAGED: "No. {Actor} should not {act}.",
    Status.PROHIBITED: "No. {Actor} must not {act}.",
    None: "No. Nothing requires {actor} to {act}.",
}
_AFTERWARDS = {
    Status.REQUIRED: " {Actor} must then {act}.",
    Status.ADVISED: " {Actor} should then {act}.",
    Status.PERMITTED: " {Actor} may then {act}.",
    Status.UNREGULATED: " No rule says whether {actor} may then {act}. That is not a yes.",
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
    """What is said of a danger of which it was stated that nobody knows; of a degree, what it is a degree of."""
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
    return template.format(actor=who, Actor=capital(who), act=action_phrase(action), available=available)


def only_until_in_words(ends: Sequence[str]) -> str:
    """What is added to `yes` and to `not yet`, if what is permitted is permitted for a time."""
    return f"This holds only until {listed(ends)}."


def set_aside_in_words(status: Status | None, rivals: Sequence[Action]) -> str:
    """The answer about a course that no rule of its own speaks against: another is advised, or required, instead."""
    if status is Status.PROHIBITED:
        required = listed([action_phrase(way) for way in rivals])
        return f"No, because another course is required: {PRACTITIONER} must {required}."
    advised = listed([action_phrase(way) for way in rivals], "or")
    return f"Not advised here, because another course is advised: {PRACTITIONER} should {advised}."


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
    then = _AFTERWARDS.get(status, "") if status else ""
    return f"{lead}.{then.format(actor=who, Actor=capital(who), act=action_phrase(action))}"


def barred_in_words(closed: Sequence[tuple[Action, Status | None]]) -> str:
    """What is added to `must`, if every other course is forbidden or advised against; a status is None while open."""
    parts = ["It is the only course left."]
    for heading, statuses in (
        ("Forbidden", (Status.PROHIBITED,)),
        ("Advised against", (Status.DISCOURAGED,)),
        ("Forbidden or advised against", (None,)),
    ):
        if ways := [way.label for way, status in closed if status in statuses]:
            parts.append(f"{heading}: {listed(ways)}.")
    return " ".join(parts)


def before_course_in_words(steps: Sequence[Action]) -> str:
    """What must come before every course that is named, in order; of many steps the last ones are counted."""
    shown = [briefly(step) for step in steps[:_STEPS_NAMED]]
    more = len(steps) - len(shown)
    rest = f", then {counted(more, 'more step')} (see below)" if more else ""
    return f"But first {', then '.join(shown)}{rest}."


def first_in_words(step: Action | None) -> str:
    """The answer to `first`, where it is asked of no action."""
    return "No step has to come first." if step is None else f"First {step.label}."


def first_before_in_words(steps: Sequence[Action], action: Action, against: Status | None) -> str:
    """The answer to `first` of an action: every step that comes before it; `against` is a status against it."""
    named = in_turn(steps)
    if against is None:
        return f"First {named}." if steps else "No step has to come first."
    itself = _ITSELF[against].format(Actor=capital(actor(action)), act=action_phrase(action))
    return f"{itself} {f'Even then, first {named}.' if steps else 'No rule puts a step before it.'}"


def verdict_in_words(verdict: Verdict, unstated: Sequence[Action] = ()) -> str:
    """The answer to `right`; `unstated` are required steps of the course taken of which nothing was stated."""
    missing = f" Required, and not stated: {listed([step.label for step in unstated])}." if unstated else ""
    if verdict is Verdict.NO_RULE:
        return f"No rule speaks of it. That is not a yes.{missing}"
    if verdict is Verdict.CONSISTENT and missing:
        return f"It was consistent with the rules as far as stated.{missing}"
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


def disposition_in_words(force: Force, ways: Sequence[Action], instead: Sequence[Action] = ()) -> str:
    """Which course of action, and with what force; after the advised ones, those that may be taken instead."""
    either = listed([way.label for way in ways], "or")
    also = f", or may instead {listed([way.label for way in instead], 'or')}" if instead else ""
    match force:
        case Force.REQUIRED:
            return f"{capital(PRACTITIONER)} must {listed([action_phrase(way) for way in ways])}."
        case Force.ADVISED:
            return f"{capital(PRACTITIONER)} should {listed([action_phrase(way) for way in ways])}{also}."
        case Force.PERMITTED:
            return f"{capital(PRACTITIONER)} may {either}. {_merely_permitted(len(ways))}"
        case Force.LEFT if len(ways) == 1:
            return f"Only one course is left: {either}. {EVERY_OTHER_IS_CLOSED}"
        case Force.LEFT:
            return f"Only these courses are left: {either}. {EVERY_OTHER_IS_CLOSED}"
        case Force.DILEMMA if ways:
            return f"A dilemma. Rules of equal weight conflict on whether to {either}."
        case Force.DILEMMA:
            return "No acceptable course: all are forbidden."
        case Force.NONE:
            return "No rule names a course of action."


def _merely_permitted(number: int) -> str:
    return f"No rule requires or advises {'it' if number == 1 else 'either' if number == 2 else 'any of them'}."


NO_OTHER_COURSE = "No rule names any other course."

WEIGH_THE_SIDES = "The rules do not choose: weigh the sides below, best with a supervisor or an ethics committee."

EVERY_OTHER_IS_CLOSED = "Every other course is forbidden or advised against."


def nothing_instead_in_words(*, steps: bool) -> str:
    """What is said of a course that is spoken against, if no rule names another; `steps` says if any are listed."""
    do = "Do what is listed below, whatever the course." if steps else "State more about the case and ask again."
    return f"No rule says what to do instead. {do}"


def no_way_out_in_words(discouraged: Sequence[Action]) -> str:
    """What is said if every course is forbidden or advised against: the least wrong ones, and whom to ask."""
    ask = "Bring it to a supervisor or an ethics committee before acting."
    if not discouraged:
        return f"Every course that is possible here is forbidden, and the rules know no way out. {ask}"
    least = f"Least wrong, as it is only advised against: {listed([way.label for way in discouraged], 'or')}."
    return f"Every course that is possible here is forbidden or advised against. {least} {ask}"


def course_beside_answer(
    force: Force, asked: Action, ways: Sequence[Action], instead: Sequence[Action], *, barred: bool
) -> str:
    """What the disposition adds to an answer that says already how a course stands which it names, `asked`.

    `barred` says that the answer named the courses that are closed.
    """
    others = [way.label for way in ways if way not in (asked, *instead)]
    beside = [way.label for way in instead if way != asked]
    permitted = f"It is also permitted to {listed(beside, 'or')} instead." if beside else ""
    match force:
        case Force.REQUIRED:
            return f"{capital(PRACTITIONER)} must also {listed(others)}." if others else ""
        case Force.ADVISED if asked in instead:
            return f"The advised course is to {listed(others)}."
        case Force.ADVISED:
            advised = f"Also advised: {listed(others)}." if others else ""
            return f"{advised} {permitted}".strip()
        case Force.PERMITTED:
            also = f"Also permitted: {listed(others, 'or')}. " if others else ""
            return f"{also}{_merely_permitted(len(others) + 1)}"
        case Force.LEFT if not others:
            return "" if barred else "It is the only course left: every other is forbidden or advised against."
        case Force.LEFT:
            return f"Also left: {listed(others, 'or')}. {EVERY_OTHER_IS_CLOSED}"
        case Force.DILEMMA:
            return f"They conflict over {listed([asked.label, *others])}." if others else ""
        case Force.NONE:
            return ""


def open_disposition_in_words(possible: Sequence[str]) -> str:
    """A disposition that is open, with what remains possible, each as `force_in_words` puts it."""
    return f"Open. It could be: {'; '.join(possible)}."


def force_in_words(force: Force, labels: Sequence[str], instead: Sequence[str] = ()) -> str:
    """A force and the courses it may name, such as `refer the client or pause the work (advised)`."""
    word = "only courses left" if force is Force.LEFT and len(labels) > 1 else _FORCE_IN_WORDS[force]
    return _courses((labels, word), (instead, "permitted instead"))


def _courses(*groups: tuple[Sequence[str], str]) -> str:
    """Courses, each group of them with how it stands in brackets; of no courses at all how they stand alone."""
    shown = [f"{listed(labels, 'or')} ({word})" for labels, word in groups if labels]
    return listed(shown, "or") if shown else groups[0][1]


def course_clause(force: Force, ways: Sequence[Action]) -> str:
    """A disposition as a clause, such as `it is advised to refer the client or pause the work`."""
    either, each = (listed([way.label for way in ways], last) for last in ("or", "and"))
    match force:
        case Force.REQUIRED:
            return f"it is required to {each}"
        case Force.ADVISED:
            return f"it is advised to {either}"
        case Force.PERMITTED:
            return f"it is permitted to {either}"
        case Force.LEFT:
            return f"{'the only course left is' if len(ways) == 1 else 'the only courses left are'} to {either}"
        case Force.DILEMMA if ways:
            return f"it is a dilemma whether to {either}"
        case Force.DILEMMA:
            return "no course is acceptable"
        case Force.NONE:
            return "no rule names a course of action"


def possible_course_in_words(
    force: Force, ways: Sequence[str], ruleset: Ruleset, statuses: Mapping[str, Collection[Status]] | None = None
) -> str:
    """A possible disposition: a force and the ids of the courses that it may name.

    A course that may be named only because it is permitted instead of one that is advised is set apart: surely
    or perhaps by its possible `statuses`, or, if these are not known, perhaps whenever a rule may permit it instead of
    another.
    """
    if force is not Force.ADVISED:
        return force_in_words(force, [ruleset.action[way].label for way in ways])
    instead = {
        norm.action
        for rule in ruleset.rules
        for norm in rule.norms
        if norm.action in ways and norm.instead_of is not None and norm.instead_of in ways
    }
    advised, perhaps, permitted = [], [], []
    for way in ways:
        label, possible = ruleset.action[way].label, statuses[way] if statuses else _ADVISED_OR_PERMITTED
        if way not in instead or Status.PERMITTED not in possible:
            advised.append(label)
        elif Status.ADVISED in possible:
            perhaps.append(label)
        else:
            permitted.append(label)
    return _courses(
        (advised, _FORCE_IN_WORDS[force]), (perhaps, "advised, or permitted instead"), (permitted, "permitted instead")
    )


_ADVISED_OR_PERMITTED = (Status.ADVISED, Status.PERMITTED)


def course_in_words(determination: Determination) -> str:
    """The force of a disposition and the courses it names, in brief; "open" while it is open."""
    found = determination.disposition
    if found.force is None:
        return "open"
    named, instead = (
        [determination.label(way) for way in found.ways if (way in found.instead) is also] for also in (False, True)
    )
    return force_in_words(found.force, named, instead)


@frozen
class Standing:
    """How a course itself stands, of which it is asked how to take it.

    Attributes:
        status: None while it is open.

        possible: Whether it may be possible at all.

        first: The steps that surely must come first.

        perhaps_first: Further steps of which that is open.
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
        return _MAY[Answer.NOT_POSSIBLE].format(actor=who, act=action_phrase(way), available=available)
    steps = in_turn(standing.first)
    open_steps = listed([step.label for step in standing.perhaps_first], "or")
    perhaps = f" It is not known whether this comes first too: {open_steps}." if open_steps else ""
    if steps and status in _AFTERWARDS:
        return f"{_first_of_all(way, status, f'first {steps}')}{perhaps}"
    itself = _ITSELF[status].format(actor=who, Actor=capital(who), act=action_phrase(way))
    anyway = " Even then, first" if status in NEGATIVE else " First"
    return f"{itself}{f'{anyway} {steps}.' if steps else ''}{perhaps}"


def unmet_in_words(duty: Action, means: Sequence[Action]) -> str:
    """A duty that cannot be met."""
    closed = listed([step.label for step in means], "or")
    return f"A dilemma. {capital(actor(duty))} must {duty.label}, but none of the ways to do it is allowed ({closed})."


def to_a_degree(text: str, degree: Firmness) -> str:
    """A sentence with how firm it is, in brackets; what is open tells that itself."""
    words = {Firmness.FIRM: "firm", Firmness.PROVISIONAL: "provisional"}
    return f"{text.removesuffix('.')} ({words[degree]})." if degree in words else text
