"""What was held of a case."""

from __future__ import annotations

from collections.abc import Collection

from ethics_engine.model.case import Answer, Ask, Held, Question, Verdict
from ethics_engine.model.enactment import DONE, done_fact
from ethics_engine.model.renaming import RenamedKind
from ethics_engine.model.status import POSITIVE, Status
from ethics_engine.suggestions import FIND_FACTS

from .declared_names import Known, one_of
from .diagnostics import Diagnostics, choice_of
from .field_parsers import mapping, record, word, words
from .parse_conditions import read_status
from .yaml_nodes import Node, Scalar

OPEN = "open"
NOTHING = "none"
DILEMMA = "dilemma"
_KEYS = (
    "answer",
    "disposition",
    "statuses",
    "not",
    "first",
    "verdict",
    "must_ask",
    "norms",
    "constraint",
    "ratio",
)
_BOTH = (Answer.YES, Answer.NO, Answer.NOT_YET, Answer.RULES_SAY_NOTHING, Answer.NOT_POSSIBLE, Answer.DILEMMA)
_ANSWERS = {
    Ask.MAY: [answer.value for answer in (*_BOTH, Answer.ADVISED_AGAINST, Answer.OPEN)],
    Ask.MUST: [answer.value for answer in (*_BOTH, Answer.ADVISED, Answer.OPEN)],
}
_INSTEAD = {Ask.WHAT: "disposition", Ask.HOW: "statuses", Ask.RIGHT: "verdict"}
_WORDS = (DILEMMA, NOTHING, OPEN)


def read_held(node: Node, question: Question | None, known: Known, report: Diagnostics) -> Held:
    """What was held, in words that fit the question."""
    fields = record(node, "`held`", (), _KEYS, report)
    if not fields:
        report.error(node, "`held` is empty", "write what was decided, such as `answer: no`")
    held = Held(
        answer=_answer(fields.get("answer"), question, known, report),
        disposition=_disposition(fields.get("disposition"), known, report),
        statuses=_statuses(fields.get("statuses"), known, report),
        denied={
            action: status
            for action, status in _statuses(fields.get("not"), known, report, may_be_open=False).items()
            if status is not None
        },
        first=_first(fields.get("first"), known, report),
        verdict=_verdict(fields.get("verdict"), question, report),
        must_ask=_facts(fields.get("must_ask"), known, report),
        norms=_rules(fields.get("norms"), known, report),
        constraint=_constraint(fields.get("constraint"), known, report),
        ratio=_rules(fields.get("ratio"), known, report),
    )
    _check(held, fields, report)
    _check_answer(held, fields, question, report)
    return held


def _check(held: Held, fields: dict[str, Node], report: Diagnostics) -> None:
    """Note what cannot be held together."""
    outcomes = [key for key in fields if key != "constraint"]
    if held.constraint is not None and outcomes:
        hint = "remove one: facts that contradict each other have no outcome"
        report.error(fields[outcomes[0]], f"`{outcomes[0]}` and `constraint` cannot be combined", hint)
    for action, status in held.denied.items():
        if held.statuses.get(action) is status:
            report.error(fields["not"], f"`{action}` is held to be {status.value} and not to be", "remove one")
    if held.must_ask and not _says(held, OPEN, None, Verdict.NO_VERDICT):
        report.error(
            fields["must_ask"],
            "`must_ask` needs something that is held open",
            "hold something open, or remove `must_ask`",
        )
    if held.norms and not _says(held, DILEMMA, Status.DILEMMA, Verdict.NO_VERDICT):
        report.error(
            fields["norms"], "`norms` needs something that is held to be a dilemma", "hold a dilemma, or remove `norms`"
        )


def _check_answer(held: Held, fields: dict[str, Node], question: Question | None, report: Diagnostics) -> None:
    """Note an answer that cannot be given where the action asked about has the status held."""
    if question is None or question.action is None or held.answer is None:
        return
    status = held.statuses.get(question.action)
    fitting = _FITTING.get(question.ask, {}).get(held.answer)
    if status is not None and fitting is not None and status not in fitting:
        hint = f"with this answer, hold {choice_of([item.value for item in fitting])}"
        message = f"the answer `{held.answer}` contradicts `{question.action}: {status.value}`"
        report.error(fields["answer"], message, hint)


