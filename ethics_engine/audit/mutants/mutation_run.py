"""Every mutant judged: killed, equivalent, survived, or undecided."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum

from attrs import frozen

from ethics_engine.case_law.case_tests import CaseTestResult, check_cases
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.model.enactment import enact
from ethics_engine.model.ruleset import Ruleset

from .corpus_columns import CorpusColumns, MutantRun, corpora
from .differences import CaseDifference, differences
from .equivalence import Comparison, NoCase, TellingCase, assumes_what_nothing_tells_apart, surely_equivalent
from .fingerprints import RULES, Fingerprints
from .kept_verdicts import KeptVerdict, KeptVerdicts
from .mutant import DeclaredKind, Mutant
from .witnesses import KilledMutant, still_killing


class Fate(Enum):
    """What becomes of a mutant."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"
    UNDECIDED = "undecided"


@frozen(eq=False)
class MutantResult:
    """A mutant, and what became of it.

    Attributes:
        killed_by: The id of a case that fails.

        basis: What was held of that case and fails, as the keys of the case file; or `rules`, where the same rules are
            effective in every case. Empty where more was needed.

        case: For a survivor, a smallest case that tells it from the ruleset.

        differences: What may be held of that case, and what the mutant makes of it.

        was_kept: Whether this was known from an earlier run.
    """

    mutant: Mutant
    fate: Fate
    killed_by: str | None = None
    basis: str = ""
    case: TellingCase | None = None
    differences: tuple[CaseDifference, ...] = ()
    was_kept: bool = False


