"""What all tests share: how hard Hypothesis tries, and which engines this machine has.

The usual profile is the same on every run, so that a red build is red for a reason; `--hypothesis-profile=thorough`
looks further, and elsewhere each time; `quick` is for interpreters besides the default one.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from ethics_engine import Engine
from ethics_engine.engines.forward_chaining import available

# Drawing a whole ruleset is slow on a busy machine, and that is no defect.
_SHARED: dict[str, Any] = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("default", derandomize=True, max_examples=100, **_SHARED)
settings.register_profile("ci", derandomize=True, max_examples=100, **_SHARED)
settings.register_profile("quick", derandomize=True, max_examples=20, **_SHARED)
settings.register_profile("thorough", max_examples=2_000, **_SHARED)
settings.load_profile("default")


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