_TORN = (Status.DILEMMA, Status.REQUIRED)
_FITTING: dict[Ask, dict[str, tuple[Status, ...]]] = {
    Ask.MAY: {
        "yes": POSITIVE,
        "no": (Status.PROHIBITED,),
        "advised_against": (Status.DISCOURAGED,),
        "not_yet": (*POSITIVE, Status.UNREGULATED),
        "rules_say_nothing": (Status.UNREGULATED,),
        "not_possible": (Status.UNREGULATED,),
        "dilemma": _TORN,
    },
    Ask.MUST: {
        "yes": (Status.REQUIRED,),
        "no": (Status.PERMITTED, Status.DISCOURAGED, Status.PROHIBITED),
        "advised": (Status.ADVISED,),
        "not_yet": (Status.REQUIRED,),
        "rules_say_nothing": (Status.UNREGULATED,),
        "not_possible": (Status.UNREGULATED,),
        "dilemma": _TORN,
    },
}


def _says(held: Held, word: str, status: Status | None, verdict: Verdict) -> bool:
    """Whether anything is held to be open, or a dilemma, as the arguments say it."""
    return word in (held.answer, *held.disposition) or status in held.statuses.values() or held.verdict is verdict


def _word(node: Node | None, what: str, report: Diagnostics) -> Scalar | None:
    return None if node is None else word(node, what, report)


def _answer(node: Node | None, question: Question | None, known: Known, report: Diagnostics) -> str | None:
    name = _word(node, "an answer", report)
    if name is None or question is None:
        return None
    if question.ask in _INSTEAD:
        instead = _INSTEAD[question.ask]
        report.error(
            name, f"`answer` does not go with the question `{question.ask.value}`", f"write it under `{instead}`"
        )
    elif question.ask is Ask.FIRST:
        return name.text if name.text in {NOTHING, OPEN} else known.action(name, report)
    else:
        answers = _ANSWERS[question.ask]
        return one_of(name, f"answer to `{question.ask.value}` called", answers, report, f"use {choice_of(answers)}")
    return None


def _disposition(node: Node | None, known: Known, report: Diagnostics) -> tuple[str, ...]:
    named = list(words(node, "a way", report))
    found = [name.text if name.text in _WORDS else known.action(name, report, way=True) for name in named]
    if len(named) > 1 and {NOTHING, OPEN} & set(found):
        report.error(named[0], f"`{NOTHING}` and `{OPEN}` cannot be combined with anything", "name one of them alone")
    return tuple(way for way in found if way is not None)


def _statuses(
    node: Node | None, known: Known, report: Diagnostics, *, may_be_open: bool = True
) -> dict[str, Status | None]:
    statuses: dict[str, Status | None] = {}
    for key, value in mapping(node, "statuses", report):
        action, name = known.action(key, report), word(value, "a status", report)
        if action is None or name is None:
            continue
        if may_be_open and name.text == OPEN:
            statuses[action] = None
        elif (status := read_status(name, report)) is not None:
            statuses[action] = status
    return statuses


def _first(node: Node | None, known: Known, report: Diagnostics) -> str | None:
    name = _word(node, "an action", report)
    if name is None:
        return None
    return NOTHING if name.text == NOTHING else known.action(name, report)


def _verdict(node: Node | None, question: Question | None, report: Diagnostics) -> Verdict | None:
    name = _word(node, "a verdict", report)
    if name is None or question is None:
        return None
    verdicts = [verdict.value for verdict in Verdict]
    if question.ask is not Ask.RIGHT:
        report.error(
            name, "`verdict` needs the question `right`", "write the outcome under `answer`, or ask `right ACTION`"
        )
    elif one_of(name, "verdict", verdicts, report, f"use {choice_of(verdicts)}"):
        return Verdict(name.text)
    return None


def _facts(node: Node | None, known: Known, report: Diagnostics) -> tuple[str, ...]:
    if node is None:
        return ()
    facts = (*known.facts, *(done_fact(action) for action, way in known.actions.items() if not way))
    found = (_fact(name, facts, known, report) for name in words(node, "a fact", report))
    return tuple(fact for fact in found if fact is not None)


def _fact(name: Scalar, facts: Collection[str], known: Known, report: Diagnostics) -> str | None:
    """The id of a fact, or that of a step being done."""
    step = name.text.removeprefix(DONE)
    kind = RenamedKind.FACT if step == name.text else RenamedKind.ACTION
    if (renaming := known.renaming(kind, name.called(step), report)) is not None:
        return None if renaming.decide else renaming.now
    return one_of(name, "fact", facts, report, FIND_FACTS)


def _rules(node: Node | None, known: Known, report: Diagnostics) -> tuple[str, ...]:
    found = (known.rule(name, report) for name in words(node, "a rule", report))
    return tuple(rule for rule in found if rule is not None)


def _constraint(node: Node | None, known: Known, report: Diagnostics) -> str | None:
    name = _word(node, "a constraint", report)
    return None if name is None else one_of(name, "constraint", known.constraints, report)
