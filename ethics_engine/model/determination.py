"""A determination: the reasoned answer to the question of one case."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs
from attrs import Factory, field, frozen

from ethics_engine.argument_types import checked, checked_fields
from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.version import __version__

from .case import Ask, Case, Verdict
from .json_values import from_plain, plain
from .knowledge import Possible
from .record import Record, frozen_record
from .rules import Modality
from .ruleset import Ruleset
from .sources import Authority, Confidence, Said
from .status import Force, Status

FORMAT = 2
"""The version of a determination's JSON. Within a version, keys are added but never renamed, removed or given another
meaning; a reader should ignore keys that it does not know."""

_LEFT = "assumed_left"
"""Where a determination has what works out what was assumed, as long as nobody has read that."""


class Firmness(Enum):
    """How far a result depends on what has not been said.

    `FIRM`: the same whatever the facts not stated are. `PROVISIONAL`: the same as long as the assumptions hold.
    `OPEN`: what is known does not decide it.
    """

    FIRM = "firm"
    PROVISIONAL = "provisional"
    OPEN = "open"

    __hash__ = object.__hash__  # there is one of each


@frozen_record
class ProvenancePart(Record):
    """A part of the rules that a determination was made by: the base, or an overlay.

    Attributes:
        content_hash: Of the base that of the ruleset, of an overlay that of what it says.

        in_force: Whether it was in force on the day.
    """

    name: str
    version: str
    content_hash: str
    in_force: bool = True


@frozen_record
class Provenance(Record):
    """What produced a determination: enough to produce it again.

    Attributes:
        version: The version of the ruleset.

        package_version: The version of this package.

        parts: The base and the overlays; the base alone where no code, law or policy was chosen.
    """

    ruleset: str
    version: str
    content_hash: str
    as_of: datetime.date
    engine: str
    assumptions: bool
    package_version: str = __version__
    parts: tuple[ProvenancePart, ...] = ()


@frozen_record
class FactReport(Record):
    """What is known of one fact, in words.

    Attributes:
        fact: Its id.

        topic: What it belongs with.

        says: What it is about.

        value: What is known, in words.

        clause: The same as a clause, such as `the client is in crisis`; empty where nothing is to be said.

        assumed: Whether nobody stated it.

        reported_by: Who said so, where it was not the practitioner.

        note: The remark that came with it.

        judged: Whether it is an appraisal.

        sensitive: Whether redaction leaves it out.
    """

    fact: str
    topic: str
    says: str
    value: str
    assumed: bool = False
    reported_by: str | None = None
    note: str | None = None
    judged: bool = False
    sensitive: bool = False
    clause: str = ""


@frozen_record
class SafetyReport(Record):
    """A word on danger.

    Attributes:
        stated: Whether the danger was stated; else nobody was asked about it, or it is not known.

        sentence: What is said of it.

        meanwhile: What protects until it is known, where it was stated that it is not; else empty.

        sensitive: Whether it reads a sensitive fact.
    """

    id: str
    stated: bool
    sentence: str
    meanwhile: str = ""
    sensitive: bool = False


@frozen_record
class AnswerReport(Record):
    """The answer.

    Attributes:
        value: Its word: an `Answer`, a `Verdict`, or for `first` the id of an action, or `none`; for `what` and `how`
            the force of the disposition, and `answered`; `open` where it is not settled.

        firmness: How far it depends on what has not been said.

        sentence: The answer in words.

        standing: Its settledness in words.

        first: The steps that are awaited, in order.

        possible: The words that remain possible; one unless it is open.

        then: For an action that steps must come before: what the answer would be without them, where its status is
            the same in every completion. For `how` it is the answer to `may`.

        barred: For `must` a way: the other ways, where every one of them is forbidden or advised against, and one at
            least is forbidden.
    """

    value: str
    firmness: Firmness
    sentence: str
    standing: str
    first: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    then: str | None = None
    barred: tuple[str, ...] = ()


@frozen_record
class Scenario(Record):
    """Values of unknown facts with which one of the answers that remain possible holds for certain.

    Attributes:
        answer: The answer's word; for `what` the force.

        ways: For `what`, the ways that the disposition then names.

        facts: The values.

        sentence: The same in words.

        smallest: Whether it is shown that fewer values would not do; else that none of these can be spared.
    """

    answer: str
    ways: tuple[str, ...]
    facts: tuple[FactReport, ...]
    sentence: str
    smallest: bool


@frozen_record
class OpenAnswer(Record):
    """What an open answer has for certain, and what it depends on.

    Attributes:
        statuses: The actions that the question is about whose status is the same in every completion, with that status.

        awaits: The steps that the action asked about awaits in every completion, in order.

        excluded: The words that the answer to such a question may be, and this one cannot.

        scenarios: For each answer that remains possible, one smallest scenario; an answer that is rare may have none
            where there are too many completions to look at.
    """

    statuses: tuple[tuple[str, Status], ...]
    awaits: tuple[str, ...]
    excluded: tuple[str, ...]
    scenarios: tuple[Scenario, ...]


@frozen_record
class DispositionReport(Record):
    """Which course of action, and with what force; `force` is None while that is open.

    Attributes:
        ways: The ways it names.

        instead: Those of them that are not advised themselves, but may be taken instead of one that is.

        possible: For each force that remains possible, the ways it may name.
    """

    force: Force | None
    ways: tuple[str, ...]
    firmness: Firmness
    sentence: str
    possible: tuple[tuple[Force, tuple[str, ...]], ...] = ()
    instead: tuple[str, ...] = ()


@frozen_record
class ContributingNorm(Record):
    """A norm that speaks to an action: a rule's own, or one derived from a way that is required or advised."""

    modality: Modality
    rule: str | None = None
    derived_from: str | None = None


