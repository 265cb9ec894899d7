"""A page as one HTML file that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Block, Bullets, DocumentSection, DocumentTable, Entries, Line, Link, Page, Paragraph, Strong
from .html import escaped, html_page

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, serif; max-width: 48rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3, h4, h5, th, caption { font-family: Verdana, sans-serif; line-height: 1.25; }
h2 { border-bottom: 1px solid; margin-top: 3rem; }
h3 { margin-top: 2rem; }
h4 { margin-top: 1.75rem; font-size: 1rem; }
a { color: inherit; text-decoration: underline dotted; }
a:focus, a:hover { text-decoration: underline solid; outline: 2px solid; }
:target { background: Mark; color: MarkText; }
dt { margin-top: .75rem; }
dd { margin-left: 1.5rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid; padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; }
@media print {
  body { max-width: none; font-size: 10pt; }
  nav, .skip { display: none; }
  a { text-decoration: none; }
  h2 { break-before: page; }
  h3, h4, h5, dt { break-after: avoid; }
  tr, li, dd { break-inside: avoid; }
  thead { display: table-header-group; }
}"""


def as_html(page: Page) -> str:
    """The page, ending in a line break."""
    return html_page(escaped(page.title), _STYLE, _body(page))


def _body(page: Page) -> Iterator[str]:
    yield '<a class="skip" href="#main">Skip to the text</a>'
    yield f"<header><h1>{escaped(page.title)}</h1></header>"
    yield '<nav aria-label="Contents">'
    yield "<h2>Contents</h2>"
    yield from _contents(page.sections)
    yield "</nav>"
    yield '<main id="main">'
    for section in page.sections:
        yield from _section(section, 2)
    yield "</main>"


def _contents(sections: tuple[DocumentSection, ...], depth: int = 2) -> Iterator[str]:
    """The contents, two levels deep."""
    yield "<ul>"
    for section in sections:
        yield f'<li><a href="#{section.anchor}">{escaped(section.heading)}</a>'
        if section.sections and depth > 1:
            yield from _contents(section.sections, depth - 1)
        yield "</li>"
    yield "</ul>"


def _section(section: DocumentSection, depth: int) -> Iterator[str]:
    yield f'<section aria-labelledby="{section.anchor}">'
    yield f'<h{depth} id="{section.anchor}">{escaped(section.heading)}</h{depth}>'
    for block in section.blocks:
        yield from _block(block)
    for inner in section.sections:
        yield from _section(inner, depth + 1)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(line):
            yield f"<p>{_line(line)}</p>"
        case Bullets(lines):
            yield "<ul>"
            yield from (f"<li>{_line(line)}</li>" for line in lines)
            yield "</ul>"
        case Entries(entries):
            yield "<dl>"
            for entry in entries:
                yield f"<dt{_id(entry.anchor)}>{_line(entry.term)}</dt>"
                yield from (f"<dd>{_line(line)}</dd>" for line in entry.lines)
            yield "</dl>"
        case DocumentTable():
            yield from _table(block)


def _table(table: DocumentTable) -> Iterator[str]:
    yield "<table>"
    yield f"<caption>{escaped(table.caption)}</caption>"
    columns = "".join(f'<th scope="col">{escaped(column)}</th>' for column in table.columns)
    yield f"<thead><tr>{columns}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        name, *others = row.cells
        cells = "".join(f"<td>{_line(cell)}</td>" for cell in others)
        yield f'<tr{_id(row.anchor)}><th scope="row">{_line(name)}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"


def _id(anchor: str | None) -> str:
    return f' id="{anchor}"' if anchor else ""


def _line(line: Line) -> str:
    return "".join(_words(words) for words in line)


def _words(words: str | Link | Strong) -> str:
    match words:
        case Link(said, to):
            return f'<a href="#{to}">{escaped(said)}</a>'
        case Strong(said):
            return f"<strong>{escaped(said)}</strong>"
        case _:
            return escaped(words)
