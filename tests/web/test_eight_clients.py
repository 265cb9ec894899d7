"""Eight people use the page for a minute, each with interviews of their own: all are served, and none mixed up."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.web.served_page import Visitor, served

pytest.importorskip("uvicorn", reason="the extra `page` is not installed")

CLIENTS, SECONDS, MEGABYTES = 8, 60.0, 250
QUESTIONS = ("may refer", "may terminate", "may continue", "first")
MOST_QUESTIONS = 8
"""After how many questions a client looks at the answer, and begins another consult."""

LIGHT = ("review", "facts", "alike", "export")
"""Pages of a consult that are looked at between the questions."""


@pytest.mark.exhaustive
def test_eight_clients_are_served_for_a_minute(tmp_path: Path) -> None:
    with served(tmp_path) as (process, visitor), ThreadPoolExecutor(CLIENTS) as clients:
        until = time.monotonic() + SECONDS
        visits = list(clients.map(lambda number: list(_visits(visitor, number, until)), range(CLIENTS)))
        status = Path(f"/proc/{process.pid}/status")
        memory = int(re.findall(r"VmRSS:\s+(\d+)", status.read_text())[0]) / 1024 if status.exists() else 0
        process.terminate()
        assert process.wait(20) == 0
    answers: dict[tuple[object, ...], set[str]] = {}
    pages = [page for each in visits for page in each]
    for told, answer in pages:
        if answer:
            answers.setdefault(told, set()).add(answer)
    assert [told for told, given in answers.items() if len(given) > 1] == []
    assert {told[0] for told in answers} == set(QUESTIONS)
    assert memory < MEGABYTES


def _visits(visitor: Visitor, number: int, until: float) -> Iterator[tuple[tuple[object, ...], str]]:
    """One client: interviews to their end. What was told, and the answer if it was looked at."""
    turn = number
    while time.monotonic() < until:
        question, story = QUESTIONS[turn % len(QUESTIONS)], f"Story-of-{number}-{turn}"
        turn += 1
        begun, _ = visitor.send("/consults/new", f"question={question}&how=ask&story={story}")
        consult = re.findall(r"location: (/c/[^/\s]+)", begun)[0]
        told: list[str] = []
        visitor.send(f"{consult}/danger", "version=1")
        for _ in range(MOST_QUESTIONS):
            if time.monotonic() > until:
                return
            _, page = visitor.send(f"{consult}/ask")
            yield (question, *told), ""
            assert set(re.findall(r"Story-of-\d+-\d+", page)) <= {story}
            if 'name="fact"' not in page:
                break
            fields = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("version", "fact")}
            reply = "no" if 'name="value" value="no"' in page and len(told) % 6 < 5 else "unknown"
            told.append(f"{html.unescape(re.findall('<h1>(.*?)</h1>', page)[0])} {reply}")
            visitor.send(f"{consult}/ask", f"version={fields['version']}&fact={fields['fact']}&value={reply}")
            visitor.send(f"{consult}/{LIGHT[len(told) % len(LIGHT)]}")
            yield (question, *told), ""
        _, page = visitor.send(consult)
        yield (question, *told), re.findall(r'<p class="verdict-text">.*?</p>', page, re.S)[0]
        visitor.send(f"{consult}/remove", "")
