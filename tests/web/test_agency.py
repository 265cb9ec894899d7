"""A page for an agency: who is signed in, what each role may open, and the log of openings."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import ethics_engine as ee
from ethics_engine.errors import InputError
from ethics_engine.web.access import AgencyAccess
from ethics_engine.web.app import application
from ethics_engine.web.members import read_members
from ethics_engine.web.openings import Openings
from ethics_engine.web.site import Site

ORIGIN = "https://ethics.agency.example"
MEMBERS = "anna: consultant\nben: consultant\ncem: reader\ndana: chair\neli: keeper\n"


class Agency:
    """The page, with requests as its sign-in passes them on."""

    def __init__(self, ruleset: ee.Ruleset, folder: Path) -> None:
        file = folder / "members.yaml"
        file.write_text(MEMBERS)
        members = read_members(file)
        self.openings = folder / "openings.jsonl"
        site = Site(ruleset, members=members.values(), openings=Openings(self.openings))
        self.site = site
        self.client = TestClient(application(site, AgencyAccess(ORIGIN, "X-User", members)), base_url=ORIGIN)

    def get(self, who: str, address: str) -> int:
        return self.client.get(address, headers={"x-user": who}).status_code

    def post(self, who: str, address: str, **fields: str):
        headers = {"x-user": who, "origin": ORIGIN}
        return self.client.post(address, data=fields, headers=headers, follow_redirects=False)

    def begin(self, who: str) -> str:
        begun = self.post(who, "/consults/new", question="may refer", how="facts")
        return str(begun.headers["location"]).removesuffix("/facts")

    def let(self, who: str, consult: str, **words: str):
        version = str(self.site.consults.get(consult.removeprefix("/c/")).version)
        return self.post(who, f"{consult}/people", version=version, **words)


@pytest.fixture
def agency(bundled: ee.Ruleset, tmp_path: Path) -> Agency:
    return Agency(bundled, tmp_path)


def test_only_members_get_in_and_only_from_the_public_address(agency: Agency) -> None:
    assert agency.get("anna", "/") == 200
    assert agency.get("mallory", "/") == 401
    assert agency.client.get("/").status_code == 401
    assert agency.client.get("/", headers={"x-user": "anna", "host": "127.0.0.1"}).status_code == 421
    stranger = agency.client.post("/consults/new", headers={"x-user": "anna", "origin": "https://evil.example"})
    assert stranger.status_code == 403


def test_a_consult_is_open_to_who_began_it_and_to_the_chair(agency: Agency) -> None:
    consult = agency.begin("anna")
    assert [agency.get(who, f"{consult}/review") for who in ("anna", "dana")] == [200, 200]
    assert [agency.get(who, f"{consult}/review") for who in ("ben", "cem", "eli")] == [403, 403, 403]
    assert consult not in agency.client.get("/", headers={"x-user": "ben"}).text
    assert consult in agency.client.get("/", headers={"x-user": "anna"}).text


def test_whoever_was_let_in_reads_and_a_reader_changes_nothing(agency: Agency) -> None:
    consult = agency.begin("anna")
    assert (
        agency.let("anna", consult, **{"member-1": "let in"}).status_code == 303
    )  # the others are ben, cem, dana, eli
    assert agency.get("cem", f"{consult}/facts") == 200
    assert agency.post("cem", f"{consult}/remove").status_code == 403
    assert agency.post("cem", f"{consult}/export", **{"as": "markdown", "private": "no"}).status_code == 200


def test_a_recusal_closes_a_consult_to_the_chair_too(agency: Agency) -> None:
    consult = agency.begin("anna")
    assert agency.let("dana", consult, **{"member-2": "recused"}).headers["location"] == "/"
    assert agency.get("dana", f"{consult}/review") == 403
    assert agency.get("anna", f"{consult}/people") == 200


def test_who_was_let_in_does_not_let_others_in(agency: Agency) -> None:
    consult = agency.begin("anna")
    agency.let("anna", consult, **{"member-0": "let in"})
    assert agency.let("ben", consult, **{"member-1": "let in"}).status_code == 403


def test_readers_begin_nothing_and_only_keepers_and_the_chair_run_jobs(agency: Agency) -> None:
    assert agency.get("cem", "/consults/new") == 403
    assert [agency.get(who, "/keepers") for who in ("eli", "dana", "anna", "cem")] == [200, 200, 403, 403]
    assert [agency.get(who, "/handbook") for who in ("eli", "cem")] == [200, 200]


def test_every_opening_is_logged_without_what_was_stated(agency: Agency) -> None:
    consult = agency.begin("anna")
    agency.get("anna", f"{consult}/review")
    agency.get("ben", f"{consult}/review")
    entries = [json.loads(line) for line in agency.openings.read_text().splitlines()]
    assert [(each["who"], each["consult"], each["page"]) for each in entries] == [
        ("anna", consult.removeprefix("/c/"), "review")
    ]
    assert entries[0].keys() == {"at", "who", "consult", "page", "sent"}
    assert stat.S_IMODE(agency.openings.stat().st_mode) == 0o600


def test_what_cannot_be_logged_is_not_shown(agency: Agency) -> None:
    consult = agency.begin("anna")
    agency.openings.mkdir()
    assert agency.get("anna", f"{consult}/review") == 503


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("anna: char\n", "chair"),
        ("[anna]\n", "must be a mapping"),
        ("{}\n", "nobody is named here"),
        ("anna: chair\nanna: reader\n", "anna"),
    ],
)
def test_a_wrong_file_of_members_says_where_and_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "members.yaml"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read_members(file)
    assert message in str(caught.value)
    assert "members.yaml:" in str(caught.value)


@pytest.mark.slow
def test_the_command_listens_at_a_socket_that_only_owner_and_group_may_use(tmp_path: Path) -> None:
    (tmp_path / "members.yaml").write_text(MEMBERS)
    options = {
        "socket": "s",
        "members": "members.yaml",
        "openings": "o",
        "user-header": "X-User",
        "public-origin": ORIGIN,
    }
    command = [str(Path(sys.executable).with_name("ethics")), "serve", "--no-browser"]
    command += [word for name, value in options.items() for word in (f"--{name}", value)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert "Listening" in process.stdout.readline()
        assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o660
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(os.fspath(tmp_path / "s"))
            client.sendall(
                b"GET / HTTP/1.1\r\nHost: ethics.agency.example\r\nX-User: anna\r\nConnection: close\r\n\r\n"
            )
            assert client.recv(64).startswith(b"HTTP/1.1 200")
        process.terminate()
        assert process.wait(20) == 0
    assert not (tmp_path / "s").exists()


@pytest.mark.slow
@pytest.mark.parametrize("left", ["a socket nobody listens at", "a socket in use", "a file"])
def test_only_a_socket_that_an_earlier_run_left_gives_way(tmp_path: Path, left: str) -> None:
    (tmp_path / "members.yaml").write_text(MEMBERS)
    with socket.socket(socket.AF_UNIX) as earlier:
        if left == "a file":
            (tmp_path / "s").write_text("mine")
        else:
            earlier.bind(os.fspath(tmp_path / "s"))
        if left == "a socket in use":
            earlier.listen()
        words = ["--socket", "s", "--members", "members.yaml", "--openings", "o", "--user-header", "X-User"]
        command = [str(Path(sys.executable).with_name("ethics")), "serve", *words, "--public-origin", ORIGIN]
        with subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdout
            said = process.stdout.readline()
            process.terminate()
    assert ("Listening" in said) == (left == "a socket nobody listens at")
    assert (tmp_path / "s").exists() or left == "a socket nobody listens at"


def test_the_options_of_an_agency_go_together() -> None:
    from click.testing import CliRunner
    from ethics_engine.cli.main import ethics

    alone = CliRunner().invoke(ethics, ["serve", "--members", "m"])
    assert alone.exit_code == 2
    assert "go with --socket" in alone.output
    half = CliRunner().invoke(ethics, ["serve", "--socket", "s", "--members", "m"])
    assert half.exit_code == 2
    assert "--socket needs" in half.output
