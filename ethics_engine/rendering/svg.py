"""Pictures as SVG: the few elements that graphs, proofs and charts are drawn with, all text in them escaped."""

from __future__ import annotations

from collections.abc import Iterable

from .html import escaped

FONT = "Verdana, sans-serif"
INK, PAPER, LINE = "#1c2126", "#ffffff", "#55606b"


def element(name: str, *content: str, **attributes: object) -> str:
    """An element; `stroke_width` and `class_` are `stroke-width` and `class`; None is left out; content is SVG."""
    given = {key.strip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    start = " ".join([name, *(f'{key}="{escaped(str(value))}"' for key, value in given.items())])
    return f"<{start}>{''.join(content)}</{name}>" if content else f"<{start}/>"


def text(x: object, y: object, words: str, **attributes: object) -> str:
    """Words at a place."""
    return element("text", escaped(words), x=x, y=y, **attributes)


def hovering(words: str, *content: str) -> str:
    """Content that shows words when a pointer rests on it, and says them to a screen reader."""
    return element("g", element("title", escaped(words)), *content)


def curve(x1: int, y1: int, x2: int, y2: int, *, leaving: int, arriving: int) -> str:
    """The path between two places that leaves and arrives level, bent by so much on either side."""
    return f"M{x1} {y1}C{x1 + leaving} {y1} {x2 + arriving} {y2} {x2} {y2}"


def named(name: str, title: str, description: str) -> tuple[str, ...]:
    """The title and the description of a picture, which `labelled_by` gives to a screen reader."""
    return (
        element("title", escaped(title), id=f"{name}title"),
        element("desc", escaped(description), id=f"{name}desc"),
    )


def labelled_by(name: str) -> str:
    """What to put under `aria-labelledby`."""
    return f"{name}title {name}desc"


def picture_file(
    title: str, description: str, legend: str, content: Iterable[str], *, width: int, height: int, margin: int
) -> str:
    """A picture as a file of its own that needs nothing else, under its title and a legend; ends in a line break."""
    heading = text(margin, 25, title, font_size=15, font_weight="bold")
    body = element(
        "g",
        "\n".join(("", heading, text(margin, 46, legend), *content, "")),
        font_family=FONT,
        font_size=11,
        fill=INK,
    )
    paper = element("rect", width=width, height=height, fill=PAPER)
    parts = "\n".join(("", *named("", title, description), paper, body, ""))
    picture = element(
        "svg",
        parts,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=labelled_by(""),
        lang="en-GB",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )
    return f"{picture}\n"
