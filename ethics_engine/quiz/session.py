"""What is asked in one sitting, and in which order."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from attrs import frozen

from .answer_log import LearnerAnswer
from .item import Item
from .spaced_repetition import due_dates


class ItemStanding(Enum):
    """Why an item is asked now."""

    DUE = "due"
    CHANGED = "changed"
    NEW = "new"
    EARLY = "early"


@frozen
class AskedItem:
    """An item that is to be asked.

    Attributes:
        last: When the learner last answered it, as it is or as it was; None where never.
    """

    item: Item
    standing: ItemStanding
    last: datetime.datetime | None = None


@frozen
class Sitting:
    """What is asked in one sitting.

    Attributes:
        gone: The items that the learner once answered and that are not made any more.
    """

    asked: tuple[AskedItem, ...]
    gone: tuple[str, ...]


def sitting(
    items: Sequence[Item], answers: Sequence[LearnerAnswer], *, now: datetime.datetime, number: int, seed: int
) -> Sitting:
    """Choose what to ask a learner, from the items that they might be asked and their answers to such items.

    First what is due or has changed since it was answered, the longest overdue first; then what is new, shuffled by
    the seed; then the rest, the next to fall due first. One item is asked of a family, for the reasons of one could
    give away the key of another.
    """
    made = {item.id for item in items}
    gone = dict.fromkeys(answer.item for answer in answers if answer.item not in made)
    return Sitting(choose(items, answers, now=now, number=number, seed=seed), tuple(gone))


def choose(
    items: Iterable[Item], answers: Sequence[LearnerAnswer], *, now: datetime.datetime, number: int, seed: int
) -> tuple[AskedItem, ...]:
    """Choose among items; `sitting` says how."""
    standings = sorted(
        _standings(items, answers, now),
        key=lambda pair: (pair[1], _shuffled(_family(pair[0].item), seed), _shuffled(pair[0].item.id, seed)),
    )
    chosen: dict[str, AskedItem] = {}
    for one, _ in standings:
        chosen.setdefault(_family(one.item), one)
    return tuple(chosen.values())[:number]


def next_due(answers: Iterable[LearnerAnswer], *, now: datetime.datetime) -> datetime.datetime | None:
    """When the first of what is not due falls due; None where there is nothing, or no schedule."""
    return min((date for date in _dates(answers).values() if not _is_due(date, now)), default=None)


def number_due(answers: Iterable[LearnerAnswer], *, now: datetime.datetime) -> int:
    """How many of the questions that were answered are to be asked again today."""
    return sum(_is_due(date, now) for date in _dates(answers).values())


def _standings(
    items: Iterable[Item], answers: Iterable[LearnerAnswer], now: datetime.datetime
) -> Iterator[tuple[AskedItem, tuple[int, float]]]:
    """Every item with its standing, and what to sort it by."""
    given = tuple(answers)
    dates = _dates(given)
    last = {answer.item: answer for answer in given}
    for item in items:
        answer, due = last.get(item.id), dates.get(item.id)
        if answer is None:
            yield AskedItem(item, ItemStanding.NEW), (1, 0)
        elif answer.fingerprint != item.fingerprint:
            yield AskedItem(item, ItemStanding.CHANGED, answer.at), (0, 0)
        elif due is not None and _is_due(due, now):
            yield AskedItem(item, ItemStanding.DUE, answer.at), (0, due.timestamp())
        else:
            yield AskedItem(item, ItemStanding.EARLY, answer.at), (2, (due or answer.at).timestamp())


def _dates(answers: Iterable[LearnerAnswer]) -> Mapping[str, datetime.datetime]:
    """When each item is due; what was learnt of it before its question or its key changed counts no longer."""
    given = tuple(answers)
    now = {answer.item: answer.fingerprint for answer in given}
    return due_dates(answer for answer in given if answer.fingerprint == now[answer.item])


def _family(item: Item) -> str:
    return item.family or item.cases[0]


def _is_due(date: datetime.datetime, now: datetime.datetime) -> bool:
    """By the day, so that who comes at nine today need not wait until nine tomorrow."""
    return date.astimezone(now.tzinfo).date() <= now.date()


def _shuffled(name: str, seed: int) -> str:
    """Sorts names into an order that is the seed's own, the same with every version of Python."""
    return hashlib.sha256(f"{seed} {name}".encode(errors="backslashreplace")).hexdigest()
