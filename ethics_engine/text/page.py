"""The sentences of the answer on one page."""

from __future__ import annotations

from collections.abc import Sequence

from ethics_engine.model.actions import Action
from ethics_engine.model.case import Answer, Verdict
from ethics_engine.model.determination import Firmness
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Values
from ethics_engine.model.variables import Value, Variable, known_by

from .actions import briefly
from .answers import ANSWER_IN_WORDS, VERDICT_IN_WORDS
from .lists import capital, listed, quoted
from .outcomes import IT_COULD_BE, NOT_REQUIRED
from .plural import plural
from .values import value_in_words

MORE = "--full"

_FEW = 2
"""How many steps a result names if one of them comes first; more are counted."""

FIRST = "first "
"""What stands before the step that comes first, in a result."""

HOW_FIRM = {Firmness.FIRM: "firm", Firmness.PROVISIONAL: "", Firmness.OPEN: "open"}
"""How firm an answer is in a word; most are provisional, and say in a sentence on what they depend."""


def how_firm_in_brief(firmness: Firmness, *, rest: Firmness) -> str:
    """How firm an answer is in a word, and what follows it, if that is less firm; empty if a word tells nothing."""
    if rest is firmness:
        return HOW_FIRM[firmness]
    if rest is Firmness.OPEN:
        return f"{HOW_FIRM[firmness]}{', but ' if HOW_FIRM[firmness] else ''}what follows is open"
    return f"{HOW_FIRM[firmness]} on the answer"


NO_DANGER = "No danger to anyone was stated. If there is one, see to it now and ask again."
NO_CODE = "No code was chosen, and a code may answer differently (see `ethics compare`)."
"""What is said beside how firm an answer is, if no overlay was chosen."""

A_JUDGEMENT = "Also a judgement, on which careful people may differ:"
JUDGEMENTS = "Also judgements, on which careful people may differ:"
"""What stands before what was stated, decides, and is an appraisal."""

DANGER_DENIED = (
    "Nobody is in danger, as far as it was asked and answered. If that changes, or there is another danger, see to it "
    "before all else, then ask again."
)
NO_OTHER_DANGER = "If there is any other danger, to a child, a colleague or anybody else, see to it at once."
_NOTHING_NEAR = "Nothing close to this case is left to find out. "
_NOTHING_LEFT = ": there is nothing left to find out"


def danger_first(how_firm: str) -> str:
    """How firm an answer is, where Safety tells of something that is not known: that comes first."""
    left = how_firm.removeprefix(_NOTHING_NEAR).replace(_NOTHING_LEFT, "")
    return f"First find out what Safety says is not known. {left}"


def how_firm(
    firmness: Firmness,
    *,
    shown: int,
    near: int,
    total: int,
    answer: int,
    more_steps: bool,
    held_back: bool,
    no_code: bool,
) -> str:
    """How firm an answer is, before the list of assumptions, if there is one.

    Args:
        firmness: How far it depends on what was not stated.

        shown: How many assumptions are listed.

        near: How many of these are listed one by one.

        total: How many there are that would change something if they alone were wrong.

        answer: How many of these would change the answer itself.

        more_steps: Whether it is firm that a step has to come first, and not that no other has to.

        held_back: Whether some that would be a pretext may have been left out.

        no_code: Whether no code, law or policy was chosen; each may change an answer that no fact changes.
    """
    vague = condition = f"if something that was left out is not as usual ({MORE} lists it)."
    if shown:
        condition = f"if {plural(shown, 'this', 'one')} is wrong{f' (more: {MORE})' if shown < total else ''}:"
    rest = f"What else to do may change {condition}"
    code = " A code or law may: none was chosen (see `ethics compare`)." if no_code else ""
    match firmness:
        case Firmness.FIRM if more_steps and total and near:
            return f"A step must come first, whatever is not known. {rest}"
        case Firmness.FIRM if more_steps:
            return "A step must come first, whatever is not known. Further steps may have to come before it is done."
        case Firmness.FIRM if total and near:
            return f"No missing fact changes this answer.{code} {rest}"
        case Firmness.FIRM if total:
            return f"No missing fact changes this answer.{code} What else to do may change {vague}"
        case Firmness.FIRM:
            return f"No missing fact can change it{_NOTHING_LEFT}.{code}"
        case Firmness.PROVISIONAL if total and answer:
            return f"{'' if shown else _NOTHING_NEAR}The answer may change {condition}"
        case Firmness.PROVISIONAL if total:
            return f"No single fact that was left out changes the answer. {rest}"
        case Firmness.PROVISIONAL:
            if held_back:
                return f"The answer may change {vague}"
            return f"No single fact that was left out changes the answer; several together may ({MORE} lists them)."
        case Firmness.OPEN if total:
            return f"It depends on what is not known. It may also change {condition}"
        case Firmness.OPEN:
            return "It depends on what is not known."


def seen_to_in_words(steps: Sequence[str]) -> str:
    """Beside a danger that was stated: what is stated as done about it."""
    return f"Stated as done: {'; '.join(steps)}."


ONLY_IF_SEEN_TO = "The answer holds only if what came of it shows that the danger is seen to."
"""Beside a danger about which something was done, where the answer is not a no: to have done it is not enough."""


def general_danger(*, other: bool) -> str:
    """That there is no danger, or no other than those stated, in one line for all the assumptions that say it."""
    return f"There is no {'other ' if other else ''}danger to anyone."


