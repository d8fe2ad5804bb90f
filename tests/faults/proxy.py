"""A port through which a database server is reached, until it is closed."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


class Proxy:
    """Passes bytes on both ways. Closed, it refuses connections and cuts those that stand, as a
    server that is stopped does; it may be opened again at the same port."""

    def __init__(self, host: str, port: int) -> None:
        self.target = host, port
        self.port = 0
        self.listener: socket.socket | None = None
        self.ends: list[socket.socket] = []

    def open(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def close(self) -> None:
        for end in [self.listener, *self.ends]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # it is closed
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(self.target)
                self.ends += [client, server]
                for ends in ((client, server), (server, client)):
                    Thread(target=_pass_on, args=ends, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def proxied(host: str, port: int) -> Iterator[Proxy]:
    proxy = Proxy(host, port)
    proxy.open()
    try:
        yield proxy
    finally:
        proxy.close()
