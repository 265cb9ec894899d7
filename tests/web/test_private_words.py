"""What somebody writes appears on their pages and in what they save, and nowhere else: tried on the command itself."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.web.served_page import served

pytest.importorskip("uvicorn", reason="the extra `page` is not installed")

STORY, NAME, ROLE, WORDS = "Marker-story", "Marker-name", "Marker-role", "Marker-words"
OF_A_CONSULT = (
    "", "story", "ask", "ask/1", "ask/why", "check", "danger", "review", "asked", "facts", "everything", "why",
    "change", "codes", "under", "alike", "export", "remove",
)  # fmt: skip


@pytest.mark.exhaustive
def test_private_words_are_in_no_file_log_title_address_or_cookie(tmp_path: Path) -> None:
    with served(tmp_path) as (process, visitor):
        begun, _ = visitor.send("/consults/new", f"question=may+terminate&how=ask&story={STORY}&name={NAME}")
        consult = re.findall(r"location: (/c/[^/\s]+)", begun)[0]
        visitor.send(f"{consult}/danger", "version=1")
        _, page = visitor.send(f"{consult}/ask")
        fields = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("version", "fact")}
        form = "&".join(f"{name}={quote(value)}" for name, value in fields.items())
        headers = [begun, visitor.send(f"{consult}/ask", f"{form}&value=yes&reported_by={ROLE}")[0]]
        headers += [visitor.send(where, f"words={WORDS}")[0] for where in (f"{consult}/facts", "/handbook", "/cases")]
        shown = set()
        for where in ("/", *(f"{consult}/{page}".rstrip("/") for page in OF_A_CONSULT)):
            head, text = visitor.send(where)
            headers.append(head)
            title = text.partition("<title>")[2].partition("</title>")[0]
            assert "Marker" not in title, where
            assert "Marker" not in "".join(re.findall(r'(?:href|src|action)="([^"]*)"', text)), where
            shown |= set(re.findall(r"Marker-\w+", text))
        assert shown == {STORY, NAME, ROLE, WORDS}
        assert "Marker" not in "".join(headers)
        process.terminate()
        assert process.stdout
        assert "Marker" not in process.stdout.read()
        assert process.wait(20) == 0
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file for file in written if b"Marker" in file.read_bytes()] == []
