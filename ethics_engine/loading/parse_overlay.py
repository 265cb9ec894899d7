"""Overlays: what a code, a law or an agency lays over a base, joined with it by name."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Map
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from ethics_engine.errors import Place
from ethics_engine.model.conditions import Condition
from ethics_engine.model.facts import extended
from ethics_engine.model.rules import Restatement, restated
from ethics_engine.model.ruleset import AcceptedFinding, Part, Ruleset, SafetyLine
from ethics_engine.model.sources import Document
from ethics_engine.suggestions import FIND_RULES, nearest, nearest_as_a_whole

from .bundled import OVERLAY, rulesets
from .declared_items import KINDS, Items, identifier, items_of
from .declared_names import Known
from .diagnostics import Diagnostics, listed, quoted
from .field_parsers import flag, mapping, period, record, text, texts, word
from .parse_actions import read_action
from .parse_conditions import Conditions
from .parse_facts import read_concept, read_constraint, read_fact, read_sources
from .parse_renamings import with_renamings
from .parse_rules import check_sources, read_norms, read_rule, read_strength_from
from .parse_ruleset import (
    MAIN,
    LoadedRuleset,
    check_language,
    declared,
    is_folder_with,
    load,
    other_files,
    places_of,
    read_accepted,
    read_safety,
    read_version,
    tree_in,
)
from .parse_settings import Setting, check_settings, constraint_id, constraint_of, read_settings, with_set_value
from .parse_sources import read_document
from .source_text import name_of
from .yaml_nodes import Mapping, Node, Scalar
from .yaml_nodes import Sequence as List

_REQUIRED = ("name", "version", "language", "title", "over")
_OPTIONAL = ("description", "not_covered", "safety", "accepted", "in_force", "restates", "extends", "sets", "law")
_KEPT = ("when", "always", "unless", "unless_because", "overrides", "topic")
_OF_RESTATEMENT = ("in_force", "strength_from", "strength_because")
_LIMIT = re.compile(r"(>=|<=|==|<|>)?\s*(\d+(?:\.\d+)*)")
_COMPARE: Map[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
    "==": lambda one, other: one == other,
}


@frozen(eq=False, repr=False)
class Base:
    """What overlays are laid over.

    It was read by itself, most often long ago; where its items stand in its files is looked up only for messages.
    """

    ruleset: Ruleset
    folder: Path

    def place(self, kind: str, name: str) -> Place:
        """Where an item stands."""
        return self.places.get((kind, name)) or Place(name_of(self.folder))

    @property
    def places(self) -> Map[tuple[str, str], Place]:
        """Where everything stands."""
        found = _BASE_PLACES.get(self.folder)
        if found is None:
            loaded = load(self.folder, Diagnostics())
            found = _BASE_PLACES[self.folder] = {} if loaded is None else loaded.places
        return found

    @property
    def named(self) -> str:
        """Its name and where it is, for messages."""
        return f"`{self.ruleset.name}` ({name_of(self.folder / MAIN)})"

    @property
    def version_place(self) -> Place:
        """Where its version stands."""
        main = tree_in(self.folder / MAIN, Diagnostics())
        entry = main.entries.get("version") if isinstance(main, Mapping) else None
        return entry[1].place if entry else Place(name_of(self.folder / MAIN))


_BASE_PLACES: dict[Path, Map[tuple[str, str], Place]] = {}


@frozen(eq=False, repr=False, slots=False)
class OverlayFiles:
    """The files of one overlay, before anything in them is read.

    Attributes:
        fields: What its main file says, by key.

        items: What all its files declare.

        roots: All that its files hold, but for the main one.
    """

    folder: Path
    name: str
    place: Place
    fields: Map[str, Node]
    items: Items
    documents: tuple[Document, ...]
    roots: tuple[Node, ...]

    @cached_property
    def places(self) -> Map[tuple[str, str], Place]:
        """Where each of its items stands."""
        return places_of(self.items, self.documents)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of all that it says; comments, and how it is spread over files, do not count."""
        said: dict[str, Any] = {key: _content(node) for key, node in self.fields.items()}
        for kind in KINDS:
            nodes = (
                self.items[kind].values() if kind == "action" else map(self.items[kind].get, sorted(self.items[kind]))
            )
            said[kind] = [[item.topic, _content(item.node)] for item in nodes if item is not None]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode("ascii")).hexdigest()


