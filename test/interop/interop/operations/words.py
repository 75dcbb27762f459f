"""Four-letter words, and what kazoo reads from them."""

import re

from ..checks import check
from ..expect import equal, includes, soon, true

GROUP = "four-letter words"


@check(GROUP, "ruok, srvr, stat, mntr, envi, conf and isro answer as clients and scripts expect")
def words(stage):
    for peer in stage.ensemble.peers:
        equal(peer.ask("ruok"), "imok", f"ruok of peer {peer.id}")
        srvr = peer.ask("srvr")
        for line in (
            "Zookeeper version: ",
            "Latency min/avg/max: ",
            "Received: ",
            "Sent: ",
            "Connections: ",
            "Outstanding: ",
            "Zxid: 0x",
            "Mode: ",
            "Node count: ",
        ):
            includes(srvr, line, f"srvr of peer {peer.id}")
        includes(peer.ask("stat"), "Clients:", "stat")
        monitored = dict(line.split("\t", 1) for line in peer.ask("mntr").splitlines() if "\t" in line)
        for name in ("zk_version", "zk_server_state", "zk_znode_count", "zk_num_alive_connections", "zk_avg_latency"):
            true(name in monitored, f"mntr of peer {peer.id} tells {name}")
        includes(peer.ask("envi"), "zookeeper.version=", "envi")
        includes(peer.ask("conf"), "clientPort=", "conf")
        equal(peer.ask("isro"), "rw", "isro")
    modes = sorted(peer.mode() for peer in stage.ensemble.peers)
    equal(modes, ["follower", "follower", "leader"], "the modes")


@check(GROUP, "cons names the sessions of its connections")
def sessions(stage):
    peer = stage.ensemble.wait_leader()
    client = stage.kazoo(peer)
    client.create(stage.root, ephemeral=True)
    session = f"sid=0x{client.client_id[0] & (1 << 64) - 1:x}"
    soon(lambda: session in peer.ask("cons"), "cons names the session")


@check(GROUP, "dump of the leader names sessions and their ephemerals")
def dump(stage):
    client = stage.kazoo()
    client.create(stage.root, ephemeral=True)
    leader = stage.ensemble.wait_leader()
    soon(lambda: stage.root in leader.ask("dump"), "dump names the ephemeral")


@check(GROUP, "wchs, wchc and wchp name who watches what")
def watches(stage):
    peer = stage.ensemble.wait_leader()
    client = stage.kazoo(peer)
    client.create(stage.root)
    client.get(stage.root, watch=lambda event: None)
    session = f"0x{client.client_id[0] & (1 << 64) - 1:x}"
    soon(lambda: f"{session}\n\t{stage.root}\n" in peer.ask("wchc"), "wchc names the session, then the path")
    soon(lambda: f"{stage.root}\n\t{session}\n" in peer.ask("wchp"), "wchp names the path, then the session")
    true(re.fullmatch(r"\d+ connections watching \d+ paths\nTotal watches:\d+\n", peer.ask("wchs")), "wchs counts")


@check(GROUP, "srst and crst begin to count again")
def resets(stage):
    peer = stage.ensemble.wait_leader()
    client = stage.kazoo(peer)
    for _ in range(50):
        client.exists("/")
    equal(peer.ask("srst"), "Server stats reset.\n", "srst")
    equal(peer.ask("crst"), "Connection stats reset.\n", "crst")
    received = int(re.search(r"Received: (\d+)", peer.ask("srvr")).group(1))
    true(received < 50, f"counts from now on: {received} received")


@check(GROUP, "node counts and zxids agree between peers")
def agreement(stage):
    client = stage.kazoo()
    client.create(stage.root)

    def counts():
        seen = set()
        for peer in stage.ensemble.peers:
            srvr = peer.ask("srvr")
            seen.add(tuple(re.search(f"{name}: (.*)", srvr).group(1) for name in ("Zxid", "Node count")))
        return len(seen) == 1

    soon(counts, "all peers report one zxid and one node count")


@check(GROUP, "kazoo understands them: server_version and command")
def through_kazoo(stage):
    client = stage.kazoo()
    version = client.server_version()
    true(len(version) >= 3 and version >= (3, 5, 0), f"a version of ZooKeeper that clients know: {version}")
    equal(client.command(b"ruok"), "imok", "ruok through kazoo")
