"""A blueprint: what a paper is to hold, and how many of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import InputError
from ethics_engine.loading import yaml_nodes
from ethics_engine.loading.diagnostics import Diagnostics, listed, quoted
from ethics_engine.loading.field_parsers import kind_of, record, text, whole, words
from ethics_engine.loading.source_text import name_of, text_of
from ethics_engine.loading.yaml_tree import tree_of

from .item import ItemKind

MOST = 500
"""The most questions that a paper can have."""

MOST_SEED = 2**31 - 1

_MOST_WEIGHT = 1000
_REQUIRED = ("title", "number")
_OPTIONAL = ("seed", "topics", "kinds", "difficulty")


@frozen
class Shares:
    """What is allowed of something, by name; with weights, also how much of each.

    Attributes:
        names: What is allowed; nothing where everything is.

        weights: The weight of each, where the paper is to keep to weights.
    """

    names: tuple[str, ...] = ()
    weights: tuple[int, ...] = ()

    def allow(self, name: str) -> bool:
        """Whether this may be on the paper; a weight of 0 keeps it off."""
        if self.weights:
            return any(weight and name == known for known, weight in zip(self.names, self.weights, strict=True))
        return not self.names or name in self.names

    def allowed(self, known: Iterable[str]) -> tuple[str, ...]:
        """Of what there is, what may be on the paper."""
        return tuple(name for name in known if self.allow(name))


@frozen
class Blueprint:
    """What a paper is to hold.

    Attributes:
        file: What the file is called in messages.

        number: How many questions.

        seed: The same seed makes the same paper.

        topics: The topics allowed, or how much of each; all where empty.

        difficulty: The difficulties allowed; all where empty.
    """

    file: str
    title: str
    number: int
    seed: int = 0
    topics: Shares = Shares()
    kinds: Shares = Shares()
    difficulty: tuple[int, ...] = ()


def read_blueprint(path: Path | str, topics: Collection[str]) -> Blueprint:
    """The blueprint in a file, or on standard input where the path is `-`; `topics` are those that cases have.

    Raises:
        InputError: The file holds no sound blueprint; everything that is wrong is named at once.
    """
    report = Diagnostics()
    written = text_of(path, report)
    root = None if written is None else tree_of(written, name_of(path), report)
    blueprint = None if root is None else _blueprint(root, name_of(path), topics, report)
    if blueprint is None or report.findings:
        raise InputError(report.findings)
    return blueprint


def _blueprint(root: yaml_nodes.Node, file: str, topics: Collection[str], report: Diagnostics) -> Blueprint:
    fields = record(root, "a blueprint", _REQUIRED, _OPTIONAL, report)
    return Blueprint(
        file=file,
        title=text(fields.get("title"), report),
        number=whole(fields.get("number"), "`number`", 1, MOST, report) or 0,
        seed=whole(fields.get("seed"), "`seed`", 0, MOST_SEED, report) or 0,
        topics=_shares(fields.get("topics"), "topic", topics, report),
        kinds=_shares(fields.get("kinds"), "kind", [kind.value for kind in ItemKind], report),
        difficulty=_difficulty(fields.get("difficulty"), report),
    )


def _shares(node: yaml_nodes.Node | None, what: str, known: Collection[str], report: Diagnostics) -> Shares:
    """A list of what is allowed, or a mapping that gives each a weight."""
    if node is None:
        return Shares()
    if not isinstance(node, yaml_nodes.Mapping):
        names = tuple(name.text for name in words(node, f"a {what}", report) if _is_known(name, what, known, report))
        if not names:
            report.error(node, f"give at least one {what}", f"choose from {listed(known)}" if known else None)
        return Shares(names)
    weights: Mapping[str, int] = {
        key.text: whole(value, f"the weight of {quoted(key.text)}", 0, _MOST_WEIGHT, report) or 0
        for key, value in node.entries.values()
        if _is_known(key, what, known, report)
    }
    if not any(weights.values()):
        report.error(node, f"give at least one {what} a weight of more than 0")
    return Shares(tuple(weights), tuple(weights.values()))


def _is_known(name: yaml_nodes.Scalar, what: str, known: Collection[str], report: Diagnostics) -> bool:
    if name.text not in known:
        report.unknown(name, what, known, f"choose from {listed(known)}")
        return False
    return True


def _difficulty(node: yaml_nodes.Node | None, report: Diagnostics) -> tuple[int, ...]:
    if node is None:
        return ()
    if isinstance(node, yaml_nodes.Mapping):
        report.error(node, f"`difficulty` is a number or a list of them, not {kind_of(node)}")
        return ()
    levels = (whole(level, "a difficulty", 1, 3, report) for level in words(node, "a difficulty", report))
    return tuple(level for level in levels if level is not None)
