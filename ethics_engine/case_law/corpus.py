"""Many decided cases read together; a file that is broken stands apart and stops no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import attrs
from attrs import frozen

from ethics_engine.errors import CaseError, Finding, InputError, Place
from ethics_engine.loading import MarkedCase, bundled, compositions_of, read_case_marked, read_tests_marked
from ethics_engine.loading.bundled import CASE_SUFFIX, TESTS_SUFFIX
from ethics_engine.loading.by_name import DEFAULT_RULESET, find_case, load_ruleset
from ethics_engine.loading.diagnostics import Diagnostics, listed
from ethics_engine.loading.folders import is_plain, paths_below
from ethics_engine.loading.source_text import text_of
from ethics_engine.model.case import Case
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.suggestions import nearest
from ethics_engine.text.lists import listed as in_words

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

        inherited: Whether it was decided without some of the overlays of the ruleset, so that the ruleset may differ.

        overlays: Those of the ruleset that it was read for.
    """

    case: Case
    file: str
    topic: str
    places: Mapping[tuple[str, ...], Place]
    warnings: tuple[Finding, ...] = ()
    inherited: bool = False
    overlays: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in a list: its id, and the overlays under which it is judged."""
        return f"{self.case.id} (under {in_words(self.overlays)})" if self.overlays else self.case.id


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
    if paths is None:
        bundled_now = tuple((file, _touched(file)) for file in bundled_files(ruleset, tests=tests))
        return _read_bundled(bundled_now, ruleset, any_version=any_version)
    return _read(_files(paths, tests=tests), ruleset, any_version=any_version)


@lru_cache(maxsize=4)
def _read_bundled(files: tuple[tuple[Path, int], ...], ruleset: Ruleset, *, any_version: bool) -> Corpus:
    """The bundled cases, read once for as long as no file changes; nobody's own cases are kept in memory like that."""
    return _read((file for file, _ in files), ruleset, any_version=any_version)