def result_in_words(answer: str, first: Sequence[Action], course: str, *, whole: bool) -> str:
    """A result: the answer, what has to come first, or may have to, and the course, as far as each is to be named.

    `whole` says that all of it is shown; else only what differs from the result as it is.
    """
    steps = f"{FIRST}{_one_of(first)}" if first else ""
    shown = ", ".join(part for part in (answer, steps) if part)
    course = f"then {course}" if course and whole else course
    return ". ".join(capital(part) for part in (shown, course) if part) or "Not certain"


def and_then(result: str, then: str) -> str:
    """The result of a reply, if it differs, and what the answer will be once the steps that come first are done."""
    after = f"after what comes first, the answer is: {ANSWER_IN_WORDS[Answer(then)]}"
    return f"{result}; {after}" if result else capital(after)


def _one_of(steps: Sequence[Action]) -> str:
    """Steps, one of them to come first; of many only one is named."""
    if len(steps) > _FEW:
        return f"one of {len(steps)} steps, such as: {briefly(steps[0])}"
    return listed(map(briefly, steps), "or")


def find_out_first(replies: Sequence[tuple[str, str]]) -> str:
    """What is said where no rule decides, but would if one thing were known: each condition, and the answer then."""
    answers = [consequence(f"if {clause}", answer) for clause, answer in replies]
    return " ".join((*answers, "Find that out first.")) if answers else ""


UNTIL_FOUND_OUT = "It may change once what is asked above is found out."

IT_MAY_BECOME = "it may become"
"""Before the answers that are possible besides the present one."""

IF_WRONG = "if wrong"
"""The condition that an assumption does not hold, whatever is so instead."""


IF_DONE = "if done"
"""The condition that a step is done, which is assumed not to be."""

_CONDITION = {IF_WRONG: "if that is wrong", IF_DONE: "if it is done"}
"""How a condition that names nothing begins a sentence."""

IF_ONE_IS_WRONG = "if one is wrong"
IF_ONE_IS_DONE = "if one is done"
_IT_MAY_BE = "it may be that"
IF_ONE_IS_WRONG_PERHAPS = f"{IF_ONE_IS_WRONG}, {_IT_MAY_BE}"
"""The conditions that one of several assumptions is wrong, or one of several steps is done."""

NOT_SURE = "If you are not sure of it, settle it with a supervisor, then ask again."
"""What is said of an assumption that could be a pretext, instead of what would come of it."""

_SUBJECT = {
    **{ANSWER_IN_WORDS[each]: "the answer is" for each in (Answer.YES, Answer.NO, Answer.NOT_YET, Answer.DILEMMA)},
    **{ANSWER_IN_WORDS[each]: "it is" for each in (Answer.ADVISED_AGAINST, Answer.ADVISED, Answer.NOT_POSSIBLE)},
    NOT_REQUIRED: "it is",
    **{VERDICT_IN_WORDS[each]: "it was" for each in Verdict if each not in (Verdict.NO_VERDICT, Verdict.NO_RULE)},
    VERDICT_IN_WORDS[Verdict.NO_VERDICT]: "until more is known, there is",
}
"""What makes a clause of an answer or a verdict in a word."""


def consequence(condition: str, result: str) -> str:
    """What comes of it under a condition, as a whole sentence; of a result, as a page tells it in brief."""
    result = result[:1].lower() + result[1:]
    if result.startswith(FIRST):
        result = f"another step comes first: {result.removeprefix(FIRST)}"
    for word, subject in _SUBJECT.items():
        if result == word or result.startswith((f"{word},", f"{word}.")):
            result = f"{subject} {word}{result.removeprefix(word).replace(f', {FIRST}', f': {FIRST}', 1)}"
            break
    for vague in (IT_MAY_BECOME, IT_COULD_BE):
        if result.startswith(vague):
            result = f"the answer{result.removeprefix('it')}"
    joined = " " if condition.endswith(_IT_MAY_BE) else ", "
    return f"{capital(_CONDITION.get(condition, condition))}{joined}{result}{'' if result.endswith('?') else '.'}"


def if_wrong(fact: Fact, variations: Sequence[tuple[Variable, Value]]) -> str:
    """A condition: that a fact is not as it is assumed, but has one of these values."""
    if fact.type is FactType.YES_NO:
        return IF_DONE if fact.id.startswith(DONE) else IF_WRONG
    if fact.type is FactType.CHOICE:
        usual = fact.presumed.possible if isinstance(fact.presumed, Values) else frozenset()
        if {*fact.value_ids} - usual == {value for _, value in variations}:
            return IF_WRONG
        if fact.clause is not None:
            return f"if {fact.clause.replace('{}', listed((fact.label(str(value)) for _, value in variations), 'or'))}"
        clauses = [fact.value_clause(str(value)) for _, value in variations]
        if None not in clauses:
            return f"if {', or if '.join(filter(None, clauses))}"
    return f"if {values_in_words(fact, variations)}"


def values_in_words(fact: Fact, variations: Sequence[tuple[Variable, Value]]) -> str:
    """Some values of a fact, or of options of it, such as `possible or actual`."""
    if fact.type is FactType.CHOICES:
        if len(variations) > _FEW:
            return f"one of {len(variations)} is so, such as: {fact.label(variations[0][0].option or '')}"
        return listed(
            [
                f"{'' if value == 'yes' else 'not '}{fact.label(variable.option or '')}"
                for variable, value in variations
            ],
            "or",
        )
    if fact.type is FactType.CHOICE and fact.clause is None:
        clauses = [fact.value_clause(str(value)) for _, value in variations]
        if None not in clauses:
            return ", or if ".join(filter(None, clauses))
    words = [value_in_words(fact, known_by({variable: value})[fact.id]) for variable, value in variations]
    return listed(map(quoted, words) if fact.type is FactType.CHOICE and len(words) > 1 else words, "or")
