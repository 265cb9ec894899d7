"""Under which code: a case in which one professional code permits what another is against.

Only of the cases and rules that come with the package, for only these have codes laid over them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import attrs
from attrs import frozen

from ethics_engine.case_law.case_tests import evaluate_case
from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.consultation.consult import day_of
from ethics_engine.engines.bitset import run
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.loading import bundled
from ethics_engine.loading.by_name import DEFAULT_RULESET, load_ruleset
from ethics_engine.model.case import Answer, Ask
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.outcome import Outcome
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.sources import Authority
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import capital

from .answer import question
from .citing import cited
from .context import ItemContext
from .deciding_rules import behind
from .distractors import stable_hash, teaches
from .draft import Draft, DraftOption
from .option_texts import inline, outcome_says
from .vignette import story

_TOPIC = "codes"
"""The topic of the cases that are held under every code; what matters to one of them is told in these."""


@frozen(eq=False)
class _UnderCode:
    """A case under one code.

    Attributes:
        rules: The rules of the code behind the answer.
    """

    code: str
    title: str
    context: ItemContext
    answer: Answer
    rules: tuple[str, ...]


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case of which codes, by what they say themselves, differ in more than strength."""
    ours = {str(file) for file in bundled.cases().values()}
    known = [c for c in contexts if c.entry.file in ours and c.ask is Ask.MAY and c.entry.topic == _TOPIC]
    asked = [context for context in known if isinstance(context.outcome, Answer)]
    if not asked or asked[0].ruleset.name != DEFAULT_RULESET or asked[0].ruleset.overlays:
        return
    codes = {
        name: ruleset
        for name, ruleset in _codes().items()
        if ruleset.base.content_hash == asked[0].ruleset.content_hash
    }
    answers = {name: _answers(_touched(asked, name, ruleset), ruleset) for name, ruleset in codes.items()}
    parting = [c for c in asked if any(found.get(c.number) not in (None, c.outcome) for found in answers.values())]
    sides = [
        _under([c for c in parting if c.number in answers[name]], name, ruleset) for name, ruleset in codes.items()
    ]
    for context in parting:
        yield from _drafts(context, [side[context.number] for side in sides if context.number in side])


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, Ruleset]:
    """The bundled overlays that are codes of a profession, each laid over the base."""
    base, found = load_ruleset(), {}
    for name in bundled.codes():
        ruleset = load_ruleset(under=[name])
        own = [document for document in ruleset.documents if document.id not in base.document]
        if any(document.authority is Authority.CODE for document in own):
            found[name] = ruleset
    return found


def _touched(contexts: Sequence[ItemContext], code: str, ruleset: Ruleset) -> list[ItemContext]:
    """The cases in which a rule of a code speaks of what is asked about, or of another course where that is one."""
    norms = [norm for rule in ruleset.rules if code in ruleset.parts_of("rule", rule.id) for norm in rule.norms]
    acts = {name for norm in norms for name in (norm.action, norm.before) if name}
    if any(way.id in acts for way in ruleset.ways):
        acts.update(way.id for way in ruleset.ways)
    return [context for context in contexts if context.action and context.action.id in acts]


def _answers(contexts: Sequence[ItemContext], ruleset: Ruleset) -> Mapping[int, Outcome]:
    """The answer to each case under a composition, by its number; what is not sure is left out."""
    found: dict[int, Outcome] = {}
    groups: dict[int, tuple[Enactment, list[ItemContext]]] = {}
    days: dict[datetime.date, Enactment] = {}
    for context in contexts:
        day = day_of(context.case, None)
        enactment = days.setdefault(day, days.get(day) or enact(ruleset, day))
        groups.setdefault(id(enactment), (enactment, []))[1].append(context)
    for enactment, members in groups.values():
        batch = run(enactment, [context.stated for context in members], assumptions(enactment))
        lawful = batch.lawful()
        for query in dict.fromkeys(context.query for context in members):
            columns = outcomes(enactment, batch, query)
            sure = decided(columns, batch.memory.everyone) & lawful
            for bit, context in enumerate(members):
                here = [outcome for outcome, column in columns.items() if column & sure & 1 << bit]
                if context.query == query and here:
                    found[context.number] = here[0]
    return found


def _under(contexts: Sequence[ItemContext], code: str, ruleset: Ruleset) -> Mapping[int, _UnderCode]:
    """Cases under a code, by their number; only those that a rule of the code itself answers."""
    found: dict[int, _UnderCode] = {}
    entries = [context.entry for context in contexts]
    for context, tested in zip(contexts, evaluate_case(entries, ruleset), strict=True):
        if tested.evaluated is None:
            continue
        here = attrs.evolve(context, evaluated=attrs.evolve(tested.evaluated, ask_solver=False))
        if not isinstance(here.outcome, Answer) or not teaches(here.outcome):
            continue
        rules = [rule for rule in behind(here, here.outcome) if code in ruleset.parts_of("rule", rule)]
        if rules:
            title = ruleset.parts[-1].title.partition(":")[0]
            found[context.number] = _UnderCode(code, title, here, here.outcome, tuple(rules))
    return found


def _drafts(context: ItemContext, sides: Sequence[_UnderCode]) -> Iterator[Draft]:
    """Of a case, two codes of which one permits what the other is against; a difference in strength is none."""
    permitting = [side for side in sides if side.answer is Answer.YES]
    opposing = [side for side in sides if side.answer in (Answer.NO, Answer.ADVISED_AGAINST)]
    if not permitting or not opposing:
        return
    pair = [min(group, key=lambda side: stable_hash(context, side.code)) for group in (permitting, opposing)]
    if stable_hash(context, "order")[0] % 2:
        pair.reverse()
    first, second = pair
    why = f"Under the first, {_why(first)} Under the second, {_why(second)}"
    right, wrong = ("first", "second") if first.answer is Answer.YES else ("second", "first")
    yield Draft(
        ItemKind.CODE,
        context,
        story(context),
        f"{question(context)} Two codes: (1) {first.title}; (2) {second.title}. Under which is it permitted?",
        DraftOption(right, f"Only under the {right}.", f"Right. {why}"),
        (
            DraftOption(wrong, f"Only under the {wrong}.", f"It is the other way round. {why}"),
            DraftOption("both", "Under both of them.", f"One of them is against it. {why}"),
            DraftOption("neither", "Under neither of them.", f"One of them permits it. {why}"),
        ),
        "\n\n".join(f"{side.title}: {capital(_why(side))}" for side in pair),
        behind(context, context.outcome),
        harder=1,
    )


def _why(side: _UnderCode) -> str:
    context = side.context
    reasons = " ".join(dict.fromkeys(context.reasons.because(rule) for rule in side.rules))
    says = inline(outcome_says(context, side.answer))
    return f"the answer is “{says}”. {reasons} {cited(context.enactment, side.rules[0])}"
