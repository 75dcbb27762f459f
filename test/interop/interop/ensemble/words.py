"""Four-letter words: a four-byte question on the client port, answered in plain text."""

import socket


def ask(host, port, word, timeout=2.0):
    """The whole answer as text; empty when nobody answers within `timeout` seconds."""
    try:
        with socket.create_connection((host, port), timeout=timeout) as connection:
            connection.settimeout(timeout)
            connection.sendall(word.encode())
            return _rest(connection).decode()
    except OSError:
        return ""


def _rest(connection):
    parts = []
    while True:
        part = connection.recv(65536)
        if not part:
            return b"".join(parts)
        parts.append(part)


def mode(host, port, timeout=1.0):
    """`leader`, `follower`, `standalone`, …, or None while the peer does not serve."""
    for line in ask(host, port, "srvr", timeout).splitlines():
        if line.startswith("Mode: "):
            return line[len("Mode: ") :].strip()
    return None
