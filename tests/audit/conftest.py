"""Helpers of these tests, loaded by path: test folders are no packages."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

TESTS = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """Short ways to write down small rulesets; see `tests/engines/answer_set/making.py`."""
    spec = spec_from_file_location("tests_auditing_making", TESTS / "engines" / "answer_set" / "making.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["tests_auditing_making"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
