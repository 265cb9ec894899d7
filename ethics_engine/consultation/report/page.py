"""The answer on one page, as text and as Markdown: the parts in their order, and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from ethics_engine.model.answer_page import (
    AnswerPage,
    PageAssumption,
    PageLawAndEthics,
    PageQuestion,
    PageReason,
    PageReply,
    PageResult,
    ResultPart,
    Stance,
)
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.determination import Firmness
from ethics_engine.model.rules import TO_DO, Modality
from ethics_engine.model.sources import Authority
from ethics_engine.text.actions import where_forbidden
from ethics_engine.text.answers import VERDICT_IN_WORDS
from ethics_engine.text.legal import NO_LEGAL_ADVICE, SAYS, SILENT
from ethics_engine.text.lists import capital, listed
from ethics_engine.text.page import (
    A_JUDGEMENT,
    DANGER_DENIED,
    FIRST,
    IF_DONE,
    IF_ONE_IS_DONE,
    IF_ONE_IS_WRONG,
    IF_ONE_IS_WRONG_PERHAPS,
    IF_WRONG,
    JUDGEMENTS,
    NO_CODE,
    NOT_SURE,
    consequence,
    general_danger,
    how_firm_in_brief,
)
from ethics_engine.text.plural import numbered, plural
from ethics_engine.text.provenance import REDACTED, rules_in_brief
from ethics_engine.text.sources import AUTHORITY_IN_WORDS, CONFIDENCE_IN_WORDS

from .page_actions import MANY, comes_before_all, if_done_anyway, not_to_do, steps_to_take
from .page_layout import PageLine, PagePart, PagePartKind, Room, part_as_markdown, part_as_text

_PART_RANK = {part: rank for rank, part in enumerate(ResultPart)}
"""Which change of a result matters most."""

UNDECIDED = "It is not known yet which of these rules apply."
"""What is said of rules that speak on one side or the other of an open answer."""

_WOULD = {Stance.FOR: "For it", Stance.AGAINST: "Against it", Stance.FIRST: "Something first"}
"""What a rule would say of what is asked about, if it applied."""

_COUNTED = (Authority.ARTICLE, Authority.LAY, Authority.BRIEF)
"""The kinds of text that a page only counts behind a rule; `--full` names them."""

_BRIEF = "those who asked for these rules"

_REASON_ABOVE = "The reason above rests on"
"""What stands before the sources of the reason that stands beside the answer."""

_IF_ONE = {
    frozenset({IF_WRONG}): IF_ONE_IS_WRONG,
    frozenset({IF_DONE}): IF_ONE_IS_DONE,
    frozenset({IF_WRONG, IF_DONE}): IF_ONE_IS_WRONG,
}
"""The condition that one of several assumptions is wrong, by the conditions for each."""

_SEE_TO_IT = "see to it at once, then ask again"
"""What is said of an assumption that there is no danger."""

_CITED = 3
"""How many references are named with a rule; what else it cites is counted."""

LINES = 45
"""How many lines a page of text should have."""

_ASSUMPTIONS: Mapping[Room, int | None] = {Room.AMPLE: None, Room.SOME: 2, Room.SCARCE: 1}
"""How many assumptions, those with the same result counted once, are shown; None for all."""


def page_as_text(page: AnswerPage) -> str:
    """The page as text, ending in a line break: the roomiest that has no more lines than it should, or the shortest."""
    lines: list[str] = []
    for room in Room:
        _, *lines = (line for part in page_parts(page, room) for line in part_as_text(part))
        if len(lines) <= LINES:
            break
    return "\n".join(lines) + "\n"


def page_as_markdown(page: AnswerPage) -> str:
    """The page as Markdown, ending in a line break."""
    lines = [line for part in page_parts(page) for line in part_as_markdown(part)]
    return "\n".join(line for before, line in pairwise(["", *lines]) if before or line) + "\n"


def page_parts(page: AnswerPage, room: Room = Room.AMPLE) -> tuple[PagePart, ...]:
    """The parts in their order, but for those with nothing to say. What to find out moves up if the answer is open.

    How much of it is shown, and how, depends on the room.
    """
    labels = _labels(page)
    open_ = page.answer.firmness is Firmness.OPEN or page.answer.value == Answer.RULES_SAY_NOTHING.value
    parts = [
        _safety(page),
        PagePart(PagePartKind.ANSWER, _asked(page), tuple(_answer(page))),
        _questions(page) if open_ else None,
        _firmness(page, room),
        PagePart(
            PagePartKind.SIDES,
            "The two sides" if len(page.sides) == 2 else "The sides",
            tuple(_sides(page)),
            _doubts(reason for side in page.sides for reason in side.reasons),
        ),
        PagePart(
            PagePartKind.LAW_AND_ETHICS,
            "Law and ethics",
            tuple(_law_and_ethics(page)),
            _doubts(reason for each in page.law_and_ethics for reason in (*each.law_reasons, *each.ethics_reasons)),
        ),
        PagePart(PagePartKind.CONDUCT, "What was done", tuple(_conduct(page)) if len(page.conduct) >= MANY else ()),
        *steps_to_take(page, labels, room),
        PagePart(PagePartKind.NOT_TO_DO, "What not to do", tuple(not_to_do(page, labels, room))),
        if_done_anyway(page, room),
        _why(page, room),
        None if open_ else _questions(page),
        PagePart(PagePartKind.SIMILAR, "Similar decided cases", tuple(_similar(page))),
        PagePart(PagePartKind.MORE, "", tuple(_more(page))),
    ]
    return tuple(part for part in parts if part is not None and (part.lines or part.lead))


def _labels(page: AnswerPage) -> Mapping[str, str]:
    """The labels of the actions that the page names."""
    return dict(page.ways)


def _safety(page: AnswerPage) -> PagePart:
    lines = [
        PageLine(f"{line.sentence} {line.meanwhile}".rstrip(), about=tuple(fact.fact for fact in line.facts))
        for line in page.safety
    ]
    if not lines:
        return PagePart(PagePartKind.SAFETY, "Safety", (), page.not_stated)
    *before, last = lines
    last = PageLine(f"{last.text} {page.not_stated}".rstrip(), about=last.about)
    return PagePart(PagePartKind.SAFETY, "Safety", (*before, last))


def _answer(page: AnswerPage) -> Iterator[PageLine]:
    why = page.conduct[0].why if len(page.conduct) == 1 else ""
    if capital(why) in page.answer.sentence:
        why = ""
    yield PageLine(" ".join(filter(None, (page.answer.sentence, page.answer.course, why and f"{capital(why)}."))))
    if page.reasons and page.reasons[0].foremost:
        yield PageLine(f"Why: {page.reasons[0].because}")


def _firmness(page: AnswerPage, room: Room) -> PagePart | None:
    if page.answer.value == Verdict.NO_VERDICT.value:
        return None
    lines = []
    if page.safety_assumptions and (page.assumptions or page.answer.firmness is not Firmness.FIRM):
        no_danger = general_danger(other=bool(page.safety) or page.not_stated == DANGER_DENIED)
        lines.append(PageLine(no_danger, "-", page.safety_assumptions))
    for together in [*_alike(page)][: _ASSUMPTIONS[room]]:
        about, results = tuple(assumption.fact for assumption in together), _results(together, page)
        one = len(results) == 1
        shown = " ".join((*(assumption.sentence for assumption in together), *(results if one else ())))
        lines.append(PageLine(shown, "-", about))
        lines += [PageLine(result, " ") for result in results if not one]
    if page.judgements:
        shown = " ".join(fact.sentence for fact in page.judgements)
        lines.append(PageLine(f"{plural(len(page.judgements), A_JUDGEMENT, JUDGEMENTS)} {shown}"))
    if page.unused:
        shown = " ".join(fact.sentence for fact in page.unused)
        lines.append(PageLine(f"Also stated, and not decisive here: {shown}"))
    if len(page.provenance.parts) < MANY and page.answer.firmness is not Firmness.FIRM:
        lines.append(PageLine(NO_CODE))
    rest = page.answer.firmness
    if page.answer.value == Answer.NOT_YET.value and page.answer.then is None:
        rest = Firmness.OPEN
    elif rest is Firmness.FIRM and (page.assumptions or page.safety_assumptions or page.more_assumptions):
        rest = Firmness.PROVISIONAL
    brief = how_firm_in_brief(page.answer.firmness, rest=rest)
    find_out = bool(page.assumptions or page.safety_assumptions) and not page.questions
    heading = f"How firm{', and what to find out' if find_out else ''}{f': {brief}' if brief else ''}"
    return PagePart(PagePartKind.FIRMNESS, heading, tuple(lines), page.answer.how_firm)


def _alike(page: AnswerPage) -> Iterator[Sequence[PageAssumption]]:
    """The assumptions, those together that have one result, and the same, or that no danger has to be seen to."""
    together: dict[str, list[PageAssumption]] = {}
    for assumption in page.assumptions:
        single = len(assumption.if_wrong) == 1
        key = assumption.if_wrong[0].result.sentence if single else assumption.fact
        key = "danger" if _comes_first(assumption, of_what=page.ask is Ask.WHAT) else key
        together.setdefault(key, []).append(assumption)
    yield from together.values()


def _comes_first(assumption: PageAssumption, *, of_what: bool) -> bool:
    """Whether it is that there is no danger, and a danger would leave the answer as it is, once it is seen to.

    Where it is asked what to do, that is so of every danger.
    """
    changes = {part for each in assumption.if_wrong for part in each.result.changes}
    return assumption.danger and bool(changes) and (of_what or ResultPart.ANSWER not in changes)


def _results(together: Sequence[PageAssumption], page: AnswerPage) -> Sequence[str]:
    """What comes of it if one of several assumptions that have the same results is wrong, each in a sentence.

    Of several results those are shown that change the foremost part, such as the answer itself. What is to be found out
    then is only said if it is the same for all of them.
    """
    conditions = {part.sentence for assumption in together for part in assumption.if_wrong}
    if not together[0].if_wrong:
        return [NOT_SURE]
    wrong = _IF_ONE.get(frozenset(conditions), IF_ONE_IS_WRONG_PERHAPS) if len(together) > 1 else None
    if _comes_first(together[0], of_what=page.ask is Ask.WHAT):
        return [consequence(IF_ONE_IS_WRONG if wrong else IF_WRONG, _SEE_TO_IT)]
    if page.ask is Ask.HOW:
        return []
    if_wrong = together[0].if_wrong
    foremost = min((_PART_RANK[part] for each in if_wrong for part in each.result.changes), default=0)
    shown = [each for each in if_wrong if _PART_RANK[each.result.changes[0]] == foremost]
    one = len({each.result.find_out for assumption in together for each in assumption.if_wrong}) == 1
    given: dict[str, list[str]] = {}
    for each in shown:
        result = _in_full(each.result) if one or len(together) == 1 else each.result.sentence
        if page.ask is Ask.FIRST and each.result.answers and not result.lower().startswith(FIRST):
            result = f"{FIRST}{_lower(result)}"
        given.setdefault(result, []).append(each.sentence)
    return [consequence(wrong or ", or ".join(conditions), result) for result, conditions in given.items()]


def _in_full(result: PageResult) -> str:
    """A result, and what it depends on if it is open."""
    return f"{result.sentence}. Then find out: {result.find_out}" if result.find_out else result.sentence


def _sides(page: AnswerPage) -> Iterator[PageLine]:
    for side in page.sides:
        yield PageLine(side.label, "against" if side.against else "for")
        for reason in side.reasons:
            yield from _reason(reason)


def _law_and_ethics(page: AnswerPage) -> Iterator[PageLine]:
    """What each says of an action, actions of which both say the same for the same reasons together."""
    together: dict[tuple[object, ...], list[PageLawAndEthics]] = {}
    for each in page.law_and_ethics:
        together.setdefault((each.law, each.ethics, each.law_reasons, each.ethics_reasons), []).append(each)
    for alike in together.values():
        each = alike[0]
        yield PageLine(f"{capital('; '.join(one.label for one in alike))}:")
        yield from _side_of_law("law", each.law, each.law_reasons)
        if each.ethics is None:
            yield PageLine(f"{capital(SILENT)}.", "ethics")
        else:
            yield from _side_of_law("ethics", each.ethics, each.ethics_reasons)
        yield PageLine(each.follows, "together")


def _side_of_law(side: str, modality: Modality, reasons: Iterable[PageReason]) -> Iterator[PageLine]:
    for reason in reasons:
        first, *others = _reason(reason)
        yield PageLine(f"{SAYS[modality]} it. {first.text}", side)
        yield from others


def _conduct(page: AnswerPage) -> Iterator[PageLine]:
    """Each act and omission with its verdict, those with the same verdict for the same reason together."""
    judged: dict[tuple[Verdict, str], list[str]] = {}
    for act in page.conduct:
        judged.setdefault((act.verdict, act.why), []).append(f"{act.label}{' (left out)' if act.omitted else ''}")
    for (verdict, why), acts in judged.items():
        yield PageLine(f"{'; '.join(acts)}: {VERDICT_IN_WORDS[verdict]}. {capital(why)}.", "-")


def _why(page: AnswerPage, room: Room) -> PagePart:
    open_ = UNDECIDED if any(reason.would for reason in page.reasons) else ""
    reasons = page.reasons[:1] if room is Room.SCARCE and not open_ else page.reasons
    lines = tuple(line for reason in reasons for line in _reason(reason, said=reason.foremost))
    lead = " ".join(filter(None, (open_, _doubts(reasons))))
    heading = "Why it is open" if open_ else "Why, and who says so"
    return PagePart(PagePartKind.REASONS, heading, lines, lead)


def _reason(reason: PageReason, *, said: bool = False) -> Iterator[PageLine]:
    """A reason with its sources; of one that is `said` beside the answer already only these."""
    restated = f", restated by {listed(reason.restated_by)}" if reason.restated_by else ""
    would = f"{_WOULD[reason.would]}: " if reason.would else ""
    doubtful = dict(reason.doubtful)
    shown = _cited(reason)
    other = "other " if reason.other_code else ""
    cited = [
        f"{f'{other if authority is Authority.CODE else str()}{authority.value}: ' if authority else ''}"
        + ", ".join(dict.fromkeys(f"{_as_printed(each)}{'*' if each in doubtful else ''}" for each in references))
        for authority, references in shown
    ]
    named = [references for authority, references in reason.sources if authority not in _COUNTED]
    if more := sum(map(len, named)) - sum(len(references) for _, references in shown):
        cited[-1] += f" and {more} more"
    cited += [
        numbered(len(references), AUTHORITY_IN_WORDS[authority]) if authority is not Authority.BRIEF else _BRIEF
        for authority, references in reason.sources
        if authority in _COUNTED
    ]
    if not reason.binding:
        cited.append("no code or law says so")
    sources = f"{'; '.join(cited)} ({reason.rule}{restated})"
    if said:
        yield PageLine(f"{_REASON_ABOVE} {sources}", "-")
    else:
        yield PageLine(f"{would}{reason.because}", "-")
        yield PageLine(sources, " ")


def _as_printed(reference: str) -> str:
    """A reference by the name that the base and an overlay of the same code share, so that a page names it once."""
    return reference.replace("-CODE-", "-", 1)


def _cited(reason: PageReason) -> Sequence[tuple[Authority | None, Sequence[str]]]:
    """The references that are named with a rule, under the authority of each."""
    cited: list[tuple[Authority | None, Sequence[str]]] = []
    left = _CITED
    for authority, references in reason.sources:
        if authority not in _COUNTED and (shown := references[:left]):
            cited.append((authority, shown))
            left -= len(shown)
    return cited


def _doubts(reasons: Iterable[PageReason]) -> str:
    """What the mark at a reference means, if any has one."""
    doubtful = {
        dict(reason.doubtful).get(reference)
        for reason in reasons
        for _, references in _cited(reason)
        for reference in references
    } - {None}
    if len(doubtful) == 1:
        return "".join(f"* {CONFIDENCE_IN_WORDS[confidence]}" for confidence in doubtful if confidence)
    return "* wording not checked, or only partly" if doubtful else ""


def _asked(page: AnswerPage) -> str:
    """The question, without a note on how never to do what the answer speaks against."""
    if len(page.conduct) >= MANY:
        return "Was this right?"
    against = page.answer.value in (Answer.NO.value, Answer.ADVISED_AGAINST.value)
    return where_forbidden(page.question) if against else page.question


def _questions(page: AnswerPage) -> PagePart:
    lines = []
    for number, question in enumerate(page.questions, start=1):
        note = f" (note: {question.note})" if question.note else ""
        lines.append(PageLine(f"{question.ask}{note}", f"{number}.", (question.fact,)))
        numbers = {each.ask: place for place, each in enumerate(page.questions, start=1)}
        decides = not all(reply.result.find_out for reply in question.replies) and not _all_the_same(question)
        brings = [_brings(reply, numbers) for reply in question.replies] if decides else []
        lines += [PageLine(text, "  ") for text in brings if capital(text) not in page.answer.sentence]
    if page.more_questions:
        lines.append(PageLine(f"and {page.more_questions} more ({page.more})"))
    return PagePart(PagePartKind.QUESTIONS, "What to find out", tuple(lines))


def _all_the_same(question: PageQuestion) -> bool:
    """Whether every reply brings the same, so that it alone decides nothing."""
    return len(question.replies) == 1 and not question.replies[0].result.changes and not question.replies[0].steps


def _brings(reply: PageReply, numbers: Mapping[str, int]) -> str:
    """A reply, what comes of it, and what is then to be done that it does not name.

    If the answer is still open then, the question is named that it depends on, by its number if it has one.
    """
    condition, said = f"if {reply.sentence}", reply.result.sentence
    if find_out := reply.result.find_out:
        said = f"it takes question {numbers[find_out]} as well" if find_out in numbers else f"then find out: {find_out}"
    shown = [consequence(condition, said).removesuffix(".")]
    for strength in TO_DO:
        steps = [step.label for step in reply.steps if step.strength is strength and step.label not in shown[0]]
        if steps:
            shown.append(f"{capital(strength.value)}: {'; '.join(steps)}")
    told = ". ".join(shown)
    return told if told.endswith("?") else f"{told}."


def _similar(page: AnswerPage) -> Iterator[PageLine]:
    for case in page.similar:
        yield PageLine(f"{case.case}  {case.title}: {case.decided}", case.relation)


def _more(page: AnswerPage) -> Iterator[PageLine]:
    made = page.provenance
    redacted = f"{'' if made.assumptions else ' Nothing is assumed.'}{f' {REDACTED}' if page.redacted else ''}"
    leading = {step.action for step in page.steps if comes_before_all(step, page)}
    first = [step for step in page.answer.first[:1] if step in leading]
    done = "".join(f" When the first step is done: --done {step}." for step in first)
    legal = NO_LEGAL_ADVICE if page.of_law else "Not legal advice."
    yield PageLine(f"More: {page.more}.{done}{redacted} {legal} {rules_in_brief(made)}, {made.as_of}.")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
