"""Tables with a row for each learner and a column for each question, as forms and learning platforms export them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import frozen

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.loading.diagnostics import quoted
from ethics_engine.quiz.item import Item
from ethics_engine.suggestions import nearest
from ethics_engine.text.plural import counted

from .csv_table import CsvCell, Row

_LEARNER = ("learner", "name", "full name", "student", "participant", "username", "email", "email address")
"""What the column with the learners is called, the best name first."""
_NAME_PARTS = (("first name", "last name"), ("first name", "surname"), ("given name", "family name"))
_QUESTION = re.compile(
    r"(?:(?P<word>response|answer|question|item|q)\s*[.#]?\s*)?(?P<number>\d{1,4})(?:[.):/\s].*)?", re.DOTALL
)
_SURE = re.compile(r"(?:certainty|sure|how sure|c)\s*[.#]?\s*(?P<number>\d{1,4})")
_OURS = re.compile(r"[a-z][a-z-]*\.[\w.-]+")
"""What looks like the id of a question."""
_LETTER = re.compile(r"([a-z])[.)]\s")


@frozen
class _Columns:
    """Which columns hold what, by their places."""

    names: tuple[int, ...]
    answers: Mapping[int, Item]
    sure: Mapping[str, int]


def is_wide(header: Sequence[CsvCell]) -> bool:
    """Whether a table has no row for each answer: it has no column for the question, and none for the answer."""
    return {"item", "answer"}.isdisjoint(cell.text.lower() for cell in header)


def long_rows(
    header: Sequence[CsvCell], rows: Sequence[Sequence[CsvCell]], items: Sequence[Item], *, paper: bool
) -> Iterator[Row]:
    """The same answers with a row for each: of each learner to each question that the table has a column for.

    A column is that of a question by its number on the paper (`Q1`, `1`, `Response 1`, `1. What now?`), its id, or
    the words of the question if no other has them. `Response 1` counts before `Question 1`, which then holds what was
    asked. An answer is a letter, or the words of an option. Columns that tell something else, such as a date, are left
    aside; one that seems to be a question and is not is an error.

    Raises:
        InputError: There is no column for learners or for any question, or one is for an unknown question.
    """
    columns = _columns(header, items, paper=paper)
    for row in rows:
        name = " ".join(row[place].text for place in columns.names if place < len(row)).strip()
        for place, item in columns.answers.items():
            cell = row[place] if place < len(row) else CsvCell("", row[0].place)
            sure = columns.sure.get(item.id)
            absent = CsvCell("", cell.place)
            yield {
                "learner": CsvCell(name, row[columns.names[0]].place if columns.names[0] < len(row) else row[0].place),
                "item": CsvCell(item.id, cell.place),
                "answer": CsvCell(_letters(cell.text, item), cell.place),
                "certainty": row[sure] if sure is not None and sure < len(row) else absent,
                "paper": absent,
            }


def _columns(header: Sequence[CsvCell], items: Sequence[Item], *, paper: bool) -> _Columns:
    titles = [" ".join(cell.text.lower().split()) for cell in header]
    numbers = dict(enumerate(items, start=1)) if paper else {}
    ids = {item.id: item for item in items}
    words: dict[str, Item | None] = {}
    for item in items:
        asked = _plain(item.question)
        words[asked] = None if asked in words else item
    responses = any(title.startswith("response") for title in titles)
    answers: dict[int, Item] = {}
    sure: dict[str, int] = {}
    findings: list[Finding] = []
    for place, (title, cell) in enumerate(zip(titles, header, strict=True)):
        level = _SURE.fullmatch(title)
        if level and int(level["number"]) in numbers:
            sure[numbers[int(level["number"])].id] = place
            continue
        found = ids.get(cell.text) or words.get(_plain(cell.text))
        match = _QUESTION.fullmatch(title)
        if found is None and match and numbers:
            if responses and match["word"] != "response":
                continue  # what was asked, beside what was answered
            found = numbers.get(int(match["number"]))
            if found is None:
                message = f"no question {int(match['number'])}: this paper has {counted(len(items), 'question')}"
                findings.append(Finding(cell.place, message, "delete the column, or use the table of this paper"))
                continue
        if found is None and _OURS.fullmatch(cell.text):
            hint = nearest(cell.text, ids) or "delete the column, or write the number of the question"
            findings.append(Finding(cell.place, f"no question {quoted(cell.text)}", hint))
        if found is not None:
            if found in answers.values():
                findings.append(Finding(cell.place, f"a second column for `{found.id}`", "keep the one that counts"))
            answers[place] = found
    names = _names(titles, answers)
    file = header[0].place.file if header else "table"
    if not answers and not findings:
        message = "no column for an answer: neither `item` and `answer`, nor one for each question"
        hint = "head each column with the number of the question on the paper, such as Q1, and give --paper; or its id"
        findings.append(Finding(Place(file, 1, 1), message, hint))
    elif not names:
        hint = "call the column with the names of the learners `learner`"
        findings.append(Finding(Place(file, 1, 1), "no column for the learners", hint))
    if findings:
        raise InputError(findings)
    return _Columns(names, answers, sure)


def _names(titles: Sequence[str], answers: Collection[int]) -> tuple[int, ...]:
    for pair in _NAME_PARTS:
        if set(pair) <= set(titles):
            return tuple(titles.index(part) for part in pair)
    found = [titles.index(name) for name in _LEARNER if name in titles and titles.index(name) not in answers]
    return tuple(found[:1])


def _letters(text: str, item: Item) -> str:
    """An answer as letters, where it is given in the words of options; else as it is."""
    by_words = {_plain(option.text): option.id for option in item.options}
    whole = by_words.get(_plain(text))
    if whole is not None:
        return whole
    lettered = _LETTER.match(text.strip().lower())
    if lettered and lettered[1] in item.option:
        return lettered[1]
    parts = [by_words.get(_plain(part)) for part in re.split(r"[;\n]", text) if part.strip()]
    return " ".join(part for part in parts if part) if parts and all(parts) else text


def _plain(text: str) -> str:
    """Words alone, so that a full stop or a quotation mark that a form changed does not count."""
    return " ".join(re.findall(r"\w+", text.casefold()))