@frozen_record
class StatusReport(Record):
    """The status of one action; None while it is open.

    Attributes:
        by: Who acts.

        way: Whether it is a course of action.

        of: For a manner step, the ways of which it is the manner.

        met_by: The means by which this duty can be met.

        decided_by: The norms that give it this status.

        outweighed: The norms that speak against it with less strength.

        awaits: The steps that must come first and are not known to be done.
    """

    action: str
    label: str
    by: str
    way: bool
    of: tuple[str, ...]
    met_by: tuple[str, ...]
    status: Status | None
    firmness: Firmness
    possible: tuple[Status, ...]
    available: bool | None
    decided_by: tuple[ContributingNorm, ...] = ()
    outweighed: tuple[ContributingNorm, ...] = ()
    awaits: tuple[str, ...] = ()


@frozen_record
class SourceReport(Record):
    """A source that a rule rests on.

    Attributes:
        authority: What kind of text it is, if the ruleset states it.

        said: How strongly its own words put it, if the ruleset states it.
    """

    reference: str
    document: str
    says: str
    confidence: Confidence | None = None
    authority: Authority | None = None
    said: Said | None = None


@frozen_record
class NormReport(Record):
    """A norm as a rule issues it."""

    modality: Modality
    action: str
    label: str
    before: str | None = None
    instead_of: str | None = None


@frozen_record
class Reason(Record):
    """A rule that is applicable to the case, and why.

    Attributes:
        effective: Whether it holds; an applicable rule that does not is defeated.

        unconditional: Whether it asks for nothing, so that it applies whatever the case.

        defeated_by: The rules that defeat it.

        concepts: The defined terms that its condition names and depends on, in words.

        strength_from: The sources that its strength comes from, where the others put it otherwise.

        strength_because: Why it is stronger, or weaker, than its sources put it.

        parts: The overlays that it comes from, or that restate it; none where it is as in the base.
    """

    rule: str
    because: str
    effective: bool
    norms: tuple[NormReport, ...]
    sources: tuple[SourceReport, ...]
    facts: tuple[FactReport, ...]
    concepts: tuple[str, ...] = ()
    unconditional: bool = False
    defeats: tuple[str, ...] = ()
    defeated_by: tuple[str, ...] = ()
    strength_from: tuple[str, ...] = ()
    strength_because: str | None = None
    parts: tuple[str, ...] = ()


@frozen_record
class PlanStep(Record):
    """One thing to do, in its place.

    Attributes:
        before: What has to wait for it.

        if_: The ways of which it is the manner, where it is owed only if one of them is taken; `if` in JSON.
    """

    action: str
    label: str
    status: Status
    before: tuple[str, ...] = ()
    if_: tuple[str, ...] = ()


@frozen_record
class Collision(Record):
    """A dilemma: what speaks for an action and what against it, with equal strength.

    Attributes:
        unmet_means: For a duty that cannot be met, its means, each prohibited or unavailable.
    """

    action: str
    label: str
    positive: tuple[ContributingNorm, ...] = ()
    negative: tuple[ContributingNorm, ...] = ()
    unmet_means: tuple[str, ...] = ()


@frozen_record
class AssumptionReport(Record):
    """Something assumed because nothing else was stated.

    Attributes:
        bears: Whether the answer or the disposition may turn on it.

        fell: The constraint it would have broken, where it was therefore given up.
    """

    fact: FactReport
    bears: bool
    fell: str | None = None


