"""What learners answered on a paper, as a table tells it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from attrs import define, field, frozen

from ethics_engine.errors import InputError, Place, UnclearReplyError
from ethics_engine.loading.diagnostics import Diagnostics, quoted
from ethics_engine.loading.source_text import name_of as file_name
from ethics_engine.quiz.certainty_marking import Certainty
from ethics_engine.quiz.certainty_marking import mark as marks_for
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.learners import alphabetical
from ethics_engine.quiz.paper import Paper
from ethics_engine.quiz.parse_answer import read_certainty
from ethics_engine.text.lists import listed
from ethics_engine.text.plural import counted

from .csv_table import CsvCell, Row, empty_table, named_rows, rows_of
from .known_names import Names
from .wide_table import is_wide, long_rows

REQUIRED = ("learner", "item", "answer")
OPTIONAL = ("certainty", "paper")

_WHOLE = re.compile(r"[.,]0+$")
ANOTHER = "check that this table belongs to this paper"


@frozen
class Response:
    """What a learner answered to an item.

    Attributes:
        chosen: The ids of the options chosen, in the order given; none where the item was left out.

        certainty: How sure the learner was; None where that was not asked.
    """

    chosen: tuple[str, ...]
    right: bool
    certainty: Certainty | None = None

    @property
    def marks(self) -> int:
        """The marks for certainty; none where it was not asked."""
        return 0 if self.certainty is None else marks_for(self.certainty, right=self.right)


_FEW = 2
"""So many answers that do not fit are slips of the pen."""

LEFT_OUT = Response((), right=False)


@frozen
class Responses:
    """The answers of a class.

    Attributes:
        title: What was answered.

        items: What was asked, in order.

        learners: Who answered anything, in order.

        given: The answers by learner and item; a learner who was not asked an item has none to it.

        absent: Who is in the class list, or the table, and answered nothing.

        missing: How many answers the table does not have of those who answered something.
    """

    title: str
    items: tuple[Item, ...]
    learners: tuple[str, ...]
    given: Mapping[tuple[str, str], Response]
    absent: tuple[str, ...] = ()
    missing: int = 0

    @property
    def complete(self) -> bool:
        """Whether everybody was asked the same."""
        return len(self.given) == len(self.items) * len(self.learners)

    @property
    def asks_certainty(self) -> bool:
        """Whether anybody said how sure they were."""
        return any(response.certainty is not None for response in self.given.values())


def read_responses(
    path: Path | str,
    items: Sequence[Item],
    *,
    title: str = "",
    paper: bool,
    mark: str = "",
    learners: Collection[str] | None = None,
) -> Responses:
    """The answers in a CSV file with the columns learner, item, answer and, if need be, certainty and paper.

    A table with a row for each learner and a column for each question is read too; see `long_rows`.

    An item is named by its id or, of a paper, by its number. An empty answer is one that was left out, and so is, of a
    paper, an answer that is not in the table. Without a paper, an answer that is not there was not asked for.

    Args:
        path: The file, or `-` for standard input.

        items: The items that may be answered.

        title: What is answered.

        paper: Whether the items are a paper, all of which everybody was asked.

        mark: The mark of the paper, which the column `paper` is held against.

        learners: The names in the class list, where there is one.

    Raises:
        InputError: Something in the table is wrong; names all of it, each with its line and column.
    """
    report = Diagnostics()
    numbers = {str(number): item for number, item in enumerate(items, start=1)} if paper else {}
    reading = _Reading({item.id: item for item in items}, numbers, mark, Names(learners, report), report)
    table = rows_of(path, report)
    if is_wide(table[0]):
        rows = long_rows(table[0], table[1:], items, paper=paper)
    else:
        rows = named_rows(table, file_name(path), REQUIRED, OPTIONAL, report)
    for row in rows:
        reading.take(row)
    if numbers and reading.unfit > _FEW and 2 * reading.unfit > reading.answered:
        message = f"{reading.unfit} of {reading.answered} answers do not fit the questions of this paper"
        report.error(Place(file_name(path)), message, ANOTHER)
    given = reading.given
    active = {learner for (learner, _), response in given.items() if response.chosen}
    if not active and not report.findings:
        report.error(Place(file_name(path)), "no answers in this table", "write each answer as a row below the header")
    if report.findings:
        raise InputError(report.findings)
    named = {learner for learner, _ in given}
    known = tuple(learners) if learners is not None else alphabetical(named)
    present = tuple(name for name in known if name in active)
    asked = {item for learner, item in given if learner in active}
    shown = tuple(item for item in items if paper or item.id in asked)
    kept = {key: response for key, response in given.items() if key[0] in active}
    missing = len(present) * len(shown) - len(kept)
    if paper:
        kept = {(name, item.id): kept.get((name, item.id), LEFT_OUT) for name in present for item in shown}
    return Responses(title, shown, present, kept, tuple(name for name in known if name not in active), missing)


@define
class _Reading:
    """The rows taken so far, and where each stands.

    Attributes:
        answered: How many rows have an answer.

        unfit: How many of those are no answer to what was asked.
    """

    items: Mapping[str, Item]
    numbers: Mapping[str, Item]
    mark: str
    names: Names
    report: Diagnostics
    given: dict[tuple[str, str], Response] = field(factory=dict)
    lines: dict[tuple[str, str], int] = field(factory=dict)
    answered: int = 0
    unfit: int = 0

    def take(self, row: Row) -> None:
        """One row, or what is wrong with it."""
        marked = row["paper"]
        if self.mark and marked.text and marked.text.lower() != self.mark:
            self.names.once(
                marked, f"this row is for paper {quoted(marked.text)}, but the paper is `{self.mark}`", ANOTHER
            )
        learner, item = self.names.learner(row["learner"]), self._item(row["item"])
        response = None if item is None else self._response(row["answer"], row["certainty"], item)
        if learner is None or item is None:
            return
        key = (learner, item.id)
        if key in self.lines:
            message = f"a second answer of `{learner}` to {self._named(item)}; the first is on line {self.lines[key]}"
            self.report.error(row["learner"].place, message, "keep the one that counts")
            return
        self.lines[key] = row["learner"].place.line
        if response is not None:
            self.given[key] = response

    def _item(self, cell: CsvCell) -> Item | None:
        # a spreadsheet writes the numbers of a column with gaps as decimals
        item = self.items.get(cell.text) or self.numbers.get(_WHOLE.sub("", cell.text))
        if item is None:
            hint = "give the id of a question, or its number together with --paper FILE"
            if self.numbers:
                hint = f"this paper has {counted(len(self.numbers), 'question')}; {ANOTHER}"
            self.names.unknown(cell, "item", () if _WHOLE.sub("", cell.text).isdecimal() else self.items, hint)
        return item

    def _named(self, item: Item) -> str:
        """A question by its number, which learners hold, and its id."""
        number = next((number for number, known in self.numbers.items() if known is item), None)
        return f"`{item.id}`" if number is None else f"question {number} ({item.id})"

    def _response(self, answer: CsvCell, certainty: CsvCell, item: Item) -> Response | None:
        chosen = self._chosen(answer, item)
        sure = None
        if certainty.text:
            try:
                sure = read_certainty(_WHOLE.sub("", certainty.text))
            except UnclearReplyError:
                hint = "use 1 (not very sure), 2 (fairly) or 3 (very), or leave it empty"
                self.report.error(certainty.place, f"{quoted(certainty.text)} is not a certainty", hint)
        if chosen == () and sure is not None:
            self.report.error(
                certainty.place, "a certainty without an answer", "leave both empty if the question was left out"
            )
        return None if chosen is None else Response(chosen, item.is_right(chosen), sure)

    def _chosen(self, cell: CsvCell, item: Item) -> tuple[str, ...] | None:
        """Letters, apart or together, in either case; fewer than are right are a wrong answer, not a mistake here."""
        letters = list(item.option)
        self.answered += bool(cell.text)
        chosen = re.findall(r"[^\s,;>.)]+", cell.text.lower())
        if not set(chosen) <= set(letters):
            chosen = list("".join(chosen))
        if cell.text and not any(character.isalnum() for character in cell.text):
            message, hint = "is not an answer", "leave it empty if the question was left out"
        elif not set(chosen) <= set(letters):
            message, hint = "is not an option", f"the options of {self._named(item)}: {listed(letters)}"
            self.unfit += 1
        elif len(set(chosen)) < len(chosen):
            message, hint = "names an option twice", "name each once"
        elif len(chosen) > 1 and not item.ordered and not item.several:
            message = "names more than one option"
            hint = f"{self._named(item)} has one right option; leave it empty if unclear"
            self.unfit += 1
        elif item.ordered and chosen and len(chosen) < len(letters):
            message = "does not put all options in order"
            hint = f"{self._named(item)} asks for all of {listed(letters)}; leave it empty if the order is incomplete"
            self.unfit += 1
        else:
            return tuple(chosen if item.ordered else sorted(chosen, key=letters.index))
        self.report.error(cell.place, f"{quoted(cell.text)} {message}", hint)
        return None


def template(paper: Paper, learners: Collection[str] = ()) -> str:
    """A table to fill in, with the mark of the paper: a row for each question, of each learner where they are known."""
    numbers = [str(number) for number, _ in enumerate(paper.items, start=1)]
    return empty_table((*REQUIRED, *OPTIONAL), learners, numbers, paper.mark)
