"""A YAML document as a tree in which every key and every value knows where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from ethics_engine.errors import Place
from ethics_engine.model.record import frozen_record

from .yaml_scalars import Value, resolved


@frozen_record
class Scalar:
    """A word or a text.

    Attributes:
        text: As written, without quotes.

        plain: Whether it was written without quotes, so that it may be a number, a boolean or null.

        commented: Whether a comment follows it on its line.
    """

    file: str
    line: int
    column: int
    text: str
    plain: bool = True
    commented: bool = False

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.file, self.line, self.column)

    @property
    def value(self) -> Value:
        """What it stands for in YAML 1.2."""
        return resolved(self.text) if self.plain else self.text

    def called(self, text: str) -> Scalar:
        """Another word at the same place."""
        return Scalar(self.file, self.line, self.column, text, self.plain)


@frozen_record
class Sequence:
    """A list."""

    file: str
    line: int
    column: int
    items: list[Node]

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.file, self.line, self.column)


@frozen_record
class Mapping:
    """Keys with their values, in the order written."""

    file: str
    line: int
    column: int
    entries: dict[str, tuple[Scalar, Node]]

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.file, self.line, self.column)


Node = Scalar | Sequence | Mapping


def places_in(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Where everything stands, by the path of keys and listed words that leads to it."""
    yield path, node.place
    if isinstance(node, Mapping):
        for name, (key, value) in node.entries.items():
            yield from places_in(value, (*path, name))
            yield (*path, name), key.place
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield (*path, item.text), item.place


def first_of_name(node: Node, name: str) -> tuple[Place, Node] | None:
    """The first key, or listed word, of a name anywhere below a node: its place, and what to look below next."""
    if isinstance(node, Mapping):
        if name in node.entries:
            key, value = node.entries[name]
            return key.place, value
        below = [value for _, value in node.entries.values()]
    elif isinstance(node, Sequence):
        below = node.items
    else:
        return (node.place, node) if node.text == name else None
    return next((found for each in below if (found := first_of_name(each, name)) is not None), None)
