"""What all tests share: how hard Hypothesis tries, how wide lines are, which engines there are, which tests are quick.

The usual profile is the same on every run, so that a red build is red for a reason, and is short; `.ci/long` tries
`full`, which is the same on every run too, and `thorough`, which looks elsewhere each time. `quick` is for while you
edit, and for interpreters besides the default one.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import ethics_engine as ee
from ethics_engine import Engine
from ethics_engine.engines.forward_chaining import available
from ethics_engine.rendering.width import WIDEST

from .sampling import sampled_cases
from .small_ruleset import ruleset_of, write_ruleset

TESTS = Path(__file__).parent

# Drawing a whole ruleset is slow on a busy machine, and that is no defect.
_SHARED: dict[str, Any] = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("quick", derandomize=True, max_examples=10, **_SHARED)
settings.register_profile("default", derandomize=True, max_examples=25, **_SHARED)
settings.register_profile("full", derandomize=True, max_examples=100, **_SHARED)
settings.register_profile("thorough", max_examples=2_000, **_SHARED)
settings.load_profile("default")


TAKES_LONG = (
    "audit/mutants",
    "agreement",
    "case_law/test_corpus.py",
    "case_law/test_plugin.py",
    "case_law/test_testing.py",
    "cli/quiz/test_asking.py",
    "cli/test_ask.py",
    "cli/test_consult.py",
    "cli/test_quiz_build.py",
    "cli/test_screen.py",
    "cli/test_streams_and_signals.py",
    "cli/test_under.py",
    "cli/test_welcome.py",
    "cli/test_width.py",
    "consultation/report/test_schemas.py",
    "consultation/test_answers.py",
    "consultation/test_determination.py",
    "consultation/test_round_trip.py",
    "counterfactual/test_minimal_counterfactuals.py",
    "engines/answer_set/test_against_naive.py",
    "engines/bitset/test_many_cases.py",
    "explanation",
    "handbook/test_book.py",
    "handbook/test_graph.py",
    "interview",
    "loading/test_hostile_input.py",
    "loading/test_ruleset_cache.py",
    "quiz/items/test_build.py",
    "quiz/test_key_drift.py",
    "quiz/test_progress.py",
    "ruleset_diff/test_bundled.py",
    "screening",
    "test_argument_types.py",
    "test_docs.py",
    "test_plain_words.py",
    "test_public.py",
    "web/test_agency.py",
    "web/test_consults.py",
    "web/test_guard.py",
    "web/test_interview_pages.py",
    "web/test_own_words.py",
    "web/test_quiz_and_handbook.py",
)
"""Folders and files of tests that `-m quick` leaves out, beside those marked slow or exhaustive."""


COVERS_MORE = (
    "audit/mutants",
    "cli/test_ask.py",
    "cli/test_screen.py",
    "explanation/test_proof.py",
    "handbook",
    "interview",
    "quiz/items/test_build.py",
    "quiz/test_key_drift.py",
    "quiz/test_progress.py",
    "screening",
    "web",
)
"""Those of them that run many lines which the quick tests do not run."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as quick what does not take long, so that the quick tests take less than a minute.

    To measure coverage makes a test take up to three times as long. It is measured of the quick tests and of those in
    `COVERS_MORE`, each on the first case that it is run on, and of the decided cases in the sample.
    """
    run = set[str]()
    for item in items:
        test = item.nodeid.partition("[")[0]
        if item.path.suffix == ".yaml":
            measured = item.name in sampled_cases()
        elif item.get_closest_marker("slow") or item.get_closest_marker("exhaustive"):
            measured = False
        elif _is_in(TAKES_LONG, item.path):
            measured = test not in run and _is_in(COVERS_MORE, item.path)
        else:
            item.add_marker(pytest.mark.quick)
            measured = test not in run
        if not measured:
            item.add_marker(pytest.mark.no_cover)
        run.add(test)


def pytest_collection_finish() -> None:
    """Spare the garbage collector the tests themselves, which stay to the end and are many."""
    gc.freeze()


@cache
def _is_in(names: tuple[str, ...], file: Path) -> bool:
    return any(file.is_relative_to(TESTS / name) for name in names)


@pytest.fixture(scope="session", autouse=True)
def _as_wide_as_can_be() -> Iterator[None]:
    """Print lines of one width wherever the tests run; pytest-xdist tells its processes another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(WIDEST))
        yield


@pytest.fixture
def world(tmp_path: Path) -> Callable[[str], ee.Ruleset]:
    """Make a ruleset of YAML in which everything that can be left to a default is; see `small_ruleset.py`."""
    numbers = count()
    return lambda text: ruleset_of(text, tmp_path / f"ruleset-{next(numbers)}")


@pytest.fixture(scope="session", name="write_ruleset")
def _write_ruleset() -> Callable[..., Path]:
    """Write a small ruleset into a folder: `write_ruleset(folder, parts, name="weather")`; see `small_ruleset.py`."""
    return write_ruleset


@pytest.fixture
def engines() -> tuple[Engine, ...]:
    """The engines that run here; forward chaining needs durable-rules, which has to be compiled."""
    return tuple(engine for engine in Engine if engine is not Engine.FORWARD_CHAINING or available() is None)


@pytest.fixture(scope="session")
def needs_chaining() -> None:
    """Skip where forward chaining does not run, with its own words."""
    reason = available()
    if reason is not None:
        pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def _nothing_set(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Answer under no overlay that whoever runs the tests has set for themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ETHICS_SETTINGS", str(tmp_path_factory.mktemp("settings") / "settings.json"))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