@frozen(eq=False, repr=False)
class Composition(LoadedRuleset):
    """A composition, with what the checks need of its overlays.

    Attributes:
        restatements: Where each overlay restates a rule, by overlay and rule.

        extensions: Where each overlay extends a concept, by overlay and concept.
    """

    base: Base
    overlays: tuple[OverlayFiles, ...]
    restatements: Map[tuple[str, str], Place]
    extensions: Map[tuple[str, str], Place]


def compose(base: Base, folders: Sequence[Path], report: Diagnostics, *, settings: bool = True) -> Composition | None:
    """The base with overlays laid over it, sorted by name and read as one; nothing where one of them is none.

    Without `settings` what they set is left out, so that overlays of several places can be read together.
    """
    found = [_files(folder, report) for folder in {folder.resolve(): folder for folder in folders}.values()]
    overlays = sorted((files for files in found if files is not None), key=lambda files: files.name)
    for files in overlays:
        _check_base(files, base, report)
    _check_names(overlays, report)
    _check_ids(overlays, base, report)
    if len(overlays) < len(found) or not overlays:
        return None
    items: Items = {
        kind: {name: item for each in overlays for name, item in each.items[kind].items()} for kind in KINDS
    }
    documents = tuple(document for files in overlays for document in files.documents)
    known = declared(items, documents, Known.in_ruleset(base.ruleset))
    facts = {item.id: read_fact(item, known, report) for item in items["fact"].values()}
    known = attrs.evolve(known, facts={**known.facts, **facts})
    known = with_renamings(known, [root for files in overlays for root in files.roots], report)
    restatements: dict[tuple[str, str], Place] = {}
    extensions: dict[tuple[str, str], Place] = {}
    restating: dict[str, list[Restatement]] = {}
    extending: dict[str, list[tuple[str, Condition]]] = {}
    setting: list[Setting] = []
    safety: list[SafetyLine] = []
    accepted: dict[str, AcceptedFinding] = {each.id: each for each in base.ruleset.accepted}
    for files in overlays:
        for key, restatement in _restatements(files, base, known, report):
            restatements[files.name, key.text] = key.place
            restating.setdefault(key.text, []).append(restatement)
        for key, condition in _extensions(files, base, known, report):
            extensions[files.name, key.text] = key.place
            extending.setdefault(key.text, []).append((files.name, condition))
        setting += read_settings(files.name, files.fields.get("sets"), known, report) if settings else ()
        safety += read_safety(files.fields.get("safety"), known, report)
        accepted |= {each.id: each for each in read_accepted(files.fields.get("accepted"), report)}
    ruleset = base.ruleset
    check_settings(setting, known, report)
    values = {each.fact: each.value for each in setting}
    composed: dict[str, Any] = {
        "facts": tuple(with_set_value(fact, values) for fact in known.facts.values() if fact is not None),
        "concepts": (
            *(
                extended(each, extending.get(each.id, ())) if each.id in extending else each
                for each in ruleset.concepts
            ),
            *(read_concept(item, known, report) for item in items["concept"].values()),
        ),
        "constraints": (
            *ruleset.constraints,
            *(read_constraint(item, known, report) for item in items["constraint"].values()),
            *(constraint_of(each, known.facts[each.fact]) for each in setting),
        ),
        "rules": (
            *(restated(rule, restating.get(rule.id, ())) for rule in ruleset.rules),
            *(read_rule(item, known, report) for item in items["rule"].values()),
        ),
        "documents": (*ruleset.documents, *documents),
        "safety": (*ruleset.safety, *safety),
        "accepted": tuple(accepted.values()),
    }
    parts = [_part(files, restatements, extensions, setting, report) for files in overlays]
    whole = Ruleset(
        **composed,
        name="+".join([ruleset.name, *(part.name for part in parts)]),
        version="+".join([ruleset.version, *(part.version for part in parts)]),
        title=f"{ruleset.title}. With: {'; '.join(part.title for part in parts)}",
        description=ruleset.description,
        not_covered=(
            *ruleset.not_covered,
            *(line for files in overlays for line in texts(files.fields.get("not_covered"), report)),
        ),
        actions=(*ruleset.actions, *(read_action(item, known, report) for item in items["action"].values())),
        renamed=tuple(known.renamed.values()),
        parts=(Part(ruleset.name, ruleset.version, ruleset.title, ruleset.content_hash), *parts),
    )
    return Composition(whole, _Places(overlays, setting, base), base, tuple(overlays), restatements, extensions)


