"""All items of some cases under a ruleset, made once and kept for as long as nothing changes that they rest on.

What is kept is named by the content of the ruleset, of the case files, of the codes that items compare, and of the code
that makes items; it stands in the user's folder for caches, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from ethics_engine.case_law.corpus import Corpus
from ethics_engine.loading import bundled
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.version import __version__

from .item import Item, ItemKind, Option
from .parse_questions import question_files

_CODE = ("case_law", "consultation", "engines", "loading", "model", "quiz/items", "text")
"""The folders of the package that items rest on."""


@frozen
class ItemBank:
    """All items of some cases.

    Attributes:
        titles: The titles of the cases by id.

        topics: The topics of the cases, also of those that make no item.

        files: The files of the cases by id.
    """

    items: tuple[Item, ...]
    titles: Mapping[str, str]
    topics: tuple[str, ...]
    files: Mapping[str, str]


def bank_of(ruleset: Ruleset, corpus: Corpus, progress: Callable[[ItemKind], None] = lambda _: None) -> ItemBank:
    """The items of a corpus, kept or made; `progress` is called with each kind that is made."""
    files = [Path(entry.file) for entry in corpus.cases]
    return kept_bank(ruleset, files) or made_bank(ruleset, corpus, files, progress)


def made_bank(
    ruleset: Ruleset, corpus: Corpus, files: Iterable[Path], progress: Callable[[ItemKind], None] = lambda _: None
) -> ItemBank:
    """The items of a corpus, made now; kept for its files, unless one of them is broken."""
    from .items import items_of

    items = items_of(ruleset, corpus.cases, progress=progress)
    titles = {entry.case.id: entry.case.title for entry in corpus.cases}
    bank = ItemBank(items, titles, corpus.topics, {entry.case.id: entry.file for entry in corpus.cases})
    if not corpus.broken:
        _keep(ruleset, tuple(files), bank)
    return bank


def kept_bank(ruleset: Ruleset, files: Iterable[Path]) -> ItemBank | None:
    """The items that were kept for these case files; None if nothing was, or anything has changed since."""
    named = tuple(files)
    file = _file(ruleset, named)
    try:
        content = json.loads(file.read_bytes()) if file else None
        if content is None or content["of"] != _identity(ruleset, named):
            return None
        items = tuple(map(_item, content["items"]))
        return ItemBank(items, dict(content["titles"]), tuple(map(str, content["topics"])), dict(content["files"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(ruleset: Ruleset, files: tuple[Path, ...], bank: ItemBank) -> None:
    """Write the items down, whole or not at all; what cannot be written is made again next time."""
    from ethics_engine.errors import InputError
    from ethics_engine.rendering.atomic_write import write

    try:
        file = _file(ruleset, files)
        if file is None:
            return
        held = {
            "of": _identity(ruleset, files),
            "titles": bank.titles,
            "topics": bank.topics,
            "files": bank.files,
            "items": [attrs.asdict(item, value_serializer=_plain) for item in bank.items],
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, json.dumps(held, ensure_ascii=False).encode("utf-8", errors="surrogatepass"))
    except (InputError, OSError):
        return


def cache_folder() -> Path | None:
    """The user's folder for caches; None without a home folder."""
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("ethics-engine", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def _file(ruleset: Ruleset, files: tuple[Path, ...]) -> Path | None:
    folder = cache_folder()
    if folder is None or not files:
        return None
    paths = "\0".join(sorted({str(file.absolute()) for file in files}))
    name = hashlib.sha256(f"{ruleset.name}\0{paths}".encode(errors="surrogatepass")).hexdigest()[:16]
    return folder / f"quiz-{name}.json"


def _identity(ruleset: Ruleset, files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256(f"{__version__}\0{_code()}\0{ruleset.content_hash}\0".encode())
    codes = [file for folder in bundled.overlays().values() for file in sorted(folder.glob("*.yaml"))]
    for file in (*sorted(set(files)), *question_files(sorted(set(files))), *codes):
        content = file.read_bytes()
        digest.update(f"{file}\0{len(content)}\0".encode(errors="surrogatepass"))
        digest.update(content)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    package = Path(__file__).resolve().parent.parent
    own = [Path(__file__).with_name(name).read_bytes() for name in ("item.py", "parse_questions.py")]
    digest = hashlib.sha256(b"".join(own))

    def files() -> Iterator[Path]:
        for folder in _CODE:
            yield from sorted((package / folder).rglob("*.py"))
            yield from sorted((package / folder).rglob("*.lp"))

    for file in files():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _plain(_instance: object, _attribute: object, value: Any) -> Any:
    return value.value if isinstance(value, ItemKind) else value


def _item(written: Mapping[str, Any]) -> Item:
    found: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in written.items()
    }
    found["kind"] = ItemKind(written["kind"])
    found["options"] = tuple(Option(**option) for option in written["options"])
    return Item(**found)
