"""What the commands that explain a case have in common."""

from __future__ import annotations

from collections.abc import Mapping

import ethics_engine as ee
from ethics_engine.errors import Place
from ethics_engine.loading import find_case
from ethics_engine.model.enactment import done_fact
from ethics_engine.reading import read_case_marked


def case_and_places(name: str, ruleset: ee.Ruleset) -> tuple[ee.Case, Mapping[str, Place]]:
    """A case, by bundled id, by path or from standard input, and where its facts were told, by fact id."""
    case, marks = read_case_marked(find_case(name), ruleset)
    places: dict[str, Place] = {}
    for keys, place in marks.items():
        match keys:
            case "facts", fact:
                places[fact] = place
            case "done" | "not_done", step:
                places[done_fact(step)] = place
    return case, places
