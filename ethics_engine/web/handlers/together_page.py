"""What comes of a case if several things in it are otherwise together; nothing is stated by trying it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
from attrs import frozen
from starlette.responses import Response

from ethics_engine.consultation import consult
from ethics_engine.consultation.consult import Engine
from ethics_engine.consultation.page_subject import subject_of
from ethics_engine.errors import CaseError
from ethics_engine.model.case import Statement
from ethics_engine.model.determination import Determination
from ethics_engine.model.facts import FactType
from ethics_engine.model.knowledge import Possible, Values
from ethics_engine.model.status import Status
from ethics_engine.text.lists import capital, sentence
from ethics_engine.text.values import as_clause
from ethics_engine.web.fact_forms import Form
from ethics_engine.web.ongoing_consult import OngoingConsult
from ethics_engine.web.opaque_names import opaque_name
from ethics_engine.web.page_request import PageRequest, shown
from ethics_engine.web.site import Site
from ethics_engine.web.words import findings_in_words, question_of, stated_rows

_MOST = 16
"""How many facts are offered."""


@frozen
class TrialRow:
    """A fact that may be tried otherwise.

    Attributes:
        now: How it is now, as a sentence.

        values: Each other value, with what is so then.

        chosen: The value that was tried; empty if none was.
    """

    fact: str
    name: str
    label: str
    now: str
    values: tuple[tuple[str, str], ...]
    chosen: str


@frozen
class TrialResult:
    """What came of a trial.

    Attributes:
        tried: What was supposed, as sentences.

        answer: The answer then.

        duties: What must be done then, whatever course is taken.
    """

    tried: tuple[str, ...]
    answer: str
    duties: tuple[str, ...]


def together(site: Site, request: PageRequest) -> Response:
    """Offer the facts that turn the answer, and those that were stated, and show what comes of those that are tried."""
    kept = site.consults.get(request.path["consult"])
    rows = tuple(_rows(site, kept, request.form))
    tried = {row.fact: Values(frozenset({row.chosen})) for row in rows if row.chosen}
    result, errors = None, dict[str, str]()
    if request.sent and not tried:
        errors["try"] = "Choose something that is to be otherwise."
    elif request.sent:
        try:
            result = _result(site, kept, tried)
        except CaseError as error:
            errors["try"] = f"These cannot be so together: {' '.join(findings_in_words(error))}"
    return shown(
        "together.html",
        422 if errors else 200,
        consult=kept,
        question=question_of(kept, site.rules(kept)),
        now=site.determination(kept).answer.sentence,
        rows=rows,
        result=result,
        errors=errors,
    )


def _rows(site: Site, kept: OngoingConsult, form: Form) -> Iterator[TrialRow]:
    enactment, known = site.enactment(kept), subject_of(site.determination(kept)).known.known
    turning = [fact for point in site.turning_points(kept) for fact in point.facts]
    assumed = [each.fact for each in site.answer(kept).assumptions]
    stated = [row.fact.id for row in stated_rows(kept, enactment)]
    offered = [enactment.fact[name] for name in dict.fromkeys((*turning, *stated, *assumed))]
    for fact in [fact for fact in offered if fact.type in (FactType.YES_NO, FactType.CHOICE)][:_MOST]:
        now = known.get(fact.id, fact.anything)
        others = [value for value in fact.value_ids if now != Values(frozenset({value}))]
        name = opaque_name(kept.id, fact.id)
        sent = next(iter(form.get(name, ())), "")
        values = tuple((value, capital(as_clause(fact, Values(frozenset({value}))))) for value in others)
        chosen = sent if sent in others else ""
        yield TrialRow(fact.id, name, fact.ask, sentence(as_clause(fact, now)), values, chosen)


def _result(site: Site, kept: OngoingConsult, tried: Mapping[str, Possible]) -> TrialResult:
    enactment = site.enactment(kept)
    case = kept.case(enactment)
    facts = {**case.facts, **{name: Statement(known) for name, known in tried.items()}}
    made = consult(site.rules(kept), attrs.evolve(case, facts=facts), engine=Engine.BITSET)
    sentences = tuple(sentence(as_clause(enactment.fact[name], known)) for name, known in tried.items())
    return TrialResult(sentences, made.answer.sentence, _duties(made))


def _duties(made: Determination) -> tuple[str, ...]:
    return tuple(step.label for step in made.plan if step.status is Status.REQUIRED and not step.if_)
