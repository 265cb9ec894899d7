"""Forms that ask a panel: one to record its answers in, and one to print."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby

from ethics_engine.quiz.exports.text import paragraphs
from ethics_engine.rendering.html import readable
from ethics_engine.text.lists import listed

from .questions import SCALE, ConcordanceForm, in_figures

_WIDE, _INDENT = 110, " " * 6

_NOTE = f"""\
A panel for contested cases. These questions have no key: the answers of a panel of practitioners count.
Ask at least ten practitioners, each alone. Then write down their answers here, without names.

  panel    the name of the panel, such as: supervisors of the region
  date     the date on which it was asked, as YYYY-MM-DD
  answers  one number for each member, always in the same order, with null for an answer that was left out:
{"".join(f"           {value:2} {words}{chr(10)}" for value, words in SCALE.items())}
Print the questions with `ethics quiz panel print`. Delete a question that the panel finds unclear or irrelevant; the
others keep their numbers, on paper and in tables of answers."""


def as_yaml(form: ConcordanceForm) -> str:
    """An empty form in which the answers of a panel are recorded; what is shown to it is part of the form."""
    return "\n".join(_yaml(form)) + "\n"


def _yaml(form: ConcordanceForm) -> Iterator[str]:
    yield from (f"# {line}".rstrip() for line in _NOTE.splitlines())
    yield "panel:"
    yield "date:"
    yield f"form: {form.mark}"
    yield "items:"
    for question in form.questions:
        yield f"  - number: {question.number}"
        yield f"    id: {question.id}"
        yield from _folded("situation", question.situation)
        yield from _folded("considered", question.considered)
        yield from _folded("learnt", question.learnt)
        yield "    answers: []"


def _folded(key: str, text: str) -> Iterator[str]:
    yield f"    {key}: >-"
    for number, paragraph in enumerate(paragraphs(text)):
        yield from [""] * (2 if number else 0)  # in a folded text two empty lines stand for one
        yield from textwrap.wrap(
            paragraph, _WIDE, initial_indent=_INDENT, subsequent_indent=_INDENT, break_long_words=False
        )


def as_markdown(form: ConcordanceForm) -> str:
    """A form to print, for members of a panel and for learners alike."""
    return "\n\n".join(_markdown(form)) + "\n"


def _markdown(form: ConcordanceForm) -> Iterator[str]:
    yield "# Contested cases"
    scale = listed([f"{in_figures(value)} {words}" for value, words in SCALE.items()])
    yield f"Form {form.mark}. Name: ______________________________"
    yield f"Each question adds one fact. Say what the course or step then becomes: {scale}."
    for place, (situation, asked) in enumerate(
        groupby(form.questions, key=lambda question: question.situation), start=1
    ):
        yield f"## Situation {place}"
        yield from map(_marked, paragraphs(situation))
        for question in asked:
            yield f"### Question {question.number}"
            yield f"You are considering this: {_marked(question.considered)}"
            yield f"You now learn: {_marked(question.learnt)}"
            yield "It becomes:"
            yield "\n".join(f"- [ ] {in_figures(value)} {words}" for value, words in SCALE.items())


def _marked(text: str) -> str:
    """Text on one line in which nothing is markup."""
    line = re.sub(r"\s+", " ", readable(text)).strip()
    return re.sub(r"([\\`*_<>&\[\]#|~])", r"\\\1", line)
