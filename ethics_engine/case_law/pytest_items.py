"""Decided cases as tests of pytest; imported by the plugin when the first case is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from ethics_engine.consultation import Engine
from ethics_engine.errors import EthicsError
from ethics_engine.loading import bundled, compositions_of
from ethics_engine.loading.bundled import TESTS_SUFFIX
from ethics_engine.loading.by_name import DEFAULT_RULESET, load_ruleset, overlays_named
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.terminal_escape import terminal_escape
from ethics_engine_pytest import NOTES

from .case_tests import CaseTestResult, check_cases
from .corpus import (
    BrokenFile,
    ReportedCase,
    broken_file,
    duplicate_id,
    is_foreign,
    read_decided,
    read_tests,
    unknown_relations,
)
from .failure_report import broken_entry, failure_entry

_RULESETS = pytest.StashKey[dict[tuple[str, ...], Ruleset]]()
_MET = pytest.StashKey[dict[str, ReportedCase]]()


_Judged = Callable[[], Mapping[int, CaseTestResult | BrokenFile]]


class CaseFile(pytest.File):
    """A file that holds decided cases, or, where nobody named the folders of cases, perhaps something else."""

    def __init__(self, *, named: bool, **rest: Any) -> None:
        super().__init__(**rest)
        self._named = named

    def collect(self) -> Iterator[CaseItem]:
        """The tests, called by the ids of the cases, one in most files, or by the name of a file that is broken."""
        notes, path = self.config.stash[NOTES], _from_here(self.path)
        if not self._named and is_foreign(self.path):
            hint = "the setting `ethics_cases` names where decided cases live"
            notes.append(terminal_escape(f"{path}: left alone, for it does not look like a decided case; {hint}"))
            return
        given = self.config.getoption("ethics_under")
        for named in (tuple(given),) if given else compositions_of(path):
            try:
                ruleset = _ruleset(self.config, path, named)
            except EthicsError as error:
                raise self.CollectError(terminal_escape(str(error))) from None
            found = read_tests(path, ruleset) if path.name.endswith(TESTS_SUFFIX) else read_decided(path, ruleset)
            together = found if isinstance(found, tuple) else ()
            judged = cache(partial(_judged, together, ruleset))
            for read in found if isinstance(found, tuple) else (found,):
                yield self._item(read, ruleset, judged, notes)

    def _item(self, read: ReportedCase | BrokenFile, ruleset: Ruleset, judged: _Judged, notes: list[str]) -> CaseItem:
        name = read.name
        if isinstance(read, ReportedCase):
            notes += (terminal_escape(str(warning)) for warning in read.warnings)
            before = self.config.stash.setdefault(_MET, {}).setdefault(name, read)
            if before is not read:
                read = broken_file(read.file, [duplicate_id(read, before)])
            elif unknown := unknown_relations(read, ()):
                read = broken_file(read.file, unknown)
        item: CaseItem = CaseItem.from_parent(self, name=name, read=read, ruleset=ruleset, judged=judged)
        return item


class CaseItem(pytest.Item):
    """A decided case held against the rules."""

    def __init__(self, *, read: ReportedCase | BrokenFile, ruleset: Ruleset, judged: _Judged, **rest: Any) -> None:
        super().__init__(**rest)
        self._read, self._ruleset, self._judged = read, ruleset, judged

    def runtest(self) -> None:
        """Fail where the file is broken, or the rules make something else of the case than was held."""
        if isinstance(self._read, BrokenFile):
            raise _FailedError(broken_entry(self._read))
        engine = Engine(self.config.getoption("ethics_engine"))
        try:
            judged = self._judged().get(id(self._read)) if engine is Engine.BITSET else None
            if judged is None:
                (judged,) = check_cases([self._read], self._ruleset, engine)
        except EthicsError as error:
            raise _FailedError(str(error)) from None
        if isinstance(judged, BrokenFile):
            raise _FailedError(broken_entry(judged))
        if isinstance(judged, CaseTestResult) and not judged.stands and not self._read.inherited:
            raise _FailedError(failure_entry(judged, self._read.name))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any, **__: Any) -> Any:
        """What became of the case, without a traceback."""
        if isinstance(excinfo.value, _FailedError):
            return terminal_escape(str(excinfo.value))
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file and the id."""
        return self.path, 0, self.name


def _judged(entries: Sequence[ReportedCase], ruleset: Ruleset) -> Mapping[int, CaseTestResult | BrokenFile]:
    """What became of all the tests of a file, by identity: together they take a fifth of the time."""
    return {id(entry): found for entry, found in zip(entries, check_cases(entries, ruleset), strict=True)}


class _FailedError(Exception):
    """A case that failed; says why."""


def _ruleset(config: pytest.Config, path: Path, named: tuple[str, ...]) -> Ruleset:
    """The ruleset for a file with the overlays that are named; each is loaded once."""
    overlays = overlays_named(named, path.absolute().parent.parent)
    loaded = config.stash.setdefault(_RULESETS, {})
    if overlays not in loaded:
        name = config.getoption("ethics_rules") or DEFAULT_RULESET
        base = Path(config.getoption("ethics_rules_from"), name)
        here = base if name not in bundled.rulesets() and base.exists() else name
        loaded[overlays] = load_ruleset(here, under=overlays)
    return loaded[overlays]


def _from_here(path: Path) -> Path:
    """The path as one would write it, where the file is below the current folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
