"""Ports for servers of the tests.

A port that the system gives (bind to 0) is of those that it gives to outgoing connections, too:
while the server is away, or before it has started, one of the readers may get it. These lie below.
"""

import socket
from pathlib import Path
from random import SystemRandom

_LOWEST = 10_000
_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(count: int) -> list[int]:
    """Return ports of 127.0.0.1 that nobody has, all of them held until the last is found."""
    highest = int(_RANGE.read_text().split()[0]) if _RANGE.exists() else 32_768
    probes: list[socket.socket] = []
    try:
        while len(probes) < count:
            probe = socket.socket()
            try:
                # As a server that is started anew: what others have closed a moment ago is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", SystemRandom().randrange(_LOWEST, highest)))
            except OSError:
                probe.close()
                continue
            probes.append(probe)
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody has."""
    return free_ports(1)[0]
