"""What to do and what not to do, as the answer page says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ethics_engine.model.answer_page import AnswerPage, NotToDo, PageStep, When
from ethics_engine.model.case import Answer, Ask
from ethics_engine.model.determination import Firmness
from ethics_engine.model.rules import DERIVED, NOT_TO_DO, TO_DO, Modality
from ethics_engine.model.status import Force
from ethics_engine.text.actions import where_forbidden, with_a_note, without_details
from ethics_engine.text.lists import capital, listed, quoted
from ethics_engine.text.norms import STATUS_IN_WORDS
from ethics_engine.text.plural import counted

from .page_layout import PageLine, PagePart, PagePartKind, Room

MANY = 2
"""Of how many courses the steps are listed; of more they are counted."""


TO_DO_NOW = "What to do now"
"""The heading of what is to be done now."""

CALLED_FOR = "What the rules ask for: compare it with what was done"
"""The same heading where it is asked if something was right, which is over."""

SAFETY_FIRST = "First what Safety says above, then this."
"""What stands first among what is to be done, if there is a danger."""

SAFETY_AND_NUMBERED_FIRST = "First what Safety says above, then the numbered steps in this order, then the rest."
"""What tells both."""

SAFETY_ALONE = "Do what Safety says above."
"""What stands there if there is a danger, and no step besides what is said of it."""

FIND_OUT_FIRST = "No step is due yet. Find out what is asked above, with a supervisor if you can, before you decide."
"""What stands there if the answer is open and no rule asks for a step."""

NUMBERED_FIRST = "First the numbered steps in this order, then the rest."
"""What tells which steps come first, if there are several."""

STILL_OWED = "This does not make it right, and {} are still owed to the client{}."
"""What stands above the steps that are owed if a course is taken which is wrong."""

_ANYWAY: Mapping[Room, int] = {Room.AMPLE: 5, Room.SOME: 3, Room.SCARCE: 2}
"""How many of these steps are listed."""

_OF_COURSE = 5
"""How many steps of a course are listed where there is no room."""

_AGAINST = (Answer.NO.value, Answer.ADVISED_AGAINST.value)
"""The answers that say already that what is asked about is not to be done."""


def steps_to_take(page: AnswerPage, labels: Mapping[str, str], room: Room) -> Iterator[PagePart]:
    """What to do now, what belongs to each course whose steps are listed, and what others have to do."""
    first = _with_the_first_ahead(
        [step for step in page.steps if step.by is None and step.when in (When.NOW, When.BEFORE)], page
    )
    of_ways = {
        way: [step for step in page.steps if step.when is When.IF and step.by is None and way in step.ways]
        for way in chief_courses(page)
    }
    steps = [step for step in first if step.action not in labels]
    places = [number for number, step in enumerate(steps, start=1) if comes_before_all(step, page)]
    leading = steps[: places[-1]] if len(places) >= MANY else []
    now = [
        PageLine(
            _label(step, room)
            if step in leading and comes_before_all(step, page)
            else _with_its_place(_label(step, room), step, page, labels),
            f"{leading.index(step) + 1}. {step.strength.value}" if step in leading else step.strength.value,
        )
        for step in steps
    ]
    done = {act.action for act in page.conduct if not act.omitted}
    for step in first:
        if step.action in labels and step.action not in done:
            label = _label(step, room)
            shown = with_a_note(label, "by the steps below") if of_ways.get(step.action) else label
            now.append(PageLine(shown, step.strength.value))
    said = ""
    if page.safety:
        said = SAFETY_AND_NUMBERED_FIRST if leading else SAFETY_FIRST if now else SAFETY_ALONE
    elif leading:
        said = NUMBERED_FIRST
    elif page.answer.firmness is Firmness.OPEN and page.questions and not now:
        said = FIND_OUT_FIRST
    heading = CALLED_FOR if page.ask is Ask.RIGHT else TO_DO_NOW
    yield PagePart(PagePartKind.NOW, heading, tuple(now), said)
    for way, steps in of_ways.items():
        if _is_far_off(way, page):
            if steps:
                lead = f"{capital(counted(len(steps), 'step'))} ({page.more})."
                yield PagePart(PagePartKind.STEPS, f"How to {labels[way]}", (), lead)
            continue
        owed = tuple(_of_course(steps, page, room))
        order = ", in this order" if len(steps) >= MANY else ""
        heading = f"{'How the rules ask to' if page.ask is Ask.RIGHT else 'How to'} {labels[way]}{order}"
        yield PagePart(PagePartKind.STEPS, heading, owed)
    others = [PageLine(f"{step.by}: {step.label}", step.strength.value) for step in page.steps if step.by is not None]
    yield PagePart(PagePartKind.STEPS, "What others must or should do", tuple(others))


def _with_the_first_ahead(steps: Sequence[PageStep], page: AnswerPage) -> Sequence[PageStep]:
    """The steps in order, but that what comes before other courses alone stands after what comes before all.

    If one step alone comes first, it stands before all else that is due now, but for duties where there is a danger.
    What is only advised stands after all that comes first, as the answer names that first.
    """
    places = [number for number, step in enumerate(steps, start=1) if comes_before_all(step, page)]
    if not places:
        return steps
    early = steps[: places[-1]]
    due = [step for step in early if step.when is When.NOW]
    later = [step for step in due if step.strength is Modality.SHOULD or (len(places) == 1 and not page.safety)]
    elsewhere = [step for step in early if step.when is When.BEFORE and not comes_before_all(step, page)]
    ahead = [step for step in early if step not in later and step not in elsewhere]
    return [*ahead, *later, *elsewhere, *steps[places[-1] :]]


def _of_course(steps: Sequence[PageStep], page: AnswerPage, room: Room) -> Iterator[PageLine]:
    """The steps of a course in order; without room the first ones, and how many more there are."""
    shown = steps[:_OF_COURSE] if room is Room.SCARCE and len(steps) > _OF_COURSE + 1 else steps
    yield from (PageLine(_label(step, room), step.strength.value) for step in shown)
    if more := len(steps) - len(shown):
        yield PageLine(f"and {more} more ({page.more})")


def _label(step: PageStep, room: Room) -> str:
    """What is done in a step; without room only the gist of it."""
    return without_details(step.label) if room is Room.SCARCE else step.label


def chief_courses(page: AnswerPage) -> tuple[str, ...]:
    """The courses whose steps are listed, where these are few: those asked about, done or named by the course.

    Those that are only permitted are, if the question is what to do; none is, if the question is about a step.
    """
    asked_of_step = page.action is not None and page.action not in dict(page.ways)
    permitted = page.answer.force == Force.PERMITTED.value and page.ask is not Ask.WHAT
    weak = asked_of_step or permitted or page.ask is Ask.RIGHT or len(page.answer.ways) > MANY
    done = [act.action for act in page.conduct if not act.omitted]
    asked = () if page.answer.value == Answer.NOT_POSSIBLE.value else (page.action,)
    named = [*asked, *done, *(() if weak else page.answer.ways)]
    left_out = {*page.answer.instead, *_wrong(page)} - ({page.action} - _wrong(page) if page.ask is Ask.HOW else set())
    if page.ask is Ask.HOW and page.action not in left_out:
        named = [page.action]
    return tuple(way for way in dict(page.ways) if way in named and way not in left_out)


def _is_far_off(way: str, page: AnswerPage) -> bool:
    """Whether it is open if a course that is asked about may be taken at all, be it after a step that comes first."""
    waits = page.answer.value == Answer.NOT_YET.value and page.answer.then is None
    return way == page.action and page.ask in (Ask.MAY, Ask.MUST) and (waits or page.answer.firmness is Firmness.OPEN)


def _wrong(page: AnswerPage) -> frozenset[str]:
    """The courses that the rules speak against."""
    return frozenset(item.action for item in page.not_to_do) & {*dict(page.ways)}


def owed_anyway(page: AnswerPage) -> Sequence[PageStep]:
    """What is owed if a course is taken that was asked about, or done, and is wrong."""
    at_issue = _wrong(page) & {page.action, *(act.action for act in page.conduct if not act.omitted)}
    return [
        step
        for step in page.steps
        if step.by is None
        and (step.when is When.ANYWAY or (step.when is When.IF and not at_issue.isdisjoint(step.ways)))
    ]


def _with_its_place(label: str, step: PageStep, page: AnswerPage, labels: Mapping[str, str]) -> str:
    """A step and what it comes before; `first`, if the answer names it, or it comes before every course that is named.

    Where there is a danger it stands on top without that word, below what comes before all of it; and a step that comes
    before no course but a wrong one is due by itself.
    """
    if step.when is not When.BEFORE:
        return label
    before = listed([labels[way] for way in step.ways], "or")
    if not page.safety and _is_before_wrong_alone(step, page):
        return label
    if comes_before_all(step, page):
        return label if page.safety else f"first {label}"
    return with_a_note(label, f"before: {before}")


def comes_before_all(step: PageStep, page: AnswerPage) -> bool:
    """Whether the answer names a step first, or it comes before every course that is named."""
    always = bool(page.answer.ways) and {*page.answer.ways} <= {*step.ways}
    first = step.action in page.answer.first and (bool(page.safety) or not _is_before_wrong_alone(step, page))
    return step.when is When.BEFORE and (always or first)


def _is_before_wrong_alone(step: PageStep, page: AnswerPage) -> bool:
    """Whether a step comes before no course but those that the rules speak against."""
    return bool(step.ways) and step.when is When.BEFORE and _wrong(page).issuperset(step.ways)


def _by_strength(steps: Sequence[PageStep]) -> Iterator[PageLine]:
    """The gist of what must, and what should, be done on a course."""
    for strength in TO_DO:
        if labels := [without_details(step.label) for step in steps if step.strength is strength]:
            yield PageLine(f"{strength.value}: {'; '.join(labels)}")


def not_to_do(page: AnswerPage, labels: Mapping[str, str], room: Room) -> Iterator[PageLine]:
    """What must not, and what should not, be done; each reason for it in its line, if there is room."""
    together: dict[tuple[Modality, tuple[str, ...]], list[NotToDo]] = {}
    said = {act.action for act in page.conduct}
    said |= {page.action} if page.answer.value in _AGAINST and page.action else set()
    for item in page.not_to_do:
        if item.action not in said:
            together.setdefault((item.strength, item.instead), []).append(item)
    avoided = {item.action for item in page.not_to_do}
    others = all(way in avoided or way in page.answer.ways for way in labels)
    for strength in NOT_TO_DO:
        groups = {instead: items for (here, instead), items in together.items() if here is strength}
        any_other = others and any(
            instead and {*instead} <= {*page.answer.ways} and len(items) >= MANY for instead, items in groups.items()
        )
        rows = [(instead, row) for instead, items in groups.items() for row in _rows(items, instead, room)]
        shown = [
            text for instead, row in rows if (text := _avoid(row, instead, page, labels, room, any_other=any_other))
        ]
        if any_other:
            named = listed((f"to {labels[way]}" for way in page.answer.ways), "or")
            few = page.ask is Ask.RIGHT or len(page.answer.ways) <= MANY
            shown.append(f"take another course than {named if few else 'those that the answer names'}")
        if room is Room.AMPLE:
            yield from (PageLine(text, strength.value) for text in shown)
        elif shown:
            yield PageLine("; ".join(shown), strength.value)


def _rows(items: Sequence[NotToDo], instead: Sequence[str], room: Room) -> Iterator[Sequence[NotToDo]]:
    """What stands in one line: if there is room each for itself, but for courses that are out for the same others."""
    yield from ([item] for item in items) if room is Room.AMPLE and not instead else [items]


def _avoid(
    items: Sequence[NotToDo],
    instead: Sequence[str],
    page: AnswerPage,
    labels: Mapping[str, str],
    room: Room,
    *,
    any_other: bool,
) -> str:
    """What to avoid for one reason; not a course, if it is said of `any_other` course than the answer names.

    That another course is advised instead is left out where there is no room.
    """
    shown = [where_forbidden(item.label) for item in items if not (any_other and item.action in labels)]
    if not instead or not shown or room is Room.SCARCE:
        return "; ".join(shown)
    named = {*instead} <= {*page.answer.ways}
    rivals = "another course" if named else listed((quoted(labels[way]) for way in instead), "or")
    them, rather = "it" if len(shown) == 1 else "them", STATUS_IN_WORDS[DERIVED[items[0].strength]]
    return f"{'; '.join(shown)} (no rule is against {them}, but {rivals} is {rather})"


def if_done_anyway(page: AnswerPage, room: Room) -> PagePart:
    """What is owed to the client although the course is wrong: what must be done first; the rest is counted.

    Where the answer speaks against it, many steps are only counted.
    """
    named = {step for act in page.conduct for step in act.unstated}
    owed = [step for step in owed_anyway(page) if step.action not in named]
    act = dict(page.ways).get(page.action or "")
    heading = f"If the practitioner does {act} anyway" if act else "If it is done anyway"
    heading = "What was owed to the client even so" if page.ask is Ask.RIGHT else heading
    if page.ask in (Ask.MAY, Ask.MUST) and len(owed) > _ANYWAY[Room.SOME]:
        return PagePart(PagePartKind.STEPS, heading, (), STILL_OWED.format(f"{len(owed)} steps", f" ({page.more})"))
    shown = _ANYWAY[Room.AMPLE if page.ask in (Ask.RIGHT, Ask.HOW) else room]
    strongest_first = sorted(owed, key=lambda step: TO_DO.index(step.strength))
    lines = [line.text for line in _by_strength(strongest_first[:shown])]
    if more := len(owed[shown:]):
        lines[-1] += f"; and {more} more ({page.more})"
    lead = STILL_OWED.format("these steps", "") if owed else ""
    return PagePart(PagePartKind.STEPS, heading, tuple(map(PageLine, lines)), lead)
