"""Text that cannot steer a terminal."""

from __future__ import annotations

import re

_STEERING = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"


def is_plain(text: str) -> bool:
    """Whether all characters of a text show, or are spaces or line breaks.

    Most texts are so, and to see that takes less than to compile a pattern that looks for what is not allowed.
    """
    return all(map(str.isprintable, text.split("\n")))


def terminal_escape(text: str) -> str:
    """The text with control and direction-changing characters, but tabs and line breaks, as visible escapes."""
    return text if is_plain(text) else re.sub(_STEERING, lambda match: f"\\u{ord(match[0]):04x}", text)
