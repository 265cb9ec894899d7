"""A paper as one HTML page to print, which needs nothing else; the key begins on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.exports.text import explained, html, html_paragraphs, in_order, instruction
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.paper import Paper
from ethics_engine.rendering.html import html_page
from ethics_engine.text.lists import counted

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, serif; max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1, h2, th, caption { font-family: Verdana, sans-serif; line-height: 1.25; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
ul { list-style: none; padding-left: 1rem; }
li { margin: .4rem 0; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid; padding: .25rem .5rem; text-align: left; overflow-wrap: anywhere; }
.line { display: inline-block; min-width: 16rem; border-bottom: 1px solid; }
.line.short { min-width: 3rem; margin-right: .5rem; }
.key { border-top: 3px double; margin-top: 4rem; }
@media print {
  body { max-width: none; font-size: 11pt; padding: 0; }
  article { break-inside: avoid; }
  h2 { break-after: avoid; }
  tr, li { break-inside: avoid; }
  .key { break-before: page; border-top: none; margin-top: 0; }
}"""


def as_html(paper: Paper) -> str:
    """The questions, then the key, ending in a line break."""
    title = html(paper.title)
    return html_page(title, _STYLE, _body(title, paper))


def _body(title: str, paper: Paper) -> Iterator[str]:
    yield "<main>"
    yield '<section aria-labelledby="paper">'
    yield f'<h1 id="paper">{title}</h1>'
    yield f"<p>{counted(len(paper.items), 'question')}. Paper {paper.mark}.</p>"
    yield '<p>Name: <span class="line">&nbsp;</span></p>'
    for number, item in enumerate(paper.items, start=1):
        yield from _question(number, item)
    yield "</section>"
    yield '<section class="key" aria-labelledby="key">'
    yield f'<h1 id="key">Key to {title}</h1>'
    yield f"<p>Paper {paper.mark}; seed {paper.seed}; rules: {html(paper.rules)}.</p>"
    yield from _table(paper)
    for number, item in enumerate(paper.items, start=1):
        yield from _key(number, item, paper.citations)
    yield "</section>"
    yield "</main>"


def _question(number: int, item: Item) -> Iterator[str]:
    yield f'<article aria-labelledby="question-{number}">'
    yield f'<h2 id="question-{number}">Question {number}</h2>'
    yield html_paragraphs(item.vignette)
    yield f"<p><strong>{html(item.question)}</strong> {instruction(item)}</p>"
    yield '<ul role="list">'
    yield from (f"<li>{option.id}. {html(option.text)}</li>" for option in item.options)
    yield "</ul>"
    if item.ordered:
        blank = '<span class="line short">&nbsp;</span>'
        yield f"<p>Order: {blank * len(item.options)}</p>"
    yield "</article>"


def _table(paper: Paper) -> Iterator[str]:
    yield "<table>"
    yield "<caption>All answers</caption>"
    yield '<thead><tr><th scope="col">Question</th><th scope="col">Answer</th><th scope="col">Item</th></tr></thead>'
    yield "<tbody>"
    for number, item in enumerate(paper.items, start=1):
        yield f'<tr><th scope="row">{number}</th><td>{", ".join(item.key)}</td><td>{html(item.id)}</td></tr>'
    yield "</tbody>"
    yield "</table>"


def _key(number: int, item: Item, citations: Citations) -> Iterator[str]:
    yield f'<article aria-labelledby="key-{number}">'
    yield f'<h2 id="key-{number}">{number}: {", ".join(item.key)}</h2>'
    yield explained(item, citations)
    yield '<ul role="list">'
    yield from (f"<li>{id_}. {html(item.option[id_].feedback)}</li>" for id_ in in_order(item))
    yield "</ul>"
    yield "</article>"
