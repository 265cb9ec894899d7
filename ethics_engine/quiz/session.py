"""What is asked in one sitting, and in which order."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
        gone: The items that the learner once answered and that are not made of these cases any more, as far as was
            looked.
    """

    asked: tuple[AskedItem, ...]
    gone: tuple[str, ...]


Maker = Callable[[Collection[str]], Iterable[Item]]
"""Makes all items on the cases with these ids."""


def sitting(
    families: Mapping[str, str],
    make: Maker,
    wanted: Callable[[Item], bool],
    answers: Sequence[LearnerAnswer],
    *,
    now: datetime.datetime,
    number: int,
    seed: int,
) -> Sitting:
    """Choose what to ask a learner, from the family of each case and their answers to items of this ruleset.

    First what is due or has changed since it was answered, the longest overdue first; then what is new, shuffled by
    the seed; then the rest, the next to fall due first. One item is asked of a family, for the reasons of one could
    give away the key of another. Items take time to make, so they are made family by family, until there are enough.
    """
    left = _in_turn(families, answers, now, seed)
    seen: set[str] = set()
    items: list[Item] = []
    asked: tuple[AskedItem, ...] = ()
    batch = number
    while left and not _enough(asked, number):
        now_seen = set(left[:batch])
        left, batch = left[batch:], 2 * batch
        cases = [case for case, family in families.items() if family in now_seen]
        seen.update(cases)
        items += make(cases)
        asked = choose([item for item in items if wanted(item)], answers, now=now, number=number, seed=seed)
    return Sitting(asked, no_longer_asked(answers, items, set(families) - seen))


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


def no_longer_asked(
    answers: Iterable[LearnerAnswer], items: Iterable[Item], unseen: Collection[str]
) -> tuple[str, ...]:
    """The items that were answered once and are not among those made, unless a case was not looked at yet."""
    made = {item.id for item in items}
    gone = [answer.item for answer in answers if answer.item not in made and set(unseen).isdisjoint(answer.cases)]
    return tuple(dict.fromkeys(gone))


def next_due(answers: Iterable[LearnerAnswer], *, now: datetime.datetime) -> datetime.datetime | None:
    """When the first of what is not due falls due; None where there is nothing, or no schedule."""
    return min((date for date in _dates(answers).values() if not _is_due(date, now)), default=None)


def _in_turn(
    families: Mapping[str, str], answers: Iterable[LearnerAnswer], now: datetime.datetime, seed: int
) -> list[str]:
    """The families in the order in which they are to be looked at: those with something due, then shuffled."""
    given = tuple(answers)
    cases = {answer.item: answer.cases for answer in given}
    due: dict[str, datetime.datetime] = {}
    for item, date in _dates(given).items():
        for family in {families[case] for case in cases[item] if case in families and _is_due(date, now)}:
            due[family] = min(date, due.get(family, date))
    rest = set(families.values()) - set(due)
    return [*sorted(due, key=lambda name: (due[name], name)), *sorted(rest, key=lambda name: _shuffled(name, seed))]


def _enough(asked: Collection[AskedItem], number: int) -> bool:
    return len(asked) == number and all(one.standing is not ItemStanding.EARLY for one in asked)


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
