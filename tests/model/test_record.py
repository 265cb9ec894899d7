"""A class that attrs builds when that is needed can do all that one can that it builds at once."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest

from ethics_engine.model.record import Key, Record, frozen_record


@pytest.fixture
def point() -> type[_Point]:
    """A class that nobody has used."""

    @frozen_record
    class Point(Record):
        across: int
        down: int = attrs.field(default=0, converter=int)
        seen: list[str] = attrs.field(factory=list, eq=False, repr=False)

    return Point  # type: ignore[return-value]


class _Point:
    across: int
    down: int
    seen: list[str]

    def __init__(self, across: int, down: object = 0) -> None: ...


def taken_up(point: type[_Point]) -> _Point:
    """An instance as a pickle leaves it, which no `__init__` was called for."""
    taken = object.__new__(point)
    vars(taken).update(across=1, down=2, seen=[])
    return taken


def test_an_instance_can_be_made(point: type[_Point]) -> None:
    made = point(1, down="2")
    assert (made.across, made.down, made.seen) == (1, 2, [])
    with pytest.raises(TypeError, match="across"):
        point()  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "used",
    [
        lambda taken: taken == type(taken)(1, 2),
        lambda taken: hash(taken) == hash(type(taken)(1, 2)),
        lambda taken: repr(taken).endswith("Point(across=1, down=2)"),
        lambda taken: attrs.evolve(taken, down=3).down == 3,
        lambda taken: attrs.asdict(taken) == {"across": 1, "down": 2, "seen": []},
        lambda taken: [each.name for each in attrs.fields(type(taken))] == ["across", "down", "seen"],
        lambda taken: attrs.has(type(taken)),
    ],
)
def test_one_taken_up_before_the_class_was_used_is_like_another(
    point: type[_Point], used: Callable[[_Point], bool]
) -> None:
    assert used(taken_up(point))


def test_one_taken_up_is_matched_by_position(point: type[_Point]) -> None:
    match taken_up(point):
        case point(across, down):  # type: ignore[misc]
            assert (across, down) == (1, 2)
        case _:
            pytest.fail("not matched")


def test_one_taken_up_cannot_be_changed(point: type[_Point]) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        taken_up(point).across = 2


def test_a_subclass_has_the_fields_of_both(point: type[_Point]) -> None:
    @frozen_record
    class Named(point):  # type: ignore[valid-type, misc]
        name: str = ""

    assert [each.name for each in attrs.fields(Named)] == ["across", "down", "seen", "name"]
    assert [each.name for each in attrs.fields(point)] == ["across", "down", "seen"]  # type: ignore[arg-type]


def test_several_threads_may_use_it_first(point: type[_Point]) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(point, range(64)))
    assert [(each.across, each.down) for each in made] == [(across, 0) for across in range(64)]


@pytest.mark.parametrize("instances", [1, 1000])
def test_instances_are_alike_before_and_after_attrs_has_built_the_class(instances: int) -> None:
    @frozen_record
    class Plain(Record):
        across: int
        down: int = 0
        seen: tuple[int, ...] = attrs.Factory(tuple)

    def refused(*given: object, **named: object) -> str:
        with pytest.raises(TypeError) as error:
            Plain(*given, **named)  # type: ignore[arg-type]
        return str(error.value)

    made = [Plain(1, down=2) for _ in range(instances)]
    assert {*made, Plain(across=1, down=2)} == {Plain(1, 2)}
    assert [(each.across, each.down, each.seen) for each in (Plain(1), Plain(1, 0, ()))] == [(1, 0, ())] * 2
    assert "missing 1 required" in refused()
    assert "unexpected keyword argument 'up'" in refused(1, up=2)
    assert "unexpected keyword argument 'up'" in refused(up=2)
    assert "multiple values for argument 'across'" in refused(1, across=2)
    assert "takes from 2 to 4 positional arguments" in refused(1, 2, (), 3)


@pytest.mark.parametrize("instances", [1, 1000])
def test_what_makes_a_default_makes_one_for_each_instance(instances: int) -> None:
    @frozen_record
    class Plain(Record):
        seen: list[int] = attrs.Factory(list)

    made = [Plain() for _ in range(instances)]
    made[0].seen.append(1)
    assert Plain().seen == []


@frozen_record
class Place(Key):
    """At the top of the module, so that an instance can be pickled."""

    across: int
    down: str


@frozen_record
class Mark(Record):
    """Likewise."""

    name: str
    note: str | None = None
    at: tuple[int, ...] = ()


@pytest.mark.parametrize("built", [False, True])
def test_a_pickle_holds_no_default_that_stands_with_the_class(built: bool) -> None:
    if built:
        attrs.fields(Mark)
    taken = pickle.loads(pickle.dumps(Mark("a", at=(1,))))
    assert vars(taken) == {"name": "a", "at": (1,)}
    assert (taken.note, taken) == (None, Mark("a", None, (1,)))
    assert attrs.asdict(taken) == {"name": "a", "note": None, "at": (1,)}
    assert attrs.evolve(taken, name="b") == Mark("b", at=(1,))


def test_a_key_is_found_by_another_that_is_equal() -> None:
    assert {Place(1, "a"): True}[Place(across=1, down="a")]
    assert Place(1, "a") != Place(1, "b")


def test_a_key_leaves_its_hash_out_of_a_pickle() -> None:
    place = Place(1, "a")
    hash(place)
    assert vars(pickle.loads(pickle.dumps(place))) == {"across": 1, "down": "a"}
    assert attrs.evolve(place, across=2) == Place(2, "a")
