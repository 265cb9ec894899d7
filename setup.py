"""Which packages there are; everything else is in pyproject.toml."""

from setuptools import find_packages, setup

setup(
    py_modules=["ethics_engine_pytest"],
    packages=[
        *find_packages(include=["ethics_engine", "ethics_engine.*"]),
        *(f"ethics_engine.{name}" for name in find_packages(include=["cli", "cli.*"])),
        "ethics_engine.rulesets",
        "ethics_engine.cases",
    ],
)
