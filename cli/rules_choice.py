"""The ruleset that a command works with: a base by `--rules`, and by `--under` what is laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import ethics_engine as ee
from ethics_engine.errors import Place
from ethics_engine.loading import bundled, compositions_of
from ethics_engine.loading.by_name import is_overlay, load_incomplete, open_case, overlays_named
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.settings import read_settings

from .output import complain

NONE = "none"
"""What `--under` is given to lay nothing over the base."""


@frozen_record
class RulesChoice(Record):
    """What the options say.

    Attributes:
        name: The base, by name or path.

        under: The overlays, by name or path; None where the option was not given.
    """

    name: str
    under: tuple[str, ...] | None

    @classmethod
    def of(cls, name: str, options: tuple[str, ...]) -> RulesChoice:
        """As the options are written: overlays may also stand together, with commas."""
        names = tuple(each.strip() for option in options for each in option.split(",") if each.strip())
        return cls(name, tuple(each for each in names if each != NONE) if options else None)

    def load(self, *, complete: bool = True) -> ee.Ruleset:
        """The base with what the option names; `complete` says whether complete documents are held to being so.

        Raises:
            RulesetError: A part does not exist, or does not load.
        """
        if complete:
            return ee.load_ruleset(self.name, under=self.under or ())
        return load_incomplete(self.name, self.under or ())

    def for_answers(self, named: tuple[str, ...] = ()) -> ee.Ruleset:
        """The same for a command that answers a case: without the option what the case names, else what is set.

        Raises:
            RulesetError: A part does not exist, or does not load.
        """
        return ee.load_ruleset(self.name, under=self._chosen(named, None))

    def overlays(self) -> tuple[str, ...]:
        """What `for_answers` lays over the base, by name or path."""
        return self._chosen((), None)

    def with_case(self, name: str) -> tuple[ee.Ruleset, ee.Case, Mapping[str, Place]]:
        """The rules that a case is answered by, the case, and where its facts were stated, by fact id.

        What was probably not meant in the case goes to standard error.

        Raises:
            CaseError: It does not exist, or does not fit the ruleset.

            RulesetError: A part does not exist, or does not load.
        """
        beside = Path(name).absolute().parent.parent
        ruleset, case, places, warnings = open_case(
            name, lambda named: ee.load_ruleset(self.name, under=self._chosen(named, beside))
        )
        for warning in warnings:
            complain(warning)
        return ruleset, case, places

    def for_file(self, path: Path) -> ee.Ruleset:
        """The rules that the case or the tests in a file are judged by, whether or not the rest of it can be read.

        Raises:
            RulesetError: A part does not exist, or does not load.
        """
        return ee.load_ruleset(self.name, under=self._chosen(compositions_of(path)[0], path.absolute().parent.parent))

    def _chosen(self, named: tuple[str, ...], beside: Path | None) -> tuple[str, ...]:
        """The overlays: those of the option, else those that a case names, else those that are set.

        One that is neither bundled nor a path is looked for beside the case, then among those that are set.
        """
        if self.under is not None:
            return given_overlays(self.under, beside)
        return case_overlays(named, beside) if named else read_settings().under or ()

    def as_options(self, default: str) -> str:
        """The options that name it, for a command that is shown."""
        import shlex

        rules = "" if self.name == default else f" --rules {shlex.quote(self.name)}"
        return rules + "".join(f" --under {shlex.quote(name)}" for name in self.under or ())


def given_overlays(names: Iterable[str], beside: Path | None) -> tuple[str, ...]:
    """The overlays that an option names: a path as it is, else as a case names them."""
    return tuple(name if is_overlay(name) else overlays_named([name], beside)[0] for name in names)


def case_overlays(named: tuple[str, ...], beside: Path | None, given: Iterable[str] = ()) -> tuple[str, ...]:
    """The overlays that a case names: bundled, given by path, beside the case, or among those that are set."""
    found = overlays_named(named, beside, given)
    if all(name in bundled.overlays() or is_overlay(name) for name in found):
        return found
    return overlays_named(found, None, read_settings().under or ())
