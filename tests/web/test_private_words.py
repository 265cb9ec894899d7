"""What somebody writes appears on their pages and in what they save, and nowhere else: tried on the command itself."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from attrs import frozen

pytest.importorskip("uvicorn", reason="the extra `page` is not installed")

STORY, NAME, ROLE, WORDS = "Marker-story", "Marker-name", "Marker-role", "Marker-words"
OF_A_CONSULT = (
    "", "ask", "ask/1", "ask/why", "check", "review", "asked", "facts", "everything", "why", "change", "codes", "under",
    "alike", "export", "remove",
)  # fmt: skip


@frozen
class Visitor:
    """Somebody who is signed in to a page that the command serves."""

    port: int
    cookie: str

    def send(self, address: str, form: str | None = None) -> tuple[str, str]:
        """What is answered: headers, and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "Cookie": self.cookie,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("GET" if form is None else "POST", address, form and form.encode(), headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        assert response.status < 400, (address, response.status)
        return f"{response.headers}", text


@contextmanager
def _served(home: Path) -> Iterator[tuple[subprocess.Popen[str], Visitor]]:
    """The command in a home of its own, in which every file that it writes lies."""
    env = {**os.environ, "HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    env = {name: value for name, value in env.items() if not name.startswith(("XDG_", "ETHICS_"))}
    command = [str(Path(sys.executable).with_name("ethics")), "serve", "--no-browser"]
    with subprocess.Popen(
        command, cwd=home, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        link = next(found.group() for line in process.stdout if (found := re.search(r"http://\S+", line)))
        port = int(re.findall(r":(\d+)/", link)[0])
        entered, _ = Visitor(port, "").send(link[link.index("/enter") :])
        yield process, Visitor(port, re.findall(r"set-cookie: ([^;]+)", entered)[0])
        process.kill()


@pytest.mark.exhaustive
def test_private_words_are_in_no_file_log_title_address_or_cookie(tmp_path: Path) -> None:
    with _served(tmp_path) as (process, visitor):
        begun, _ = visitor.send("/consults/new", f"question=may+terminate&how=ask&story={STORY}&name={NAME}")
        consult = re.findall(r"location: (/c/[^/\s]+)", begun)[0]
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