class _Places(dict[tuple[str, str], Place]):
    """Where everything stands; of what the base declares only where that is asked for."""

    def __init__(self, overlays: Sequence[OverlayFiles], setting: Sequence[Setting], base: Base) -> None:
        super().__init__(entry for files in overlays for entry in files.places.items())
        self.update({("constraint", constraint_id(each)): each.place for each in setting})
        self._base = base

    def __missing__(self, key: tuple[str, str]) -> Place:
        return self._base.place(*key)


def _files(folder: Path, report: Diagnostics) -> OverlayFiles | None:
    if not is_folder_with(OVERLAY, folder, report):
        return None
    main, *roots = (tree_in(file, report) for file in (folder / OVERLAY, *other_files(folder, OVERLAY, report)))
    if main is None:
        return None
    fields = record(main, "an overlay", _REQUIRED, _OPTIONAL, report)
    check_language(fields.get("language"), report)
    name = identifier(fields.get("name"), "ruleset", report)
    sound = tuple(root for root in roots if root is not None)
    items = items_of(sound, report)
    documents = tuple(read_document(item, report) for item in items["source"].values())
    if name is None:
        return None
    if name == "none":
        report.error(fields["name"], "`none` stands for no overlay", "choose another name")
    return OverlayFiles(folder, name, fields["name"].place, fields, items, documents, sound)


def _part(
    files: OverlayFiles,
    restatements: Map[tuple[str, str], Place],
    extensions: Map[tuple[str, str], Place],
    setting: Sequence[Setting],
    report: Diagnostics,
) -> Part:
    return Part(
        name=files.name,
        version=read_version(files.fields.get("version"), report),
        title=text(files.fields.get("title"), report),
        description=text(files.fields.get("description"), report),
        content_hash=files.content_hash,
        in_force=period(files.fields.get("in_force"), report),
        folder=files.folder,
        law=flag(files.fields.get("law"), report),
        sets=tuple((each.fact, each.value) for each in setting if each.part == files.name),
        items=frozenset(
            {
                *((kind, name) for kind in KINDS for name in files.items[kind]),
                *(("rule", rule) for part, rule in restatements if part == files.name),
                *(("concept", concept) for part, concept in extensions if part == files.name),
                *(("accepted", each.id) for each in read_accepted(files.fields.get("accepted"), Diagnostics())),
            }
        ),
    )


def _check_base(files: OverlayFiles, base: Base, report: Diagnostics) -> None:
    """Note an overlay that is not for this base, or not for this version of it."""
    if "over" not in files.fields:
        return
    fields = record(files.fields["over"], "`over`", ("ruleset",), ("version",), report)
    name = word(fields["ruleset"], "the name of a ruleset", report) if "ruleset" in fields else None
    if name is not None and name.text != base.ruleset.name:
        known = {*rulesets(), base.ruleset.name}
        other = f"use `--rules {name.text}`, or an overlay for `{base.ruleset.name}`"
        hint = other if name.text in known else report.nearest(name, known) or f"known: {listed(sorted(known))}"
        report.error(
            name,
            f"`{files.name}` is laid over {quoted(name.text)}, not over `{base.ruleset.name}` ({base.version_place})",
            hint,
        )
    limits = word(fields["version"], "a version", report) if "version" in fields else None
    if limits is None:
        return
    parts = [_LIMIT.fullmatch(part.strip()) for part in limits.text.split(",")]
    if not all(parts):
        report.error(limits, f"{quoted(limits.text)} is no range of versions", 'write it as ">=2.0,<3"')
        return
    here = _numbers(base.ruleset.version)
    if not all(_COMPARE[part[1] or "=="](here, _numbers(part[2])) for part in parts if part):
        report.error(
            limits,
            f"`{files.name}` is for version {limits.text} of `{base.ruleset.name}`, and this is {base.ruleset.version} "
            f"({base.version_place})",
            "look at what changed in the base (`ethics diff`), then widen `version`, or use the other version",
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.sub(r"(\.0+)+$", "", version).split("."))) if re.fullmatch(r"[\d.]*\d", version) else ()


def _check_names(overlays: Sequence[OverlayFiles], report: Diagnostics) -> None:
    first: dict[str, OverlayFiles] = {}
    for files in overlays:
        before = first.setdefault(files.name, files)
        if before is not files:
            report.error(
                files.place, f"two overlays are called `{files.name}`", f"leave one out; one is at {before.place}"
            )


