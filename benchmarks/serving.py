"""How fast the local page is, for one person and for eight at once; see README.md beside this."""

from __future__ import annotations

import http.client
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen
from measuring import COMMAND, Measured, report

from ethics_engine.loading import bundled

CLIENTS, EACH, QUESTIONS = 8, 12, 12
ANSWER_MS, ANSWERS_MS, QUESTION_MS, START_S, MEMORY_MB = 150.0, 900.0, 20.0, 2.0, 250.0
_BOUNDARY = "----ethics"


@frozen
class Served:
    """A running page, and the cookie of somebody who is signed in."""

    process: subprocess.Popen[str]
    port: int
    cookie: str
    seconds: float

    def request(
        self, path: str, body: str | None = None, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[http.client.HTTPResponse, str, float]:
        """The answer to a request, its text, and how many seconds it took."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": kind}
        began = time.perf_counter()
        connection.request("GET" if body is None else "POST", path, body and body.encode(), headers)
        response = connection.getresponse()
        text = response.read().decode()
        taken = time.perf_counter() - began
        connection.close()
        if response.status >= 400:
            raise RuntimeError(f"{path} answers {response.status}")
        return response, text, taken

    def opened(self, case: Path) -> str:
        """The path of a new consult from a case file."""
        file = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x.yaml"\r\n\r\n'
        body = f"{file}{case.read_text()}\r\n--{_BOUNDARY}--\r\n"
        response, _, _ = self.request("/consults/open", body, f"multipart/form-data; boundary={_BOUNDARY}")
        return str(response.headers["location"])

    def memory(self) -> float:
        """What the process takes, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


@contextmanager
def served() -> Iterator[Served]:
    """The page in a process of its own, stopped afterwards."""
    began = time.perf_counter()
    with subprocess.Popen([*COMMAND, "serve", "--no-browser"], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _signed_in(process, began)
        finally:
            process.terminate()


def _signed_in(process: subprocess.Popen[str], began: float) -> Served:
    assert process.stdout
    link = next(found.group() for line in process.stdout if (found := re.search(r"http://\S+", line)))
    port = int(re.findall(r":(\d+)/", link)[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", link[link.index("/enter") :])
    response = connection.getresponse()
    response.read()
    cookie = str(response.headers["set-cookie"]).partition(";")[0]
    Served(process, port, cookie, 0.0).request("/")
    return Served(process, port, cookie, time.perf_counter() - began)


def page() -> Iterator[Measured]:
    """First answers, questions of interviews, start and memory."""
    cases = _question_cases()
    with served() as site:
        yield Measured("start to the first page", site.seconds, START_S, " s", "with the process")
        for case in cases[:4]:
            site.request(site.opened(case))
        alone = [_first_answer(site, case) for case in cases[4 : 4 + EACH]]
        yield _measured("first answer, one client", statistics.median(alone), ANSWER_MS, alone)
        rest = cases[4 + EACH :][: CLIENTS * EACH]
        with ThreadPoolExecutor(CLIENTS) as clients:
            together = list(clients.map(lambda case: _first_answer(site, case), rest))
        yield _measured(f"first answer, {CLIENTS} clients, 95th percentile", _late(together), ANSWERS_MS, together)
        asked = [taken for _ in range(2) for taken in _interview(site)]
        yield _measured("a question of the interview", statistics.median(asked), QUESTION_MS, asked)
        with ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(lambda _: list(_interview(site)), range(CLIENTS)))
        yield Measured(f"memory after {CLIENTS} interviews at once", site.memory(), MEMORY_MB, " MB", "resident")


def _question_cases() -> list[Path]:
    """Decided cases, those of one topic spread over all."""
    names = sorted(bundled.cases(), key=lambda name: name[::-1])
    return [bundled.cases()[name] for name in names if "contradict" not in bundled.cases()[name].read_text()]


def _first_answer(site: Served, case: Path) -> float:
    return 1e3 * site.request(site.opened(case))[2]


def _interview(site: Served) -> Iterator[float]:
    """The time of each question of an interview in which nobody knows anything."""
    response, _, _ = site.request("/consults/new", "question=may+refer&how=ask")
    address = str(response.headers["location"])
    for _ in range(QUESTIONS):
        _, text, taken = site.request(address)
        if 'name="fact"' not in text:
            return
        yield 1e3 * taken
        fields = {name: re.findall(rf'name="{name}" value="([^"]*)"', text)[0] for name in ("version", "fact")}
        site.request(address, f"version={fields['version']}&fact={fields['fact']}&value=unknown")


def _late(times: Sequence[float]) -> float:
    return float(statistics.quantiles(times, n=20)[-1])


def _measured(what: str, number: float, target: float, times: Sequence[float]) -> Measured:
    return Measured(what, number, target, " ms", f"{len(times)} times, slowest {max(times):.0f} ms")


if __name__ == "__main__":
    sys.exit(report({"page": page}, __doc__))
