"""Questions on contested cases, which have no key: how one more fact changes how appropriate something is.

The form is that of the script concordance test: a situation, something considered, a further piece of information, and
how much more or less appropriate what is considered becomes. Source: B. Charlin, L. Roy, C. Brailovsky, F. Goulet and
C. van der Vleuten, "The Script Concordance test: a tool to assess the reflective clinician", Teaching and Learning in
Medicine 12 (2000).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
from attrs import frozen

from ethics_engine.case_law.case_tests import evaluate_case
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.model.case import Answer, Ask, Case, Held
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import FactType
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth
from ethics_engine.quiz.form_codes import mark_of
from ethics_engine.quiz.items.context import ItemContext
from ethics_engine.quiz.items.distractors import stable_hash
from ethics_engine.quiz.items.fact_texts import changed
from ethics_engine.quiz.items.variants import Variant, nearby
from ethics_engine.quiz.items.vignette import NOTHING_ELSE, vignette
from ethics_engine.text.actions import action_phrase
from ethics_engine.text.lists import sentence

SCALE: Mapping[int, str] = {
    -2: "much less appropriate",
    -1: "less appropriate",
    0: "neither less nor more appropriate",
    1: "more appropriate",
    2: "much more appropriate",
}
"""What can be answered."""


_OF_EACH, _FEWEST, _MOST = 2, 2, 4
"""So many facts that lead to one status, and that change it at all; what was said only changes for the fewest."""


def in_figures(answer: int) -> str:
    """An answer with its sign: −2, −1, 0, +1, +2."""
    return f"{answer:+d}".replace("-", "−") if answer else "0"


@frozen
class ConcordanceQuestion:
    """What a panel and learners are asked.

    Attributes:
        number: Its number on the form, which it keeps when others are taken out.

        id: Its name; the same for as long as it asks the same of the same case.

        situation: What happened, in paragraphs.

        considered: What the practitioner considers doing.

        learnt: The fact that is then learnt.
    """

    number: int
    id: str
    situation: str
    considered: str
    learnt: str


@frozen
class ConcordanceForm:
    """Questions as they are put to a panel and to learners.

    Attributes:
        mark: Tells it from forms with other numbers; it stays when questions are taken out.
    """

    mark: str
    questions: tuple[ConcordanceQuestion, ...]


def is_contested(case: Case) -> bool:
    """Whether somebody dissented, or what was held is a dilemma."""
    held = case.held or Held()
    return (
        case.dissent is not None
        or held.answer == Answer.DILEMMA.value
        or Force.DILEMMA.value in held.disposition
        or Status.DILEMMA in held.statuses.values()
    )


def form_of(ruleset: Ruleset, entries: Sequence[ReportedCase]) -> ConcordanceForm:
    """A form with the questions that the contested ones among decided cases yield, in the order of the cases.

    What is learnt is one fact, if possible one that was not stated: such as would change what the rules say to
    what is considered, and last one that would not, for that something does not matter is worth knowing too. Nothing
    that was stated is contradicted, and what is considered remains possible.
    """
    contested = [entry for entry in entries if is_contested(entry.case)]
    made = (question for context in _contexts(contested, ruleset) for question in _questions(context))
    questions = tuple(attrs.evolve(question, number=number) for number, question in enumerate(made, start=1))
    return ConcordanceForm(mark_of(text for one in questions for text in attrs.astuple(one)[1:]), questions)


def _contexts(entries: Sequence[ReportedCase], ruleset: Ruleset) -> Iterator[ItemContext]:
    for number, (entry, tested) in enumerate(zip(entries, evaluate_case(entries, ruleset), strict=True)):
        if tested.evaluated is not None:
            stated = {name: statement.known for name, statement in entry.case.facts.items()}
            (around,) = nearby(tested.evaluated.enactment, [tested.evaluated], [stated])
            yield ItemContext(entry, tested.evaluated, around, entry.case.id, number)


def _questions(context: ItemContext) -> Iterator[ConcordanceQuestion]:
    situation = vignette(context).removesuffix(NOTHING_ELSE).strip()
    for action in _considered(context):
        for variant in sorted(_learnt(context, action), key=lambda variant: _unnatural(context, variant)[:2]):
            yield ConcordanceQuestion(
                0,
                f"{context.case.id}.{action}.{_name(variant)}",
                situation,
                sentence(action_phrase(context.enactment.action[action])),
                sentence(changed(variant, context.enactment)),
            )


def _considered(context: ItemContext) -> tuple[str, ...]:
    """The action asked about, or judged, or the ways on that were held, by the dissent too."""
    if context.action is not None:
        return (context.action.id,)
    if context.ask is Ask.RIGHT:
        return context.query.judged
    case = context.case
    held = [case.held or Held(), (case.dissent.held if case.dissent else None) or Held()]
    torn = [action for each in held for action, status in each.statuses.items() if status is Status.DILEMMA]
    named = {*torn, *(way for each in held for way in each.disposition)}
    return tuple(way.id for way in context.enactment.ways if way.id in named)


def _learnt(context: ItemContext, action: str) -> Iterator[Variant]:
    readings, now = context.nearby.statuses(action), context.status(action)
    chosen: list[Variant] = []
    for said in (False, True):
        for status in readings.other_than(now):
            if len(chosen) < (_FEWEST if said else _MOST):
                found = _most_natural(context, action, readings.where(status), said=said)
                asked = {variant.fact for variant in chosen}
                chosen += [variant for variant in found if variant.fact not in asked][:_OF_EACH]
    yield from chosen[:_MOST]
    if now is not None:
        asked = {variant.fact for variant in chosen}
        idle = _most_natural(context, action, readings.where(now), said=False)
        yield from [variant for variant in idle if variant.fact not in asked][:1]


def _most_natural(context: ItemContext, action: str, variants: Iterable[Variant], *, said: bool) -> Sequence[Variant]:
    """One variant of each fact that was, or was not, spoken of, the most natural first."""
    found: dict[str, Variant] = {}
    for variant in sorted(variants, key=lambda variant: _unnatural(context, variant)):
        if (variant.fact in context.stated) is said and variant.fact not in found and _can_be(context, action, variant):
            found[variant.fact] = variant
    return tuple(found.values())


def _can_be(context: ItemContext, action: str, variant: Variant) -> bool:
    """Whether it contradicts nothing that was stated, and leaves the action possible.

    What was stated can still turn out to go further or less far, and the practitioner can still bring something about.
    """
    fact, around = context.enactment.fact[variant.fact], context.nearby
    stated = {variant.fact: context.stated.get(variant.fact, fact.anything)}
    settled = len(variant.variable.possible(stated)) == 1
    moves = not fact.immutable and (fact.within_reach or fact.ordered or fact.type is FactType.COUNT)
    if settled and not moves:
        return False
    return around.batch.evaluation(around.start + variant.index).available[action] is Truth.TRUE


def _unnatural(context: ItemContext, variant: Variant) -> tuple[bool, bool, bool, bytes, int]:
    return (
        context.enactment.fact[variant.fact].topic not in context.salience.topics,
        variant.fact not in context.salience.speaking,
        variant.fact.startswith(DONE),
        stable_hash(context, variant.fact),
        variant.index,
    )


def _name(variant: Variant) -> str:
    """What is stated of which fact, in characters that no table or file has trouble with."""
    option = f".{variant.variable.option}" if variant.variable.option else ""
    return f"{variant.fact}{option}.{variant.value}".replace(":", "-").replace(" ", "")
