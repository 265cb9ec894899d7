"""What all tests share: how hard Hypothesis tries, how wide lines are, and which engines this machine has.

The usual profile is the same on every run, so that a red build is red for a reason; `--hypothesis-profile=thorough`
looks further, and elsewhere each time; `quick` is for interpreters besides the default one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from ethics_engine import Engine
from ethics_engine.engines.forward_chaining import available
from ethics_engine.rendering.width import WIDEST

# Drawing a whole ruleset is slow on a busy machine, and that is no defect.
_SHARED: dict[str, Any] = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("default", derandomize=True, max_examples=100, **_SHARED)
settings.register_profile("ci", derandomize=True, max_examples=100, **_SHARED)
settings.register_profile("quick", derandomize=True, max_examples=20, **_SHARED)
settings.register_profile("thorough", max_examples=2_000, **_SHARED)
settings.load_profile("default")


@pytest.fixture(scope="session", autouse=True)
def _as_wide_as_can_be() -> Iterator[None]:
    """Print lines of one width wherever the tests run; pytest-xdist tells its processes another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(WIDEST))
        yield


@pytest.fixture
def engines() -> tuple[Engine, ...]:
    """The engines that run here; forward chaining needs durable-rules, which has to be compiled."""
    return tuple(engine for engine in Engine if engine is not Engine.CHAINING or available() is None)


@pytest.fixture(scope="session")
def needs_chaining() -> None:
    """Skip where forward chaining does not run, with its own words."""
    reason = available()
    if reason is not None:
        pytest.skip(reason)
