"""Long work: killed when its time is up, stopped by whoever began it, and in nobody's way."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `page` is not installed")

from ethics_engine.errors import Finding, Place, RulesetError  # after the module is left out, if it has to be
from ethics_engine.web.jobs import BackgroundJob, JobRunner, JobStoppedError, TookTooLongError, WorkFailedError
from tests.web.conftest import Browser


@pytest.fixture
def jobs() -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.stop()


def _result(job: BackgroundJob) -> object:
    for _ in range(300):
        if job.over:
            return job.result
        time.sleep(0.1)
    raise AssertionError("it does not come to its end")


def test_work_that_takes_too_long_is_stopped_and_the_next_goes_on(jobs: JobRunner) -> None:
    with pytest.raises(TookTooLongError, match="longer"):
        jobs.run(time.sleep, 30, seconds=0.3, grace=0)
    assert jobs.run(len, "abc", seconds=20) == 3


def test_work_that_dies_is_told_and_the_next_goes_on(jobs: JobRunner) -> None:
    with pytest.raises(JobStoppedError, match="needed more memory"):
        jobs.run(os._exit, 1, seconds=20)
    assert jobs.run(len, "abc", seconds=20) == 3


def test_work_that_needs_more_memory_than_it_may_use_fails_and_the_next_goes_on(jobs: JobRunner) -> None:
    with pytest.raises(JobStoppedError, match="more memory than it may use"):
        jobs.run(bytearray, 2 << 30, seconds=20)
    assert jobs.run(len, "abc", seconds=20) == 3


def test_work_finds_what_the_work_before_left(jobs: JobRunner) -> None:
    assert jobs.run(os.getpid, seconds=20) == jobs.run(os.getpid, seconds=20)


def test_work_waits_for_nothing_that_is_still_to_be_prepared(jobs: JobRunner, tmp_path: Path) -> None:
    first = tmp_path / "first"
    jobs.prepare([(first.touch, ()), (time.sleep, (1,)), (time.sleep, (600,))])
    for _ in range(300):
        if first.exists():
            break
        time.sleep(0.1)
    assert jobs.run(len, "abc", seconds=20) == 3


def test_nobody_waits_for_work_in_the_background(jobs: JobRunner) -> None:
    jobs.begin("long", "Long", time.sleep, 60, seconds=60)
    began = time.monotonic()
    assert jobs.run(len, "abc", seconds=20) == 3
    assert time.monotonic() - began < 20
    assert not jobs.background["long"].over


def test_work_is_stopped_by_whoever_began_it_be_it_waiting_or_under_way(jobs: JobRunner) -> None:
    jobs.begin("first", "First", time.sleep, 60, seconds=60)
    jobs.begin("second", "Second", time.sleep, 60, seconds=60)
    for key in ("second", "first"):
        jobs.background[key].stop()
    for key in ("first", "second"):
        assert "You stopped it" in str(_result(jobs.background[key]))


def test_work_that_is_under_way_is_not_begun_again(jobs: JobRunner) -> None:
    jobs.begin("one", "One", time.sleep, 60, seconds=60)
    first = jobs.background["one"]
    jobs.begin("one", "One", time.sleep, 60, seconds=60)
    assert jobs.background["one"] is first


def test_work_that_cannot_be_begun_comes_to_an_end(jobs: JobRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no process left")

    monkeypatch.setattr(jobs, "_done", refuse)
    jobs.begin("one", "One", len, "abc", seconds=60)
    assert isinstance(_result(jobs.background["one"]), WorkFailedError)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "words"),
    [("tests", "cases pass, 0 fail"), pytest.param("audit", "No findings beyond", marks=pytest.mark.exhaustive)],
)
def test_each_kind_of_job_runs_to_its_end(browser: Browser, key: str, words: str) -> None:
    browser.post(f"/keepers/{key}")
    assert "Under way" in browser.get("/keepers").text
    text = ""
    for _ in range(1200):
        text = browser.get(f"/keepers/{key}").text
        if "Under way" not in text:
            break
        time.sleep(0.5)
    assert words in text
    assert "Last result" in browser.get("/keepers").text


def test_a_job_is_stopped_on_its_page_and_one_that_there_is_not_is_missed(browser: Browser) -> None:
    assert browser.get("/keepers/nonsense").status_code == 404
    assert browser.post("/keepers/nonsense").status_code == 404
    assert browser.get("/keepers/audit").url.path == "/keepers"
    assert browser.post("/keepers/audit", stop="yes").headers["location"] == "/keepers/audit"
    browser.post("/keepers/audit")
    browser.post("/keepers/audit", stop="yes")
    _result(browser.site.jobs.background["audit"])
    assert "You stopped it." in browser.get("/keepers/audit").text


def test_a_job_on_rules_that_cannot_be_read_says_where_they_are_wrong(browser: Browser) -> None:
    browser.site.read_from = ("no-such-rules", ())
    browser.post("/keepers/tests")
    result = _result(browser.site.jobs.background["tests"])
    assert isinstance(result, RulesetError)
    assert "no-such-rules" in browser.get("/keepers/tests").text


def test_a_page_under_a_job_that_failed_names_each_place(browser: Browser) -> None:
    job = BackgroundJob("Audit the rules", time.monotonic())
    job.results.append(RulesetError([Finding(Place("a.yaml", 3, 1), "what is wrong", "what to do")]))
    browser.site.jobs.background["audit"] = job
    assert "a.yaml:3:1: What is wrong. What to do." in browser.get("/keepers/audit").text
