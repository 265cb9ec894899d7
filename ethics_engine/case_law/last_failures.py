"""Which cases failed when they were last tested: their ids, and nothing else of them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

# What was typed but is no id may be a story, and is forgotten.
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def failed_last() -> frozenset[str]:
    """The ids of the cases that failed; none where nothing is known."""
    try:
        ids = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):
        return frozenset()
    return frozenset(name for name in ids if isinstance(name, str)) if isinstance(ids, list) else frozenset()


def remember(tested: Collection[str], failed: Collection[str]) -> None:
    """Keep in mind which cases failed, and forget those that no longer do; if that cannot be, it is let be."""
    ids = sorted(name for name in (failed_last() - set(tested)) | set(failed) if _ID.fullmatch(name))
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().touch(mode=0o600)
        _file().write_text(json.dumps(ids), encoding="utf-8")
    except (OSError, RuntimeError):
        return


def _file() -> Path:
    """In the user's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("ethics-engine", appauthor=False) / "failed.json"
