"""An ensemble of peers that are started one by one from a zoo.cfg each, so that each can be killed and started again."""

import os

from .members import Members
from .peer import Peer
from .ports import free_ports

TICK_MS = 2000
# Without snapshots the log goes back to the beginning, where the simulator's checkers begin to read it.
NO_SNAPSHOTS = ("snapCount=100000000", "snapSizeLimitInKb=100000000")


class Loopback:
    """Where peers live when there is no network to cut: all on 127.0.0.1."""

    def host(self, peer_id):
        return "127.0.0.1"

    def prefix(self, peer_id):
        return []


class ServedEnsemble(Members):
    """
    Subclasses say how a peer is started and what its zoo.cfg holds beside the common lines; `settings` are further lines.
    """

    name = "?"

    def __init__(self, directory, size=3, network=None, settings=()):
        self.directory = directory
        self._settings = settings
        self.network = network or Loopback()
        self._ids = range(1, size + 1)
        self._ports = {i: free_ports(3) for i in self._ids}
        self.peers = [self._peer(i) for i in self._ids]

    # What the two implementations differ in.

    def command(self, directory):
        raise NotImplementedError

    def extra_lines(self):
        return []

    # Life of the ensemble.

    def start(self):
        for peer in self.peers:
            peer.start()
        self.wait_ready()

    def stop(self):
        for peer in self.peers:
            peer.kill()

    # Configuration.

    def _peer(self, peer_id):
        directory = os.path.join(self.directory, f"peer-{peer_id}")
        data = os.path.join(directory, "data")
        os.makedirs(data)
        with open(os.path.join(data, "myid"), "w") as myid:
            myid.write(f"{peer_id}\n")
        with open(os.path.join(directory, "zoo.cfg"), "w") as config:
            config.write("\n".join(self._config(peer_id, data)) + "\n")
        return Peer(
            peer_id,
            self.network.host(peer_id),
            self._ports[peer_id][0],
            directory,
            self.command(directory),
            self.network.prefix(peer_id),
        )

    def _config(self, peer_id, data):
        yield f"tickTime={TICK_MS}"
        yield "initLimit=10"
        yield "syncLimit=5"
        yield f"dataDir={data}"
        yield f"clientPort={self._ports[peer_id][0]}"
        yield f"clientPortAddress={self.network.host(peer_id)}"
        yield "maxClientCnxns=0"
        yield "4lw.commands.whitelist=*"
        if len(self._ids) > 1:
            for other in self._ids:
                _, peer_port, election_port = self._ports[other]
                yield f"server.{other}={self.network.host(other)}:{peer_port}:{election_port}"
        yield from self.extra_lines()
        yield from self._settings
