"""A folder to a ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from pathlib import Path
from stat import S_ISDIR
from typing import Any

import attrs
from attrs import frozen

from ethics_engine.errors import Place
from ethics_engine.model.ruleset import LANGUAGE, LANGUAGES_READ, AcceptedFinding, Ruleset, SafetyLine
from ethics_engine.model.sources import Document
from ethics_engine.suggestions import nearest

from .bundled import CASES, OVERLAY
from .declared_items import Items, identifier, items_of
from .declared_names import Known
from .diagnostics import Diagnostics, quoted
from .field_parsers import kind_of, mapping, record, text, texts, word, words
from .folders import is_plain, paths_below
from .parse_actions import can_be_tried, compatible_with, is_way, read_action
from .parse_conditions import Conditions
from .parse_facts import read_concept, read_constraint, read_fact
from .parse_renamings import with_renamings
from .parse_rules import read_rule
from .parse_sources import passage_places, read_document
from .source_text import name_of, reason_of, text_of
from .yaml_nodes import Mapping, Node, Sequence
from .yaml_tree import tree_of

MAIN = "ruleset.yaml"
"""What the main file of a ruleset is called."""

_REQUIRED = ("name", "version", "language", "title")
_OPTIONAL = ("description", "not_covered", "safety", "accepted")


@frozen
class LoadedRuleset:
    """A ruleset with the place of each item, and passage, by its kind and id; parts are missing where it is wrong."""

    ruleset: Ruleset
    places: Map[tuple[str, str], Place]


def load(path: Path, report: Diagnostics) -> LoadedRuleset | None:
    """All that can be read of the ruleset in a folder."""
    if not is_folder_with(MAIN, path, report):
        return None
    main, *roots = (tree_in(file, report) for file in (path / MAIN, *other_files(path, MAIN, report)))
    items = items_of([root for root in roots if root is not None], report)
    documents = tuple(read_document(item, report) for item in items["source"].values())
    known = declared(items, documents, Known(facts=dict.fromkeys(items["fact"])))
    known = attrs.evolve(known, facts={item.id: read_fact(item, known, report) for item in items["fact"].values()})
    known = with_renamings(known, [root for root in roots if root is not None], report)
    fields = {} if main is None else record(main, "a ruleset", _REQUIRED, _OPTIONAL, report)
    read: dict[str, Any] = {  # so typed because mypy cannot follow a generic converter
        "facts": [fact for fact in known.facts.values() if fact is not None],
        "documents": documents,
        "concepts": [read_concept(item, known, report) for item in items["concept"].values()],
        "constraints": [read_constraint(item, known, report) for item in items["constraint"].values()],
        "rules": [read_rule(item, known, report) for item in items["rule"].values()],
        "safety": list(read_safety(fields.get("safety"), known, report)),
        "accepted": list(read_accepted(fields.get("accepted"), report)),
    }
    ruleset = Ruleset(
        **read,
        name=identifier(fields.get("name"), "ruleset", report) or "",
        version=read_version(fields.get("version"), report),
        title=text(fields.get("title"), report),
        description=text(fields.get("description"), report),
        not_covered=texts(fields.get("not_covered"), report),
        actions=tuple(read_action(item, known, report) for item in items["action"].values()),
        renamed=tuple(known.renamed.values()),
    )
    check_language(fields.get("language"), report)
    return LoadedRuleset(ruleset, places_of(items, documents))


def item_nodes(path: Path, report: Diagnostics) -> Map[tuple[str, str], tuple[Place, Node]]:
    """Everything that is written of each item of the ruleset or overlay in a folder, by its kind and id, and where.

    What an overlay says of an item of its base is among it.
    """
    main = tree_in(path / OVERLAY, report) if (path / OVERLAY).exists() else None
    roots = (tree_in(file, report) for file in other_files(path, MAIN if main is None else OVERLAY, report))
    items = items_of([root for root in roots if root is not None], report)
    found: dict[tuple[str, str], tuple[Place, Node]]
    found = {(item.kind, item.id): (item.place, item.node) for kind in items.values() for item in kind.values()}
    for key, kind in (("restates", "rule"), ("extends", "concept")):
        said = main.entries[key][1] if isinstance(main, Mapping) and key in main.entries else None
        if isinstance(said, Mapping):
            found |= {(kind, name): (word.place, node) for name, (word, node) in said.entries.items()}
    return found


def places_of(items: Items, documents: tuple[Document, ...]) -> Map[tuple[str, str], Place]:
    """Where each item, and passage, stands."""
    places = {(item.kind, item.id): item.place for kind in items.values() for item in kind.values()}
    for document in documents:
        for reference, place in passage_places(items["source"][document.id], document):
            places["passage", reference] = place
    return places


def is_folder_with(main: str, path: Path, report: Diagnostics) -> bool:
    """Whether a path is the folder of a ruleset, or of an overlay, by its main file; else a finding."""
    place = Place(name_of(path))
    what, other = ("a ruleset", "an overlay") if main == MAIN else ("an overlay", "a ruleset")
    try:
        is_folder = S_ISDIR(path.stat().st_mode)
        has_main = is_folder and (path / main).exists()
        is_other = is_folder and (path / (OVERLAY if main == MAIN else MAIN)).exists()
    except FileNotFoundError:
        report.error(place, "folder not found", "check the path")
    except (OSError, ValueError) as error:
        report.error(place, f"cannot read it: {reason_of(error)}")
    else:
        if not is_folder:
            report.error(place, f"not {what}: this is a file", f"give the folder that holds `{main}`")
        elif is_other and not has_main:
            option = "--under" if main == MAIN else "--rules"
            report.error(place, f"this is {other}, not {what}", f"give it as `{option} {path.name}`")
        elif not has_main:
            report.error(place, f"not {what}: no `{main}` here", f"give the folder that holds `{main}`")
        return has_main
    return False


def other_files(path: Path, main: str, report: Diagnostics) -> Iterator[Path]:
    """In the order of their paths; hidden files, and the decided cases of an overlay, are left alone."""
    for file in sorted(paths_below(path, report), key=lambda file: file.relative_to(path).parts):
        within = file.relative_to(path)
        if within == Path(main) or (main == OVERLAY and within.parts[0] == CASES):
            continue
        if file.suffix == ".yaml":
            yield file
        elif file.suffix == ".yml":
            report.error(Place(name_of(file)), "this file is not read", "rename it to end in `.yaml`")


def tree_in(file: Path, report: Diagnostics) -> Node | None:
    """What a file holds."""
    content = text_of(file, report) if is_plain(file, report) else None
    root = None if content is None else tree_of(content, name_of(file), report)
    if root is None:
        report.incomplete = True
    return root


def declared(items: Items, documents: Iterable[Document], base: Known) -> Known:
    """The names that items declare, beside those of the base that they are laid over; facts are still to be read.

    Every name comes before anything that refers to it, so that files may refer to each other freely.
    """
    return attrs.evolve(
        base,
        concepts=base.concepts | frozenset(items["concept"]),
        constraints=base.constraints | frozenset(items["constraint"]),
        actions={**base.actions, **{item.id: is_way(item) for item in items["action"].values()}},
        tryable=base.tryable | frozenset(item.id for item in items["action"].values() if can_be_tried(item)),
        compatible=base.compatible
        | frozenset(
            frozenset({item.id, other}) for item in items["action"].values() for other in compatible_with(item)
        ),
        rules={**base.rules, **{item.id: "unless" in item.node.entries for item in items["rule"].values()}},
        passages=base.passages | frozenset(passage.reference for each in documents for passage in each.passages),
        documents=base.documents | frozenset(items["source"]),
        loaded=False,
    )


def check_language(node: Node | None, report: Diagnostics) -> None:
    """Note a version of the rule language that is not read."""
    if node is None:
        return
    name = word(node, "the version of the rule language", report)
    if name is not None and name.text not in map(str, LANGUAGES_READ):
        report.error(name, f"no version {quoted(name.text)} of the rule language", f"write {LANGUAGE}")


def read_version(node: Node | None, report: Diagnostics) -> str:
    """The version of a ruleset or an overlay."""
    name = None if node is None else word(node, "the version", report)
    return name.text if name else ""


def read_accepted(node: Node | None, report: Diagnostics) -> Iterator[AcceptedFinding]:
    """The findings of an audit that are no faults, each with its reason."""
    for name, reason in mapping(node, "`accepted`", report):
        yield AcceptedFinding(name.text, text(reason, report))


def read_safety(node: Node | None, known: Known, report: Diagnostics) -> Iterator[SafetyLine]:
    """The words on danger."""
    if node is None:
        return
    if not isinstance(node, Sequence):
        report.error(node, f"`safety` must be a list, not {kind_of(node)}")
        return
    first: dict[str, Place] = {}
    for item in node.items:
        required, optional = ("id", "when", "danger", "ask", "matters_for"), ("meanwhile", "instead_of")
        fields = record(item, "a safety line", required, optional, report)
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
            instead_of=tuple(_lines_named(fields.get("instead_of"), name, first, report)),
        )


def _lines_named(node: Node | None, of: str | None, above: Map[str, Place], report: Diagnostics) -> Iterator[str]:
    """The safety lines that one stands in for; they have to stand above it."""
    others = [name for name in above if name != of]
    for item in words(node, "a safety line", report):
        if item.text in others:
            yield item.text
        else:
            report.error(item, f"no safety line `{item.text}` stands above", nearest(item.text, others))
