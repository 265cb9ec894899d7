"""Rulesets and cases from files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Map
from pathlib import Path
from typing import TYPE_CHECKING

from ethics_engine.errors import CaseError, Finding, InputError, Place, RulesetError
from ethics_engine.model.case import Case
from ethics_engine.model.enactment import done_fact
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.model.ruleset import Ruleset

from . import parse_case, parse_tests
from .bundled import OVERLAY
from .declared_names import Known
from .diagnostics import Diagnostics
from .source_text import name_of, text_of
from .yaml_nodes import Mapping, Node, Scalar, first_of_name, places_in
from .yaml_tree import tree_of

if TYPE_CHECKING:
    from .parse_overlay import Composition
    from .parse_ruleset import LoadedRuleset

Places = Map[tuple[str, ...], Place]


@frozen_record
class MarkedCase(Record):
    """A case as it stands in its file.

    Attributes:
        places: Where everything stands, by keys: `("held", "statuses", "refer")`. The words of a list count as keys, as
            in `("held", "ratio", "some.rule")`; the file itself is at `()`.

        warnings: What was probably not meant, in reading order.
    """

    case: Case
    places: Places
    warnings: tuple[Finding, ...]


def read_ruleset(path: Path, *, complete: bool = True) -> Ruleset:
    """The ruleset in a folder; `complete` says whether complete documents are held to being so.

    Raises:
        RulesetError: The folder holds no sound ruleset; everything that is wrong is named at once.
    """
    report = Diagnostics()
    loaded = _load(path, report, complete=complete)
    if loaded is None or report.findings:
        raise RulesetError(report.findings)
    return loaded.ruleset


def check_ruleset(path: Path) -> tuple[Finding, ...]:
    """Everything wrong with the ruleset in a folder; where nothing is, what was probably not meant."""
    report = Diagnostics()
    loaded = _load(path, report, complete=True)
    if loaded is not None and not report.findings:
        from .checks.lint import advise

        advise(loaded, report)
    return InputError(report.findings or report.warnings).findings


def compose(
    base: Ruleset, base_folder: Path, overlays: Sequence[Path], *, complete: bool = True, settings: bool = True
) -> Ruleset:
    """A base, which was read from a folder, with the overlays in other folders laid over it.

    `complete` says whether complete documents are held to being so. Without `settings` what overlays set is left out,
    so that a case can be read for several places at once.

    Raises:
        RulesetError: An overlay is wrong, or does not fit the base; everything that is wrong is named at once.
    """
    report = Diagnostics()
    composed = _compose(base, base_folder, overlays, report, complete=complete, settings=settings)
    if composed is None or report.findings:
        raise RulesetError(report.findings)
    return composed.ruleset


def check_composition(base: Ruleset, base_folder: Path, overlays: Sequence[Path]) -> tuple[Finding, ...]:
    """Everything wrong with overlays on their base; where nothing is, what was probably not meant in them."""
    report = Diagnostics()
    composed = _compose(base, base_folder, overlays, report, complete=True)
    if composed is None or report.findings:
        return InputError(report.findings).findings
    from .checks.lint import advise
    from .checks.overlays import advise_overlays

    advise(composed, report)
    advise_overlays(composed, report)
    own = tuple(str(folder) for folder in overlays)
    return InputError(each for each in report.warnings if each.place.file.startswith(own)).findings


def _compose(
    base: Ruleset,
    base_folder: Path,
    overlays: Sequence[Path],
    report: Diagnostics,
    *,
    complete: bool,
    settings: bool = True,
) -> Composition | None:
    from .checks.completeness import check_complete, check_marks
    from .checks.cycles import check_cycles
    from .checks.overlays import check_overlays
    from .parse_overlay import Base
    from .parse_overlay import compose as composed_of

    composed = composed_of(Base(base, base_folder), overlays, report, settings=settings)
    if composed is not None and not report.findings:
        check_overlays(composed, report)
        check_cycles(composed, report)
        check_marks(composed, report)
        if complete:
            check_complete(composed, report)
    return composed


def find_places(
    path: Path, wanted: Iterable[tuple[str, str, tuple[str, ...]]]
) -> Map[tuple[str, str, tuple[str, ...]], Place]:
    """Where parts of the items of a ruleset stand in the files of its folder.

    A part is the kind of its item in the singular, the id of the item, and the keys and words that lead to the part,
    each the first of its name under the one before; words that are not found are passed over.
    """
    from .parse_ruleset import item_nodes

    nodes = item_nodes(path, Diagnostics())
    found = {}
    for kind, name, keys in wanted:
        if (kind, name) in nodes:
            place, node = nodes[kind, name]
            for key in keys:
                if (step := first_of_name(node, key)) is not None:
                    place, node = step
            found[kind, name, keys] = place
    return found


def read_case(path: Path | str, ruleset: Ruleset) -> Case:
    """The case in a file, or on standard input where the path is `-`.

    Raises:
        CaseError: The file holds no sound case; everything that is wrong is named at once.
    """
    return read_case_marked(path, ruleset).case


def read_case_marked(path: Path | str, ruleset: Ruleset) -> MarkedCase:
    """A case with the places of everything in its file, and with what was probably not meant.

    Raises:
        CaseError: The file holds no sound case; everything that is wrong is named at once.
    """
    report = Diagnostics()
    text = text_of(path, report)
    if text is None:
        raise CaseError(report.findings)
    return _case(text, name_of(path), ruleset, report)


def read_tests_marked(path: Path | str, ruleset: Ruleset) -> tuple[MarkedCase, ...]:
    """The tests in a file of `kind: test`, each as a case.

    Raises:
        CaseError: The file holds no sound tests; everything that is wrong is named at once.
    """
    report = Diagnostics()
    text = text_of(path, report)
    root = None if text is None else tree_of(text, name_of(path), report)
    found = [] if root is None else list(parse_tests.read_tests(root, Known.in_ruleset(ruleset), report))
    if root is None or report.findings:
        raise CaseError(report.findings)
    return tuple(
        MarkedCase(case, {(): node.place, **dict(places_in(node))}, InputError(report.warnings).findings)
        for case, node in found
    )


def open_case(path: Path | str, load: Callable[[tuple[str, ...]], Ruleset]) -> tuple[Ruleset, MarkedCase]:
    """A case, and the ruleset it is read for, which `load` gives for the overlays that the case names.

    Raises:
        CaseError: The file holds no sound case; everything that is wrong is named at once.
    """
    report = Diagnostics()
    text = text_of(path, report)
    root = None if text is None else tree_of(text, name_of(path), report)
    if text is None or root is None:
        raise CaseError(report.findings)
    ruleset = load(_under_in(root))
    return ruleset, _case(text, name_of(path), ruleset, report)


def under_of(path: Path | str) -> tuple[str, ...]:
    """The overlays that the case in a file names; none where it cannot be read."""
    text = text_of(path, Diagnostics())
    return () if text is None else under_of_text(text)


def under_of_text(text: str) -> tuple[str, ...]:
    """The overlays that the case in a text names; none where it cannot be read."""
    root = tree_of(text, "", Diagnostics())
    return () if root is None else _under_in(root)


def compositions_of(path: Path | str) -> tuple[tuple[str, ...], ...]:
    """The overlays under which something in a file of cases or tests was decided, each time with those of one ruling.

    For a case what it names under `under`, and then what was held under others; for tests what `decided` names.
    """
    text = text_of(path, Diagnostics())
    if text is None or not re.search(_NAMES_OVERLAYS, text):
        return ((),)
    root = tree_of(text, name_of(path), Diagnostics())
    if not isinstance(root, Mapping):
        return ((),)
    own = _under_in(root)
    decided = root.entries["decided"][1] if "kind" in root.entries and "decided" in root.entries else None
    if isinstance(decided, Mapping) and isinstance(under := decided.entries.get("under", (None, None))[1], Scalar):
        own = tuple(under.text.partition(" ")[0].split("+")[1:])
    _, others = root.entries.get("held_under", (None, None))
    held = others.entries if isinstance(others, Mapping) else ()
    return (own, *(tuple(name.strip() for name in key.split("+")) for key in held))


_NAMES_OVERLAYS = r"under:|\+"
"""What stands in every file of cases that names an overlay; reading the others twice would take long."""


def overlay_title(folder: Path) -> str:
    """What an overlay is called in print, read from its main file alone; the folder's name if that cannot be read."""
    text = text_of(folder / OVERLAY, Diagnostics())
    root = None if text is None else tree_of(text, "", Diagnostics())
    _, title = root.entries.get("title", (None, None)) if isinstance(root, Mapping) else (None, None)
    return title.text if isinstance(title, Scalar) and title.text else folder.name


