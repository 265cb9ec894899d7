"""The answer to a consult, everything behind it, why, what if, and a file of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs
from attrs import frozen
from starlette.responses import Response

from ethics_engine.case_law.case_file import case_file
from ethics_engine.case_law.cases_alike import CaseAlike, cases_alike
from ethics_engine.composition.compare_codes import HEADINGS
from ethics_engine.consultation import answer_page
from ethics_engine.consultation.page_further import wrong_in_words
from ethics_engine.consultation.report import redacted, render
from ethics_engine.consultation.report.outline import outline
from ethics_engine.counterfactual.goal_report import EditSetReport, GoalReport
from ethics_engine.explanation.why_text import ASSUMPTIONS, PROOF, QUESTION_AND_ANSWER, VERSION
from ethics_engine.model.answer_page import AnswerPage, PageStep, When
from ethics_engine.model.case import Case
from ethics_engine.model.determination import Determination
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.rules import Modality
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.lists import sentence
from ethics_engine.text.provenance import REDACTED
from ethics_engine.text.values import as_clause
from ethics_engine.web import work
from ethics_engine.web.fact_forms import FormError
from ethics_engine.web.jobs import SECONDS
from ethics_engine.web.ongoing_consult import OngoingConsult
from ethics_engine.web.opaque_names import opaque_name
from ethics_engine.web.page_request import PageRequest, shown
from ethics_engine.web.part_views import part_views, tone_of, verdict_in_words
from ethics_engine.web.rule_names import with_names_in_words
from ethics_engine.web.site import Site
from ethics_engine.web.templating import page_from
from ethics_engine.web.turning_views import found_out, turning_views
from ethics_engine.web.what_changed import WhatChanged, what_changed
from ethics_engine.web.words import (
    case_question,
    denied_rows,
    held_without_names,
    kinds_in_words,
    question_of,
    stated_rows,
)
from ethics_engine.web.work import CodeTable

_CODES_SECONDS = 60.0
"""How long the codes may take; the first time, each is laid over the base."""

_MOST_DANGERS = 2
"""How many dangers that are not known are named beside what to do next; the words on safety name them all."""

_OPEN_OF_ALL = 3
"""How many of the sections of everything stand open; the others are many pages long."""

_FOLDED_OF_WHY = (ASSUMPTIONS, PROOF, VERSION)
"""The parts of a proof that are long, or that few need."""

_DECIDED_BY = "What decided it"

_CASE_REDACTED = "The story, remarks and who said what are left out. All facts are here, sensitive ones too."
"""What a case file without private words says of itself."""

_FORMATS = {
    "markdown": ("md", "text/markdown"),
    "html": ("html", "text/html"),
    "json": ("json", "application/json"),
    "case": ("case.yaml", "application/yaml"),
}


def answer(site: Site, request: PageRequest) -> Response:
    """The answer on one page, with a way to correct each assumption."""
    consult = site.consults.get(request.path["consult"])
    page = site.answer(consult)
    parts, turning = part_views(page, consult, site.enactment(consult)), turning_views(site, consult)
    kinds = [part.kind for part in parts]
    asked_first = kinds[kinds.index("answer") + 1 :][:1] == ["questions"]
    return shown(
        "answer.html",
        consult=consult,
        question=page.question,
        page=page,
        parts=parts,
        turning_after="questions" if asked_first else "answer",
        tone=tone_of(page),
        verdict=verdict_in_words(page, site.enactment(consult)),
        turning=[each for each in turning if not each.done],
        found_out=found_out(page, consult, site.enactment(consult), turning),
        held_back=site.holds_back(consult),
        kinds=kinds_in_words(site.kinds_that_turn(consult)),
        dangers=_dangers_to_find_out(page, consult, site.enactment(consult)),
        changed=_changed(site, consult),
        rows=tuple(stated_rows(consult, site.enactment(consult))),
        denied=tuple(denied_rows(consult, site.enactment(consult))),
        asks=site.asks_more(consult, page.answer.firmness),
        in_words=with_names_in_words(site.rules(consult), site.ruleset),
    )


def _dangers_to_find_out(page: AnswerPage, consult: OngoingConsult, enactment: Enactment) -> list[tuple[str, str]]:
    """The dangers that were stated as not known, each by the name of its fact, with its question."""
    stated = consult.case(enactment).facts
    read = dict.fromkeys(fact.fact for each in page.safety if each.meanwhile for fact in each.facts)
    facts = [enactment.fact[name] for name in read if name in stated]
    unknown = [fact for fact in facts if stated[fact.id].known == fact.anything]
    return [(opaque_name(consult.id, fact.id), fact.ask) for fact in unknown[:_MOST_DANGERS]]


def _changed(site: Site, consult: OngoingConsult) -> WhatChanged | None:
    """What the last thing that was stated changed; None if no answer was shown before it."""
    if (found := site.before(consult)) is None:
        return None
    before, names = found
    facts = consult.case(enactment := site.enactment(consult)).facts
    stated = [sentence(as_clause(enactment.fact[name], facts[name].known)) for name in names if name in facts]
    return what_changed(site.answer(consult), before, stated, consult)


def everything(site: Site, request: PageRequest) -> Response:
    """The whole report: every rule, fact and source."""
    consult = site.consults.get(request.path["consult"])
    sections = _everything_of(site.determination(consult))
    return shown(
        "sections.html",
        consult=consult,
        question=question_of(consult, site.rules(consult)),
        heading="Everything",
        sections=sections,
        folded=tuple(section.heading for section in sections[_OPEN_OF_ALL:]),
        whole=True,
        in_words=with_names_in_words(site.rules(consult), site.ruleset),
    )


def _everything_of(determination: Determination) -> tuple[ReportSection, ...]:
    """The whole report; the numbers of steps are those of the answer, in which others are left out, so it has none."""
    return tuple(attrs.evolve(each, numbered=False) for each in outline(determination))


def why(site: Site, request: PageRequest) -> Response:
    """The proof of the answer; what the last check denied stands among its assumptions, which say the same."""
    consult = site.consults.get(request.path["consult"])
    case = attrs.evolve(consult, denied=()).case(site.enactment(consult))
    proof = site.worked_out(consult, work.why_it_comes_out_so, site.origin(consult), case, SECONDS - 1)
    answered = [section for section in proof if section.heading == QUESTION_AND_ANSWER]
    decided = ReportSection(_DECIDED_BY, items=tuple(_deciding(site, consult)))
    sections = (*answered, decided, *(section for section in proof if section not in answered))
    question = question_of(consult, site.rules(consult))
    return shown(
        "sections.html",
        consult=consult,
        question=question,
        heading="Why",
        sections=sections,
        folded=_FOLDED_OF_WHY,
        whole=False,
        in_words=with_names_in_words(site.rules(consult), site.ruleset),
    )


def _deciding(site: Site, consult: OngoingConsult) -> Iterator[ReportItem]:
    """The reasons that decided, each with what was stated of it, and who says so."""
    applying = {reason.rule: reason for reason in site.determination(consult).reasons}
    enactment = site.enactment(consult)
    unusual = {
        name for name, each in consult.case(enactment).facts.items() if each.known != enactment.fact[name].presumed
    }
    for reason in sorted(site.answer(consult).reasons, key=lambda reason: not reason.foremost):
        facts = applying[reason.rule].facts if reason.rule in applying else ()
        stated = [fact.clause for fact in facts if fact.clause and fact.fact in unusual]
        passages = [f"{kind.value if kind else 'source'}: {', '.join(cited)}" for kind, cited in reason.sources]
        known = [ReportItem(f"It was stated that {'; '.join(stated)}.")] if stated else []
        yield ReportItem(reason.because, (*known, ReportItem(f"Who says so: {'; '.join(passages)}.")))


def change(site: Site, request: PageRequest) -> Response:
    """What would change the answer, what the practitioner can honestly do first."""
    consult = site.consults.get(request.path["consult"])
    case, enactment, page = consult.case(site.enactment(consult)), site.enactment(consult), site.answer(consult)
    found = site.worked_out(consult, work.what_would_change, site.origin(consult), case, SECONDS - 1)
    turning = turning_views(site, consult)
    named = {fact for each in turning for fact in each.point.facts}
    together = [each.point.facts for each in turning]
    near = tuple(filter(None, (_without(each, together) for each in found.near)))
    offered = {edit.fact for each in near for change in each.next for edit in change.edits}
    wrong = [each for each in page.assumptions if each.if_wrong and each.fact not in offered | named]
    facts = enactment.fact
    assumptions = [
        (
            opaque_name(consult.id, each.fact),
            each,
            [(wrong_in_words(facts[each.fact], one), one.result.sentence) for one in each.if_wrong],
        )
        for each in wrong
    ]

    def name(fact: str) -> str:
        return opaque_name(consult.id, fact) if fact in enactment.fact else ""

    return shown(
        "change.html",
        consult=consult,
        question=page.question,
        page=page,
        turning=turning,
        held_back=site.holds_back(consult),
        kinds=kinds_in_words(site.kinds_that_turn(consult)),
        dangers=_dangers_to_find_out(page, consult, enactment),
        prospects=near,
        far=found.far,
        assumptions=assumptions,
        owed=[step for step in page.steps if _is_owed_now(step) and done_fact(step.action) not in named],
        done_fact=done_fact,
        name=name,
    )


def _without(report: GoalReport, named: Iterable[Collection[str]]) -> GoalReport | None:
    """What would bring an answer about, without what is named already; None if nothing is left."""
    known = {frozenset(facts) for facts in named}

    def is_new(change: EditSetReport) -> bool:
        return frozenset(edit.fact for edit in change.edits) not in known

    changes, next_ = (tuple(filter(is_new, each)) for each in (report.changes, report.next))
    return attrs.evolve(report, changes=changes, next=next_) if changes or next_ else None


def _is_owed_now(step: PageStep) -> bool:
    """Whether the practitioner must take a step now, whatever the answer becomes, or before the course."""
    return step.by is None and step.strength is Modality.MUST and step.when in (When.NOW, When.BEFORE)


@frozen
class CodeGroup:
    """Codes and laws under which the case comes out alike.

    Attributes:
        titles: What they are called.

        own: Whether the consult is answered by one of them.

        rows: What each thing is, with what is said of it and the sections cited by any of them.

        as_first: What is said as in the first group, which `rows` leaves out.
    """

    titles: tuple[str, ...]
    own: bool
    rows: tuple[tuple[str, str, str], ...]
    as_first: tuple[str, ...]

    @property
    def same_answer(self) -> bool:
        """Whether the answer is as in the first group."""
        return HEADINGS[0] in self.as_first


def grouped(table: CodeTable, titles: Sequence[str]) -> tuple[CodeGroup, ...]:
    """The codes by what they say; that of the consult, which stands first in the table, comes first."""
    columns_of: dict[tuple[str, ...], list[int]] = {}
    for column in range(len(titles)):
        columns_of.setdefault(tuple(cells[column][0] for _, cells in table.rows), []).append(column)
    first = next(iter(columns_of))
    groups = []
    for said, columns in columns_of.items():
        rows, as_first = [], []
        for (what, cells), says, says_first in zip(table.rows, said, first, strict=True):
            if said is not first and says == says_first:
                as_first.append(what)
            else:
                cited = dict.fromkeys(section for column in columns for section in cells[column][1])
                rows.append((what, says, ", ".join(cited)))
        groups.append(CodeGroup(tuple(titles[each] for each in columns), 0 in columns, tuple(rows), tuple(as_first)))
    return tuple(groups)


def codes(site: Site, request: PageRequest) -> Response:
    """What each code and law makes of the case, beside what the consult is answered by."""
    consult = site.consults.get(request.path["consult"])
    base, own = site.origin(consult)
    sides = tuple(dict.fromkeys((own, *site.sides_compared)))
    case = consult.case(site.enactment(consult))
    table = site.worked_out(consult, work.what_codes_make_of_it, base, case, sides, seconds=_CODES_SECONDS)
    titles = {name: offered.title for name, offered in site.overlays.items()}
    columns = [
        " and ".join(titles.get(name, name) for name in side) or "The base, without a code" for side in table.sides
    ]
    question = question_of(consult, site.rules(consult))
    return shown("codes.html", consult=consult, question=question, groups=grouped(table, columns))


@frozen
class CaseAlikeView:
    """A decided case as the page of cases alike shows it.

    Attributes:
        question: What was asked.

        held: What was decided, without the names of rules.

        same: What is stated there and here, as sentences.

        different: What is stated there and is not so here, as sentences.
    """

    alike: CaseAlike
    question: str
    held: tuple[str, ...]
    same: tuple[str, ...]
    different: tuple[str, ...]


def alike(site: Site, request: PageRequest) -> Response:
    """The decided cases that are nearest among those that the same rules decide, with what is the same and what not."""
    consult = site.consults.get(request.path["consult"])
    found = cases_alike(site.determination(consult), [entry.case for entry in site.corpus.cases])
    question = question_of(consult, site.rules(consult))
    facts = site.enactment(consult).fact

    def sentences(case: Case, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sentence(as_clause(facts[name], case.facts[name].known)) for name in names if name in facts)

    views = [
        CaseAlikeView(
            each,
            case_question(each.case, site.ruleset),
            held_without_names(each.case, site.ruleset),
            sentences(each.case, each.same),
            sentences(each.case, each.different),
        )
        for each in found
    ]
    return shown("alike.html", consult=consult, question=question, found=views)


def export(site: Site, request: PageRequest) -> Response:
    """Ask what a file is to hold, and give it; nothing is written on the disk here."""
    consult = site.consults.get(request.path["consult"])
    if not request.sent:
        return shown("export.html", consult=consult, question=question_of(consult, site.rules(consult)))
    form, private = request.text("as"), request.text("private") == "yes"
    if form not in _FORMATS:
        raise FormError("as", "Choose what kind of file you want.")
    suffix, kind = _FORMATS[form]
    headers = {"Content-Disposition": f'attachment; filename="consult.{suffix}"'}
    return Response(_file(site, consult, form, private=private), media_type=kind, headers=headers)


def _file(site: Site, consult: OngoingConsult, form: str, *, private: bool) -> str:
    if form == "case":
        case = consult.case(site.enactment(consult))
        if not private:
            facts = {name: attrs.evolve(stated, note=None, reported_by=None) for name, stated in case.facts.items()}
            case = attrs.evolve(case, narrative="", facts=facts)
        rules = site.rules(consult)
        text = case_file(attrs.evolve(case, id="consult", title=question_of(consult, rules)), rules)
        return text if private else f"# {_CASE_REDACTED}\n{text}"
    determination = site.determination(consult)
    if not private:
        determination = redacted(determination)
    if form == "html":
        page, enactment = answer_page(determination), site.enactment(consult)
        return page_from(
            "report.html",
            sections=_everything_of(determination),
            question=determination.question,
            parts=part_views(page, consult, enactment),
            story=consult.base.narrative if private else "",
            day=determination.provenance.as_of,
            left_out="" if private else REDACTED,
            in_words=with_names_in_words(site.rules(consult), None),
        )
    return render(determination, form, full=form == "markdown")