@frozen_record
class UnknownReport(Record):
    """An unknown fact that matters: it is in a smallest set of facts that changes a result which is open.

    Attributes:
        bears_on: What is open because of it: `answer`, `disposition`, or the ids of actions.

        possibly: Those of them for which there are too many completions to decide whether it matters.
    """

    fact: str
    ask: str
    bears_on: tuple[str, ...]
    possibly: tuple[str, ...] = ()
    sensitive: bool = False


@frozen_record
class ConductReport(Record):
    """How one act or omission stands to the rules.

    Attributes:
        unstated: Beside a way that was done soundly, as far as stated: the practitioner's own manner steps of it that
            are required, and stated neither as done nor as not done.
    """

    action: str
    label: str
    omitted: bool
    verdict: Verdict
    why: str
    unstated: tuple[str, ...] = ()


@frozen_record
class Basis:
    """What a determination was made from, so that more can be made from it, such as its page.

    Attributes:
        ruled_out: Of facts that are assumed, values of which somebody said that they are not so.
    """

    ruleset: Ruleset
    case: Case
    ruled_out: Mapping[str, tuple[Possible, ...]] = Factory(dict)


@checked_fields
@frozen(slots=False, eq=False, repr=False)
class Determination(Record):
    """The reasoned answer to the question of one case. Everything in it can be traced to rules, sources and facts.

    Attributes:
        case: The id of the case.

        question: The question in words.

        statuses: Every action, in declared order.

        plan: What must and should be done, in order; what comes first is its first step.

        if_chosen: What must and should be done, in order, on the ways that the disposition names and leaves to choose
            from; each step with its condition.

        reasons: Every applicable rule.

        stated: Everything that was said of the case.

        open_answer: What an open answer has for certain, and what it depends on; None if it is not open, and for `how`.

        trace: What fired on what, where that was asked for and the engine tells.

        redacted: Whether narrative, notes and sensitive facts were taken out.
    """

    provenance: Provenance
    case: str
    title: str
    narrative: str
    ask: Ask
    action: str | None
    question: str
    safety: tuple[SafetyReport, ...]
    answer: AnswerReport
    disposition: DispositionReport
    statuses: tuple[StatusReport, ...]
    plan: tuple[PlanStep, ...]
    if_chosen: tuple[PlanStep, ...]
    dilemmas: tuple[Collision, ...]
    conduct: tuple[ConductReport, ...]
    reasons: tuple[Reason, ...]
    stated: tuple[FactReport, ...]
    assumed: tuple[AssumptionReport, ...]
    unknown: tuple[UnknownReport, ...]
    not_covered: tuple[str, ...]
    trace: tuple[str, ...] = field(default=(), repr=False)
    redacted: bool = False
    open_answer: OpenAnswer | None = None
    _basis: Basis | None = field(default=None, eq=False, repr=False)

    def with_assumed_left(self, work: Callable[[], tuple[AssumptionReport, ...]]) -> Determination:
        """Leave what was assumed to be worked out when somebody reads it: few do, and it takes long."""
        vars(self)[_LEFT] = work
        del vars(self)["assumed"]
        return self

    if not TYPE_CHECKING:  # for a type checker it is there

        def __getattr__(self, name: str) -> object:
            if name != "assumed" or _LEFT not in vars(self):
                raise AttributeError(f"a determination has no `{name}`")
            found = vars(self)[name] = vars(self)[_LEFT]()
            return found

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in attrs.fields(Determination)}

    @property
    def basis(self) -> Basis | None:
        """What it was made from; None if it was read back from JSON, which does not hold that."""
        return self._basis

    def to_dict(self) -> dict[str, Any]:
        """Give the whole determination as JSON knows values, with the version of its format."""
        return {"format": FORMAT, **plain(self)}

    @classmethod
    @checked
    def from_dict(cls, content: Mapping[str, Any]) -> Determination:
        """Read back a determination from what `to_dict` gave, perhaps by way of a file; ignores unknown keys.

        Raises:
            InputError: It is no such content, or of another format.
        """
        if content.get("format") != FORMAT:
            hint = "give the case to this release again, or read it with the release that its provenance names"
            raise InputError([Finding(Place("determination"), f"`format` must be {FORMAT}", hint)])
        found: Determination = from_plain(cls, content, "determination")
        return found

    @checked
    def status(self, action: str) -> StatusReport:
        """Look up the status of an action; raises KeyError for an action that the ruleset does not know."""
        for report in self.statuses:
            if report.action == action:
                return report
        raise KeyError(action)

    @checked
    def label(self, action: str) -> str:
        """Put an action in words; raises KeyError for an action that the ruleset does not know."""
        return self.status(action).label
