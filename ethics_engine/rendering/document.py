"""What a page is made of; how it looks is the business of each format."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen


@frozen
class Link:
    """Words that lead to another place on the page."""

    words: str
    to: str


@frozen
class Strong:
    """Words that stand out."""

    words: str


Words = str | Link | Strong
Line = tuple[Words, ...]


@frozen
class Paragraph:
    """A paragraph."""

    line: Line


@frozen
class Bullets:
    """A list without numbers."""

    lines: tuple[Line, ...]


@frozen
class Entry:
    """A term with what is said of it; a link may lead to it where it has an anchor."""

    term: Line
    lines: tuple[Line, ...]
    anchor: str | None = None


@frozen
class Entries:
    """Terms with what is said of each."""

    entries: tuple[Entry, ...]


@frozen
class Row:
    """A row of a table, the first cell of which names it."""

    cells: tuple[Line, ...]
    anchor: str | None = None


@frozen
class DocumentTable:
    """A table: a caption, the headings of its columns, and its rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Block = Paragraph | Bullets | Entries | DocumentTable


@frozen
class DocumentSection:
    """A heading with what stands under it."""

    heading: str
    anchor: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[DocumentSection, ...] = ()


@frozen
class Page:
    """A whole page."""

    title: str
    sections: tuple[DocumentSection, ...]


def anchor(kind: str, name: str = "") -> str:
    """A name for a place on the page: one for each thing, made of characters that no format minds."""
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else f"~{ord(char):x}" for char in name)
    return f"{kind}-{safe}" if safe else kind


def separated(lines: Iterator[Line], separator: str = ", ") -> Line:
    """Lines one after the other on one line."""
    words: list[Words] = []
    for line in lines:
        words.extend([separator, *line] if words else line)
    return tuple(words)
