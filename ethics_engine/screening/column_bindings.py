"""Which column of a table states which fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from ethics_engine.errors import Finding, InputError, Place, Severity
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.table_mapping import MappedColumn, TableMapping
from ethics_engine.suggestions import FIND_FACTS, nearest
from ethics_engine.text.lists import listed

TABLE = Place("table")
_SHOWN = 5


@frozen
class ColumnBinding:
    """What a column states.

    Attributes:
        column: Its name in the table.

        fact: The fact.

        option: The option that it is about, where it states one of a `choices` fact.

        values: For codes of the table, the value that each stands for.

        empty: The value that an empty cell stands for; without one, it states nothing.
    """

    column: str
    fact: Fact
    option: str | None = None
    values: Mapping[str, str] = field(factory=dict, eq=False)
    empty: str | None = None


@frozen
class BoundTable:
    """The columns of a table that state facts, and what is to be said of the others."""

    bindings: tuple[ColumnBinding, ...]
    unknown: tuple[Finding, ...]
    missing: tuple[Finding, ...]


def bind_columns(
    law: Enactment,
    columns: Sequence[str],
    mapping: TableMapping,
    needed: Sequence[str],
    kept: Sequence[str] = (),
    place: Place = TABLE,
    *,
    strict: bool = False,
) -> BoundTable:
    """Bind the columns of a table to facts, by the mapping or else by name.

    Args:
        law: The rules of the day.

        columns: The names of the columns, in order.

        mapping: What is not simply called as the fact it states.

        needed: The facts on which the answer can depend.

        kept: Columns that are passed on, whether or not they state a fact.

        place: What the table is called in messages.

        strict: Whether a column that states no fact is an error; otherwise it is left out, with a note.

    Raises:
        InputError: Two columns state one fact, the mapping names what does not exist, no column states a fact, or one
            does not and the work is strict.
    """
    problems = list(_absent(columns, mapping, kept, place))
    bindings: list[ColumnBinding] = []
    unknown: list[str] = []
    for column in columns:
        mapped = mapping.columns.get(column)
        binding = _binding(law, column, mapped or MappedColumn(column))
        if binding is not None:
            bindings.append(binding)
        elif mapped is not None:
            hint = nearest(mapped.target, _targets(law)) or FIND_FACTS
            problems.append(Finding(mapping.places.get(column, place), f"no fact `{mapped.target}`", hint))
        elif column not in kept:
            unknown.append(column)
    problems += _twice(columns, bindings, place)
    notes = tuple(_unknown(law, unknown, place, strict=strict))
    if strict:
        problems += notes
    if not bindings and not problems:
        hint = "name columns by the ids of facts, or give --mapping; `ethics screen --template` prints one"
        problems.append(Finding(place, "no column states a fact", hint))
    if problems:
        raise InputError(problems)
    stated = {binding.fact.id for binding in bindings}
    missing = [fact for fact in needed if fact not in stated and not fact.startswith(DONE)]
    return BoundTable(tuple(bindings), notes, tuple(_missing(missing, place)))


def _binding(law: Enactment, column: str, mapped: MappedColumn) -> ColumnBinding | None:
    fact = law.fact.get(mapped.target)
    if fact is not None:
        return ColumnBinding(column, fact, None, mapped.values, mapped.empty)
    name, _, option = mapped.target.partition(".")
    fact = law.fact.get(name)
    if fact is not None and fact.type is FactType.CHOICES and option in fact.value_ids:
        return ColumnBinding(column, fact, option, mapped.values, mapped.empty)
    return None


def _targets(law: Enactment) -> Iterator[str]:
    for fact in law.facts:
        yield fact.id
        if fact.type is FactType.CHOICES:
            yield from (f"{fact.id}.{option}" for option in fact.value_ids)


def _absent(columns: Sequence[str], mapping: TableMapping, kept: Sequence[str], place: Place) -> Iterator[Finding]:
    for column in mapping.columns:
        if column not in columns:
            hint = nearest(column, columns) or "remove it from the mapping"
            yield Finding(mapping.places.get(column, place), f"the table has no column `{column}`", hint)
    for column in kept:
        if column not in columns:
            yield Finding(place, f"the table has no column `{column}` to keep", nearest(column, columns))
    for column in dict.fromkeys(columns):
        if columns.count(column) > 1:
            yield Finding(place, f"two columns are called `{column}`", "rename one")


def _twice(columns: Sequence[str], bindings: Sequence[ColumnBinding], place: Place) -> Iterator[Finding]:
    if len(set(columns)) < len(columns):
        return
    stating: dict[tuple[str, str | None], list[str]] = {}
    for binding in bindings:
        stating.setdefault((binding.fact.id, binding.option), []).append(binding.column)
    for (fact, option), names in stating.items():
        whole = stating.get((fact, None), [])
        if len(names) > 1 or (option is not None and whole):
            both = listed(f"`{name}`" for name in dict.fromkeys([*whole, *names]))
            of = f"{fact}.{option}" if option is not None and not whole else fact
            yield Finding(place, f"{both} state the same fact, `{of}`", "remove all but one, or map them")


def _unknown(law: Enactment, columns: Sequence[str], place: Place, *, strict: bool) -> Iterator[Finding]:
    if not columns:
        return
    targets = tuple(_targets(law))
    hints = [f"{column}: {hint}" for column in columns[:_SHOWN] if (hint := nearest(column, targets))]
    state = f"{_counted(columns, 'column states', 'columns state')} no fact"
    if strict:
        hints.append("map, keep or remove such columns, or leave out --strict")
        yield Finding(place, f"{state}: {_some(columns)}", "\n".join(hints))
    else:
        left_out = f"{state} and {_is_are(columns)} left out: {_some(columns)}"
        yield Finding(place, left_out, "\n".join(hints) or None, Severity.WARNING)


def _missing(facts: Sequence[str], place: Place) -> Iterator[Finding]:
    if facts:
        has = _counted(facts, "fact that can matter has", "facts that can matter have")
        message = f"{has} no column, and nothing is stated of {'it' if len(facts) == 1 else 'them'}: {_some(facts)}"
        yield Finding(place, message, severity=Severity.WARNING)


def _counted(names: Sequence[str], one: str, several: str) -> str:
    return f"{len(names)} {one if len(names) == 1 else several}"


def _is_are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _some(names: Sequence[str]) -> str:
    shown = [f"`{name}`" for name in names[:_SHOWN]]
    more = len(names) - len(shown)
    return listed([*shown, *([f"{more} more"] if more else [])])
