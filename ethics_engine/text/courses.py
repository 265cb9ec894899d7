"""The fixed sentences of the course of action."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from ethics_engine.model.actions import Action
from ethics_engine.model.determination import Determination
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force, Status

from .actions import action_phrase, briefly
from .lists import capital, listed
from .norms import PRACTITIONER
from .plural import counted

STEPS_ANYWAY = "Whatever the course, do what is listed below."

NO_OTHER_COURSE = "No rule names any other course."

WEIGH_THE_SIDES = "The rules do not choose: weigh the sides below, best with a supervisor or an ethics committee."

EVERY_OTHER_IS_CLOSED = "Every other course is forbidden or advised against."

ONLY_COURSE_LEFT = "It is the only course left: every other is forbidden or advised against."
"""What is said of one course if no other is permitted."""

OR_INSTEAD = ", or may instead "
"""Before the courses that may be taken for an advised one."""

_OTHERS_NAMED = 2
"""How many courses on which the rules are silent are named, if they are all the others."""

_STEPS_NAMED = 3
"""How many of the steps that come before every course a sentence names."""

FORCE_IN_WORDS = {
    Force.REQUIRED: "required",
    Force.DILEMMA: "a dilemma",
    Force.ADVISED: "advised",
    Force.PERMITTED: "permitted",
    Force.LEFT: "only course left",
    Force.NONE: "no course named by the rules",
}

_ADVISED_OR_PERMITTED = (Status.ADVISED, Status.PERMITTED)


def disposition_in_words(
    force: Force,
    ways: Sequence[Action],
    instead: Sequence[Action] = (),
    until: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """Which course of action, and with what force; after the advised ones, those that may be taken instead.

    `until` has for each way that is permitted for a time, by its id, what ends that.
    """
    either = listed([way.label for way in ways], "or")
    also = f"{OR_INSTEAD}{_permitted(instead, until)}" if instead else ""
    match force:
        case Force.REQUIRED:
            return f"{capital(PRACTITIONER)} must {listed([action_phrase(way) for way in ways])}."
        case Force.ADVISED:
            return f"{capital(PRACTITIONER)} should {listed([action_phrase(way) for way in ways])}{also}."
        case Force.PERMITTED:
            return f"{capital(PRACTITIONER)} may {_permitted(ways, until)}."
        case Force.LEFT if len(ways) == 1:
            return f"Only one course is left: {either}. {EVERY_OTHER_IS_CLOSED}"
        case Force.LEFT:
            return f"Only these courses are left: {either}. {EVERY_OTHER_IS_CLOSED}"
        case Force.DILEMMA if ways:
            return f"A dilemma. Rules of equal weight conflict on whether to {either}."
        case Force.DILEMMA:
            return "No acceptable course: all are forbidden."
        case Force.NONE:
            return "No rule names a course of action."


def _permitted(ways: Sequence[Action], until: Mapping[str, Sequence[str]]) -> str:
    """Courses that are permitted, each with what ends the permission, if anything does."""
    ends = [f"only until {listed(until[way.id])}" if way.id in until else "" for way in ways]
    if len(ways) == 1:
        return f"{ways[0].label}, but {ends[0]}" if ends[0] else ways[0].label
    return listed([f"{way.label} ({end})" if end else way.label for way, end in zip(ways, ends, strict=True)], "or")


def open_disposition_in_words(possible: Sequence[str]) -> str:
    """A disposition that is open, with what remains possible, each as `force_in_words` puts it."""
    return f"The course is open. It could be: {'; '.join(possible)}."


def course_beside_answer(
    force: Force,
    asked: Action,
    ways: Sequence[Action],
    instead: Sequence[Action],
    until: Mapping[str, Sequence[str]] = MappingProxyType({}),
    *,
    barred: bool,
) -> str:
    """What the disposition adds to an answer that says already how a course stands which it names, `asked`.

    `until` is that of `disposition_in_words`; `barred` says that the answer named the courses that are closed.
    """
    named = [way for way in ways if way not in (asked, *instead)]
    others = [way.label for way in named]
    beside = [way for way in instead if way != asked]
    permitted = f"{capital(PRACTITIONER)} may instead {_permitted(beside, until)}." if beside else ""
    match force:
        case Force.REQUIRED:
            return f"{capital(PRACTITIONER)} must also {listed(others)}." if others else ""
        case Force.ADVISED if asked in instead:
            return advised_in_its_place_in_words(named)
        case Force.ADVISED:
            advised = f"Also advised: {listed(others)}." if others else ""
            return f"{advised} {permitted}".strip()
        case Force.PERMITTED:
            return f"Also permitted: {_permitted(named, until)}." if named else ""
        case Force.LEFT if not others:
            return "" if barred else ONLY_COURSE_LEFT
        case Force.LEFT:
            return f"Also left: {listed(others, 'or')}. {EVERY_OTHER_IS_CLOSED}"
        case Force.DILEMMA:
            return f"They conflict over {listed([asked.label, *others])}." if others else ""
        case Force.NONE:
            return ""


def advised_in_its_place_in_words(ways: Sequence[Action]) -> str:
    """The courses that are advised, beside the answer that another may be taken."""
    return f"But it is advised to {listed([way.label for way in ways])} instead."


def after_what_comes_first_in_words(course: str) -> str:
    """A course that awaits what the answer says comes first, as a sentence of its own."""
    return f"After what comes first, {course[:1].lower()}{course[1:]}"


def no_rule_speaks_of(ways: Sequence[Action], *, alone: bool) -> str:
    """The courses beside those that are permitted on which the rules are silent; `alone` if there are no others."""
    if alone and len(ways) > _OTHERS_NAMED:
        return "No rule speaks of any other course; bring it to a supervisor before taking one."
    named = listed([way.label for way in ways], "or")
    return f"No rule says whether to {named}; bring that to a supervisor."


def permitted_instead_in_words(courses: str) -> str:
    """The courses that may be taken for an advised one, in words that end the sentence, where the other was named."""
    return f"{capital(PRACTITIONER)} may also {courses}"


def before_course_in_words(steps: Sequence[Action]) -> str:
    """What must come before every course that is named, in order; of many steps the last ones are counted."""
    shown = [briefly(step) for step in steps[:_STEPS_NAMED]]
    more = len(steps) - len(shown)
    rest = f", then {counted(more, 'more step')} (see below)" if more else ""
    return f"But first {', then '.join(shown)}{rest}."


def nothing_instead_in_words(*, steps: bool) -> str:
    """What is said of a course that is spoken against, if no rule names another; `steps` says if any are listed."""
    do = "Whatever the course, do what is listed below." if steps else "State more about the case and ask again."
    return f"No rule says what to do instead. {do}"


def no_way_out_in_words(discouraged: Sequence[Action]) -> str:
    """What is said if every course is forbidden or advised against: the least wrong ones, and whom to ask."""
    ask = "Bring it to a supervisor or an ethics committee before acting."
    if not discouraged:
        return f"Every course that is possible here is forbidden, and the rules know no way out. {ask}"
    least = f"Least wrong, as it is only advised against: {listed([way.label for way in discouraged], 'or')}."
    return f"Every course that is possible here is forbidden or advised against. {least} {ask}"


def course_clause(force: Force, ways: Sequence[Action]) -> str:
    """A disposition as a clause, such as `it is advised to refer the client or pause the work`."""
    either, each = (listed([way.label for way in ways], last) for last in ("or", "and"))
    match force:
        case Force.REQUIRED:
            return f"it is required to {each}"
        case Force.ADVISED:
            return f"it is advised to {either}"
        case Force.PERMITTED:
            return f"it is permitted to {either}"
        case Force.LEFT:
            return f"{'the only course left is' if len(ways) == 1 else 'the only courses left are'} to {either}"
        case Force.DILEMMA if ways:
            return f"it is a dilemma whether to {either}"
        case Force.DILEMMA:
            return "no course is acceptable"
        case Force.NONE:
            return "no rule names a course of action"


def force_in_words(force: Force, labels: Sequence[str], instead: Sequence[str] = ()) -> str:
    """A force and the courses it may name, such as `refer the client or pause the work (advised)`."""
    word = "only courses left" if force is Force.LEFT and len(labels) > 1 else FORCE_IN_WORDS[force]
    return _courses((labels, word), (instead, "permitted instead"))


def _courses(*groups: tuple[Sequence[str], str]) -> str:
    """Courses, each group of them with how it stands in brackets; of no courses at all how they stand alone."""
    shown = [f"{listed(labels, 'or')} ({word})" for labels, word in groups if labels]
    return listed(shown, "or") if shown else groups[0][1]


def course_in_words(determination: Determination) -> str:
    """The force of a disposition and the courses it names, in brief; "open" while it is open."""
    found = determination.disposition
    if found.force is None:
        return "open"
    named, instead = (
        [determination.label(way) for way in found.ways if (way in found.instead) is also] for also in (False, True)
    )
    return force_in_words(found.force, named, instead)


def possible_course_in_words(
    force: Force, ways: Sequence[str], ruleset: Ruleset, statuses: Mapping[str, Collection[Status]] | None = None
) -> str:
    """A possible disposition: a force and the ids of the courses that it may name.

    A course that may be named only because it is permitted instead of one that is advised is set apart: surely
    or perhaps by its possible `statuses`, or, if these are not known, perhaps whenever a rule may permit it instead of
    another.
    """
    if force is not Force.ADVISED:
        return force_in_words(force, [ruleset.action[way].label for way in ways])
    instead = {
        norm.action
        for rule in ruleset.rules
        for norm in rule.norms
        if norm.action in ways and norm.instead_of is not None and norm.instead_of in ways
    }
    advised, perhaps, permitted = [], [], []
    for way in ways:
        label, possible = ruleset.action[way].label, statuses[way] if statuses else _ADVISED_OR_PERMITTED
        if way not in instead or Status.PERMITTED not in possible:
            advised.append(label)
        elif Status.ADVISED in possible:
            perhaps.append(label)
        else:
            permitted.append(label)
    return _courses(
        (advised, FORCE_IN_WORDS[force]), (perhaps, "advised, or permitted instead"), (permitted, "permitted instead")
    )
