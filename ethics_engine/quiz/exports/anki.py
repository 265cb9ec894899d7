"""An Anki deck, by genanki.

The GUID of a note comes from the id of its item, and the note type and the deck have fixed ids, so that a corrected
card takes the place of the old one. Anki replaces a note only by one that is dated later.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import sqlite3
from collections.abc import Sequence
from typing import Any

from ethics_engine.errors import EngineUnavailableError
from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import Item

from .archive import archive
from .text import asked, explained, html, in_order, tags

_NOTE_TYPE = 1_760_000_001
_FIELDS = ("Id", "Question", "Options", "Answer", "Feedback", "Explanation")
# The classes, of newer and older versions, keep MathJax from taking brackets in a story for mathematics.
_FRONT = '<div class="mathjax_ignore tex2jax_ignore">{{Question}}{{Options}}</div>'
_BACK = (
    '{{FrontSide}}<hr id="answer"><div class="mathjax_ignore tex2jax_ignore">{{Answer}}{{Feedback}}{{Explanation}}'
    '<p class="id">{{Id}}</p></div>'
)
_STYLE = """\
.card { font: 1.1rem/1.5 Georgia, serif; max-width: 40rem; margin: 0 auto; padding: 1rem; text-align: left; }
.id { font-size: .75rem; }
ul { list-style: none; padding-left: 0; }
li { margin: .25rem 0; }
"""


def as_anki(items: Sequence[Item], title: str, citations: Citations, *, dated: datetime.datetime) -> bytes:
    """All items as a deck of this title; the same items of the same date give the same bytes.

    Raises:
        EngineUnavailableError: genanki is not installed.
    """
    genanki = _genanki()
    note_type = genanki.Model(
        _NOTE_TYPE,
        "Ethics quiz",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
    )
    deck = genanki.Deck(_number(title), title)
    for item in items:
        deck.add_note(
            genanki.Note(
                model=note_type,
                fields=_fields(item, citations),
                guid=genanki.guid_for("ethics-engine", item.id),
                tags=[tag.replace(":", "::", 1).replace(" ", "_") for tag in tags(item)],
            )
        )
    return archive({"collection.anki2": _collection(genanki.Package(deck), dated.timestamp()), "media": b"{}"})


def _genanki() -> Any:
    try:
        import genanki
    except ImportError:
        raise EngineUnavailableError(
            "an Anki deck needs genanki, which is not installed: pip install genanki"
        ) from None
    return genanki


def _collection(package: Any, time: float) -> bytes:
    """The database in the deck; made here, for genanki dates its archive by the clock."""
    connection = sqlite3.connect(":memory:")
    try:
        package.write_to_db(connection.cursor(), time, itertools.count(int(time * 1000)))
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _fields(item: Item, citations: Citations) -> list[str]:
    right = "; ".join(f"{id_}. {_safe(html(item.option[id_].text))}" for id_ in item.key)
    options = "".join(f"<li>{option.id}. {_safe(html(option.text))}</li>" for option in item.options)
    feedback = "".join(f"<li>{id_}. {_safe(html(item.option[id_].feedback))}</li>" for id_ in in_order(item))
    return [
        _safe(html(item.id)),
        _safe(asked(item)),
        f"<ul>{options}</ul>",
        f"<p><strong>{right}</strong></p>",
        f"<ul>{feedback}</ul>",
        _safe(explained(item, citations)),
    ]


def _safe(content: str) -> str:
    """HTML without the brackets that Anki takes for sounds and LaTeX."""
    return content.replace("[", "&#91;")


def _number(title: str) -> int:
    """The id of a deck: the same for the same title, in the range that Anki uses."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(title.encode()).digest()[:4], "big") % (1 << 30)
