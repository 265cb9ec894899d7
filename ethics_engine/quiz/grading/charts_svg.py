"""Pictures of grades, as SVG within a page; all that they show stands in tables beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ethics_engine.rendering.svg import element, labelled_by, named, text
from ethics_engine.text.plural import counted

from .figures import number, proportion
from .grades import Analysis, Grades

_WIDTH, _HEIGHT = 480, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 460, 20, 230
_MOST_BARS = 20
_DOT, _LETTER, _LINE = 4, 7, 10
"""The radius of a point, and the width and height that a letter of a label takes up at most."""


def scores(grades: Grades) -> str:
    """How many learners reached which score."""
    most = len(grades.analyses)
    step = most // _MOST_BARS + 1
    bars = Counter(score.right // step for score in grades.scores)
    labels = [str(low) if step == 1 else f"{low}–{min(low + step - 1, most)}" for low in range(0, most + 1, step)]
    heights = [bars[place] for place in range(len(labels))]
    texts = [
        f"{label} right: {counted(height, 'learner')}" for label, height in zip(labels, heights, strict=True) if height
    ]
    return _picture(
        "scores",
        "How many learners reached which score",
        f"{'; '.join(texts)}.",
        _bars(labels, [height / max(heights) for height in heights], [str(height or "") for height in heights]),
        "right answers",
        "learners",
    )


def questions(grades: Grades) -> str:
    """How hard each question is, and how well it tells the strong from the weak.

    A point whose label would lie over another has none; the description and the table name every question.
    """
    places: dict[tuple[float, float], list[Analysis]] = {}
    for analysis in grades.analyses:
        if analysis.discrimination is not None:
            places.setdefault((round(analysis.difficulty, 2), round(analysis.discrimination, 2)), []).append(analysis)
    texts = [
        f"{', '.join(str(one.number) for one in group)} at {number(across)} and {number(up)}"
        for (across, up), group in sorted(places.items())
    ]
    missing = [str(analysis.number) for analysis in grades.analyses if analysis.discrimination is None]
    left = f" Without discrimination, and not shown: {', '.join(missing)}." if missing else ""
    return _picture(
        "questions",
        "Difficulty and discrimination of each question",
        f"Questions by the proportion of right answers and by discrimination: {'; '.join(texts) or 'none'}.{left}",
        _points(places),
        "proportion of right answers, the easiest on the right",
        "discrimination",
    )


def certainty(grades: Grades) -> str:
    """How often an answer was right, by how sure the learner was."""
    groups = [group for _, group in grades.certainties]
    texts = [f"{group.name} sure: {group.right} of {group.answers} right" for group in groups]
    return _picture(
        "certainty",
        "How often answers were right, by how sure the learner was",
        f"{'; '.join(texts)}.",
        _bars(
            [f"{group.name} sure" for group in groups],
            [group.share for group in groups],
            [proportion(group.right, group.answers) for group in groups],
        ),
        "how sure",
        "right",
    )


def _picture(name: str, title: str, description: str, drawn: Iterator[str], across: str, up: str) -> str:
    parts = (
        *named(f"{name}-", title, description),
        element("path", class_="axis", d=f"M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}"),
        *drawn,
        _text((_LEFT + _RIGHT) / 2, _HEIGHT - 8, across),
        element("g", _text(-(_TOP + _BOTTOM) / 2, 14, up), transform="rotate(-90)"),
    )
    content = "\n".join(("", *parts, ""))
    label = labelled_by(f"{name}-")
    return element("svg", content, role="img", aria_labelledby=label, viewBox=f"0 0 {_WIDTH} {_HEIGHT}")


def _bars(labels: Sequence[str], heights: Sequence[float], above: Sequence[str]) -> Iterator[str]:
    wide = (_RIGHT - _LEFT) / len(labels)
    skip = (len(labels) - 1) // 12 + 1
    for place, (label, height, says) in enumerate(zip(labels, heights, above, strict=True)):
        left, tall = _LEFT + wide * (place + 0.1), (_BOTTOM - _TOP - 14) * height
        if tall:
            size = {"width": f"{wide * 0.8:.1f}", "height": f"{tall:.1f}"}
            yield element("rect", class_="bar", x=f"{left:.1f}", y=f"{_BOTTOM - tall:.1f}", **size)
        middle = _LEFT + wide * (place + 0.5)
        if says:
            yield _text(middle, _BOTTOM - tall - 4, says)
        if place % skip == 0:
            yield _text(middle, _BOTTOM + 16, label)


def _points(places: dict[tuple[float, float], list[Analysis]]) -> Iterator[str]:
    def x(share: float) -> float:
        return _LEFT + (_RIGHT - _LEFT - 20) * share

    def y(value: float) -> float:
        return (_TOP + _BOTTOM) / 2 - (_BOTTOM - _TOP - 20) / 2 * value

    yield element("path", class_="line", d=f"M{_LEFT} {y(0):.1f}H{_RIGHT}")
    for share in (0.0, 0.5, 1.0):
        yield _text(x(share), _BOTTOM + 16, f"{share:.1f}")
    for value in (-1.0, 0.0, 1.0):
        yield _text(_LEFT - 14, y(value) + 4, number(value).split(".")[0])
    points = {place: (x(place[0]), y(place[1])) for place in sorted(places)}
    taken = [(left - _DOT, top - _DOT, left + _DOT, top + _DOT) for left, top in points.values()]
    for place, (left, top) in points.items():
        yield element("circle", class_="bar", cx=f"{left:.1f}", cy=f"{top:.1f}", r=_DOT)
        label = ", ".join(str(one.number) for one in places[place])
        half = _LETTER * len(label) / 2
        for across, up in ((0, -7), (0, 15), (half + 7, 4), (-half - 7, 4)):
            box = (left + across - half, top + up - _LINE, left + across + half, top + up)
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield _text(left + across, top + up, label)
                break


_Box = tuple[float, float, float, float]
"""Left, top, right and bottom of what is drawn."""


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _text(x: float, y: float, says: str) -> str:
    return text(f"{x:.1f}", f"{y:.1f}", says)
