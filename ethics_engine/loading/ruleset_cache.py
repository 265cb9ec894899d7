"""Bundled rulesets and compositions as they were read, kept as Python keeps bytecode: beside their files.

They are kept for as long as those stand.

Reading the texts takes ten times as long as taking up what was read of them. What is kept is named by the content of
the files and of the code that reads them, so that it is never older than either. A user's own ruleset is not kept:
nothing is written where nobody expects it.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import cache_from_source
from pathlib import Path

import attrs
import yaml

from ethics_engine.errors import InputError
from ethics_engine.model.ruleset import Ruleset

from .bundled import CASES

_DIGEST = hashlib.sha256().digest_size
_CODE = ("model", "loading")


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
        if not sys.dont_write_bytecode:
            _store(file, identity, found)
    return found


def _identity(folder: Path, overlays: Sequence[Path]) -> bytes:
    """A digest of all that a reading rests on: the texts, the code that reads them, and the libraries it uses.

    Where overlays lie is part of what is read of them.
    """
    digest = hashlib.sha256(f"{_releases()}\0".encode())
    for overlay in overlays:
        digest.update(f"{overlay}\0".encode(errors="surrogatepass"))
    for file in _files(folder, overlays):
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode(errors="surrogatepass"))
        digest.update(content)
    return digest.digest()


def _releases() -> str:
    """The releases of the libraries that a reading uses.

    That of attrs is read off the folder that an installer leaves beside it: `attrs.__version__` imports what takes
    longer than the reading from the cache.
    """
    site = Path(attrs.__file__).parent.parent
    return " ".join([f"PyYAML-{yaml.__version__}", *sorted(found.name for found in site.glob("attrs-*"))])


def _files(folder: Path, overlays: Sequence[Path]) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.y*ml"))
    for overlay in overlays:
        yield from sorted(file for file in overlay.rglob("*.y*ml") if file.relative_to(overlay).parts[0] != CASES)
    for part in _CODE:
        yield from sorted((Path(__file__).parent.parent / part).rglob("*.py"))


def _cache_hit(file: Path, identity: bytes) -> Ruleset | None:
    """What was kept; None where that is nothing, of another identity, or damaged."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    named, whole, held = content[:_DIGEST], content[_DIGEST : 2 * _DIGEST], content[2 * _DIGEST :]
    if named != identity or whole != hashlib.sha256(held).digest():
        return None
    try:
        ruleset = pickle.loads(held)  # noqa: S301 - as trusted as the bytecode that lies in folders of the same name
    except Exception:  # whatever it is that another version of a library wrote, the files are there to be read
        return None
    return ruleset if isinstance(ruleset, Ruleset) else None


def _store(file: Path, identity: bytes, ruleset: Ruleset) -> None:
    """Where the folder cannot be written to, it is read anew each time, as Python does with modules."""
    from ethics_engine.rendering.atomic_write import write

    held = pickle.dumps(ruleset)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, identity + hashlib.sha256(held).digest() + held)
    except (InputError, OSError):
        return
