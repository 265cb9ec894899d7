"""The JSON Schemas of the file formats, for editors: they explain each key and mark what the reader would refuse.

A schema knows no names, so only the reader can say whether a fact or an action exists.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAMES = ("case", "ruleset")


def schema(name: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of a case file, or of any file of a ruleset; raises KeyError for another name."""
    if name not in NAMES:
        raise KeyError(name)
    text = Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