def _under_in(root: Node) -> tuple[str, ...]:
    _, under = root.entries.get("under", (None, None)) if isinstance(root, Mapping) else (None, None)
    return tuple(parse_case.under_in(under, None, Diagnostics()))


def places_of_facts(places: Places) -> Map[str, Place]:
    """Where the facts of a case were stated, by fact id; a step is stated in a list of steps."""
    found: dict[str, Place] = {}
    for keys, place in places.items():
        match keys:
            case "facts", fact:
                found[fact] = place
            case (("done" | "tried" | "not_done"), step):
                found[done_fact(step)] = place
            case _:
                pass
    return found


def read_case_text(text: str, name: str, ruleset: Ruleset) -> Case:
    """The case in a text, which messages call by the name.

    Raises:
        CaseError: The text is no sound case; everything that is wrong is named at once.
    """
    return _case(text, name, ruleset, Diagnostics()).case


def _load(path: Path, report: Diagnostics, *, complete: bool) -> LoadedRuleset | None:
    # Imported here, because most often a ruleset is taken up as it was kept, and only cases are read.
    from .checks.completeness import check_complete, check_marks
    from .checks.cycles import check_cycles
    from .parse_ruleset import load

    loaded = load(path, report)
    if loaded is not None:
        check_cycles(loaded, report)
        check_marks(loaded, report)
        if complete:
            check_complete(loaded, report)
    return loaded


def _case(text: str, name: str, ruleset: Ruleset, report: Diagnostics) -> MarkedCase:
    root = tree_of(text, name, report)
    if root is None:
        raise CaseError(report.findings)
    case = parse_case.read_case(root, Known.in_ruleset(ruleset), report)
    if report.findings:
        raise CaseError(report.findings)
    return MarkedCase(case, dict(places_in(root)), InputError(report.warnings).findings)
