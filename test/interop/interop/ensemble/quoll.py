"""Quoll: `quoll serve` per peer where peers get killed, `quoll up --headless` where they only have to be there."""

import json
import os
import signal
import subprocess

from .members import Members
from .peer import DIES_WITH_US, Serving
from .served import Loopback, ServedEnsemble

PROJECT = os.path.abspath(os.path.join(os.path.dirname(__file__), *[os.pardir] * 4))
COMMAND = os.path.join(PROJECT, "apps", "cli", "bin", "quoll.js")
BUILT = os.path.join(PROJECT, "apps", "cli", "dist", "index.js")
# Any text will do: the peers of one run only have to agree on it.
ENSEMBLE_KEY = "an ensemble key of the interop suite, used nowhere else"


def installed():
    return os.path.exists(BUILT)


def node():
    """The Node that the lockfile pins, itself: the script in .bin would stand between us and the process we kill."""
    pinned = os.path.join(PROJECT, "node_modules", "node", "bin", "node")
    return pinned if os.path.exists(pinned) else "node"


class Quoll(ServedEnsemble):
    name = "quoll"

    def command(self, directory):
        return [node(), COMMAND, "serve", "--config", os.path.join(directory, "zoo.cfg")]

    def extra_lines(self):
        lines = ["extendedTypesEnabled=true", "znode.container.checkIntervalMs=1000"]
        if not isinstance(self.network, Loopback):
            lines.append(f"quoll.ensembleKey={ENSEMBLE_KEY}")
        return lines


class UpPeer(Serving):
    """A peer of `quoll up`: there to be talked to, not to be killed."""

    def __init__(self, peer_id, pid, address):
        host, port = address.rsplit(":", 1)
        super().__init__(peer_id, host, int(port))
        self.pid = pid


class QuollUp(Members):
    """The whole ensemble by one command, described by the one line of JSON it prints."""

    name = "quoll"

    def __init__(self, directory):
        self.directory = directory
        self.peers = []
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    def start(self, within=30.0):
        with open(os.path.join(self.directory, "up.log"), "ab") as log:
            self._process = subprocess.Popen(
                [*DIES_WITH_US, node(), COMMAND, "up", "--headless", "--data", self.directory],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self.directory,
                start_new_session=True,
            )
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"quoll up ended with {self._process.wait()} and printed no line of JSON")
        picture = json.loads(line)
        self.peers = [UpPeer(peer["id"], peer["pid"], peer["client"]) for peer in picture["peers"]]
        self.wait_ready(within)

    def stop(self, how=signal.SIGTERM):
        """The command takes its peers with it, also when it is killed."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
