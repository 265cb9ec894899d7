"""What made the difference between two decided cases that were made to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import UNDECIDED
from ethics_engine.quiz.item import ItemKind
from ethics_engine.quiz.parse_questions import WrittenQuestion
from ethics_engine.text.lists import sentence

from .answer import question
from .citing import cited, known, named
from .context import ItemContext
from .deciding_rules import behind
from .distractors import asks_for_outcome, teaches
from .draft import Draft, DraftOption
from .fact_texts import fact_or_step, matter
from .families import pairs_of
from .option_texts import inline, key_reason, outcome_says
from .several_changes import outcomes_of
from .vignette import two_stories, vignette
from .written import in_short, plainly


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """Items on the pairs of the corpus that differ in one thing that matters."""
    asked = [context for context in contexts if asks_for_outcome(context) and teaches(context.outcome)]
    pairs = [pair for pair in pairs_of(asked) if _comparable(*pair) and _is_asked(*pair)]
    plans = []
    for one, other in pairs:
        facts = _differing(one, other)
        plans.append((one, _scenarios(facts, other.evaluated.known)))
        plans.append((other, _scenarios(facts, one.evaluated.known)))
    results = outcomes_of(plans)
    for number, (one, other) in enumerate(pairs):
        facts = _differing(one, other)
        there = dict(zip(facts, results[2 * number], strict=False))
        back = dict(zip(facts, results[2 * number + 1], strict=False))
        rest = dict(zip(facts, results[2 * number][len(facts) :], strict=True))
        pivotal = [f for f in facts if there[f] == other.outcome and back[f] == one.outcome and rest[f] == one.outcome]
        if len(pivotal) == 1:
            wrong = [f for f in facts if there[f] == one.outcome and back[f] == other.outcome]
            question = _written(one, other)
            if question is None:
                yield _pair_draft(one, other, pivotal[0], wrong)
            else:
                yield from _written_draft(one, other, pivotal[0], question)


def _is_asked(one: ItemContext, other: ItemContext) -> bool:
    return _written(one, other) is not None or not (one.is_written or other.is_written)


def _written(one: ItemContext, other: ItemContext) -> WrittenQuestion | None:
    """What somebody wrote to be asked of both."""
    pair = {one.case.id, other.case.id}
    return next((question for question in one.questions if {question.case, question.beside} == pair), None)


def _written_draft(one: ItemContext, other: ItemContext, key: str, written: WrittenQuestion) -> Iterator[Draft]:
    """The item with the options as written, if the first names the fact that made the difference, and no other."""
    if written.case != one.case.id:
        one, other = other, one
    right = [option for option in written.options if option.answer == key]
    general = in_short(one), in_short(other)
    answers = written.answers or general
    if right != [written.options[0]] or not all(map(_says_no_other, answers, general)):
        return
    now = [plainly(each, each.outcome or UNDECIDED) for each in (one, other)]
    rules = [behind(each, each.outcome) for each in (one, other)]
    why = [key_reason(each, each.outcome, names) for each, names in zip((one, other), rules, strict=True)]
    cite = dict.fromkeys(cited(each.enactment, names[0]) for each, names in zip((one, other), rules, strict=True))
    sources = [named(one.ruleset, written.sources)] if written.sources else list(cite)
    reasons = f"In the first case: {now[0]} {why[0]}\n\nIn the second case: {now[1]} {why[1]}"
    yield Draft(
        ItemKind.MINIMAL_PAIR,
        one,
        two_stories(one, other),
        f"{written.question or question(one)} In the first case the answer is “{answers[0]}”. "
        f"In the second it is “{answers[1]}”. What makes the difference?",
        DraftOption(key, right[0].text, " ".join(["Right.", right[0].feedback, *sources])),
        tuple(DraftOption(each.answer, each.text, each.feedback) for each in written.options if each is not right[0]),
        written.why or reasons,
        tuple(dict.fromkeys([*rules[0], *rules[1]])),
        known(one.ruleset, written.sources),
        partner=other,
        harder=1,
    )


def _says_no_other(answer: str, general: str) -> bool:
    """Whether an answer in words begins with that of the rules, and so adds no more than what comes first."""
    return answer.partition(":")[0] == general.partition(":")[0]


def _comparable(one: ItemContext, other: ItemContext) -> bool:
    same = one.query.question == other.query.question and one.enactment is other.enactment
    acts = (one.query.did, one.query.omitted) == (other.query.did, other.query.omitted)
    return same and acts and one.outcome != other.outcome


def _differing(one: ItemContext, other: ItemContext) -> list[str]:
    known, there = one.evaluated.known, other.evaluated.known
    return [
        fact.id
        for fact in one.enactment.facts
        if fact.id in known and fact.id in there and known[fact.id] != there[fact.id]
    ]


def _scenarios(facts: Sequence[str], known: Knowledge) -> tuple[Knowledge, ...]:
    """Each fact alone stated as in the other case, and then all but that one."""
    alone = [{name: known[name]} for name in facts]
    return (*alone, *({name: known[name] for name in facts if name != left} for left in facts))


def _pair_draft(one: ItemContext, other: ItemContext, key: str, wrong: Sequence[str]) -> Draft:
    enactment = one.enactment
    alike = [name for name in one.stated if other.evaluated.known.get(name) == one.stated[name]]
    alike.sort(key=lambda name: (name not in other.stated, name not in one.salience.speaking))
    first, second = outcome_says(one, one.outcome or UNDECIDED), outcome_says(other, other.outcome or UNDECIDED)
    right = DraftOption(
        key,
        sentence(matter(key, enactment)),
        f"This made the difference. {_both(one, other, key)} Changing it alone turns each answer into the other.",
    )
    near = []
    for name in [*wrong, *alike]:
        if name in alike:
            feedback = f"The two cases do not differ in this. {_both(one, other, name)}"
        else:
            differs = "The cases differ in this, but changing it would not change either answer."
            feedback = f"{differs} {_both(one, other, name)}"
        near.append(DraftOption(name, sentence(matter(name, enactment)), feedback))
    rules = tuple(dict.fromkeys([*behind(one, one.outcome), *behind(other, other.outcome)]))
    asked = (
        f"{question(one)} In the first case the answer is “{inline(first)}”. "
        f"In the second it is “{inline(second)}”. What made the difference?"
    )
    explanation = (
        f"{_both(one, other, key)}\n\n"
        f"In the first case: {first} {key_reason(one, one.outcome, behind(one, one.outcome))}\n\n"
        f"In the second case: {second} {key_reason(other, other.outcome, behind(other, other.outcome))}"
    )
    shown = f"The first case.\n\n{vignette(one)}\n\nThe second case.\n\n{vignette(other)}"
    return Draft(
        ItemKind.MINIMAL_PAIR, one, shown, asked, right, tuple(near), explanation, rules, partner=other, harder=1
    )


def _both(one: ItemContext, other: ItemContext, name: str) -> str:
    here, there = (fact_or_step(name, s.evaluated.known[name], s.enactment) for s in (one, other))
    return f"In both cases: {here}." if here == there else f"In the first case: {here}. In the second: {there}."
