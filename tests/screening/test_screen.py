"""A table is screened as its rows are consulted one by one."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.model.enactment import done_fact
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.table_mapping import MappedColumn, TableMapping
from tests.sampling import Of, sampled_cases

Cells = Mapping[str, object]


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


def _cells_of(ruleset: ee.Ruleset, case: ee.Case, random: Random) -> dict[str, object]:
    """A row that states much of what a case states, and something else beside it; some options are left out."""
    row: dict[str, object] = {}
    step_facts = {done_fact(step.id) for step in ruleset.steps}
    for name, statement in case.facts.items():
        if name in step_facts:
            (value, *others) = sorted(statement.known.possible)
            row[name] = "unknown" if others else value
    drawn = random.sample([fact for fact in ruleset.facts if fact.id not in case.facts], 4)
    for fact in [*(ruleset.fact[name] for name in case.facts if name in ruleset.fact), *drawn]:
        if random.random() < 0.15:
            continue
        row.update(_cell(fact, case.facts.get(fact.id), random))
    return row


def _cell(fact: Fact, statement: ee.Statement | None, random: Random) -> Cells:
    if random.random() < 0.1:
        return (
            {fact.id: "unknown"} if fact.type is not FactType.CHOICES else {f"{fact.id}.{fact.value_ids[0]}": "unknown"}
        )
    match fact.type:
        case FactType.YES_NO | FactType.CHOICE:
            known = sorted(statement.known.possible) if statement else list(fact.value_ids)
            value = random.choice(known)
            return {fact.id: value == "yes" if fact.type is FactType.YES_NO else value}
        case FactType.CHOICES:
            return {
                f"{fact.id}.{option}": (option in statement.known.included) if statement else random.random() < 0.3
                for option in fact.value_ids
                if random.random() < 0.7
            }
        case FactType.COUNT:
            return {fact.id: statement.known.ranges[0][0] if statement else random.randrange(6)}


def _case_of(ruleset: ee.Ruleset, question: str, row: Cells) -> ee.Case:
    """The case that a row states."""
    facts: dict[str, object] = {}
    steps: dict[str, list[str]] = {"done": [], "tried": [], "not_done": []}
    unknown: list[str] = []
    keys = {"yes": "done", "tried": "tried", "no": "not_done"}
    for name, cell in row.items():
        fact, _, option = name.partition(".")
        if name.startswith("done:"):
            unknown += [name] if cell == "unknown" else []
            if cell != "unknown":
                steps[keys[str(cell)]].append(name.removeprefix("done:"))
        elif option:
            of = facts.setdefault(fact, {"yes": [], "no": []})
            assert isinstance(of, dict)
            if cell != "unknown":
                of["yes" if cell else "no"].append(option)
        else:
            facts[name] = cell
    asked, _, action = question.partition(" ")
    conduct = {"did": [action]} if asked == "right" else {}
    case = ee.new_case(ruleset, asked if conduct else question, facts, **steps, **conduct)
    anything = {name: ee.Statement(_anything(ruleset, name)) for name in unknown}
    return attrs.evolve(case, facts={**case.facts, **anything})


def _anything(ruleset: ee.Ruleset, name: str) -> Any:
    from ethics_engine.model.enactment import step_fact

    return step_fact(ruleset.action[name.removeprefix("done:")]).anything


@pytest.fixture(scope="module")
def rows(ruleset: ee.Ruleset) -> list[dict[str, object]]:
    random = Random(7)
    cases = [ee.load_case(name, ruleset) for name in sampled_cases(Of.ANSWER)]
    return [_cells_of(ruleset, case, random) for case in cases]


@pytest.mark.parametrize("question", ["may refer", "what", "right refer", "must ensure_continuity"])
def test_every_row_is_answered_as_it_is_alone(ruleset: ee.Ruleset, rows: Sequence[Cells], question: str) -> None:
    screen = ee.Screen(ruleset, question, statuses=["refer", "continue", "consult_supervisor"])
    usable = [row for row in rows if not (question == "right refer" and "done:refer" in row)]
    found = screen(usable, exact=True)
    some_decided = False

    for row, result in zip(usable, found, strict=True):
        assert result["rejected"] is None
        try:
            alone = ee.consult(ruleset, _case_of(ruleset, question, row), engine="columns")
        except ee.ContradictionError:
            assert result["in_bulk"] == "contradictory"
            continue
        assert result["in_bulk"] != "contradictory"
        some_decided |= result["in_bulk"] == "decided"
        expected = "open" if alone.answer.firmness is ee.Firmness.OPEN else alone.answer.value
        assert result["answer"] == expected
        if result["firmness"] == "firm_or_provisional":
            assert alone.answer.firmness in (ee.Firmness.FIRM, ee.Firmness.PROVISIONAL)
        else:
            assert result["firmness"] == alone.answer.firmness.value
        if result["force"]:
            assert alone.disposition.force is not None
            assert (result["force"], result["course"].split()) == (
                alone.disposition.force.value,
                list(alone.disposition.ways),
            )
        for action in screen.asked.statuses:
            status = alone.status(action).status
            assert result[f"status:{action}"] in (None, status.value if status else None)
    assert some_decided


def test_what_is_stated_of_one_option_takes_the_whole_assumption_away(ruleset: ee.Ruleset) -> None:
    """An option of which nothing is stated is then not known, as in a consult; it is not assumed."""
    assumed = next(
        fact for fact in ruleset.facts if fact.type is FactType.CHOICES and fact.presumed and len(fact.value_ids) > 2
    )
    row = {f"{assumed.id}.{assumed.value_ids[0]}": False}

    (result,) = ee.Screen(ruleset, "what")([row], exact=True)
    alone = ee.consult(ruleset, _case_of(ruleset, "what", row), engine="columns")

    assert result["firmness"] in ("firm_or_provisional", alone.answer.firmness.value)
    assert result["answer"] == ("open" if alone.answer.firmness is ee.Firmness.OPEN else alone.answer.value)


def test_what_to_ask_would_decide_the_answer(ruleset: ee.Ruleset) -> None:
    screen = ee.Screen(ruleset, "may refer", columns=["to_ask"])
    (result,) = screen([{"client_romance": "unknown"}])

    fact = result["to_ask"].split()[0]
    replies = [{"client_romance": "unknown"} | {fact: value} for value in ruleset.fact[fact].value_ids]
    assert result["answer"] == "open"
    assert {each["answer"] for each in screen(replies)} - {"open", None}


def test_a_cell_that_cannot_be_read_is_named_with_the_reason(ruleset: ee.Ruleset) -> None:
    found = ee.Screen(ruleset, "may refer")([{"client_romance": "a little"}, {"client_romance": "casual"}])

    assert [row["in_bulk"] for row in found] == ["rejected", "decided"]
    assert found[0]["rejected"].startswith("client_romance: `a little` is not a value of `client_romance`")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"foo": 1}, "no column states a fact"),
        ({"romance": "x", "client_romance": "x"}, "`romance` and `client_romance` state the same fact"),
    ],
)
def test_columns_that_do_not_fit_are_refused(ruleset: ee.Ruleset, columns: Cells, message: str) -> None:
    mapping = TableMapping({"romance": MappedColumn("client_romance")}) if "romance" in columns else TableMapping()

    with pytest.raises(ee.InputError, match=message):
        ee.Screen(ruleset, "may refer", mapping=mapping)([columns])


def test_codes_are_translated_by_the_mapping(ruleset: ee.Ruleset) -> None:
    column = MappedColumn("client_romance", {"0": "none", "1": "casual", "9": "unknown"}, empty="unknown")
    screen = ee.Screen(ruleset, "may refer", mapping=TableMapping({"R": column}))
    plain = ee.Screen(ruleset, "may refer")

    coded = screen([{"R": 0}, {"R": "1"}, {"R": 9}, {"R": None}])

    words = ["none", "casual", "unknown", "unknown"]
    assert coded == plain([{"client_romance": word} for word in words])


def test_a_screen_works_in_threads_and_after_pickling(ruleset: ee.Ruleset, rows: Sequence[Cells]) -> None:
    screen = ee.Screen(ruleset, "may refer", columns=["firmness"])
    expected = screen(rows)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(screen, [rows] * 4)) == [expected] * 4
    assert pickle.loads(pickle.dumps(screen))(rows) == expected


def test_frames_give_what_lists_give(ruleset: ee.Ruleset, rows: Sequence[Cells]) -> None:
    pa = pytest.importorskip("pyarrow", reason="frames need the extra `batch`")
    screen = ee.Screen(ruleset, "may refer")
    columns = sorted({name for row in rows for name in row})
    mixed = {name for name in columns if len({type(row[name]) for row in rows if row.get(name) is not None}) > 1}
    texts = [
        {name: str(row[name]) if name in mixed and row.get(name) is not None else row.get(name) for name in columns}
        for row in rows
    ]
    table = pa.Table.from_pylist(texts)
    expected = screen(texts)

    assert screen(table).to_pylist() == expected
    assert screen(table.slice(3)).to_pylist() == expected[3:]  # bitmaps then begin within a byte


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_a_frame_gives_a_frame_of_its_kind(ruleset: ee.Ruleset, kind: str) -> None:
    pytest.importorskip("pyarrow", reason="frames need the extra `batch`")
    frames = pytest.importorskip(kind, reason="it is not among the dependencies of the tests")
    frame = frames.DataFrame({"client_romance": ["casual", None], "client_threatens_violence": [False, True]})

    found = ee.Screen(ruleset, "may refer")(frame)

    assert isinstance(found, frames.DataFrame)
    assert list(found["answer"]) == ["advised_against", "not_yet"]


def test_what_is_no_table_is_refused(ruleset: ee.Ruleset) -> None:
    with pytest.raises(ee.ArgumentError, match="a list must hold mappings"):
        ee.Screen(ruleset)(["casual"])
    with pytest.raises(ee.ArgumentError, match="no result `anser`; did you mean `answer`"):
        ee.Screen(ruleset, columns=["anser"])
    with pytest.raises(ee.CaseError, match="no action `reffer`"):
        ee.Screen(ruleset, statuses=["reffer"])
