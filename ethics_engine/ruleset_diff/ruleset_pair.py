"""Two enactments side by side, worked out once for all that is asked of them."""

from __future__ import annotations

from functools import lru_cache

from ethics_engine.engines.answer_set.pair_solver import Pair
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions
from ethics_engine.model.enactment import Enactment


@lru_cache(maxsize=8)
def alike(old: Enactment, new: Enactment) -> SharedDefinitions:
    """What two enactments have alike."""
    return SharedDefinitions(old, new)


@lru_cache(maxsize=8)
def pair_of(both: SharedDefinitions) -> Pair:
    """The two in one solver program."""
    return Pair(both)
