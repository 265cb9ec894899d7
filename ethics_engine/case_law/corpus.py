"""Many decided cases read together; a file that is broken stands apart and stops no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import CaseError, Finding, InputError, Place
from ethics_engine.loading import MarkedCase, bundled, read_case_marked, read_tests_marked
from ethics_engine.loading.bundled import CASE_SUFFIX, TESTS_SUFFIX
from ethics_engine.loading.by_name import find_case, load_ruleset
from ethics_engine.loading.diagnostics import Diagnostics, listed
from ethics_engine.loading.folders import is_plain, paths_below
from ethics_engine.loading.source_text import text_of
from ethics_engine.model.case import Case
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.suggestions import nearest

_VERSION = re.compile(r"\d+(\.\d+)*")
_OURS = re.compile(r"""^[\s{]*["']?(question|facts|held|narrative)["']?\s*:""", re.MULTILINE)
RELATIONS = ("follows", "distinguishes", "overrules")
"""How one case can stand to another."""


@frozen(eq=False)
class ReportedCase:
    """A decided case, and where it is written.

    Attributes:
        topic: The name of the folder that its file is in.

        places: Where everything stands in its file, by keys.

        warnings: What was probably not meant in it.
    """

    case: Case
    file: str
    topic: str
    places: Mapping[tuple[str, ...], Place]
    warnings: tuple[Finding, ...] = ()


@frozen
class BrokenFile:
    """A file that holds no sound decided case.

    Attributes:
        name: What the case would be called, going by the name of its file.
    """

    file: str
    name: str
    topic: str
    findings: tuple[Finding, ...]


@frozen
class Corpus:
    """Decided cases, in the order of their files, and the files that could not be read as such."""

    cases: tuple[ReportedCase, ...]
    broken: tuple[BrokenFile, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics in their order."""
        return tuple(sorted({*(entry.topic for entry in self.cases), *(file.topic for file in self.broken)}))


def read_corpus(
    paths: Iterable[str | Path] | None, ruleset: Ruleset, *, any_version: bool = False, tests: bool = False
) -> Corpus:
    """The decided cases in files and folders, or those that come with the package where none are named.

    With `any_version` a case may have been decided under any ruleset, as where rulesets are compared. With `tests` the
    terse cases of `kind: test` are among them, which hold the rules to what they say and are no precedents.

    Raises nothing: whatever is wrong with a file makes it one of the broken ones.
    """
    cases: list[ReportedCase] = []
    broken: list[BrokenFile] = []
    for found in _files(paths, tests=tests):
        if isinstance(found, BrokenFile):
            broken.append(found)
        elif str(found).endswith(TESTS_SUFFIX):
            several = read_tests(found, ruleset)
            cases += several if not isinstance(several, BrokenFile) else ()
            broken += (several,) if isinstance(several, BrokenFile) else ()
        else:
            read = read_decided(found, ruleset, any_version=any_version)
            cases += (read,) if isinstance(read, ReportedCase) else ()
            broken += (read,) if isinstance(read, BrokenFile) else ()
    return _checked(cases, broken)


def read_tests(path: Path | str, ruleset: Ruleset) -> tuple[ReportedCase, ...] | BrokenFile:
    """The tests in one file of `kind: test`; as a whole broken where one of them is."""
    try:
        found = read_tests_marked(path, ruleset)
    except InputError as error:
        return broken_file(path, error.findings)
    for read in found:
        if wrong := _decided_under(read, ruleset):
            return broken_file(path, [wrong])
    return tuple(ReportedCase(read.case, str(path), _topic(path), read.places, read.warnings) for read in found)


def read_decided(path: Path | str, ruleset: Ruleset, *, any_version: bool = False) -> ReportedCase | BrokenFile:
    """The decided case in one file; its relations to other cases are not looked at."""
    try:
        read = read_case_marked(path, ruleset)
    except InputError as error:
        return broken_file(path, error.findings)
    if read.case.held is None:
        place = read.places.get(("held",), read.places[()])
        hint = "write what was decided under `held`; for a case that is not decided yet, use `ethics consult`"
        return broken_file(path, [Finding(place, "this case is not decided", hint)])
    if not any_version and (wrong := _decided_under(read, ruleset)):
        return broken_file(path, [wrong])
    return ReportedCase(read.case, str(path), _topic(path), read.places, read.warnings)


def _decided_under(read: MarkedCase, ruleset: Ruleset) -> Finding | None:
    """What is wrong with the ruleset that a case was decided under: there is none, or none of that version yet."""
    under = read.case.decided.under if read.case.decided else ""
    if not under:
        return None
    place = read.places.get(("decided", "under"), read.places[()])
    name, _, version = under.partition(" ")
    known = {*bundled.rulesets(), ruleset.name}
    if name not in known:
        return Finding(place, f"no ruleset `{name}`", nearest(name, known) or f"use {listed(known)}")
    if not _VERSION.fullmatch(version.strip()):
        return Finding(place, "the version of the ruleset is missing", f"write it after the name: `{name} 1.0`")
    installed = ruleset.version if name == ruleset.name else load_ruleset(name).version
    if version_key(version) > version_key(installed):
        hint = f"update the ruleset, or write the version it was decided under; installed: {installed}"
        return Finding(place, f"`{name}` {version.strip()} is newer than the installed version", hint)
    return None


def not_looked_at_since(cases: Iterable[Case], ruleset: Ruleset) -> Mapping[str, int]:
    """How many cases were last decided under each older version of the ruleset, the oldest first."""
    versions = Counter(
        version.strip()
        for case in cases
        if case.decided
        for name, _, version in [case.decided.under.partition(" ")]
        if name == ruleset.name and version_key(version) < version_key(ruleset.version)
    )
    return dict(sorted(versions.items(), key=lambda item: version_key(item[0])))


def version_key(version: str) -> tuple[int, ...]:
    """What versions are compared by: their numbers, without zeros at the end; nothing where it is no version."""
    if not _VERSION.fullmatch(version.strip()):
        return ()
    return tuple(map(int, re.sub(r"(\.0+)+$", "", version.strip()).split(".")))


def broken_file(path: Path | str, findings: Iterable[Finding]) -> BrokenFile:
    """A file with what is wrong with it."""
    return BrokenFile(
        str(path), Path(path).name.removesuffix(CASE_SUFFIX).removesuffix(".yaml"), _topic(path), tuple(findings)
    )


def duplicate_id(entry: ReportedCase, before: ReportedCase) -> Finding:
    """What is wrong with a case that has the id of another."""
    hint = f"rename one; the first is at {before.places['id',]}"
    return Finding(entry.places["id",], f"two cases have the id `{entry.case.id}`", hint)


def is_foreign(path: Path) -> bool:
    """Whether a file looks like that of another tool: it has none of the keys that every decided case has."""
    report = Diagnostics()
    text = text_of(path, report)
    return text is not None and _OURS.search(text) is None


def unknown_relations(entry: ReportedCase, known: Iterable[str]) -> tuple[Finding, ...]:
    """The cases that a case names and that are neither known, nor bundled, nor in a file near its own."""
    ids = {*known, *bundled.cases()}
    findings = []
    for relation in RELATIONS:
        for other in getattr(entry.case, relation):
            if other not in ids and not _is_near(other, entry.file):
                place = entry.places.get((relation, other), entry.places[relation,])
                findings.append(
                    Finding(place, f"no case `{other}`", nearest(other, ids) or "list cases: `ethics cases list`")
                )
    return tuple(findings)


def _checked(cases: Iterable[ReportedCase], broken: Iterable[BrokenFile]) -> Corpus:
    """The corpus with those set apart that are called as another, or that name a case which nobody knows."""
    first: dict[str, ReportedCase] = {}
    sound, apart = [], list(broken)
    for entry in cases:
        before = first.setdefault(entry.case.id, entry)
        if before is entry:
            sound.append(entry)
        else:
            apart.append(broken_file(entry.file, [duplicate_id(entry, before)]))
    known = {*first, *(file.name for file in apart)}
    findings = {entry.file: unknown_relations(entry, known) for entry in sound}
    apart += [broken_file(file, wrong) for file, wrong in findings.items() if wrong]
    return Corpus(
        tuple(entry for entry in sound if not findings[entry.file]),
        tuple(sorted(apart, key=lambda file: file.file)),
    )


def _files(paths: Iterable[str | Path] | None, *, tests: bool) -> Iterator[Path | str | BrokenFile]:
    seen: set[Path | str | BrokenFile] = set()
    given = (*bundled.cases().values(), *(bundled.tests() if tests else ())) if paths is None else paths
    for path in given:
        for file in _files_at(path, tests=tests):
            key = file.resolve() if isinstance(file, Path) else file
            if key not in seen:
                seen.add(key)
                yield file


def _files_at(path: str | Path, *, tests: bool) -> Iterable[Path | str | BrokenFile]:
    try:
        if Path(path).is_dir():
            report = Diagnostics()
            found: list[Path | str | BrokenFile] = [*case_files_below(Path(path), report, tests=tests)]
            found += (broken_file(finding.place.file, [finding]) for finding in report.findings)
            hint = f"let the names of case files end in {CASE_SUFFIX}"
            return found or [broken_file(path, [Finding(Place(str(path)), "no case in this folder", hint)])]
        return [find_case(str(path))]
    except CaseError as error:
        return [broken_file(path, error.findings)]
    except (OSError, ValueError):
        return [broken_file(path, [Finding(Place(str(path)), "not a file or folder", "check the path")])]


def case_files_below(folder: Path, report: Diagnostics, *, tests: bool = False) -> list[Path]:
    """The case files in a folder and its sub-folders, in the order of their paths; what cannot be read is a finding.

    With `tests` files of tests are among them.
    """
    suffixes = (CASE_SUFFIX, TESTS_SUFFIX) if tests else (CASE_SUFFIX,)
    named = (file for file in paths_below(folder, report) if file.name.endswith(suffixes))
    return sorted(file for file in named if is_plain(file, report))


def _topic(path: Path | str) -> str:
    return Path(path).absolute().parent.name


def _is_near(name: str, file: str) -> bool:
    """Whether there is a case of this name beside a case, or in a topic beside its own, though nobody asked for it."""
    topics = Path(file).absolute().parent.parent
    return any(topics.glob(f"*/{name}{CASE_SUFFIX}"))
