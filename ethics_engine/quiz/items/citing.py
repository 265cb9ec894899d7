"""Where a rule has its reason from, as a student is shown it: the text of most authority, never the brief alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.sources import Authority
from ethics_engine.text.sources import AUTHORITY_IN_WORDS

_PROFESSIONAL = (Authority.LAW, Authority.CODE, Authority.GUIDANCE)
_RANK = {authority: place for place, authority in enumerate(Authority)}


@lru_cache(maxsize=4096)
def cited(enactment: Enactment, rule: str) -> str:
    """The source of a rule in a sentence: document, section and kind of text."""
    ruleset, written = enactment.ruleset, enactment.rule[rule]
    found = published(ruleset, written.strength_from) or published(ruleset, written.sources)
    if not found:
        return "No published source is cited for this rule."
    passage = ruleset.passage[min(found, key=lambda name: _rank(ruleset, name))]
    authority = _authority(ruleset, passage.reference)
    kind = f" ({AUTHORITY_IN_WORDS[authority]})" if authority else ""
    return f"Source: {_in_full(ruleset, passage.reference)}{kind}."


def named(ruleset: Ruleset, references: Iterable[str]) -> str:
    """The sources that a question names itself, in a sentence; empty if it names none that the ruleset knows."""
    found = [_in_full(ruleset, reference) for reference in known(ruleset, references)]
    return f"Source{'s' if len(found) > 1 else ''}: {'; '.join(found)}." if found else ""


def known(ruleset: Ruleset, references: Iterable[str]) -> tuple[str, ...]:
    """Those of some passages that the ruleset knows."""
    return tuple(reference for reference in references if reference in ruleset.passage)


def _in_full(ruleset: Ruleset, reference: str) -> str:
    document = ruleset.document[ruleset.passage[reference].document]
    section = reference.removeprefix(document.id).strip() if " " in reference else ""
    return f"{document.title}, {section}" if section else document.title


def published(ruleset: Ruleset, sources: Iterable[str]) -> tuple[str, ...]:
    """The sources of a rule without the brief that this ruleset was made after, which is no authority for anybody."""
    return tuple(name for name in sources if _authority(ruleset, name) is not Authority.BRIEF)


def shown(ruleset: Ruleset, sources: Iterable[str]) -> tuple[str, ...]:
    """The sources of rules that a student is shown: law, codes and guidance, and other texts only without these."""
    found = published(ruleset, sources)
    return tuple(name for name in found if _authority(ruleset, name) in _PROFESSIONAL) or found


def _authority(ruleset: Ruleset, reference: str) -> Authority | None:
    passage = ruleset.passage[reference]
    return passage.authority or ruleset.document[passage.document].authority


def _rank(ruleset: Ruleset, reference: str) -> int:
    authority = _authority(ruleset, reference)
    return _RANK[authority] if authority else len(_RANK)
