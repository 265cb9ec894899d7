"""A case file to a case."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from ethics_engine.model.case import Ask, Case, Decided, Dissent, Held, Question, Statement
from ethics_engine.model.enactment import DONE, done_fact
from ethics_engine.model.knowledge import NO, STEP_KEYS, TRIED, YES

from .declared_items import identifier
from .declared_names import Known
from .diagnostics import Diagnostics, choice_of, quoted
from .field_parsers import day, mapping, record, text, texts, word, word_list, words
from .parse_facts import read_sources
from .parse_holdings import read_held
from .parse_statements import UNKNOWN, statement
from .yaml_nodes import Mapping, Node, Scalar

_OPTIONAL = (
    "title",
    "narrative",
    "facts",
    "done",
    "tried",
    "not_done",
    "did",
    "omitted",
    "under",
    "as_of",
    "held",
    "held_under",
    "rationale",
    "decided",
    "dissent",
    "follows",
    "distinguishes",
    "overrules",
    "sources",
    "tags",
)
_STATED_IN_TEXT = r"(?<!\S)([a-z][a-z0-9_]*):\s+([\[{]|\w+)"
_NEEDS_ACTION = (Ask.MAY, Ask.MUST, Ask.HOW)
_KINDS = f"a question starts with {choice_of([kind.value for kind in Ask])}"
_ASK_RIGHT = 'write `question: right refer`; from options, `--question "right refer"`'


def read_case(root: Node, known: Known, report: Diagnostics) -> Case:
    """A case as far as it can be read."""
    fields = record(root, "a case", ("id", "question"), _OPTIONAL, report)
    under = tuple(under_in(fields.get("under"), known, report))
    if not {*under} <= {*known.overlays}:
        report = Diagnostics()  # what else seems wrong may be known to the overlay
    question = _question(fields.get("question"), known, report)
    did, omitted = _conduct(question, fields, known, report)
    steps = _steps(fields, known, report)
    name = identifier(fields.get("id"), "case", report) or ""
    return Case(
        id=name,
        question=Question(Ask.WHAT) if question is None else _of_no_one_action(question),
        facts={
            **_facts(fields.get("facts"), known, report),
            **steps,
            **_conduct_statements(fields, steps, did, omitted, known, report),
        },
        title=text(fields.get("title"), report),
        narrative=_narrative(fields.get("narrative"), known, report),
        did=did,
        omitted=omitted,
        under=under,
        as_of=day(fields.get("as_of"), report),
        held=_held(fields.get("held"), question, known, report),
        held_under=dict(_held_under(fields.get("held_under"), question, known, report)),
        rationale=text(fields.get("rationale"), report),
        decided=read_decided(fields.get("decided"), report),
        dissent=_dissent(fields.get("dissent"), question, known, report),
        follows=_others(fields.get("follows"), name, report),
        distinguishes=_others(fields.get("distinguishes"), name, report),
        overrules=_others(fields.get("overrules"), name, report),
        sources=read_sources(fields.get("sources"), known, report),
        tags=texts(fields.get("tags"), report),
    )


def question_of(ask: Scalar, action: Scalar | None, known: Known, report: Diagnostics) -> Question | None:
    """A question of a kind, perhaps about an action; nothing where it is none."""
    kinds = [kind.value for kind in Ask]
    if ask.text not in kinds:
        report.error(ask, f"{quoted(ask.text)} is not a kind of question", _KINDS)
        return None
    kind = Ask(ask.text)
    if action is None:
        if kind in _NEEDS_ACTION:
            report.error(ask, f"`{kind.value}` needs an action", f"name one: `{kind.value} refer`")
        return Question(kind)
    if kind is Ask.WHAT:
        report.error(action, "`what` takes no action", "remove it, or ask `may ACTION`")
        return Question(kind)
    return Question(kind, known.action(action, report, way=True if kind is Ask.HOW else None))


def question_in(node: Scalar, known: Known, report: Diagnostics) -> Question | None:
    """A question in words, such as `may refer`, `first` or `what`; nothing where it is none."""
    ask, *actions = (Scalar(node.file, node.line, node.column, part) for part in node.text.split() or [""])
    if len(actions) > 1:
        report.error(node, "a question takes one action", "write `may ACTION`")
    return question_of(ask, actions[0] if actions else None, known, report)


def _of_no_one_action(question: Question) -> Question:
    return Question(Ask.RIGHT) if question.ask is Ask.RIGHT else question


def _question(node: Node | None, known: Known, report: Diagnostics) -> Question | None:
    if node is None:
        return None
    if isinstance(node, Scalar):
        return question_in(node, known, report)
    fields = record(node, "a question", ("ask",), ("action",), report)
    ask = word(fields["ask"], "a kind of question", report) if "ask" in fields else None
    action = word(fields["action"], "an action", report) if "action" in fields else None
    return None if ask is None else question_of(ask, action, known, report)


def _narrative(node: Node | None, known: Known, report: Diagnostics) -> str:
    """What happened, which may still be empty. Facts stated in it, which no rule reads, are probably not meant so."""
    if isinstance(node, Scalar) and not node.commented and (node.value is None or not node.text.strip()):
        return ""
    narrative = text(node, report)
    if node is not None and (facts := list(_facts_stated_in(narrative, known))):
        first, *others = facts
        named = f"`{first}` and {len(others)} more in this text look like facts"
        if not others:
            named = f"`{first}` in this text looks like a fact"
        report.warning(
            node, f"{named}, but no rule reads a text", "write `facts:` on a line of its own before the facts"
        )
    return narrative


def _facts_stated_in(narrative: str, known: Known) -> Iterator[str]:
    """The ids of facts that a text gives values, as `facts:` would: not every word before a colon is meant so."""
    for name, value in re.findall(_STATED_IN_TEXT, narrative) if ":" in narrative else ():
        fact = known.facts.get(name)
        if fact is not None and (value == UNKNOWN or value[0] in "[{" or value in fact.value_ids or value.isdigit()):
            yield name


def _conduct(
    question: Question | None, fields: dict[str, Node], known: Known, report: Diagnostics
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was done and what was omitted; the action that `right` asks about was done where nothing else is said."""
    before = len(report.findings)
    did, omitted = (_actions(fields.get(key), known, report) for key in ("did", "omitted"))
    if question is None:
        return did, omitted
    if question.ask is not Ask.RIGHT:
        for key in {"did", "omitted"} & set(fields):
            report.error(fields[key], f"`{key}` needs the question `right`", _ASK_RIGHT)
        return did, omitted
    if question.action is not None and question.action not in did + omitted:
        did += (question.action,)
    for action in sorted(set(did) & set(omitted)):
        report.error(fields["omitted"], f"`{action}` is listed as done and as omitted", "remove one")
    if not did and not omitted and len(report.findings) == before:
        report.error(
            fields["question"], "`right` needs an action", "name one: `right refer`, or list what was done under `did`"
        )
    return did, omitted


