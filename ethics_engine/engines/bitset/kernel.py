"""Work on columns, recorded once and written out as one straight line of Python, for tables of many rows.

What is recorded is what runs on the columns of one batch: the machine, the answers in bulk, the assumptions. They are
given a `RecordedColumn` in place of each whole number, which remembers the operators `&`, `|` and `~`. What comes out
twice is worked out once, what nothing needs is left out, and each result is freed after its last use. The same text
runs on whole numbers and on arrays of numpy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from operator import xor
from typing import Any, Generic, TypeVar, cast

from attrs import field, frozen

from .case_set import CaseSet

_Input = TypeVar("_Input", bound=Hashable)
_Output = TypeVar("_Output", bound=Hashable)
_Column = TypeVar("_Column")

BLOCK = 1 << 16
"""How many cases a run takes best: beyond twice as many, the columns no longer fit the cache."""

_DEEPEST = 24
"""How deep brackets nest; Python reads no more than some hundred."""


@frozen(eq=False, repr=False)
class Kernel(Generic[_Input, _Output]):
    """What was recorded, as a function of its inputs.

    Attributes:
        inputs: The columns that it needs, in the order in which `run` takes them; those that nothing depends on are not
            among them.

        outputs: What `run` gives, in order.

        source: The text of the function.

        operations: How many operations on columns it makes.
    """

    inputs: tuple[_Input, ...]
    outputs: tuple[_Output, ...]
    source: str
    operations: int
    _function: Callable[..., Sequence[Any]]

    def run(self, columns: Sequence[_Column], everyone: _Column) -> Mapping[_Output, _Column]:
        """The outputs for these inputs; `everyone` has one bit for each case.

        Columns are whole numbers, or arrays of numpy of one length and dtype. Of the numbers only the bits of
        `everyone` may be set.
        """
        return dict(zip(self.outputs, self._function(columns, everyone, xor(everyone, everyone)), strict=True))


def kernel_of(
    inputs: Iterable[_Input],
    work: Callable[[Mapping[_Input, CaseSet], CaseSet], Mapping[_Output, CaseSet]],
) -> Kernel[_Input, _Output]:
    """Record what `work` makes of its inputs and of the column of all cases.

    `work` may use only `&`, `|` and `~` on columns, leave out what is empty, and compare columns for being the same.
    """
    recorder = _Recorder()
    named = {name: recorder.input(place) for place, name in enumerate(inputs)}
    given = {name: cast("CaseSet", column) for name, column in named.items()}
    found = work(given, cast("CaseSet", recorder.everyone))
    outputs = {name: recorder.column(column) for name, column in found.items()}
    text, operations, used = _written(recorder, tuple(outputs.values()))
    space: dict[str, Any] = {}
    exec(compile(text, "<kernel>", "exec"), space)  # noqa: S102 - the text is put together here, of names made here
    return Kernel(
        inputs=tuple(name for name, column in named.items() if column in used),
        outputs=tuple(outputs),
        source=text,
        operations=operations,
        function=space["run"],
    )


class RecordedColumn:
    """A column of which only is known how it is worked out; the same working out is always the same object."""

    __slots__ = ("left", "operator", "place", "recorder", "right")

    def __init__(
        self,
        recorder: _Recorder,
        operator: str,
        place: int,
        left: RecordedColumn | None = None,
        right: RecordedColumn | None = None,
    ) -> None:
        self.recorder, self.operator, self.place, self.left, self.right = recorder, operator, place, left, right

    def __and__(self, other: RecordedColumn | int) -> RecordedColumn:
        return self.recorder.both(self, self.recorder.column(other))

    def __or__(self, other: RecordedColumn | int) -> RecordedColumn:
        return self.recorder.either(self, self.recorder.column(other))

    __rand__, __ror__ = __and__, __or__

    def __invert__(self) -> RecordedColumn:
        return self.recorder.inverted(self)

    def __bool__(self) -> bool:
        """Whether any case may be in it."""
        return self is not self.recorder.nobody

    @property
    def parts(self) -> tuple[RecordedColumn, ...]:
        """What it is worked out from."""
        return tuple(part for part in (self.left, self.right) if part is not None)


class _Recorder:
    """Every column recorded so far, each once, in an order in which it can be worked out."""

    def __init__(self) -> None:
        self.columns: list[RecordedColumn] = []
        self._known: dict[tuple[str, int, int], RecordedColumn] = {}
        self.everyone = self._new("everyone")
        self.nobody = self._new("nobody")

    def input(self, place: int) -> RecordedColumn:
        return self._new(f"input {place}")

    def column(self, column: RecordedColumn | int) -> RecordedColumn:
        """A recorded column; 0 stands for the empty column, and -1 for that of all cases."""
        if isinstance(column, RecordedColumn):
            return column
        return {0: self.nobody, -1: self.everyone}[column]

    def both(self, one: RecordedColumn, other: RecordedColumn) -> RecordedColumn:
        if one is other or other is self.everyone:
            return one
        if one is self.everyone:
            return other
        if self.nobody in (one, other) or self._opposite(one, other):
            return self.nobody
        for part, whole in ((one, other), (other, one)):
            if part in whole.parts and whole.operator in "&|":
                return whole if whole.operator == "&" else part
        return self._made("&", one, other)

    def either(self, one: RecordedColumn, other: RecordedColumn) -> RecordedColumn:
        if one is other or other is self.nobody:
            return one
        if one is self.nobody:
            return other
        if self.everyone in (one, other) or self._opposite(one, other):
            return self.everyone
        for part, whole in ((one, other), (other, one)):
            if part in whole.parts and whole.operator in "&|":
                return whole if whole.operator == "|" else part
        return self._made("|", one, other)

    def inverted(self, one: RecordedColumn) -> RecordedColumn:
        if one is self.everyone:
            return self.nobody
        if one is self.nobody:
            return self.everyone
        if one.operator == "~" and one.left is not None:
            return one.left
        return self._made("~", one, one)

    def _opposite(self, one: RecordedColumn, other: RecordedColumn) -> bool:
        return (one.operator == "~" and one.left is other) or (other.operator == "~" and other.left is one)

    def _made(self, operator: str, one: RecordedColumn, other: RecordedColumn) -> RecordedColumn:
        left, right = sorted((one, other), key=lambda column: column.place)
        key = operator, left.place, right.place
        if key not in self._known:
            self._known[key] = self._new(operator, left, None if operator == "~" else right)
        return self._known[key]

    def _new(
        self, operator: str, left: RecordedColumn | None = None, right: RecordedColumn | None = None
    ) -> RecordedColumn:
        column = RecordedColumn(self, operator, len(self.columns), left, right)
        self.columns.append(column)
        return column


def _written(recorder: _Recorder, outputs: Sequence[RecordedColumn]) -> tuple[str, int, frozenset[RecordedColumn]]:
    """The text of the function, how many operations it makes, and the columns that it uses."""
    order = list(_needed(outputs))
    used = frozenset(order)
    uses = Counter(part for column in order for part in column.parts)
    uses.update(outputs)
    writer = _Writer(recorder, uses)
    taken = [column for column in recorder.columns if column in used and column.operator.startswith("input")]
    names = [writer.name(column) for column in taken]
    lines = [f"    {', '.join(names)}, = inputs"] if names else []
    for column in order:
        if column.operator in "&|~" and (uses[column] > 1 or column in outputs or writer.depth(column) > _DEEPEST):
            lines.append(f"    {writer.statement(column)}")
    found = "".join(f"{writer.text(column)}, " for column in outputs)
    lines.append(f"    return ({found})")
    text = "\n".join(["def run(inputs, everyone, nobody):", *lines, ""])
    return text, sum(column.operator in "&|~" for column in order), used


def _needed(outputs: Iterable[RecordedColumn]) -> Iterator[RecordedColumn]:
    """Everything that the outputs are worked out from, each after what it needs and as late as may be."""
    done: set[RecordedColumn] = set()
    waiting = [(column, False) for column in reversed(list(outputs))]
    while waiting:
        column, ready = waiting.pop()
        if column in done:
            continue
        if ready:
            done.add(column)
            yield column
        else:
            waiting.append((column, True))
            waiting.extend((part, False) for part in reversed(column.parts) if part not in done)


@frozen(eq=False, repr=False)
class _Writer:
    """Writes columns as expressions; a name is given away again once its column is used up."""

    recorder: _Recorder
    left: Counter[RecordedColumn]
    names: dict[RecordedColumn, str] = field(factory=dict, init=False)
    free: list[str] = field(factory=list, init=False)
    depths: dict[RecordedColumn, int] = field(factory=dict, init=False)

    def name(self, column: RecordedColumn) -> str:
        self.names[column] = self.free.pop() if self.free else f"c{len(self.names)}"
        self.depths[column] = 0
        return self.names[column]

    def depth(self, column: RecordedColumn) -> int:
        """How deep its brackets nest where it is not named."""
        if column not in self.depths:
            self.depths[column] = 1 + max((self.depth(part) for part in column.parts), default=0)
        return self.depths[column]

    def statement(self, column: RecordedColumn) -> str:
        expression = self.expression(column)
        return f"{self.name(column)} = {expression}"

    def text(self, column: RecordedColumn, within: str = "") -> str:
        """The name of a column, or how it is worked out where it has none; `within` is the operator around it."""
        if column is self.recorder.everyone or column is self.recorder.nobody:
            return column.operator
        name = self.names.get(column)
        if name is None:
            bare = column.operator == within and column.operator in "&|"
            return self.expression(column) if bare else f"({self.expression(column)})"
        self.left[column] -= 1
        if not self.left[column]:
            self.free.append(name)
        return name

    def expression(self, column: RecordedColumn) -> str:
        if column.operator == "~":
            return f"everyone ^ {self.text(column.parts[0])}"
        return f" {column.operator} ".join(self.text(part, column.operator) for part in column.parts)