def _check_ids(overlays: Sequence[OverlayFiles], base: Base, report: Diagnostics) -> None:
    """Note what is declared in two parts, and what only a base declares."""
    first: dict[str, dict[str, tuple[str, Place]]] = {kind: {} for kind in KINDS}
    of_base = {
        "fact": base.ruleset.fact,
        "concept": base.ruleset.concept,
        "constraint": base.ruleset.constraint,
        "action": base.ruleset.action,
        "rule": base.ruleset.rule,
        "source": base.ruleset.document,
    }
    for files in overlays:
        prefix = f"{files.name}."
        for kind, items in files.items.items():
            same_names = ("fact", "concept") if kind in {"fact", "concept"} else (kind,)
            for item in items.values():
                both = next((each for each in same_names if item.id in of_base[each]), None)
                other = next((first[each][item.id] for each in same_names if item.id in first[each]), None)
                if both is not None:
                    report.error(
                        item.place,
                        f"{kind} `{item.id}` of `{files.name}` is also a {both} of `{base.ruleset.name}`",
                        f"{_INSTEAD.get(kind, 'give it another id')}; the other is at {base.place(both, item.id)}",
                    )
                elif other is not None:
                    report.error(
                        item.place,
                        f"{kind} `{item.id}` is declared by `{other[0]}` and by `{files.name}`",
                        f"give it an id that begins with the overlay's name; the first is at {other[1]}",
                    )
                elif kind == "rule" and not item.id.startswith(prefix):
                    report.error(
                        item.place,
                        f"rule `{item.id}` does not begin with `{prefix}`",
                        f"call it `{prefix}WHAT-IT-SAYS`",
                    )
                first[kind].setdefault(item.id, (files.name, item.place))


_INSTEAD = {
    "rule": "to give that rule another strength, write it under `restates`; else give this one another id",
    "concept": "to widen that term, write it under `extends`; else give this one another id",
    "source": "cite the passages of that document, or give this one another id",
}
"""What to do, by kind, where an overlay declares what its base has."""


def _restatements(
    files: OverlayFiles, base: Base, known: Known, report: Diagnostics
) -> Iterator[tuple[Scalar, Restatement]]:
    for key, node in mapping(files.fields.get("restates"), "`restates`", report):
        if key.text not in base.ruleset.rule:
            hint = nearest_as_a_whole(key.text, base.ruleset.rule) or FIND_RULES
            message = f"`{files.name}` restates `{key.text[:80]}`, and {base.named} has no such rule"
            report.error(key, message, hint)
            continue
        kept = f"leave it out: a restatement keeps it from {base.place('rule', key.text)}" if _keeps(node) else ""
        fields = record(
            node,
            "a restatement",
            ("then", "because", "sources"),
            _OF_RESTATEMENT,
            report,
            former=dict.fromkeys(_KEPT, kept),
        )
        sources = read_sources(fields.get("sources"), known, report)
        check_sources(key.text, fields, report)
        yield (
            key,
            Restatement(
                part=files.name,
                norms=tuple(read_norms(fields.get("then"), known, report)),
                because=text(fields.get("because"), report),
                sources=sources,
                in_force=period(fields.get("in_force"), report),
                strength_from=tuple(read_strength_from(key.text, sources, fields.get("strength_from"), known, report)),
                strength_because=text(fields.get("strength_because"), report) or None,
            ),
        )


def _keeps(node: Node) -> bool:
    return isinstance(node, Mapping) and bool({*_KEPT} & {*node.entries})


def _extensions(
    files: OverlayFiles, base: Base, known: Known, report: Diagnostics
) -> Iterator[tuple[Scalar, Condition]]:
    kinds = {"a fact and no term": base.ruleset.fact, "an action and no term": base.ruleset.action}
    for key, node in mapping(files.fields.get("extends"), "`extends`", report):
        if key.text not in base.ruleset.concept:
            is_a = next((word for word, ids in kinds.items() if key.text in ids), "no term")
            hint = nearest(key.text, base.ruleset.concept) or "see the terms: `ethics rules book`"
            report.error(key, f"`{files.name}` extends `{key.text[:80]}`, which is {is_a} of {base.named}", hint)
            continue
        if isinstance(node, Mapping) and not node.entries:
            report.error(node, "an extension needs a condition", f"write {{{key.text}: {{FACT: yes}}}}")
        yield key, Conditions("an extension", ("done",), known, report).read(node)


def _content(node: Node) -> Any:
    """What a node says, as JSON knows values."""
    if isinstance(node, Mapping):
        return {name: _content(value) for name, (_, value) in node.entries.items()}
    if isinstance(node, List):
        return [_content(item) for item in node.items]
    return node.text
