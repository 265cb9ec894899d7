"""Rulesets and cases by name or by path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import sep
from pathlib import Path

from ethics_engine import loading
from ethics_engine.argument_types import checked
from ethics_engine.errors import CaseError, Finding, Place, RulesetError
from ethics_engine.model.case import Case
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.suggestions import nearest

from . import bundled
from .ruleset_cache import load_cached

LONG = 4096
"""How long a path may be, in characters, before it is taken for a mistake."""

DEFAULT_RULESET = "referral-and-termination"


def find_ruleset(name: str) -> Path:
    """The folder of a ruleset: a bundled name, or a path. Raises RulesetError where there is none."""
    known = bundled.rulesets()
    if name in known:
        return known[name]
    if _is_path(name):
        return Path(name)
    if name in bundled.overlays():
        hint = f"use --under {name}, or write `{DEFAULT_RULESET}+{name}`"
        raise RulesetError([Finding(Place(name), f"`{name}` is an overlay, and no ruleset by itself", hint)])
    hint = nearest(name, known) or f"give a folder, or the name of a bundled ruleset: {', '.join(known)}"
    raise RulesetError([Finding(Place(_shortened(name)), f"no ruleset {_quoted(name)}", hint)])


def is_overlay(path: str) -> bool:
    """Whether a path is the folder of an overlay."""
    return _is_path(path) and (Path(path) / bundled.OVERLAY).is_file()


def find_overlay(name: str) -> Path:
    """The folder of an overlay: a bundled name, or a path. Raises RulesetError where there is none."""
    known = bundled.overlays()
    if name in known:
        return known[name]
    if _is_path(name):
        return Path(name)
    hint = nearest(name, known) or f"give a folder, or the name of a bundled overlay: {', '.join(known)}"
    raise RulesetError([Finding(Place(_shortened(name)), f"no overlay {_quoted(name)}", hint)])


def overlays_named(names: Iterable[str], beside: Path | None, given: Iterable[str] = ()) -> tuple[str, ...]:
    """The overlays that a case names, by bundled name or by path.

    One that is not bundled is one of those given by path, or the folder that holds the folder of the case, or a folder
    beside that of the case. A name that is none of these stays as it is.
    """
    known = bundled.overlays()
    paths = {Path(path).absolute().name: path for path in given if path not in known}

    def found(name: str) -> str:
        if name in known or beside is None:
            return name if name in known else paths.get(name, name)
        near = (str(folder) for folder in (beside, beside / name) if folder.name == name)
        return paths.get(name) or next(filter(is_overlay, near), name)

    return tuple(map(found, names))


@checked
def load_ruleset(name: str | Path = DEFAULT_RULESET, *, under: Iterable[str | Path] = ()) -> Ruleset:
    """Load a ruleset by bundled name or by the path of its folder, perhaps with overlays laid over it.

    Args:
        name: The ruleset; also `base+overlay+overlay`, as a composition is called.

        under: Codes, laws or policies of an agency to lay over it, each by bundled name or by the path of its folder;
            their order does not matter.

    Raises:
        RulesetError: It does not exist, or does not load; names everything found wrong.
    """
    return _load(str(name), map(str, under))


def load_vocabulary(name: str, under: Iterable[str]) -> Ruleset:
    """A ruleset as `load_ruleset` gives it, but without what overlays set: to read a case for several places at once.

    Raises:
        RulesetError: It does not exist, or does not load; names everything found wrong.
    """
    return _load(name, under, settings=False)


def load_incomplete(name: str, under: Iterable[str]) -> Ruleset:
    """A ruleset as `load_ruleset` gives it, also where passages of complete documents went nowhere.

    Raises:
        RulesetError: It does not exist, or does not load for another reason.
    """
    return _load(name, under, complete=False)


def _load(name: str, under: Iterable[str], *, complete: bool = True, settings: bool = True) -> Ruleset:
    base, *named = name.split("+") if "+" in name and not _is_path(name) else [name]
    overlays = [find_overlay(each) for each in (*named, *under)]
    folder, ours = find_ruleset(base), bundled.overlays().values()
    is_bundled = complete and folder == bundled.rulesets().get(base)

    def read(folder: Path) -> Ruleset:
        if not is_bundled:
            ruleset = loading.read_ruleset(folder, complete=complete)
        else:
            ruleset = load_cached(folder, loading.read_ruleset)
        if not overlays:
            return ruleset
        return loading.compose(ruleset, folder, overlays, complete=complete, settings=settings)

    if is_bundled and overlays and {*overlays} <= {*ours}:
        return load_cached(folder, read, sorted({*overlays}), "" if settings else "vocabulary")
    return read(folder)


def find_case(name: str) -> Path | str:
    """The file of a case: a bundled id, a path, or `-` for standard input. Raises CaseError where there is none."""
    if (bundled_case := bundled.case(name)) is not None:
        return bundled_case
    if name == "-":
        return name
    if _is_path(name):
        return Path(name)
    known = {**bundled.cases(), **bundled.cases_of_overlays()}
    hint = nearest(name, known) or "give a file, or an id from `ethics cases list`"
    raise CaseError([Finding(Place(_shortened(name)), f"no case {_quoted(name)}", hint)])


def _is_path(name: str) -> bool:
    """Whether a name is meant as a path: it exists, or it looks like one."""
    try:
        return bool(name) and (Path(name).exists() or ((sep in name or bool(Path(name).suffix)) and len(name) < LONG))
    except OSError:
        return False


def _quoted(name: str) -> str:
    return f"`{_shortened(name)}`" if name else "without a name"


def _shortened(name: str) -> str:
    return name if 0 < len(name) <= 80 else f"{name[:80]}..." if name else "(no name)"


@checked
def load_case(name: str | Path, ruleset: Ruleset) -> Case:
    """Load a case by bundled id, by path, or from standard input for `-`.

    Raises:
        CaseError: It does not exist, or does not fit the ruleset; names everything found wrong.
    """
    return loading.read_case(find_case(str(name)), ruleset)


def load_case_and_places(name: str | Path, ruleset: Ruleset) -> tuple[Case, Mapping[str, Place], tuple[Finding, ...]]:
    """A case as `load_case` has it, where its facts were stated, by fact id, and what in it was probably not meant."""
    read = loading.read_case_marked(find_case(str(name)), ruleset)
    return read.case, loading.places_of_facts(read.places), read.warnings


def open_case(
    name: str | Path, load: Callable[[tuple[str, ...]], Ruleset]
) -> tuple[Ruleset, Case, Mapping[str, Place], tuple[Finding, ...]]:
    """A case as `load_case_and_places` gives it, after the ruleset that `load` gives for the overlays it names."""
    ruleset, read = loading.open_case(find_case(str(name)), load)
    return ruleset, read.case, loading.places_of_facts(read.places), read.warnings


@checked
def new_case(ruleset: Ruleset, question: str, facts: Mapping[str, object] | None = None, **rest: object) -> Case:
    """Make a case in Python: `new_case(ruleset, "may refer", {"client_threatens_violence": True})`.

    Values, and the names of the rest (`done`, `tried`, `not_done`, `did`, `omitted`, `as_of` ...), are those of a case
    file: True, False, `"yes"`, a choice, a list of choices, a number, `"unknown"`, or a mapping such as
    `{"at_least": 3}` or `{"value": "yes", "reported_by": "the client"}`.

    Raises:
        CaseError: It does not fit the ruleset; names everything found wrong.
    """
    ask, _, action = question.partition(" ")
    asked = {"ask": ask, "action": action.strip()} if action.strip() else {"ask": ask}
    return loading.case_from_values({"id": "unnamed", "question": asked, "facts": dict(facts or {}), **rest}, ruleset)
