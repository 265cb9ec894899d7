"""Helpers of these tests, loaded by path: test folders are no packages."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


def _load(name: str) -> ModuleType:
    qualified = f"tests_reasoning_{name}"
    spec = spec_from_file_location(qualified, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[qualified] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """Short ways to write down small rulesets; see `making.py`."""
    return _load("making")


@pytest.fixture(scope="session")
def drawing() -> ModuleType:
    """Random small rulesets; see `drawing.py`."""
    return _load("drawing")


@pytest.fixture(scope="session")
def naive() -> ModuleType:
    """The semantics once more, over one complete case at a time; see `naive.py`."""
    return _load("naive")
