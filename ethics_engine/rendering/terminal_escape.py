"""Text that cannot steer a terminal."""

from __future__ import annotations

import re

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def terminal_escape(text: str) -> str:
    """The text with control and direction-changing characters, but tabs and line breaks, as visible escapes."""
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
