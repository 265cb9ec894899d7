"""Rows that are moved next to each other come back to their places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ethics_engine.engines.bitset.case_set import CaseSet
from ethics_engine.screening.chosen_rows import ChosenRows

columns = st.integers(0, (1 << 200) - 1).map(CaseSet)


@given(columns, columns, columns)
def test_moved_back_a_column_says_what_it_said_of_the_chosen_rows(one: CaseSet, other: CaseSet, said: CaseSet) -> None:
    for chosen in (one, one & other):
        rows = ChosenRows.of(chosen)

        assert rows.moved_back(rows.moved(said)) == said & chosen
        assert rows.moved(chosen) == rows.everyone
