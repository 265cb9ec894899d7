"""What an agency puts in front of the page: it names whoever is signed in, and passes requests on to the socket."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path


class SignInProxy:
    """Listens at a port of the loopback address, as Caddy or nginx would; everybody is signed in as `name`."""

    def __init__(self, header: str) -> None:
        """Listen, and name who is signed in under `header`."""
        self.name = ""
        self.header = header
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def pass_on_to(self, path: Path) -> None:
        """Begin to answer requests by what stands behind the socket at `path`."""
        threading.Thread(target=self._accept, args=(path,), daemon=True).start()

    def close(self) -> None:
        """Take no more requests."""
        self._listening.close()

    def _accept(self, path: Path) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(client, path), daemon=True).start()

    def _answer(self, client: socket.socket, path: Path) -> None:
        with client, socket.socket(socket.AF_UNIX) as page, suppress(OSError):
            head, body = _request(client)
            page.connect(str(path))
            page.sendall(self._named(head) + body)
            while piece := page.recv(65536):
                client.sendall(piece)

    def _named(self, head: bytes) -> bytes:
        """The head of a request with who is signed in, and never with whom the browser says it is."""
        first, *lines = head.split(b"\r\n")
        dropped = (f"{self.header.lower()}:".encode(), b"connection:")
        kept = [line for line in lines if not line.lower().startswith(dropped)]
        named = f"{self.header}: {self.name}".encode()
        return b"\r\n".join([first, *kept, named, b"Connection: close", b"", b""])


def _request(client: socket.socket) -> tuple[bytes, bytes]:
    """The head of a request without the empty line at its end, and the body, whose length the head tells."""
    read = b""
    while b"\r\n\r\n" not in read and (piece := client.recv(65536)):
        read += piece
    head, _, body = read.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(body) < sum(map(int, lengths)) and (piece := client.recv(65536)):
        body += piece
    return head, body
