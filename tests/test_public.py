"""The public interface is what it says it is."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys

import pytest

import ethics_engine


@pytest.mark.parametrize("name", ethics_engine.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(ethics_engine, name).__name__ == name


def test_the_public_names_are_sorted_and_listed() -> None:
    assert ethics_engine.__all__ == sorted(ethics_engine.__all__, key=lambda name: (not name[0].isupper(), name))
    assert set(ethics_engine.__all__) <= set(dir(ethics_engine))


def test_the_version_is_that_of_the_installed_package_and_stands_in_every_result() -> None:
    ruleset = ethics_engine.load_ruleset()
    case = ethics_engine.load_case("culture-001", ruleset)

    assert ethics_engine.__version__ == importlib.metadata.version("ethics-engine")
    for result in (ethics_engine.consult(ruleset, case), ethics_engine.why(ruleset, case)):
        assert result.provenance.package_version == ethics_engine.__version__


def test_a_name_that_is_not_there_is_missed_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'advise'"):
        ethics_engine.advise  # noqa: B018 - looking it up is what is tested


@pytest.mark.parametrize("engine", ["clingo", "durable_rules_engine"])
def test_importing_the_package_loads_no_engine_from_elsewhere(engine: str) -> None:
    code = f"import sys, ethics_engine as ee; ee.load_ruleset; ee.consult; ee.Session; print({engine!r} in sys.modules)"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "False"
