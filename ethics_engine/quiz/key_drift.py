"""Whether items still have the keys they had when they were recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from ethics_engine.errors import Finding, InputError, Place

from .item import Item

FORMAT = 1


@frozen
class Recorded:
    """What was recorded of an item.

    Attributes:
        key: The options that were right, in words; of an order, all in the right order.

        fingerprint: That of the item.
    """

    key: tuple[str, ...]
    fingerprint: str


@frozen
class Drift:
    """What has become of items since they were recorded, each list by id.

    Attributes:
        changed: Those whose key is another, with what it was and what it is.

        gone: Those that are not made any more.

        reworded: Those that have other words and have the same key.

        new: Those that are not recorded.
    """

    changed: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    gone: tuple[str, ...]
    reworded: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every recorded item is still made, with its key."""
        return not self.changed and not self.gone


def key_in_words(item: Item) -> tuple[str, ...]:
    """The options that are right; letters say nothing once options are shuffled anew."""
    texts = [item.option[letter].text for letter in item.key]
    return tuple(texts if item.ordered else sorted(texts))


def recorded(items: Iterable[Item]) -> str:
    """The record of items, as JSON: id, key and fingerprint of each."""
    entries = {
        item.id: {"key": list(key_in_words(item)), "fingerprint": item.fingerprint}
        for item in sorted(items, key=lambda item: item.id)
    }
    return json.dumps({"format": FORMAT, "items": entries}, indent=1, ensure_ascii=False) + "\n"


def read_record(path: Path) -> Mapping[str, Recorded]:
    """What a record holds. Raises InputError where it cannot be read, or is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not JSON"
        raise _refused(path, f"cannot read it: {reason[0].lower()}{reason[1:]}") from None
    if isinstance(content, dict) and isinstance(content.get("format"), int) and content["format"] > FORMAT:
        raise _refused(path, "was written by a newer version of this program")
    try:
        return dict(_entries(content))
    except (KeyError, TypeError, AttributeError):
        raise _refused(path, "is not a record of quiz items") from None


def drift(items: Iterable[Item], record: Mapping[str, Recorded]) -> Drift:
    """Hold items against a record."""
    now = {item.id: item for item in items}
    kept = [name for name in sorted(record) if name in now]
    changed = [(name, record[name].key, key_in_words(now[name])) for name in kept]
    changed = [(name, was, is_) for name, was, is_ in changed if was != is_]
    other = {name for name, _, _ in changed}
    return Drift(
        changed=tuple(changed),
        gone=tuple(name for name in sorted(record) if name not in now),
        reworded=tuple(n for n in kept if n not in other and record[n].fingerprint != now[n].fingerprint),
        new=tuple(name for name in sorted(now) if name not in record),
    )


def _entries(content: Any) -> Iterator[tuple[str, Recorded]]:
    for name, entry in content["items"].items():
        key, fingerprint = entry["key"], entry["fingerprint"]
        if not isinstance(fingerprint, str) or not all(isinstance(text, str) for text in key):
            raise TypeError
        yield name, Recorded(tuple(key), fingerprint)


def _refused(path: Path, message: str) -> InputError:
    hint = "write a record with `ethics quiz check --write FILE`"
    return InputError([Finding(Place(str(path)), message, hint)])
