"""Names in addresses from which nobody can tell what they stand for, so that a browser's history tells nothing."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable

_SECRET = secrets.token_bytes(32)


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_urlsafe(9)


def opaque_name(consult: str, fact: str) -> str:
    """What a fact goes by in the addresses of one consult, as long as this process runs."""
    return hmac.digest(_SECRET, f"{consult}\0{fact}".encode(), "sha256").hex()[:16]


def fact_named(consult: str, name: str, facts: Iterable[str]) -> str | None:
    """The fact that goes by this name; None if there is none."""
    return next((fact for fact in facts if hmac.compare_digest(opaque_name(consult, fact), name)), None)