def judge_mutants(
    mutants: Iterable[Mutant],
    entries: Sequence[ReportedCase],
    ruleset: Ruleset,
    *,
    kept: KeptVerdicts,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[MutantResult]:
    """Judge mutants one by one, each as soon as it is asked for, so that a caller may stop whenever they like.

    Those whose verdict from an earlier run surely still holds come first.

    A case kills a mutant if it passes under the ruleset and fails under the mutant. Cases that fail anyway kill none.

    Args:
        mutants: Which; see `mutants_of`.

        entries: The decided cases, terse tests among them.

        ruleset: The rules that the mutants were made of.

        kept: What earlier runs found; it is added to.

        progress: Is called with the id of each mutant that is judged.
    """
    today = datetime.date.today()
    groups = tuple(corpora(entries, ruleset)) or (CorpusColumns(enact(ruleset, today), (), (), (), ()),)
    prints = Fingerprints(ruleset, groups)
    left: list[Mutant] = []
    for mutant in mutants:
        if (unchanged := still_holding(mutant, kept, prints)) is None:
            left.append(mutant)
        else:
            progress(mutant.id)
            yield unchanged
    for start in range(0, len(left), _AT_ONCE):
        chunk = left[start : start + _AT_ONCE]
        known = confirmed(chunk, kept, prints, today)
        for mutant in chunk:
            result = known.get(mutant.id) or judged(mutant, groups, today)
            if result.fate in (Fate.KILLED, Fate.EQUIVALENT):
                kept.put(mutant.id, _verdict(result, prints))
            progress(mutant.id)
            yield result


_AT_ONCE = 2000
"""Of how many mutants it is looked at together whether what is kept of them still holds."""


def still_holding(mutant: Mutant, kept: KeptVerdicts, prints: Fingerprints) -> MutantResult | None:
    """What an earlier run found of a mutant, where nothing has changed that it rests on."""
    verdict = kept.get(mutant.id)
    if verdict is None or not verdict.digest:
        return None
    result = MutantResult(mutant, Fate(verdict.fate), verdict.killed_by or None, verdict.basis, was_kept=True)
    return result if _verdict(result, prints) == verdict else None


def _verdict(result: MutantResult, prints: Fingerprints) -> KeptVerdict:
    """What is kept of a result."""
    if result.killed_by is not None:
        digest = prints.of_kill(result.mutant, result.killed_by, result.basis)
    else:
        digest = prints.of_proof(result.mutant, result.basis)
    return KeptVerdict(result.fate.value, result.killed_by or "", result.basis, digest)


def confirmed(
    mutants: Sequence[Mutant], kept: KeptVerdicts, prints: Fingerprints, today: datetime.date
) -> dict[str, MutantResult]:
    """What earlier runs found of some mutants, by their ids, where it is found once more, which is quicker than anew.

    A kill if the same case still fails; a proof if it can be made together with others. Of what is not named the same
    may hold.
    """
    found: dict[str, MutantResult] = {}
    killed: list[KilledMutant] = []
    proved: list[Mutant] = []
    for mutant in mutants:
        verdict = kept.get(mutant.id)
        if verdict is not None and verdict.fate == Fate.KILLED.value:
            killed.append(KilledMutant(mutant, verdict.killed_by, verdict.basis))
        elif verdict is not None and verdict.fate == Fate.EQUIVALENT.value:
            proved.append(mutant)
    for group in prints.groups:
        by_solver = (witness for witness in killed if not witness.basis and _fails_exactly(witness, group))
        for witness in (*still_killing(killed, group), *by_solver):
            found[witness.mutant.id] = MutantResult(
                witness.mutant, Fate.KILLED, witness.case, witness.basis, was_kept=True
            )
    again = [surely_equivalent(proved, group.enactment, today) for group in prints.groups]
    for mutant in proved:
        pairs = zip(again, prints.groups, strict=True)
        if all(mutant.id in each and not _kills_by_ratio(mutant, group) for each, group in pairs):
            found[mutant.id] = MutantResult(mutant, Fate.EQUIVALENT, was_kept=True)
    return found


def _kills_by_ratio(mutant: Mutant, group: CorpusColumns) -> bool:
    """Whether a case fails under a mutant with the same outcomes, as another rule is the reason for them."""
    return group.holds_ratio_on(mutant) and group.run(mutant).killed_by is not None


def _fails_exactly(witness: KilledMutant, group: CorpusColumns) -> bool:
    """Whether a case fails under its mutant, decided by the solver where need be."""
    index = group.index.get(witness.case)
    ruleset = witness.mutant.applied_to(group.enactment.ruleset)
    return index is not None and _first_failing([group.entries[index]], ruleset) is not None


def judged(mutant: Mutant, groups: Sequence[CorpusColumns], today: datetime.date) -> MutantResult:
    """What becomes of a mutant, worked out anew."""
    if all(assumes_what_nothing_tells_apart(mutant, group.enactment) for group in groups):
        return MutantResult(mutant, Fate.EQUIVALENT)
    runs: list[MutantRun] = []
    for group in groups:
        run = group.run(mutant)
        if run.killed_by is not None:
            return MutantResult(mutant, Fate.KILLED, run.killed_by, run.basis)
        runs.append(run)
    undecided, basis = False, RULES
    survived: MutantResult | None = None
    for group, run in zip(groups, runs, strict=True):
        both = Comparison(group.enactment, run.enactment, today)
        found = both.telling_case()
        if not isinstance(found, NoCase) or both.may_fall_apart:
            may_fail = [
                entry
                for entry, known in run.unclear
                if not (mutant.kind is DeclaredKind.FACT and mutant.item in entry.case.facts) and both.can_fail(known)
            ]
            if (failing := _first_failing(may_fail, both.new.ruleset)) is not None:
                return MutantResult(mutant, Fate.KILLED, failing)
        if isinstance(found, NoCase):
            undecided |= found is NoCase.UNDECIDED
            basis = basis if both.same_rules else ""
            continue
        shown = tuple(differences(both.old, both.new, found.stated))
        survived = survived or MutantResult(mutant, Fate.SURVIVED, case=found, differences=shown)
    if survived is not None:
        return survived
    return MutantResult(mutant, Fate.UNDECIDED) if undecided else MutantResult(mutant, Fate.EQUIVALENT, basis=basis)


def _first_failing(entries: Sequence[ReportedCase], ruleset: Ruleset) -> str | None:
    """The first of some cases that fails, decided by the solver where need be."""
    for entry, result in zip(entries, check_cases(entries, ruleset), strict=True):
        if not (isinstance(result, CaseTestResult) and result.stands):
            return entry.case.id
    return None
