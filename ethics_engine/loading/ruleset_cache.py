"""Bundled rulesets as they were read, kept as Python keeps bytecode: beside their files, for as long as those stand.

Reading the texts takes ten times as long as taking up what was read of them. What is kept is named by the content of
the files and of the code that reads them, so that it is never older than either. A user's own ruleset is not kept:
nothing is written where nobody expects it.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable, Iterator
from importlib.util import cache_from_source
from pathlib import Path

import attrs
import yaml

from ethics_engine.errors import InputError
from ethics_engine.model.ruleset import Ruleset

_DIGEST = hashlib.sha256().digest_size
_CODE = ("model", "loading")


def load_cached(folder: Path, read: Callable[[Path], Ruleset]) -> Ruleset:
    """The ruleset in a folder: as it was kept, or else as it is read now, and kept.

    Raises what `read` raises.
    """
    file = Path(cache_from_source(str(folder / "ruleset.py"))).with_suffix(".ruleset")
    try:
        identity = _identity(folder)
    except OSError:  # which the reader says better
        return read(folder)
    found = _READ.get(identity) or _cache_hit(file, identity)
    if found is None:
        found = read(folder)
        if not sys.dont_write_bytecode:
            _store(file, identity, found)
    _READ.clear()
    _READ[identity] = found
    return found


_READ: dict[bytes, Ruleset] = {}
"""The ruleset that was read last, by its identity: a base under several codes is read once."""


def _identity(folder: Path) -> bytes:
    """A digest of all that a reading rests on: the texts, the code that reads them, and the libraries it uses."""
    digest = hashlib.sha256(f"{_releases()}\0".encode())
    for file in _files(folder):
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


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.y*ml"))
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