def _actions(node: Node | None, known: Known, report: Diagnostics) -> tuple[str, ...]:
    found = (known.action(name, report) for name in word_list(node, "an action", report))
    return tuple(action for action in found if action is not None)


def _facts(node: Node | None, known: Known, report: Diagnostics) -> dict[str, Statement]:
    statements = {}
    for key, value in mapping(node, "`facts`", report):
        if (fact := known.fact(key, report)) is not None:
            statements[fact.id] = statement(fact, value, report)
    return statements


def _steps(fields: dict[str, Node], known: Known, report: Diagnostics) -> dict[str, Statement]:
    statements: dict[str, Statement] = {}
    for key, value in STEP_KEYS.items():
        for name in word_list(fields.get(key), "a step", report):
            step = known.tried(name, report) if value == TRIED else known.action(name, report, way=False)
            if step is not None and (before := statements.get(done_fact(step))) is not None:
                other = _listed_under(before)
                report.error(name, f"`{step}` is listed under `{other}` and under `{key}`", "remove one")
            elif step is not None:
                statements[done_fact(step)] = Statement(value)
    return statements


def _listed_under(statement: Statement) -> str:
    """The key of a case under which a step is listed."""
    return next(key for key, known in STEP_KEYS.items() if known == statement.known)


def _conduct_statements(
    fields: dict[str, Node],
    steps: dict[str, Statement],
    did: Iterable[str],
    omitted: Iterable[str],
    known: Known,
    report: Diagnostics,
) -> dict[str, Statement]:
    """The acts and omissions that are steps, as done and as not done; one that is stated differently is an error."""
    own = [action for action, is_way in known.actions.items() if not is_way]
    statements = conduct_statements(did, omitted, own)
    for fact in statements.keys() & steps.keys():
        if statements[fact] != steps[fact]:
            step = fact.removeprefix(DONE)
            here = "did" if step in did else "omitted"
            there = _listed_under(steps[fact])
            message = f"`{step}` is listed under `{here}` and under `{there}`"
            report.error(fields.get(here, fields["question"]), message, "keep the one that is true")
    return statements


