"""Free TCP ports on loopback, below the range the kernel hands out by itself, so that a restarted peer gets its own back."""

import random
import socket

_taken = set()


def free_ports(count):
    """`count` ports that nobody listens on at this moment, never the same twice in one run."""
    ports = []
    while len(ports) < count:
        port = random.randrange(20_000, 32_000)
        if port not in _taken and _is_free(port):
            _taken.add(port)
            ports.append(port)
    return ports


def _is_free(port):
    with socket.socket() as candidate:
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
