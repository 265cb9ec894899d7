"""Bundled rulesets and compositions as they were read, kept as Python keeps bytecode: beside their files.

They are kept for as long as those stand.

Reading the texts takes ten times as long as taking up what was read of them. What is kept is named by the content of
the files and of the code that reads them, so that it is never older than either. A user's own ruleset is not kept:
nothing is written where nobody expects it.

With the ruleset is kept what the first consult worked out of it alone: how it stands on the day, and that compiled.
"""

from __future__ import annotations

import datetime
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import cache_from_source, source_hash
from pathlib import Path

import attrs
import yaml

from ethics_engine.errors import InputError
from ethics_engine.model.enactment import Enactment, keep_with_ruleset, kept_with
from ethics_engine.model.ruleset import Ruleset

from .bundled import CASES

_DIGEST = len(source_hash(b""))
_CODE = ("model", "loading", "engines/bitset", "consultation")
_TEXTS = (".yaml", ".yml")
_PLACE = "kept_as"
"""Where a ruleset that is kept remembers the file and its identity."""


def load_cached(folder: Path, read: Callable[[Path], Ruleset], overlays: Sequence[Path] = ()) -> Ruleset:
    """The ruleset in a folder, with overlays: as it was kept, or else as it is read now, and kept.

    Raises what `read` raises.
    """
    named = "+".join(sorted(overlay.name for overlay in overlays))
    stem = Path(cache_from_source(str(folder / "ruleset.py"))).with_suffix("")
    file = stem.with_name(f"{stem.name}{f'.{named}' if named else ''}.ruleset")
    try:
        identity = _identity(folder, overlays)
    except OSError:  # which the reader says better
        return read(folder)
    found = _cache_hit(file, identity)
    if found is None:
        found = read(folder)
        _store(file, identity, found)
    vars(found)[_PLACE] = file, identity
    return found


def keep_enactment(enactment: Enactment) -> None:
    """Keep what was worked out of an enactment with its ruleset, where that is kept, and no enactment with it yet.

    Only that of today is: others are asked for now and then.
    """
    ruleset = enactment.ruleset
    place = vars(ruleset).get(_PLACE)
    if place and kept_with(ruleset) is None and enactment.in_force == ruleset.in_force(datetime.date.today()):
        keep_with_ruleset(enactment)
        file, identity = place
        _store(file, identity, ruleset)


def _identity(folder: Path, overlays: Sequence[Path]) -> bytes:
    """A digest of all that a reading rests on: the texts, the code that reads them, and the libraries it uses.

    Where overlays lie is part of what is read of them.
    """
    parts = [f"{_releases()}\0".encode()]
    parts += [f"{overlay}\0".encode(errors="surrogatepass") for overlay in overlays]
    for file in _files(folder, overlays):
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - twice as fast as that of `Path`, for 200 files
            content = opened.read()
        parts += (f"{file.name}\0{len(content)}\0".encode(errors="surrogatepass"), content)
    return source_hash(b"".join(parts))


def _releases() -> str:
    """The releases of the libraries that a reading uses.

    That of attrs is read off the folder that an installer leaves beside it: `attrs.__version__` imports what takes
    longer than the reading from the cache.
    """
    site = Path(attrs.__file__).parent.parent
    return " ".join([f"PyYAML-{yaml.__version__}", *sorted(found.name for found in site.glob("attrs-*"))])


def _files(folder: Path, overlays: Sequence[Path]) -> Iterator[os.DirEntry[str]]:
    yield from _below(folder, _TEXTS)
    for overlay in overlays:
        yield from _below(overlay, _TEXTS, without=CASES)
    for part in _CODE:
        yield from _below(Path(__file__).parent.parent / part, (".py",))


def _below(folder: Path | os.DirEntry[str], suffixes: tuple[str, ...], without: str = "") -> Iterator[os.DirEntry[str]]:
    """The files in a folder and below it that end in one of these, but for what is in its folder of that name."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.name.endswith(suffixes):
                yield entry
            elif entry.is_dir(follow_symlinks=False) and entry.name != without:
                yield from _below(entry, suffixes)


def _cache_hit(file: Path, identity: bytes) -> Ruleset | None:
    """What was kept; None where that is nothing, of another identity, or damaged."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    named, whole, held = content[:_DIGEST], content[_DIGEST : 2 * _DIGEST], content[2 * _DIGEST :]
    if named != identity or whole != source_hash(held):
        return None
    try:
        ruleset = pickle.loads(held)  # noqa: S301 - as trusted as the bytecode that lies in folders of the same name
    except Exception:  # whatever it is that another version of a library wrote, the files are there to be read
        return None
    return ruleset if isinstance(ruleset, Ruleset) else None


def _store(file: Path, identity: bytes, ruleset: Ruleset) -> None:
    """Where the folder cannot be written to, it is read anew each time, as Python does with modules."""
    if sys.dont_write_bytecode:
        return
    from ethics_engine.rendering.atomic_write import write

    held = pickle.dumps(ruleset)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, identity + source_hash(held) + held)
    except (InputError, OSError):
        return
