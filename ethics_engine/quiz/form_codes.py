"""A short mark that tells papers apart, and forms: it stands on the sheet and in the table of answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

LENGTH = 4

_LETTERS = "bcdfghjkmnpqrstvwxz"


def mark_of(contents: Iterable[str]) -> str:
    """Four letters that depend on contents and their order.

    There are no vowels among them, for they are to spell nothing, and no figures, for a spreadsheet would take some of
    them for numbers or dates.
    """
    number = int.from_bytes(hashlib.sha256("\n".join(contents).encode(errors="backslashreplace")).digest()[:8])
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(LENGTH))
