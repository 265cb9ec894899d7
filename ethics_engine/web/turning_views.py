"""What would turn an answer, and what came of the steps that were done, as templates show them."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ethics_engine.consultation.page_turning import TurningPoint, TurnOrigin
from ethics_engine.model.answer_page import AnswerPage
from ethics_engine.model.enactment import DONE, Enactment, done_fact
from ethics_engine.model.knowledge import YES, Values
from ethics_engine.text.actions import briefly
from ethics_engine.text.lists import sentence
from ethics_engine.text.values import as_clause

from .ongoing_consult import OngoingConsult
from .opaque_names import opaque_name
from .site import Site
from .words import label_of


@frozen
class TurningView:
    """Something that alone would turn the answer, as the templates show it.

    Attributes:
        links: Where each of its facts is stated or corrected, by opaque name, with the label of the fact.

        finds_out: Whether a step has to be judged by what it finds.

        done: Whether the step after which something is no better is stated as done.
    """

    point: TurningPoint
    links: tuple[tuple[str, str], ...]
    finds_out: bool = False
    done: bool = False

    @property
    def is_step(self) -> bool:
        """Whether it is what the practitioner is to do next."""
        return self.point.origin is TurnOrigin.STEP


def turning_views(site: Site, consult: OngoingConsult) -> tuple[TurningView, ...]:
    """What would turn the answer of a consult, each with where it is stated or corrected."""
    enactment = site.enactment(consult)

    def linked(fact: str) -> tuple[str, str]:
        name, step = opaque_name(consult.id, fact), fact.removeprefix(DONE)
        return name, label_of(enactment.fact[fact]) if step == fact else briefly(enactment.action[step])

    stated, danger = consult.case(enactment).facts, any(each.stated for each in site.answer(consult).safety)
    anew = {done_fact(name) for fact in enactment.facts for _, names in fact.withholds for name in names}
    return tuple(
        TurningView(
            each,
            tuple(map(linked, each.facts)),
            finds_out=danger or not anew.isdisjoint(each.facts),
            done=each.origin is TurnOrigin.AFTER and each.facts[0] in stated,
        )
        for each in site.turning_points(consult)
    )


@frozen
class FoundOut:
    """What a step that is stated as done may have found otherwise.

    Attributes:
        name: The opaque name of the fact.

        sentence: How it is stated or assumed; of what it may have found, what is so then.

        words: What a form of it is called: `Change`, `Correct` or `State this`.
    """

    name: str
    sentence: str
    words: str


def found_out(
    page: AnswerPage, consult: OngoingConsult, enactment: Enactment, turning: Iterable[TurningView]
) -> tuple[FoundOut, ...]:
    """What came of the steps that are stated as done: of a danger they saw to, and of what they let judge anew."""
    dangers = [each for each in page.safety if each.seen_to]
    changes = {fact.fact: fact.sentence for each in dangers for fact in each.facts}
    stated = consult.case(enactment).facts
    done = {name.removeprefix(DONE) for name in stated if name.startswith(DONE) and stated[name].known == YES}
    for fact in (enactment.fact[name] for name in stated):
        steps = {
            step
            for value, names in fact.withholds
            if stated[fact.id].known == Values(frozenset({value}))
            for step in names
        }
        if steps & done:
            changes[fact.id] = sentence(as_clause(fact, stated[fact.id].known))
    corrects = {each.fact: each.sentence for each in page.assumptions if each.danger} if dangers else {}
    states = {
        each.point.facts[1]: sentence(f"if {turn.condition}: {turn.answer}")
        for each in turning
        if each.done
        for turn in each.point.turns
    }
    listed = ((changes, "Change"), (corrects, "Correct"), (states, "State this"))
    return tuple(
        FoundOut(opaque_name(consult.id, fact), text, words) for facts, words in listed for fact, text in facts.items()
    )
