"""The rulesets and cases that come with the package: where they are, and which there are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

OVERLAY = "overlay.yaml"
"""What the main file of an overlay is called."""

CASES = "cases"
"""The folder of an overlay that holds its decided cases; no rules are read from it."""

CASE_SUFFIX = ".case.yaml"
TESTS_SUFFIX = ".tests.yaml"


@cache
def rulesets() -> dict[str, Path]:
    """The bundled rulesets by name."""
    return {
        folder.name: folder for folder in sorted(_data("rulesets").iterdir()) if (folder / "ruleset.yaml").is_file()
    }


def overlays() -> dict[str, Path]:
    """The bundled overlays by name."""
    return {folder.name: folder for folder in sorted(_data("rulesets").iterdir()) if (folder / OVERLAY).is_file()}


LAW = "law: yes"
"""The line by which an overlay says that it is law."""


def codes() -> tuple[str, ...]:
    """The bundled codes of a profession, by name: the overlays that are neither examples nor law."""
    return tuple(name for name, folder in overlays().items() if not name.startswith("example-") and not _is_law(folder))


def _is_law(folder: Path) -> bool:
    """Whether an overlay says that it is law; it is not read for that."""
    return LAW in (folder / OVERLAY).read_text(encoding="utf-8").splitlines()


@cache
def cases_of_overlays() -> dict[str, Path]:
    """The bundled cases that are decided under an overlay, by id."""
    found = sorted(_data("rulesets").glob(f"*/cases/*{CASE_SUFFIX}"))
    return {path.name.removesuffix(CASE_SUFFIX): path for path in found}


@cache
def cases() -> dict[str, Path]:
    """The bundled cases by id."""
    return {path.name.removesuffix(CASE_SUFFIX): path for path in sorted(_data("cases").glob(f"*/*{CASE_SUFFIX}"))}


@cache
def case(name: str) -> Path | None:
    """The file of one bundled case, be it of an overlay, by id; quicker than to list them all."""
    if Path(name).name != name:  # a path, which is no id
        return None
    file = f"{name}{CASE_SUFFIX}"
    of_overlays = (folder / CASES for folder in _data("rulesets").iterdir())
    folders = (folder for folder in (*_data("cases").iterdir(), *of_overlays) if folder.is_dir())
    return next((path for folder in folders for path in folder.iterdir() if path.name == file), None)


def tests() -> tuple[Path, ...]:
    """The bundled files of tests."""
    return tuple(sorted(_data("cases").glob(f"*/*{TESTS_SUFFIX}")))


def _data(name: str) -> Path:
    """A data folder: inside the package when it is installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
