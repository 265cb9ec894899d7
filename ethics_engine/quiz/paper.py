"""A paper: questions chosen after a blueprint, the same ones for the same seed.

Weights are kept exactly: the number is shared out by largest remainder (Hamilton's method; M. L. Balinski and
H. P. Young, Fair Representation, 1982), and seats are then filled as a bipartite matching with augmenting paths
(H. W. Kuhn, The Hungarian Method, 1955), so that a blueprint which can be met is met.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import define, field, frozen

from ethics_engine.errors import Finding, InputError, Place

from .blueprint import Blueprint, Shares
from .citations import Citations
from .form_codes import mark_of
from .item import Item, ItemKind

ONE_OF_A_GROUP = "a paper takes one question from each group of similar cases"
"""Why a paper may have fewer questions than there are."""


@frozen
class Paper:
    """Questions in the order in which they are asked.

    Attributes:
        rules: The name and version of the ruleset that the keys follow from.

        citations: What answers rest on, in words.
    """

    title: str
    seed: int
    rules: str
    items: tuple[Item, ...]
    citations: Citations = field(factory=Citations)

    @property
    def mark(self) -> str:
        """Tells papers apart whose questions, keys or order differ."""
        return mark_of(item.fingerprint for item in self.items)


@frozen
class BlueprintCell:
    """What a question must be of; any topic, or any kind, where the blueprint gives no weights to them."""

    topic: str | None
    kind: str | None

    def holds(self, item: Item) -> bool:
        """Whether a question is of this cell."""
        return self.topic in (None, item.topic) and self.kind in (None, item.kind.value)

    def __str__(self) -> str:
        topic = f"topic `{self.topic}`" if self.topic is not None else ""
        kind = f"kind `{self.kind}`" if self.kind is not None else ""
        return ", ".join(filter(None, (topic, kind))) or "the whole paper"


def apportioned(number: int, weights: Sequence[int]) -> tuple[int, ...]:
    """A number shared out by weights, by largest remainder; of equal remainders the first counts as larger."""
    total = sum(weights)
    shares = [number * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(number * weights[index] % total))
    for index in by_remainder[: number - sum(shares)]:
        shares[index] += 1
    return tuple(shares)


def cells_of(blueprint: Blueprint) -> Mapping[BlueprintCell, int]:
    """How many questions each cell is to have.

    Topics and kinds each get what their weights say; within that, kinds are spread over topics evenly.
    """
    topics = _seats(blueprint.topics, blueprint.number, evenly=False)
    kinds = _seats(blueprint.kinds, blueprint.number, evenly=True)
    return Counter(BlueprintCell(topic, kind) for topic, kind in zip(topics, kinds, strict=True))


def _seats(shares: Shares, number: int, *, evenly: bool) -> list[str | None]:
    """As many names as there are seats, one after the other or each spread over all seats."""
    if not shares.weights:
        return [None] * number
    counts = apportioned(number, shares.weights)
    seats: list[tuple[float, int, str | None]] = [
        ((2 * turn + 1) / (2 * count) if evenly else 0, index, name)
        for index, (name, count) in enumerate(zip(shares.names, counts, strict=True))
        for turn in range(count)
    ]
    return [name for _, _, name in sorted(seats, key=lambda seat: seat[:2])]


def build(blueprint: Blueprint, items: Iterable[Item], rules: str) -> Paper:
    """A paper after a blueprint: never two questions of one family, nor two on one case where that can be avoided.

    Raises:
        InputError: There are not enough questions; each cell that falls short is named, and by how much.
    """
    rank = {item: _rank(item, blueprint.seed) for item in items if _allowed(item, blueprint)}
    ranked = sorted(rank, key=rank.__getitem__)
    cells = cells_of(blueprint)
    blocks = _blocks(ranked)
    filling = _Filling(ranked, lambda item: blocks[item])
    seats = [cell for cell, count in cells.items() for _ in range(count)]
    # The rarest are seated first, so that few have to give way later.
    seats.sort(key=lambda cell: sum(map(cell.holds, ranked)))
    left = filling.fill(seats)
    filling.unit = _family
    left = filling.fill(left)
    if left:
        raise InputError(_short(blueprint, cells, Counter(left), ranked))
    return Paper(blueprint.title, blueprint.seed, rules, tuple(sorted(filling.chosen, key=rank.__getitem__)))


def _rank(item: Item, seed: int) -> str:
    """Its place in a shuffle that is the same on every machine and does not depend on what other items there are."""
    return hashlib.sha256(f"{seed}:{item.id}".encode()).hexdigest()


def _allowed(item: Item, blueprint: Blueprint) -> bool:
    return (
        blueprint.topics.allow(item.topic)
        and blueprint.kinds.allow(item.kind.value)
        and (not blueprint.difficulty or item.difficulty in blueprint.difficulty)
    )


def supply(items: Iterable[Item]) -> Mapping[str, Mapping[str, int]]:
    """How many questions on each topic a paper can have: of all kinds, under an empty name, and of each kind."""
    families: dict[str, dict[str, set[str]]] = {}
    for item in items:
        of_topic = families.setdefault(item.topic, {"": set()})
        for kind in ("", item.kind.value):
            of_topic.setdefault(kind, set()).add(_family(item))
    return {topic: {kind: len(found) for kind, found in families[topic].items()} for topic in sorted(families)}


def _family(item: Item) -> str:
    """What no two questions may share; an item without a family shares nothing."""
    return f"family {item.family}" if item.family else f"item {item.id}"


def _blocks(items: Iterable[Item]) -> Mapping[Item, str]:
    """What no two questions should share: a family or a case, directly or through others that share it."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = name = parent[parent[name]]
        return name

    known = list(items)
    for item in known:
        for case in item.cases:
            parent[root(f"case {case}")] = root(_family(item))
    return {item: root(_family(item)) for item in known}


