"""Begin a consult: with a question and perhaps a story, or from a case file; and choose its codes anew."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import attrs
from starlette.responses import Response

from ethics_engine.case_law.decided_stories import facts_of_story
from ethics_engine.composition import side_of
from ethics_engine.errors import InputError
from ethics_engine.interview import Interview
from ethics_engine.loading import read_case_text, under_of_text
from ethics_engine.loading.by_name import new_case
from ethics_engine.web.ongoing_consult import OngoingConsult
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.site import OfferedOverlay, Site
from ethics_engine.web.words import (
    common_questions,
    denied_rows,
    findings_in_words,
    is_step_question,
    not_covered_of,
    other_questions,
    question_of,
    questions_in_own_words,
    stated_rows,
)

_EXAMPLE = "example-agency"
"""The bundled policy of an agency that does not exist, which is there to be copied, not to bind anybody."""

_MOST_OF_A_NAME = 60

_MOST_OF_A_QUESTION = 1_000
"""How long a question in somebody's own words may be."""

_ASKS = re.compile(r"^(id|question) *:", re.MULTILINE)
"""What a case file has, and hardly another file."""

MOST_CHARACTERS = 20_000
"""How long a story may be."""


def begin(site: Site, request: PageRequest) -> Response:
    """Ask for the question and the story, and begin."""
    drafts = site.drafts
    if not request.sent:
        chosen_last = {"under": site.codes_of.get(request.member.name, site.ruleset.overlays)}
        return _form(site, {}, drafts.get(request.member.name, dict) or chosen_last)
    in_own_words = request.text("step")[:_MOST_OF_A_QUESTION]
    if request.text("how") == "find" and in_own_words:
        written = {name: values for name, values in request.form.items() if name != "question"}
        drafts.put(request.member.name, written)
        return _form(site, {}, written)
    errors: dict[str, str] = {}
    question, name = request.text("question"), request.text("name")[:_MOST_OF_A_NAME]
    story = _with(in_own_words, request.text("story"))
    did = tuple(way.id for way in site.ruleset.ways if way.id in request.form.get("did", ()))
    known = {choice.value for choice in (*common_questions(site.ruleset), *other_questions(site.ruleset))}
    if question not in known | {"right"} and not is_step_question(site.ruleset, question):
        errors["question"] = "Choose your question."
    elif question == "right" and not did:
        errors["did"] = "Tick what was done, so that it can be judged."
    if len(story) > MOST_CHARACTERS:
        errors["story"] = f"Shorten the story to {MOST_CHARACTERS} characters; it has {len(story)}."
    under = tuple(name for name in site.overlays if name in request.form.get("under", ()))
    rules = site.ruleset
    try:
        rules = site.composition(under)
    except InputError as error:
        errors["under"] = " ".join(findings_in_words(error))
    if errors:
        drafts.put(request.member.name, request.form)  # so that the browser's Back shows what was written
        return _form(site, errors, request.form, status=422)
    drafts.drop(request.member.name)
    site.codes_of[request.member.name] = under
    base = new_case(rules, question, None, under=list(under), **({"did": list(did)} if question == "right" else {}))
    by_facts, case = request.text("how") == "facts", attrs.evolve(base, narrative=story)
    consult = site.consults.begin(case, request.member.name, name=name, by_facts=by_facts)
    if by_facts:
        return then(f"/c/{consult.id}/facts")
    return then(f"/c/{consult.id}/story" if story else consult.next_question)


def _with(in_own_words: str, story: str) -> str:
    """The story, after the question in somebody's own words, unless it stands in it anyway."""
    return story if in_own_words in story else f"{in_own_words}\n\n{story}".strip()


def open_file(site: Site, request: PageRequest) -> Response:
    """Begin from a case file that was chosen; it is read, and not kept."""
    if not request.sent:
        return then("/consults/new")
    text = request.files.get("file", "")
    if not text.strip():
        return _form(site, {"file": "Choose a case file, such as one that was saved here."}, {}, status=422)
    try:
        rules = site.composition(under_of_text(text) or site.ruleset.overlays)
        case = read_case_text(text, "the file", rules)
        case = attrs.evolve(case, id="unnamed", under=rules.overlays)
        case = attrs.evolve(case, held=None, held_under={}, decided=None, rationale="", dissent=None)
        Interview(rules, case)
    except InputError as error:
        findings = zip(error.findings, findings_in_words(error), strict=True)
        return shown("file_errors.html", 422, findings=tuple(findings), is_case=bool(_ASKS.search(text)))
    return then(f"/c/{site.consults.begin(case, request.member.name).id}")


def change_codes(site: Site, request: PageRequest) -> Response:
    """Answer a consult by other codes, laws and policies; what does not fit them is taken out only if one agrees."""
    consult = site.consults.get(request.path["consult"])
    if not request.sent:
        return _codes_form(site, consult, consult.base.under, {})
    under = tuple(name for name in site.overlays if name in request.form.get("under", ()))
    case = consult.case(site.enactment(consult))
    try:
        rules = site.composition(under)
        side = side_of(rules, case)
        if side.determination is None:
            message = "These rules do not know what your question is about. Choose the code that brings it."
            return _codes_form(site, consult, under, {"under": message})
        lost = {*side.left_out, *side.set_otherwise}
        if lost and not request.text("lose"):
            message = "Some of what was stated does not fit these rules: see below."
            return _codes_form(site, consult, under, {"lost": message}, lost)
        site.answer_under(consult, rules, lost, request.version)
        site.codes_of[request.member.name] = under
    except InputError as error:
        return _codes_form(site, consult, under, {"under": " ".join(findings_in_words(error))})
    return then(f"/c/{consult.id}")


def _codes_form(
    site: Site, consult: OngoingConsult, under: Sequence[str], errors: Mapping[str, str], lost: Collection[str] = ()
) -> Response:
    enactment = site.enactment(consult)
    rows = (*stated_rows(consult, enactment), *denied_rows(consult, enactment))
    return shown(
        "under.html",
        422 if errors else 200,
        consult=consult,
        question=question_of(consult, site.rules(consult)),
        errors=errors,
        overlays=_offered(site, under),
        under=under,
        lost=tuple(row.sentence for row in rows if row.fact.id in lost),
    )


def _offered(site: Site, under: Sequence[str]) -> tuple[OfferedOverlay, ...]:
    return tuple(each for each in site.overlays.values() if each.name != _EXAMPLE or _EXAMPLE in under)


def _form(site: Site, errors: Mapping[str, str], form: Mapping[str, Sequence[str]], *, status: int = 200) -> Response:
    under = tuple(form.get("under", ())) if form else site.ruleset.overlays
    step = "".join(form.get("step", ())).strip()[:_MOST_OF_A_QUESTION]
    return shown(
        "new.html",
        status,
        errors=errors,
        common=common_questions(site.ruleset),
        others=other_questions(site.ruleset),
        found=questions_in_own_words(site.ruleset, step) if step else (),
        facts=[hit.item.says for hit in facts_of_story(site.ruleset.facts, step, site.decided_stories)],
        not_covered=not_covered_of(site.ruleset, step),
        step=step,
        ways=site.ruleset.ways,
        chosen=next(iter(form.get("question", ())), ""),
        overlays=_offered(site, under),
        under=under,
        name="".join(form.get("name", ()))[:_MOST_OF_A_NAME],
        did=tuple(form.get("did", ())),
        story="".join(form.get("story", ()))[: 2 * MOST_CHARACTERS],
    )
