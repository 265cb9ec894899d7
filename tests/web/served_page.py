"""`ethics serve` in a process of its own, and somebody who is signed in to it."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

_FORM = "application/x-www-form-urlencoded"


@frozen
class Visitor:
    """Somebody who is signed in to a page that the command serves."""

    port: int
    cookie: str

    def send(self, address: str, form: str | None = None) -> tuple[str, str]:
        """What is answered: headers, and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": _FORM}
        connection.request("GET" if form is None else "POST", address, form and form.encode(), headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        assert response.status < 400, (address, response.status)
        return f"{response.headers}", text


@contextmanager
def served(home: Path) -> Iterator[tuple[subprocess.Popen[str], Visitor]]:
    """The command in a home of its own, in which every file that it writes lies."""
    env = {**os.environ, "HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    others = ("XDG_", "ETHICS_", "PYTHONUNBUFFERED")  # without a buffer nothing would be left to write at the end
    env = {name: value for name, value in env.items() if not name.startswith(others)}
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
