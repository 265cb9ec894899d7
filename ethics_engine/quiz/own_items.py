"""Items that a trainer wrote, from a file; and ids of items to leave out.

A key is set by hand (`right: yes`), or by the rules: an item that names a `case` gives each option the `answer` that it
stands for, and the right one is that which the rules give to the case. Which of the two it is stands in the
explanation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.loading import yaml_nodes
from ethics_engine.loading.diagnostics import Diagnostics, quoted
from ethics_engine.loading.field_parsers import flag, kind_of, record, text, whole, word
from ethics_engine.loading.source_text import name_of, text_of
from ethics_engine.loading.yaml_tree import tree_of
from ethics_engine.suggestions import nearest
from ethics_engine.text.lists import listed

from .item import Item, ItemKind, Option

_REQUIRED = ("id", "topic", "question", "options")
_OPTIONAL = ("story", "explanation", "difficulty", "order", "case")
_OPTION = ("text", "feedback")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_FEWEST, _MOST = 2, 12
BY_HAND = "The key was set by hand, by whoever wrote this question."
BY_RULES = "The key is what the rules say of this case."

AnswerOfCase = Callable[[str], str | None]
"""The word that answers the question of a case with this name, such as `not_yet`; None if it is open.

Raises InputError where there is no such case.
"""


@frozen
class _OwnOption:
    """An option as written, and the word that makes it right, if it is a rule that decides."""

    text: str
    feedback: str
    right: bool
    answer: str
    node: yaml_nodes.Node


def read_own_items(path: Path | str, answer_of: AnswerOfCase) -> tuple[Item, ...]:
    """The items in a YAML file: a list under `items`.

    Raises:
        InputError: The file holds no sound items; everything that is wrong is named at once.
    """
    report = Diagnostics()
    written = text_of(path, report)
    root = None if written is None else tree_of(written, name_of(path), report)
    items: list[Item] = []
    if root is not None:
        fields = record(root, "a file of own items", ("items",), (), report)
        for node in _nodes(fields.get("items"), "items", report):
            item = _item(node, answer_of, report)
            if item is not None and item.id in {known.id for known in items}:
                report.error(node, f"two items have the id {quoted(item.id)}", "rename one")
            elif item is not None:
                items.append(item)
    if report.findings:
        raise InputError(report.findings)
    return tuple(items)


def _item(node: yaml_nodes.Node, answer_of: AnswerOfCase, report: Diagnostics) -> Item | None:
    fields = record(node, "an own item", _REQUIRED, _OPTIONAL, report)
    named = word(fields["id"], "an id", report) if "id" in fields else None
    if named is not None and not _ID.fullmatch(named.text):
        report.error(named, f"{quoted(named.text)} cannot be an id", "use small letters, digits, dots and hyphens")
        named = None
    topic = word(fields["topic"], "a topic", report) if "topic" in fields else None
    ordered = flag(fields.get("order"), report)
    case = word(fields["case"], "the id of a case", report) if "case" in fields else None
    nodes = _nodes(fields.get("options"), "options", report)
    options = [_option(each, report, by_rules=case is not None) for each in nodes]
    known = [option for option in options if option is not None]
    if "options" in fields and len(known) == len(options) and not _FEWEST <= len(options) <= _MOST:
        report.error(fields["options"], f"{len(options)} options", f"give {_FEWEST} to {_MOST}")
    question, story = text(fields.get("question"), report), text(fields.get("story"), report)
    explanation = text(fields.get("explanation"), report)
    difficulty = whole(fields.get("difficulty"), "`difficulty`", 1, 3, report) or 2
    if named is None or topic is None or len(known) < len(options) or not known:
        return None
    key = _key(node, known, case, answer_of, report, ordered=ordered)
    if not key:
        return None
    order = list(range(len(known)))
    if ordered:  # shown in another order than the right one
        order = [*order[1:], 0]
    letters = {place: "abcdefghijkl"[shown] for shown, place in enumerate(order)}
    return Item(
        id=named.text,
        kind=ItemKind.OWN,
        topic=topic.text,
        cases=(case.text,) if case else (named.text,),
        vignette=story,
        question=question,
        options=tuple(Option(letters[place], known[place].text, known[place].feedback) for place in order),
        key=tuple(letters[place] for place in key),
        explanation="\n\n".join(filter(None, [explanation, BY_RULES if case else BY_HAND])),
        difficulty=difficulty,
        family=case.text if case else named.text,
        ordered=ordered,
    )


def _option(node: yaml_nodes.Node, report: Diagnostics, *, by_rules: bool) -> _OwnOption | None:
    decides = "answer" if by_rules else "right"
    fields = record(node, "an option", _OPTION, (decides,), report)
    if not set(_OPTION) <= set(fields):
        return None
    answer = word(fields["answer"], "an answer such as `no`", report) if "answer" in fields else None
    said, feedback = text(fields["text"], report), text(fields["feedback"], report)
    if not said or not feedback:
        return None
    return _OwnOption(said, feedback, flag(fields.get("right"), report), answer.text if answer else "", node)


def _key(
    node: yaml_nodes.Node,
    options: Collection[_OwnOption],
    case: yaml_nodes.Scalar | None,
    answer_of: AnswerOfCase,
    report: Diagnostics,
    *,
    ordered: bool,
) -> tuple[int, ...]:
    """The places of the right options; none, and a finding, where that is not settled."""
    if ordered:
        return tuple(range(len(options)))
    if case is None:
        key = tuple(place for place, option in enumerate(options) if option.right)
        if not key:
            report.error(
                node, "no option is right", "write `right: yes` at one, or name a `case` for the rules to decide"
            )
        elif len(key) == len(options):
            report.error(node, "every option is right", "leave out `right: yes` where an option is wrong")
            return ()
        return key
    try:
        found = answer_of(case.text)
    except InputError as error:
        report.error(case, error.findings[0].message, error.findings[0].hint)
        return ()
    key = tuple(place for place, option in enumerate(options) if option.answer == found)
    if not key:
        offered = listed(quoted(option.answer) for option in options if option.answer) or "none"
        said = quoted(found) if found else "open"
        message = f"no option has the `answer` that the rules give to {quoted(case.text)}: {said}"
        report.error(node, message, f"the options have {offered}")
    return key


def _nodes(node: yaml_nodes.Node | None, what: str, report: Diagnostics) -> Iterator[yaml_nodes.Node]:
    if node is None:
        return
    if not isinstance(node, yaml_nodes.Sequence):
        report.error(node, f"`{what}` must be a list, not {kind_of(node)}", "start each entry with `-`")
        return
    yield from node.items


def read_excluded(path: Path, known: Collection[str]) -> frozenset[str]:
    """The ids in a file, one a line, of items to leave out; what follows a `#` is a comment.

    Raises:
        InputError: The file cannot be read, or names an item that there is not; names all of them at once.
    """
    report = Diagnostics()
    written = text_of(path, report)
    if written is None:
        raise InputError(report.findings)
    found: set[str] = set()
    wrong: list[Finding] = []
    for number, line in enumerate(written.splitlines(), start=1):
        name = line.partition("#")[0].strip()
        if name and name not in known:
            hint = nearest(name[:80], known) or "list the questions and their ids: `ethics quiz export --format csv`"
            wrong.append(Finding(Place(str(path), number, 1), f"no question {quoted(name)}", hint))
        elif name:
            found.add(name)
    if wrong:
        raise InputError(wrong)
    return frozenset(found)