def _touched(file: Path) -> int:
    """When a file was changed, in nanoseconds; 0 where it is gone, which its reader says better."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def corpus_files(paths: Iterable[str | Path] | None, ruleset: Ruleset) -> tuple[Path, ...]:
    """The files that `read_corpus` reads; none where one of them is standard input or cannot be found."""
    found = list(_files(bundled_files(ruleset) if paths is None else paths, tests=False))
    if any(isinstance(file, BrokenFile) or str(file) == "-" for file in found):
        return ()
    return tuple(Path(str(file)) for file in found)


def read_corpora(
    paths: Iterable[str | Path] | None,
    resolve: Callable[[tuple[str, ...], Path], tuple[str, ...]],
    load: Callable[[tuple[str, ...]], Ruleset],
) -> Iterator[tuple[Ruleset, Corpus]]:
    """Decided cases and tests, each read for the ruleset that it was decided under: first those of the base alone.

    What was also held under other overlays is read once more for these.

    Args:
        paths: Files and folders; None for all that comes with the package, also beside its overlays.

        resolve: Gives the overlays that a case names, by name or path; the case is in a folder of the one given.

        load: Gives the ruleset with these overlays.
    """
    folders = [folder / "cases" for folder in bundled.overlays().values() if (folder / "cases").is_dir()]
    every = [*bundled.cases().values(), *bundled.tests(), *folders] if paths is None else paths
    groups: dict[tuple[str, ...], list[Path | str | BrokenFile]] = {(): []}
    for file in _files(every, tests=True):
        compositions = ((),) if isinstance(file, BrokenFile) or file == "-" else compositions_of(file)
        for named in compositions:
            overlays = resolve(named, Path(str(file)).absolute().parent.parent) if named else ()
            groups.setdefault(tuple(sorted(set(overlays))), []).append(file)
    for overlays, files in groups.items():
        if files:
            try:
                ruleset = load(overlays)
            except InputError as error:
                if not overlays:
                    raise
                yield load(()), Corpus((), tuple(broken_file(str(file), error.findings) for file in files))
                continue
            yield ruleset, _read(files, ruleset)


def _read(files: Iterable[Path | str | BrokenFile], ruleset: Ruleset, *, any_version: bool = False) -> Corpus:
    cases: list[ReportedCase] = []
    broken: list[BrokenFile] = []
    for found in files:
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
    return tuple(
        ReportedCase(
            read.case,
            str(path),
            _topic(path),
            read.places,
            read.warnings,
            _without_these(read.case, ruleset.overlays),
            ruleset.overlays,
        )
        for read in found
    )


def _without_these(test: Case, overlays: Iterable[str]) -> bool:
    """Whether a test was decided under other overlays than these, going by the ruleset that it names."""
    names = test.decided.under.partition(" ")[0] if test.decided else ""
    return bool(names) and {*names.split("+")[1:]} != {*overlays}


def read_decided(path: Path | str, ruleset: Ruleset, *, any_version: bool = False) -> ReportedCase | BrokenFile:
    """The decided case in one file; its relations to other cases are not looked at."""
    try:
        read = read_case_marked(path, ruleset)
    except InputError as error:
        return broken_file(path, error.findings)
    held = read.case.held_in(ruleset.overlays)
    inherited = held is None and read.case.held is not None
    if read.case.held is None and held is None:
        place = read.places.get(("held",), read.places[()])
        hint = "write what was decided under `held`; for a case that is not decided yet, use `ethics consult`"
        return broken_file(path, [Finding(place, "this case is not decided", hint)])
    if not any_version and (wrong := _decided_under(read, ruleset)):
        return broken_file(path, [wrong])
    case = read.case if inherited or held is None else attrs.evolve(read.case, held=held)
    places = read.places if held is read.case.held else _places_of_held(read.places, ruleset.overlays)
    return ReportedCase(case, str(path), _topic(path), places, read.warnings, inherited, ruleset.overlays)


def _places_of_held(
    places: Mapping[tuple[str, ...], Place], overlays: Iterable[str]
) -> Mapping[tuple[str, ...], Place]:
    """The places, those of what was held under these overlays in place of those of what was held."""
    named = sorted(overlays)
    own = {
        ("held", *keys[2:]): place
        for keys, place in places.items()
        if keys[:1] == ("held_under",) and len(keys) > 1 and sorted(map(str.strip, keys[1].split("+"))) == named
    }
    return {**{keys: place for keys, place in places.items() if keys[:1] != ("held",)}, **own}


def _decided_under(read: MarkedCase, ruleset: Ruleset) -> Finding | None:
    """What is wrong with the ruleset that a case was decided under: there is none, or none of that version yet."""
    under = read.case.decided.under if read.case.decided else ""
    if not under:
        return None
    place = read.places.get(("decided", "under"), read.places[()])
    names, _, versions = under.partition(" ")
    name, version = names.partition("+")[0], versions.partition("+")[0]
    known = {*bundled.rulesets(), ruleset.base.name}
    if name not in known:
        return Finding(place, f"no ruleset `{name}`", nearest(name, known) or f"use {listed(known)}")
    if not _VERSION.fullmatch(version.strip()):
        return Finding(place, "the version of the ruleset is missing", f"write it after the name: `{name} 1.0`")
    installed = ruleset.base.version if name == ruleset.base.name else load_ruleset(name).version
    if version_key(version) > version_key(installed):
        hint = f"update the ruleset, or write the version it was decided under; installed: {installed}"
        return Finding(place, f"`{name}` {version.strip()} is newer than the installed version", hint)
    return None


def not_looked_at_since(cases: Iterable[Case], ruleset: Ruleset) -> Mapping[str, int]:
    """How many cases were last decided under each older version of the ruleset, the oldest first."""
    base = ruleset.base
    versions = Counter(
        version
        for case in cases
        if case.decided
        for name, _, versions in [case.decided.under.partition(" ")]
        for version in [versions.strip().partition("+")[0]]
        if name.partition("+")[0] == base.name and version_key(version) < version_key(base.version)
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
    ids = {*known, *bundled.cases(), *bundled.cases_of_overlays()}
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


def bundled_files(ruleset: Ruleset, *, tests: bool = False) -> Iterator[Path]:
    """The case files that come with the package, and those beside the overlays of a ruleset that need no other."""
    if ruleset.base.name == DEFAULT_RULESET:
        yield from bundled.cases().values()
        yield from bundled.tests() if tests else ()
    for part in ruleset.parts:
        if part.folder is not None and (part.folder / "cases").is_dir():
            for file in case_files_below(part.folder / "cases", Diagnostics(), tests=tests):
                if any({*each} <= {*ruleset.overlays} for each in compositions_of(file)):
                    yield file


def _files(paths: Iterable[str | Path], *, tests: bool) -> Iterator[Path | str | BrokenFile]:
    seen: set[Path | str | BrokenFile] = set()
    for path in paths:
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
    folder = Path(path).absolute().parent
    return folder.parent.name if folder.name == "cases" else folder.name


def _is_near(name: str, file: str) -> bool:
    """Whether there is a case of this name beside a case, or in a topic beside its own, though nobody asked for it."""
    topics = Path(file).absolute().parent.parent
    return any(topics.glob(f"*/{name}{CASE_SUFFIX}"))
