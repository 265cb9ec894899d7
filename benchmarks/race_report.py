"""The table and the plots of a race, for docs/race.md; needs matplotlib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

if TYPE_CHECKING:
    from race import FileRun, Growth, Run

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # letters as text, so that files stay small and can be searched
    "svg.hashsalt": "race",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "figure.facecolor": "white",
}
_MARKERS = "osD^v<>pPX*hd"


def write(docs: Path, about: str, runs: Sequence[Run], grown: Sequence[Growth], files: Sequence[FileRun]) -> None:
    """Write `race.md` and its plots into a folder of documentation."""
    mpl.use("svg")
    mpl.rcParams.update(_STYLE)
    _plot(
        docs / "pictures" / "race-rows.svg",
        {run.name: run.seconds for run in runs},
        ("cases", "seconds of one core"),
    )
    names = list(grown[0].rates) if grown else []
    _plot(
        docs / "pictures" / "race-rules.svg",
        {name: {each.rules: 1 / each.rates[name] for each in grown if name in each.rates} for name in names},
        ("rules", "seconds a case, on one core"),
    )
    (docs / "race.md").write_text("\n".join(_lines(about, runs, grown, files)) + "\n", encoding="utf-8")


def _plot(path: Path, series: Mapping[str, Mapping[int, float]], labels: tuple[str, str]) -> None:
    from matplotlib import pyplot
    from matplotlib.ticker import FixedLocator, NullLocator

    figure, axes = pyplot.subplots(figsize=(9, 5), layout="constrained")
    for place, (name, points) in enumerate(series.items()):
        axes.plot(list(points), list(points.values()), marker=_MARKERS[place % len(_MARKERS)], markersize=4, label=name)
    axes.set(xscale="log", yscale="log", xlabel=labels[0], ylabel=labels[1])
    places = sorted({place for points in series.values() for place in points})
    if len(places) < 6:
        axes.xaxis.set_major_locator(FixedLocator(places))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticklabels([f"{place:,}" for place in places])
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize=9)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n", encoding="utf-8")


def _lines(about: str, runs: Sequence[Run], grown: Sequence[Growth], files: Sequence[FileRun]) -> list[str]:
    best = max((run.rate for run in runs if not run.subset), default=1.0)
    lines = [
        "# The race",
        "",
        "Written by `python benchmarks/race.py --report`; what follows from it is in [scale.md](scale.md).",
        "Every contender gives the statuses of all actions, for cases drawn around the decided ones.",
        "zen-engine and clipspy cannot say that, and give which rules are effective in complete cases (the subset).",
        "The answers of each were checked equal first.",
        "",
        about,
        "",
        *_table(
            ("contender", "cases a second", "the kernel is faster by", "of so many cases", "to start", "memory"),
            [
                (
                    run.name,
                    _rounded(run.rate),
                    f"{best / run.rate:,.1f}",
                    f"{max(run.seconds):,}",
                    f"{run.start:.2f} s",
                    f"{run.memory} MB",
                )
                for run in runs
            ],
        ),
        "",
        "![Seconds of one core against the number of cases, for every contender](pictures/race-rows.svg)",
    ]
    if grown:
        lines += [
            "",
            "## Growth over rules",
            "",
            "The facts, concepts, constraints and rules once to four times, each copy under names of its own, on the",
            "same actions; the facts of each copy state another case. Cases a second.",
            "",
            *_table(
                ("", *(f"{each.rules:,} rules" for each in grown)),
                [
                    ("instructions", *(f"{each.instructions:,}" for each in grown)),
                    ("operations of the kernel", *(f"{each.operations:,}" for each in grown)),
                    ("to compile the kernel", *(f"{each.compiling:.2f} s" for each in grown)),
                    *(
                        (name, *(_rounded(each.rates[name]) if name in each.rates else "" for each in grown))
                        for name in grown[0].rates
                    ),
                ],
            ),
            "",
            "![Seconds a case against the number of rules, for every contender](pictures/race-rules.svg)",
        ]
    if files:
        lines += [
            "",
            "## From file to file",
            "",
            "`ethics screen`, Parquet to Parquet, all columns, `may refer`, `--columns firmness`, start included.",
            "",
            *_table(
                ("rows", "rows a second of one core", "memory at most"),
                [(f"{each.rows:,}", _rounded(each.rate), f"{each.peak} MB") for each in files],
            ),
        ]
    return lines


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def _rounded(rate: float) -> str:
    """A rate with two digits that count."""
    digits = max(0, len(str(int(rate))) - 2)
    return f"{round(rate / 10**digits) * 10**digits:,}"
