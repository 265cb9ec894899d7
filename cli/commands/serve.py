"""`ethics serve`: consults, quizzes and the handbook in a browser on this machine."""

from __future__ import annotations

import gc
import os
import re
import signal
import socket
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

import ethics_engine as ee
from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.text.plural import numbered, plural

from ..learner_options import data_option
from ..options import rules_option
from ..output import complain, say
from ..rules_choice import RulesChoice
from ..streams import UnwritableError

if TYPE_CHECKING:
    from ethics_engine.web.access import Access
    from ethics_engine.web.site import Site

_EXTRA = ("starlette", "uvicorn", "multipart")

_NEW_OBJECTS = 200_000
"""How many objects are made before garbage is looked for: at the usual 700, answers would take a tenth longer."""


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Use this port. Default: any that is free.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser; only print the link.")
@click.option(
    "--socket",
    "path",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Serve an agency: listen at this Unix socket, behind its own sign-in. Needs the four options below.",
)
@click.option(
    "--members", metavar="FILE", type=click.Path(path_type=Path), help="With --socket: who may do what, a name a line."
)
@click.option("--user-header", metavar="NAME", help="With --socket: the header in which the sign-in names who it is.")
@click.option("--public-origin", metavar="URL", help="With --socket: what addresses begin with in a browser.")
@click.option(
    "--openings",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With --socket: log here who opens which consult.",
)
@rules_option
@data_option
def command(
    *,
    port: int,
    no_browser: bool,
    path: Path | None,
    members: Path | None,
    user_header: str | None,
    public_origin: str | None,
    openings: Path | None,
    rules: RulesChoice,
    data: Path | None,
) -> None:
    """Show consults, quizzes and the handbook in your browser.

    The page is served to this machine only. It opens with a link that works once. Nothing that you state is written to
    the disk unless you save it; answers to quizzes are saved as `ethics quiz` does. Press Ctrl-C to stop.
    """
    from importlib.util import find_spec

    if missing := [name for name in _EXTRA if find_spec(name) is None]:
        hint = "install it: pip install 'ethics-engine[page]'"
        raise InputError([Finding(Place("ethics serve"), f"the extra `page` is not installed ({missing[0]})", hint)])
    agency = (members, user_header, public_origin, openings)
    if path is None and any(agency):
        raise click.UsageError("--members, --user-header, --public-origin and --openings go with --socket")
    ruleset = rules.for_answers()
    if path is None:
        _serve_one_person(ruleset, port, rules, data, open_browser=not no_browser)
    elif members and user_header and public_origin and openings:
        _serve_agency(ruleset, path, rules, data, AgencyOptions(members, user_header, public_origin, openings))
    else:
        raise click.UsageError("--socket needs --members, --user-header, --public-origin and --openings")


@frozen
class AgencyOptions:
    """How an agency's sign-in tells who somebody is, and where it is logged what they open."""

    members: Path
    user_header: str
    public_origin: str
    openings: Path


def _serve_one_person(
    ruleset: ee.Ruleset, port: int, rules: RulesChoice, data: Path | None, *, open_browser: bool
) -> None:
    from ethics_engine.web.access import LinkAccess
    from ethics_engine.web.site import Site

    listening = _listening(port)
    number: int = listening.getsockname()[1]
    site = Site(ruleset, read_from=(rules.name, rules.overlays()), progress_file=data)
    access = LinkAccess(number, announce=lambda link: _tell(f"To come back, open: {link}"))
    say(f"Open this link in a browser on this machine; it works once:\n\n    {access.link}\n\nPress Ctrl-C to stop.")
    if open_browser and access.link:
        try:
            webbrowser.open(access.link)
        except webbrowser.Error as error:
            complain(f"no browser could be opened ({error}); open the link yourself")
    _run(site, access, listening)


def _serve_agency(
    ruleset: ee.Ruleset, path: Path, rules: RulesChoice, data: Path | None, agency: AgencyOptions
) -> None:
    from ethics_engine.web.access import AgencyAccess
    from ethics_engine.web.members import read_members
    from ethics_engine.web.openings import Openings
    from ethics_engine.web.site import Site

    members = read_members(agency.members)
    origin = agency.public_origin.rstrip("/")
    if not re.fullmatch(r"https?://[^/\s]+", origin):
        hint = "write the address without a path, such as https://ethics.agency.example"
        raise InputError([Finding(Place("--public-origin"), f"`{origin}` is no origin", hint)])
    site = Site(
        ruleset,
        read_from=(rules.name, rules.overlays()),
        progress_file=data,
        members=members.values(),
        openings=Openings(agency.openings),
    )
    listening = _at(path)
    say(f"Listening at {path} for {numbered(len(members), 'member')}, under {origin}.\nPress Ctrl-C to stop.")
    try:
        _run(site, AgencyAccess(origin, agency.user_header, members), listening)
    finally:
        path.unlink(missing_ok=True)


def _run(site: Site, access: Access, listening: socket.socket) -> None:
    from uvicorn import Config, Server

    from ethics_engine.web.app import application

    config = Config(
        application(site, access),
        log_level="error",
        access_log=False,
        server_header=False,
        limit_concurrency=64,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
    )

    class OwnSignals(Server):
        """uvicorn would raise a signal again when it has ended; Ctrl-C is how one ends this, so it is no failure."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    server = OwnSignals(config)

    def stop(*_: object) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    if hasattr(signal, "SIGPIPE"):  # whoever read what is printed may go; those who use the page stay
        before[signal.SIGPIPE] = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    threading.Thread(target=site.warm_codes, daemon=True).start()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    gc.enable()  # the other commands end soon and do without; this one would grow with every page
    try:
        server.run(sockets=[listening])
    finally:
        site.jobs.stop()
        lost = len(site.consults)
        gone = f" {numbered(lost, 'consult')} in memory {plural(lost, 'is', 'are')} gone." if lost else ""
        _tell(f"Stopped.{gone}")
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(text: str) -> None:
    """Print a text, if anybody still reads what is printed."""
    try:
        say(text)
    except UnwritableError as error:
        error.give_up()  # else what is left in the buffer would be a failure at the end


def _listening(port: int) -> socket.socket:
    """A socket of the loopback address, and of no other."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()  # from now on who opens the link waits for the first page, and is not refused
    except OSError as error:
        listening.close()
        reason = error.strerror or "it cannot be used"
        raise InputError(
            [Finding(Place("--port"), f"port {port}: {reason}", "choose another, or leave it out")]
        ) from None
    return listening


def _at(path: Path) -> socket.socket:
    """A Unix socket that its owner and group may use; in front of it stands the sign-in, which nobody gets past."""
    _remove_what_is_left(path)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o117)
    try:
        listening.bind(str(path))
        listening.listen()
    except OSError as error:
        listening.close()
        reason = error.strerror or "it cannot be used"
        hint = "choose another path; what stands at this one is in use, or is no socket"
        raise InputError([Finding(Place("--socket"), f"{path}: {reason}", hint)]) from None
    finally:
        os.umask(before)
    return listening


def _remove_what_is_left(path: Path) -> None:
    """Remove a socket that an earlier run left when it was killed, so that a restart needs nobody's help."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        try:
            asking.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
        except OSError:
            return
