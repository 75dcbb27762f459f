"""What every ensemble offers, however it was started: its peers and which of them leads."""

import time


class Members:
    peers = ()

    @property
    def connect(self):
        """The connect string of all peers, as clients take it."""
        return ",".join(peer.address for peer in self.peers)

    def peer(self, peer_id):
        return next(peer for peer in self.peers if peer.id == peer_id)

    def others(self, *excluded):
        return [peer for peer in self.peers if peer not in excluded]

    def leaders(self, among=None):
        return [peer for peer in among or self.peers if peer.mode() in ("leader", "standalone")]

    def wait_leader(self, within=30.0, among=None):
        """The one leader among the given peers (all of them unless said otherwise)."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            leaders = self.leaders(among)
            if len(leaders) == 1:
                return leaders[0]
            time.sleep(0.02)
        raise RuntimeError(f"no single leader after {within:g} s: {[peer.mode() for peer in self.peers]}")

    def wait_ready(self, within=60.0):
        """Until every peer serves and exactly one leads; the leader."""
        deadline = time.monotonic() + within
        for peer in self.peers:
            peer.wait_serving(max(1.0, deadline - time.monotonic()))
        return self.wait_leader(max(1.0, deadline - time.monotonic()))
