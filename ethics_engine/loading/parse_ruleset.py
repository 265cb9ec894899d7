"""A folder to a ruleset."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from pathlib import Path
from stat import S_ISDIR
from typing import Any

import attrs
from attrs import frozen

from ethics_engine.errors import Place
from ethics_engine.model.ruleset import LANGUAGE, LANGUAGES_READ, AcceptedFinding, Ruleset, SafetyLine
from ethics_engine.model.sources import Document

from .declared_items import Items, identifier, items_of
from .declared_names import Known
from .diagnostics import Diagnostics, quoted
from .field_parsers import kind_of, mapping, record, text, texts, word, words
from .folders import is_plain, paths_below
from .parse_actions import can_be_tried, compatible_with, is_way, read_action
from .parse_conditions import Conditions
from .parse_facts import read_concept, read_constraint, read_fact
from .parse_rules import read_rule
from .parse_sources import passage_places, read_document
from .source_text import name_of, reason_of, text_of
from .yaml_nodes import Node, Sequence
from .yaml_tree import tree_of

MAIN = "ruleset.yaml"
_REQUIRED = ("name", "version", "language", "title")
_OPTIONAL = ("description", "not_covered", "safety", "accepted")


@frozen
class LoadedRuleset:
    """A ruleset with the place of each item, and passage, by its kind and id; parts are missing where it is wrong."""

    ruleset: Ruleset
    places: Map[tuple[str, str], Place]


def load(path: Path, report: Diagnostics) -> LoadedRuleset | None:
    """All that can be read of the ruleset in a folder."""
    if not _is_ruleset(path, report):
        return None
    main, *roots = (_tree(file, report) for file in (path / MAIN, *_other_files(path, report)))
    items = items_of([root for root in roots if root is not None], report)
    known, documents = _declared(items, report)
    fields = {} if main is None else record(main, "a ruleset", _REQUIRED, _OPTIONAL, report)
    declared: dict[str, Any] = {  # so typed because mypy cannot follow a generic converter
        "facts": [fact for fact in known.facts.values() if fact is not None],
        "documents": documents,
        "concepts": [read_concept(item, known, report) for item in items["concept"].values()],
        "constraints": [read_constraint(item, known, report) for item in items["constraint"].values()],
        "rules": [read_rule(item, known, report) for item in items["rule"].values()],
        "safety": list(_safety(fields.get("safety"), known, report)),
        "accepted": list(_accepted(fields.get("accepted"), report)),
    }
    ruleset = Ruleset(
        **declared,
        name=identifier(fields.get("name"), "ruleset", report) or "",
        version=_version(fields.get("version"), report),
        title=text(fields.get("title"), report),
        description=text(fields.get("description"), report),
        not_covered=texts(fields.get("not_covered"), report),
        actions=tuple(read_action(item, known, report) for item in items["action"].values()),
    )
    _language(fields.get("language"), report)
    return LoadedRuleset(ruleset, _places(items, documents))


def _places(items: Items, documents: tuple[Document, ...]) -> Map[tuple[str, str], Place]:
    places = {(item.kind, item.id): item.place for kind in items.values() for item in kind.values()}
    for document in documents:
        for reference, place in passage_places(items["source"][document.id], document):
            places["passage", reference] = place
    return places


def _is_ruleset(path: Path, report: Diagnostics) -> bool:
    place = Place(name_of(path))
    try:
        is_folder = S_ISDIR(path.stat().st_mode)
        has_main = is_folder and (path / MAIN).exists()
    except FileNotFoundError:
        report.error(place, "folder not found", "check the path")
    except (OSError, ValueError) as error:
        report.error(place, f"cannot read it: {reason_of(error)}")
    else:
        if not is_folder:
            report.error(place, "not a ruleset: this is a file", "give the folder that holds `ruleset.yaml`")
        elif not has_main:
            report.error(place, f"not a ruleset: no `{MAIN}` here", f"give the folder that holds `{MAIN}`")
        return has_main
    return False


def _other_files(path: Path, report: Diagnostics) -> Iterator[Path]:
    """In the order of their paths; hidden files are left alone."""
    for file in sorted(paths_below(path, report), key=lambda file: file.relative_to(path).parts):
        if file.relative_to(path) == Path(MAIN):
            continue
        if file.suffix == ".yaml":
            yield file
        elif file.suffix == ".yml":
            report.error(Place(name_of(file)), "this file is not read", "rename it to end in `.yaml`")


def _tree(file: Path, report: Diagnostics) -> Node | None:
    content = text_of(file, report) if is_plain(file, report) else None
    root = None if content is None else tree_of(content, name_of(file), report)
    if root is None:
        report.incomplete = True
    return root


def _declared(items: Items, report: Diagnostics) -> tuple[Known, tuple[Document, ...]]:
    """Every name comes before anything that refers to it, so that files may refer to each other freely."""
    documents = tuple(read_document(item, report) for item in items["source"].values())
    known = Known(
        concepts=frozenset(items["concept"]),
        constraints=frozenset(items["constraint"]),
        actions={item.id: is_way(item) for item in items["action"].values()},
        tryable=frozenset(item.id for item in items["action"].values() if can_be_tried(item)),
        compatible=frozenset(
            frozenset({item.id, other}) for item in items["action"].values() for other in compatible_with(item)
        ),
        rules={item.id: "unless" in item.node.entries for item in items["rule"].values()},
        passages=frozenset(passage.reference for document in documents for passage in document.passages),
        documents=frozenset(items["source"]),
    )
    facts = {item.id: read_fact(item, known, report) for item in items["fact"].values()}
    return attrs.evolve(known, facts=facts), documents


def _language(node: Node | None, report: Diagnostics) -> None:
    if node is None:
        return
    name = word(node, "the version of the rule language", report)
    if name is not None and name.text not in map(str, LANGUAGES_READ):
        report.error(name, f"no version {quoted(name.text)} of the rule language", f"write {LANGUAGE}")


def _version(node: Node | None, report: Diagnostics) -> str:
    name = None if node is None else word(node, "the version", report)
    return name.text if name else ""


def _accepted(node: Node | None, report: Diagnostics) -> Iterator[AcceptedFinding]:
    """The findings of an audit that are no faults, each with its reason."""
    for name, reason in mapping(node, "`accepted`", report):
        yield AcceptedFinding(name.text, text(reason, report))


def _safety(node: Node | None, known: Known, report: Diagnostics) -> Iterator[SafetyLine]:
    if node is None:
        return
    if not isinstance(node, Sequence):
        report.error(node, f"`safety` must be a list, not {kind_of(node)}")
        return
    first: dict[str, Place] = {}
    for item in node.items:
        fields = record(item, "a safety line", ("id", "when", "danger", "ask", "matters_for"), ("meanwhile",), report)
        name = identifier(fields.get("id"), "safety line", report)
        if name in first:
            report.error(
                fields["id"],
                f"safety line `{name}` is declared twice",
                f"rename or remove one; the first is at {first[name]}",
            )
        elif name is not None:
            first[name] = fields["id"].place
        actions = (known.action(action, report) for action in words(fields.get("matters_for"), "an action", report))
        yield SafetyLine(
            id=name or "",
            when=Conditions("a safety line", ("done",), known, report).read(fields.get("when")),
            danger=text(fields.get("danger"), report),
            ask=text(fields.get("ask"), report),
            matters_for=tuple(action for action in actions if action is not None),
            meanwhile=text(fields["meanwhile"], report) if "meanwhile" in fields else "",
        )
