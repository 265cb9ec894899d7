"""Bundled rulesets and compositions as they were read, kept as Python keeps bytecode: beside their files.

They are kept for as long as those stand.

Reading the texts takes ten times as long as taking up what was read of them. What is kept is named by the content of
the files and of the code that reads them, so that it is never older than either. As long as no file has been touched,
which its size, its times and its place on the disk tell, its content is not read again. A user's own ruleset is not
kept: nothing is written where nobody expects it.

With the ruleset is kept what the first consult worked out of it alone: how it stands on the day, and that compiled.
"""

from __future__ import annotations

import datetime
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
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
_PLACE, _PARTS = "kept_as", "kept_parts"
"""Where a ruleset that is kept remembers its place, and the names of what was worked out of its enactment."""

_Place = tuple[Path, bytes | None, bytes]
"""The file, the stamp of what was read, and its identity."""

_AT_REST_NS = 2_000_000_000
"""How long ago a file must have changed for its times to show the next change; file systems count coarsely."""


def load_cached(
    folder: Path, read: Callable[[Path], Ruleset], overlays: Sequence[Path] = (), variant: str = ""
) -> Ruleset:
    """The ruleset in a folder, with overlays: as it was kept, or else as it is read now, and kept.

    What is read otherwise of the same files is a variant, and kept beside it. Raises what `read` raises.
    """
    named = "+".join(sorted(overlay.name for overlay in overlays))
    stem = Path(cache_from_source(str(folder / "ruleset.py"))).with_suffix("")
    file = stem.with_name(".".join(filter(None, (stem.name, named, variant, "ruleset"))))
    stamped, identified, held = _kept(file)
    try:
        files = [*_files(folder, overlays)]
        beside = _beside(overlays)
        stamp = _stamp(beside, files)
        identity = identified if stamp and stamp == stamped else _identity(beside, files)
    except OSError:  # which the reader says better
        return read(folder)
    place = file, stamp, identity
    found = _taken_up(held) if identity == identified else None
    if found is None:
        found = read(folder)
        _store(place, partial(pickle.dumps, found))
    elif stamp and stamp != stamped:
        _store(place, lambda: held)
    vars(found)[_PLACE] = place
    return found


def keep_enactment(enactment: Enactment) -> None:
    """Keep what was worked out of an enactment with its ruleset, where that is kept; again where more was worked out.

    Only that of today is: others are asked for now and then.
    """
    ruleset = enactment.ruleset
    place, before = vars(ruleset).get(_PLACE), kept_with(ruleset)
    if not place or (before is not None and (before is not enactment or vars(before).keys() == vars(ruleset)[_PARTS])):
        return
    if before is enactment or enactment.in_force == ruleset.in_force(datetime.date.today()):
        keep_with_ruleset(enactment)
        vars(ruleset)[_PARTS] = {*vars(enactment)}
        _store(place, partial(_short, ruleset))


def _short(ruleset: Ruleset) -> bytes:
    """The pickle without what it does not need, which is taken up in three quarters of the time."""
    from pickletools import optimize

    return optimize(pickle.dumps(ruleset))


def _beside(overlays: Sequence[Path]) -> bytes:
    """What a reading rests on beside the files: the releases of the libraries, and where overlays lie.

    That of attrs is read off the folder that an installer leaves beside it: `attrs.__version__` imports what takes
    longer than the reading from the cache.
    """
    site = Path(attrs.__file__).parent.parent
    with os.scandir(site) as entries:
        releases = sorted(entry.name for entry in entries if entry.name.startswith("attrs-"))
    return "\0".join([f"PyYAML-{yaml.__version__}", *releases, *map(str, overlays)]).encode(errors="surrogatepass")


def _stamp(beside: bytes, files: Sequence[os.DirEntry[str]]) -> bytes | None:
    """A digest that shows whether a file was touched; None where one changed so recently that the next may not show."""
    parts, newest = [beside], 0
    for file in files:
        found = file.stat()
        newest = max(newest, found.st_mtime_ns, found.st_ctime_ns)
        shown = f"{file.path}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ctime_ns}\0{found.st_ino}"
        parts.append(shown.encode(errors="surrogatepass"))
    return source_hash(b"\0".join(parts)) if newest < time.time_ns() - _AT_REST_NS else None


def _identity(beside: bytes, files: Sequence[os.DirEntry[str]]) -> bytes:
    """A digest of all that a reading rests on: the texts, the code that reads them, and the libraries it uses."""
    parts = [beside]
    for file in files:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - twice as fast as that of `Path`, for 200 files
            content = opened.read()
        parts += (f"{file.name}\0{len(content)}\0".encode(errors="surrogatepass"), content)
    return source_hash(b"".join(parts))


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


def _kept(file: Path) -> tuple[bytes, bytes, bytes | memoryview]:
    """What was kept: its stamp, its identity, and the pickle; nothing where that is nothing, or damaged."""
    try:
        content = file.read_bytes()
    except OSError:
        content = b""
    stamp, identity, whole = (content[start : start + _DIGEST] for start in range(0, 3 * _DIGEST, _DIGEST))
    held = memoryview(content)[3 * _DIGEST :]
    return (stamp, identity, held) if whole == source_hash(held) else (b"", b"", b"")


def _taken_up(held: bytes | memoryview) -> Ruleset | None:
    try:
        ruleset = pickle.loads(held)  # noqa: S301 - as trusted as the bytecode that lies in folders of the same name
    except Exception:  # whatever it is that another version of a library wrote, the files are there to be read
        return None
    return ruleset if isinstance(ruleset, Ruleset) else None


def _store(place: _Place, pickled: Callable[[], bytes | memoryview]) -> None:
    """Where the folder cannot be written to, it is read anew each time, as Python does with modules."""
    if sys.dont_write_bytecode:
        return
    from ethics_engine.rendering.atomic_write import write

    file, stamp, identity = place
    try:
        held = pickled()
    except RuntimeError:  # another thread works more out meanwhile, which the next consult keeps
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, (stamp or bytes(_DIGEST)) + identity + source_hash(held) + held)
    except (InputError, OSError):
        return
