"""A case to be decided: a file with the facts that are known, and room for what will be held."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ethics_engine.model.case import Ask, Case, Statement
from ethics_engine.model.determination import Determination
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import STEP_KEYS, Numbers, Possible, Selection, Values
from ethics_engine.model.ruleset import Ruleset

_HELD = {
    Ask.MAY: "answer:            # yes, no, not_yet, advised_against, rules_say_nothing, not_possible, dilemma or open",
    Ask.MUST: "answer:            # yes, no, not_yet, advised, rules_say_nothing, not_possible, dilemma or open",
    Ask.FIRST: "answer:            # the step that comes first, none or open",
    Ask.WHAT: "disposition:       # the course of action, or several, dilemma, none or open",
    Ask.HOW: "statuses: {}       # for each manner step: required, advised, prohibited ...",
    Ask.RIGHT: "verdict:           # breach, premature, departure, no_verdict or consistent",
}


def template(case: Case, ruleset: Ruleset, view: Determination) -> str:
    """The text of a case file: `held` is left blank, and what the rules now say of it stands below, as a comment."""
    return "\n".join([*_head(case, ruleset), *_room(case, ruleset), *_view(view)]) + "\n"


def _head(case: Case, ruleset: Ruleset) -> Iterator[str]:
    question = f"ask: {case.question.ask.value}" + (f", action: {case.question.action}" if case.question.action else "")
    yield f"id: {case.id}  # such as culture-007; the file is called by it, and its folder by the topic"
    yield "# title: A few words to know it by"
    yield f"question: {{{question}}}"
    yield from _list("under", ruleset.overlays)
    yield "# narrative: >-"
    yield "#   What happened, in 60 to 200 words, as a colleague would tell it: every fact below, and nothing"
    yield "#   that identifies anybody."
    stated = {name: statement for name, statement in case.facts.items() if not name.startswith(DONE)}
    if stated:
        yield "facts:"
        for name, statement in stated.items():
            yield f"  {name}: {_stated(ruleset.fact[name], statement)}"
    else:
        yield "facts: {}"
    steps = {name.removeprefix(DONE): item.known for name, item in case.facts.items() if name.startswith(DONE)}
    steps = {step: known for step, known in steps.items() if step not in (*case.did, *case.omitted)}
    for key, value in STEP_KEYS.items():
        yield from _list(key, (step for step, known in steps.items() if known == value))
    yield from _list("did", case.did)
    yield from _list("omitted", case.omitted)


def _stated(fact: Fact, statement: Statement) -> str:
    """What was stated of a fact, with the remark and the reporter where there are any."""
    remarks = {"note": statement.note, "reported_by": statement.reported_by}
    remarked = [f"{key}: {json.dumps(text)}" for key, text in remarks.items() if text]
    known = value_as_yaml(fact, statement.known)
    return f"{{value: {known}, {', '.join(remarked)}}}" if remarked else known


def _room(case: Case, ruleset: Ruleset) -> Iterator[str]:
    yield "held:  # decide before you read on; leave out what you do not hold"
    yield f"#   {_HELD[case.question.ask]}"
    if case.question.ask is not Ask.HOW:
        yield "#   statuses: {}       # for each action: required, advised, permitted, prohibited, open ..."
    yield "#   not: {}            # action: a status that it must not have"
    yield "#   ratio: []          # the rules it is decided on"
    yield "# rationale: >-"
    yield "#   Why, in the words of somebody who does this work."
    yield f"# decided: {{by: , date: {_DAY}, under: {ruleset.name} {ruleset.version}}}"
    yield "# sources: []"
    yield "# tags: []"


_DAY = "YYYY-MM-DD"


def _view(view: Determination) -> Iterator[str]:
    yield ""
    yield f"# What {view.provenance.ruleset} {view.provenance.version} now says, for comparison once it is decided:"
    yield f"#   answer: {view.answer.value}"
    if view.answer.first:
        yield f"#   first: {view.answer.first[0]}"
    ways = f" {', '.join(view.disposition.ways)}" if view.disposition.ways else ""
    yield f"#   disposition: {view.disposition.force.value if view.disposition.force else 'open'}{ways}"
    for report in view.statuses:
        if report.decided_by and not report.of:
            yield f"#   {report.action}: {report.status.value if report.status else 'open'}"
    rules = [reason.rule for reason in view.reasons if reason.effective and reason.norms]
    if rules:
        yield "#   effective rules:"
        yield from (f"#     {rule}" for rule in rules)


def _list(key: str, names: Iterable[str]) -> Iterator[str]:
    listed = list(names)
    if listed:
        yield f"{key}: [{', '.join(listed)}]"


def value_as_yaml(fact: Fact, known: Possible) -> str:
    """What is known of a fact, as a case file states it, on one line."""
    return _on_one_line(value_in_case_file(fact, known))


def value_in_case_file(fact: Fact, known: Possible) -> Any:
    """The same as plain data: words, numbers, lists and mappings."""
    if known == fact.anything:
        return "unknown"
    match known:
        case Values(possible):
            values = [value for value in fact.value_ids if value in possible]
            return values[0] if len(values) == 1 else {"one_of": values}
        case Selection(included, excluded):
            chosen, left = ([v for v in fact.value_ids if v in some] for some in (included, excluded))
            return chosen if len(chosen) + len(left) == len(fact.values) else {"yes": chosen, "no": left}
        case Numbers():
            return _numbers(known)


MANY = 20
"""Up to how many numbers are written one by one."""


def _numbers(known: Numbers) -> Any:
    """A number, some numbers, or a range from which some are left out."""
    few = known.ranges[-1][1] is not None and sum(high - low + 1 for low, high in known.ranges if high) <= MANY
    if few or all(low == high for low, high in known.ranges):
        numbers = [n for low, high in known.ranges if high is not None for n in range(low, high + 1)]
        return numbers[0] if len(numbers) == 1 else {"one_of": numbers}
    (low, _), (_, high) = known.ranges[0], known.ranges[-1]
    ends = [end for _, end in known.ranges[:-1] if end is not None]
    starts = [start for start, _ in known.ranges[1:]]
    gaps = [number for end, start in zip(ends, starts, strict=True) for number in range(end + 1, start)]
    upper = {} if high is None else {"at_most": high}
    return {"at_least": low, **upper, **({"not": gaps} if gaps else {})}


def _on_one_line(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_on_one_line(part)}' for key, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_on_one_line, value))}]"
    return _word(value) if isinstance(value, str) else str(value)


def _word(value: str) -> str:
    return value if value.replace("_", "").isalnum() and not value.isdigit() else json.dumps(value)
