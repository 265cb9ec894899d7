"""Where a result comes from, as the last line of every report."""

from __future__ import annotations

from ethics_engine.model.determination import Provenance
from ethics_engine.model.ruleset import Ruleset

REDACTED = "Redacted: the story, remarks, who said what, and sensitive facts are left out."
"""What a redacted report says of itself."""

_SHOWN = 12
"""How many characters of a hash are shown."""


def provenance_in_words(made: Provenance, *, redacted: bool) -> str:
    """The ruleset with its parts, its version and hash, the day and the engine."""
    parts = [
        f"ruleset {made.ruleset} {made.version} ({made.content_hash[:_SHOWN]})",
        *_parts_in_words(made),
        f"as of {made.as_of}",
        f"engine {made.engine}",
        *([] if made.assumptions else ["nothing assumed"]),
    ]
    return f"{', '.join(parts)}{f'. {REDACTED}' if redacted else ''}"


def _parts_in_words(made: Provenance) -> list[str]:
    if len(made.parts) < 2:
        return ["no code, law or policy chosen"]
    return [
        f"{part.name} {part.version} ({part.content_hash[:_SHOWN]}){'' if part.in_force else ' not in force'}"
        for part in made.parts
    ]


def rules_in_brief(made: Provenance) -> str:
    """The version of the ruleset with the overlays, as the answer page ends."""
    if len(made.parts) < 2:
        return f"Rules {made.version}, no code chosen"
    base, *overlays = made.parts
    named = (f"{part.name} {part.version}{'' if part.in_force else ' (not in force)'}" for part in overlays)
    return f"Rules {' + '.join([base.version, *named])}"


def edition_in_brief(made: Provenance, *, redacted: bool) -> str:
    """The version of the ruleset with the overlays and the day, without hashes and the engine."""
    notes = ["" if made.assumptions else " Nothing is assumed.", f" {REDACTED}" if redacted else ""]
    return f"{rules_in_brief(made)}, {made.as_of}.{''.join(notes)}"


def edition_in_words(ruleset: Ruleset) -> str:
    """A ruleset with version and hash; of a composition also those of its parts."""
    parts = "".join(f", {part.name} {part.version} {part.content_hash[:_SHOWN]}" for part in ruleset.parts)
    return (
        f"{ruleset.name} {ruleset.version}, {ruleset.content_hash[:_SHOWN]}{f'; parts: {parts[2:]}' if parts else ''}"
    )


def parts_as_values(ruleset: Ruleset) -> list[dict[str, str]]:
    """The base and the overlays as JSON knows values."""
    return [{"name": part.name, "version": part.version, "content_hash": part.content_hash} for part in ruleset.made_of]