@define
class _Filling:
    """Seats being filled, one item a unit.

    Attributes:
        unit: What an item takes up.

        seated: Cell and item of each seat that is filled.
    """

    items: Sequence[Item]
    unit: Callable[[Item], str]
    seated: list[tuple[BlueprintCell, Item]] = field(factory=list)

    @property
    def chosen(self) -> tuple[Item, ...]:
        return tuple(item for _, item in self.seated)

    def fill(self, seats: Iterable[BlueprintCell]) -> list[BlueprintCell]:
        """Fill what can be filled; gives the seats left over."""
        return [cell for cell in seats if not self._seat(cell)]

    def _seat(self, cell: BlueprintCell) -> bool:
        taken = {self.unit(item): index for index, (_, item) in enumerate(self.seated)}
        # Where the blueprint leaves topic or kind open, what the paper has least of comes first.
        kinds = Counter(item.kind for item in self.chosen)
        topics = Counter(item.topic for item in self.chosen)
        cases = Counter(case for item in self.chosen for case in item.cases)
        fitting = sorted(
            filter(cell.holds, self.items),
            key=lambda item: (sum(cases[case] for case in item.cases), kinds[item.kind] + topics[item.topic]),
        )
        free = next((item for item in fitting if self.unit(item) not in taken), None)
        if free is not None:
            self.seated.append((cell, free))
            return True
        moves = self._way(cell, taken, set())
        if moves is None:
            return False
        for index, item in moves[1:]:
            self.seated[index] = (self.seated[index][0], item)
        self.seated.append((cell, moves[0][1]))
        return True

    def _way(self, cell: BlueprintCell, taken: Mapping[str, int], tried: set[str]) -> list[tuple[int, Item]] | None:
        """An augmenting path: what this seat takes, and what each one that gives way takes instead."""
        for item in filter(cell.holds, self.items):
            unit = self.unit(item)
            if unit in tried:
                continue
            tried.add(unit)
            if unit not in taken:
                return [(-1, item)]
            index = taken[unit]
            rest = self._way(self.seated[index][0], taken, tried)
            if rest is not None:
                return [(-1, item), (index, rest[0][1]), *rest[1:]]
        return None


def possible(items: Iterable[Item], topic: str | None = None) -> int:
    """How many questions on a topic, or on any, a paper can have at most."""
    return len({_family(item) for item in items if topic in (None, item.topic)})


def _short(
    blueprint: Blueprint, cells: Mapping[BlueprintCell, int], left: Mapping[BlueprintCell, int], items: Sequence[Item]
) -> Iterable[Finding]:
    """What is missing, topic by topic and cell by cell, and what there is instead; nothing is said twice."""
    for topic in dict.fromkeys(cell.topic for cell in left):
        alike = [item for item in items if topic in (None, item.topic)]
        whole = BlueprintCell(topic, None)
        has = f"topic `{topic}` has" if topic is not None else "there are"
        wanted, groups = sum(number for cell, number in cells.items() if cell.topic == topic), possible(alike)
        if groups < wanted:
            hint = f"{ONE_OF_A_GROUP}; {has} {groups} (see `ethics quiz topics`)"
            yield _too_few(blueprint, whole, wanted, groups, hint)
        by_kind = {kind.value: possible(item for item in alike if item.kind is kind) for kind in ItemKind}
        found_kinds = ", ".join(f"{kind} {count}" for kind, count in by_kind.items() if count)
        hints = [f"questions by kind: {has} {found_kinds or 'none'}"]
        for cell, missing in left.items():
            if cell.topic != topic or (cell == whole and groups < wanted):
                continue
            found = possible(filter(cell.holds, alike))
            if found < cells[cell]:
                yield _too_few(blueprint, cell, cells[cell], found, hints.pop() if hints else None)
            elif groups >= wanted:
                hint = f"{ONE_OF_A_GROUP}, and these are needed elsewhere in it"
                yield _too_few(blueprint, cell, cells[cell], cells[cell] - missing, hint)


def _too_few(blueprint: Blueprint, cell: BlueprintCell, wanted: int, found: int, hint: str | None) -> Finding:
    message = f"not enough questions: {cell}: {wanted} wanted, {found} found, {wanted - found} too few"
    return Finding(Place(blueprint.file), message, hint)
