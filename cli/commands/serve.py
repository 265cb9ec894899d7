"""`ethics serve`: consults, quizzes and the handbook in a browser on this machine."""

from __future__ import annotations

import signal
import socket
import webbrowser
from contextlib import nullcontext
from pathlib import Path

import click

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.text.plural import numbered, plural

from ..learner_options import data_option
from ..options import rules_option
from ..output import complain, say
from ..rules_choice import RulesChoice

_EXTRA = ("starlette", "uvicorn", "multipart")


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Use this port. Default: any that is free.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser; only print the link.")
@rules_option
@data_option
def command(*, port: int, no_browser: bool, rules: RulesChoice, data: Path | None) -> None:
    """Show consults, quizzes and the handbook in your browser.

    The page is served to this machine only. It opens with a link that works once. Nothing that you state is written to
    the disk unless you save it; answers to quizzes are saved as `ethics quiz` does. Press Ctrl-C to stop.
    """
    from importlib.util import find_spec

    if missing := [name for name in _EXTRA if find_spec(name) is None]:
        hint = "install it: pip install 'ethics-engine[page]'"
        raise InputError([Finding(Place("ethics serve"), f"the extra `page` is not installed ({missing[0]})", hint)])
    ruleset = rules.for_answers()
    from uvicorn import Config, Server

    from ethics_engine.web.access import Access
    from ethics_engine.web.app import application
    from ethics_engine.web.site import Site

    listening = _listening(port)
    number: int = listening.getsockname()[1]
    site = Site(ruleset, read_from=(rules.name, rules.overlays()), progress_file=data)
    access = Access(number, announce=lambda link: say(f"To come back, open: {link}"))
    config = Config(
        application(site, access),
        log_level="error",
        access_log=False,
        server_header=False,
        limit_concurrency=64,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
    )
    say(f"Open this link in a browser on this machine; it works once:\n\n    {access.link}\n\nPress Ctrl-C to stop.")
    if not no_browser and access.link:
        try:
            webbrowser.open(access.link)
        except webbrowser.Error as error:
            complain(f"no browser could be opened ({error}); open the link yourself")
    server = Server(config)

    def stop(*_: object) -> None:
        server.should_exit = True

    # uvicorn would raise the signal again when it has ended; Ctrl-C is how one ends this, so it is no failure.
    server.capture_signals = nullcontext  # type: ignore[assignment,method-assign]
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=[listening])
    finally:
        site.jobs.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
    if lost := len(site.consults):
        say(f"Stopped. {numbered(lost, 'consult')} in memory {plural(lost, 'is', 'are')} gone.")
    else:
        say("Stopped.")


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