def conduct_statements(did: Iterable[str], omitted: Iterable[str], steps: Collection[str]) -> dict[str, Statement]:
    """What acts and omissions say of steps: those done as done, those omitted as not done."""
    return {
        **{done_fact(act): Statement(YES) for act in did if act in steps},
        **{done_fact(act): Statement(NO) for act in omitted if act in steps},
    }


def read_decided(node: Node | None, report: Diagnostics) -> Decided | None:
    """Who decided, when and under which rules; nothing where nothing is said of it."""
    if node is None:
        return None
    fields = record(node, "`decided`", ("by", "date"), ("under",), report)
    date = day(fields.get("date"), report)
    if date is None:
        return None
    return Decided(text(fields.get("by"), report), date, text(fields.get("under"), report))


def _held(node: Node | None, question: Question | None, known: Known, report: Diagnostics) -> Held | None:
    """What was held; where the key is there and nothing follows it, nothing has been held yet."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return None
    return read_held(node, question, known, report)


def under_in(node: Node | None, known: Known | None, report: Diagnostics) -> Iterator[str]:
    """The overlays that a case names; those that were not given, if it is known which were, are findings."""
    for name in words(node, "the name of an overlay", report):
        if known is not None and name.text not in known.overlays:
            given = f"; given: {', '.join(known.overlays)}" if known.overlays else ""
            report.error(
                name,
                f"this case needs the overlay {quoted(name.text)}, which was not given{given}",
                f"add `--under {name.text}`, or take it out of `under`",
            )
        yield name.text


def _held_under(
    node: Node | None, question: Question | None, known: Known, report: Diagnostics
) -> Iterator[tuple[str, Held]]:
    """What was held under the overlays that the case is read for; the names of other overlays' rules are not known."""
    for key, held in mapping(node, "`held_under`", report):
        overlays = sorted(name.strip() for name in key.text.split("+"))
        if not all(overlays):
            report.error(key, "this names no overlays", "write `aca-2014: {answer: yes}`, or `aca-2014+texas: {..}`")
        elif overlays == [*known.overlays]:
            yield "+".join(overlays), read_held(held, question, known, report)
        elif not isinstance(held, Mapping):
            report.error(held, "this must be a mapping", "write what was decided, such as `answer: no`")
        elif known.renamed:  # the names of the base are known, and so are its former ones
            elsewhere = Diagnostics()
            read_held(held, question, known, elsewhere)
            report.outdated += elsewhere.outdated


def _dissent(node: Node | None, question: Question | None, known: Known, report: Diagnostics) -> Dissent | None:
    if node is None:
        return None
    if not isinstance(node, Mapping):
        return Dissent("", text(node, report))
    fields = record(node, "`dissent`", ("by", "rationale"), ("held",), report)
    return Dissent(
        by=text(fields.get("by"), report),
        rationale=text(fields.get("rationale"), report),
        held=_held(fields.get("held"), question, known, report),
    )


def _others(node: Node | None, own: str, report: Diagnostics) -> tuple[str, ...]:
    """The ids of other cases; whether there are such cases is for whoever has them all at hand."""
    others = []
    for name in words(node, "the id of a case", report):
        if name.text == own:
            report.error(name, "a case cannot refer to itself", "name another case")
        elif (other := identifier(name, "case", report)) is not None:
            others.append(other)
    return tuple(others)
