"""All items of a corpus under a ruleset."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from attrs import field, frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.case_law.case_tests import evaluate_case
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.parse_questions import WrittenQuestion, question_files, read_questions

from . import answer, code, conduct, minimal_pair
from .balance import balanced
from .context import ItemContext
from .draft import Draft, finished
from .families import families
from .variants import Nearby, nearby

Maker = Callable[[Sequence[ItemContext]], Iterator[Draft]]
"""Drafts all items of a kind, in the order of the cases."""

MAKERS: Mapping[ItemKind, Maker] = {
    ItemKind.ANSWER: answer.drafts,
    ItemKind.MINIMAL_PAIR: minimal_pair.drafts,
    ItemKind.CONDUCT: conduct.drafts,
    ItemKind.CODE: code.drafts,
}
"""What makes the items of each kind. A new kind is a module with `drafts`, a member of `ItemKind` and a line here."""


def items_of(
    ruleset: Ruleset,
    corpus_cases: Sequence[ReportedCase],
    *,
    kinds: Collection[ItemKind] | None = None,
    progress: Callable[[ItemKind], None] = lambda _: None,
) -> tuple[Item, ...]:
    """All items that decided cases yield under a ruleset, by case and kind; of some kinds only, where they are named.

    Every key is what the engines say, and proved to be the only one among the options. What is not fair is not made:
    an item with fewer than three options, or with two alike, or whose answer stands in what is shown. Cases that
    contradict themselves make no items. Where questions are written beside any of the cases, no others are made.
    The same cases, questions and rules give the same items. `progress` is called with each kind when its items are
    made.

    Raises:
        InputError: A file of questions beside the cases is not sound.
    """
    workshop = _workshop(ruleset, _Cases.read(corpus_cases))
    wanted = [kind for kind in MAKERS if kinds is None or kind in kinds]
    place = {entry.case.id: number for number, entry in enumerate(corpus_cases)}
    rank = {kind: number for number, kind in enumerate(ItemKind)}
    items: list[Item] = []
    for kind in wanted:
        items += workshop.items(kind)
        progress(kind)
    return tuple(sorted(items, key=lambda item: (place[item.cases[0]], rank[item.kind], item.id)))


_TOGETHER = 16
"""The variants of so many cases are evaluated in one run; columns of many more take longer than they save."""


@frozen(eq=False)
class _Workshop:
    """The cases, looked at once; and the items made of them so far."""

    contexts: tuple[ItemContext, ...]
    made: dict[ItemKind, tuple[Item, ...]] = field(factory=dict)

    def items(self, kind: ItemKind) -> tuple[Item, ...]:
        if kind not in self.made:
            items = (finished(draft) for draft in balanced(MAKERS[kind](self.contexts)))
            self.made[kind] = tuple({item.id: item for item in items if item is not None}.values())
        return self.made[kind]


@frozen(eq=False)
class _Cases:
    """Decided cases as a key: alike if all that they state is."""

    entries: tuple[ReportedCase, ...]
    questions: Mapping[Path, tuple[WrittenQuestion, ...]]

    @classmethod
    def read(cls, entries: Sequence[ReportedCase]) -> _Cases:
        """Cases with the questions that stand beside them."""
        files = question_files(entry.file for entry in entries)
        return cls(tuple(entries), {file: read_questions(file) for file in files})

    @property
    def _statement_key(self) -> tuple[object, ...]:
        return tuple((entry.topic, entry.case) for entry in self.entries), self.questions

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Cases) and self._statement_key == other._statement_key

    def __hash__(self) -> int:
        return hash(tuple(entry.case.id for entry in self.entries))


@lru_cache(maxsize=4)
def _workshop(ruleset: Ruleset, cases: _Cases) -> _Workshop:
    family = families([entry.case for entry in cases.entries])
    written: dict[str, list[WrittenQuestion]] = {}
    for question in (question for each in cases.questions.values() for question in each):
        for case in filter(None, (question.case, question.beside)):
            written.setdefault(case, []).append(question)
    is_written = bool(cases.questions)
    asked = [number for number, entry in enumerate(cases.entries) if not is_written or entry.case.id in written]
    all_tested = evaluate_case([cases.entries[number] for number in asked], ruleset)
    evaluated = {number: tested.evaluated for number, tested in zip(asked, all_tested, strict=True) if tested.evaluated}
    around = {} if is_written else dict(_around(evaluated, cases.entries))
    return _Workshop(
        tuple(
            ItemContext(
                entry := cases.entries[number],
                each,
                around.get(number),
                family[entry.case.id],
                number,
                tuple(written.get(entry.case.id, ())),
                is_written,
            )
            for number, each in evaluated.items()
        )
    )


def _around(evaluated: Mapping[int, CaseEvaluation], entries: Sequence[ReportedCase]) -> Iterator[tuple[int, Nearby]]:
    """The variants of cases by their numbers, those of many cases evaluated in one run."""
    for enactment in dict.fromkeys(each.enactment for each in evaluated.values()):
        members = [number for number, each in evaluated.items() if each.enactment is enactment]
        for start in range(0, len(members), _TOGETHER):
            some = members[start : start + _TOGETHER]
            stated = [{name: each.known for name, each in entries[number].case.facts.items()} for number in some]
            yield from zip(some, nearby(enactment, [evaluated[number] for number in some], stated), strict=True)
