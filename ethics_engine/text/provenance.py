"""Where a result comes from, as the last line of every report."""

from __future__ import annotations

from ethics_engine.model.determination import Provenance


def provenance_in_words(made: Provenance, *, redacted: bool) -> str:
    """The ruleset, its version and hash, the day and the engine."""
    parts = [
        f"ruleset {made.ruleset} {made.version} ({made.content_hash[:12]})",
        f"as of {made.as_of}",
        f"engine {made.engine}",
        *([] if made.assumptions else ["nothing assumed"]),
        *(["redacted"] if redacted else []),
    ]
    return ", ".join(parts)
