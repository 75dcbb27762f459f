"""Peers that die, freeze, stop in order or are cut off, while clients work."""

import itertools
import time

from ..checks import Skip, fault_check
from .scenario import Scenario

GROUP = "faults"


@fault_check(GROUP, "the leader is killed again and again, and started again")
def kill_leader(workshop):
    ensemble = workshop.ensemble()
    scenario = Scenario(workshop, ensemble, "kill-leader")
    for number in range(workshop.rounds(5)):
        leader = ensemble.wait_leader()
        others = ensemble.others(leader)
        scenario.fault(
            "kill -9 leader", [leader], leader.kill, lambda: ensemble.wait_leader(among=others), leader.start
        )
        if number == 0:
            scenario.lose_some_clients()
    scenario.finish()


@fault_check(GROUP, "followers are killed, and frozen, and come back")
def lose_follower(workshop):
    ensemble = workshop.ensemble()
    scenario = Scenario(workshop, ensemble, "lose-follower")
    scenario.lose_some_clients()
    for number in range(workshop.rounds(4)):
        followers = ensemble.others(ensemble.wait_leader())
        victim = followers[number // 2 % len(followers)]
        if number % 2 == 0:
            scenario.fault("kill -9 follower", [victim], victim.kill, lambda: None, victim.start)
        else:
            scenario.fault("SIGSTOP follower", [victim], victim.pause, lambda: None, victim.resume)
    scenario.finish()


@fault_check(GROUP, "a peer that was away for long learns by a snapshot, and all die over their snapshots")
def snapshots(workshop):
    # A snapshot every few hundred transactions, and a short memory: whoever was away must be sent a snapshot.
    ensemble = workshop.ensemble(settings=("snapCount=300", "commitLogCount=50", "quoll.historyBytes=65536"))
    scenario = Scenario(workshop, ensemble, "snapshots")
    scenario.lose_some_clients()
    for number in range(workshop.rounds(2)):
        victim = ensemble.others(ensemble.wait_leader())[number % 2]
        scenario.fault("kill -9 follower", [victim], victim.kill, lambda: time.sleep(3), victim.start)
    scenario.fault(
        "start after kill -9 of all",
        ensemble.peers,
        lambda: _each(ensemble, "kill"),
        lambda: None,
        lambda: _each(ensemble, "start"),
    )
    scenario.finish(whole_log=False)


@fault_check(GROUP, "the leader is frozen, and thawed when another leads")
def freeze_leader(workshop):
    ensemble = workshop.ensemble()
    scenario = Scenario(workshop, ensemble, "freeze-leader")
    scenario.lose_some_clients()
    for _ in range(workshop.rounds(3)):
        leader = ensemble.wait_leader()
        others = ensemble.others(leader)
        scenario.fault(
            "SIGSTOP leader", [leader], leader.pause, lambda: ensemble.wait_leader(among=others), leader.resume
        )
    scenario.finish()


@fault_check(GROUP, "each peer is stopped in order and started again, the leader last")
def rolling_restart(workshop):
    ensemble = workshop.ensemble()
    scenario = Scenario(workshop, ensemble, "rolling-restart")
    scenario.lose_some_clients()
    for _ in range(workshop.rounds(1)):
        leader = ensemble.wait_leader()
        for peer in (*ensemble.others(leader), leader):
            others = ensemble.others(peer)
            kind = "orderly stop of the leader" if peer in ensemble.leaders() else "orderly stop of a follower"
            scenario.fault(kind, [peer], peer.stop, lambda: ensemble.wait_leader(among=others), peer.start)
    scenario.finish()


@fault_check(GROUP, "all peers are killed at once and started again")
def kill_all(workshop):
    ensemble = workshop.ensemble()
    scenario = Scenario(workshop, ensemble, "kill-all")
    for number in range(workshop.rounds(2)):
        scenario.fault(
            "start after kill -9 of all",
            ensemble.peers,
            lambda: _each(ensemble, "kill"),
            lambda: None,
            lambda: _each(ensemble, "start"),
        )
        if number == 0:
            scenario.lose_some_clients()
    scenario.finish()


@fault_check(GROUP, "a peer is killed again and again while it comes back")
def kill_while_starting(workshop):
    ensemble = workshop.ensemble()
    scenario = Scenario(workshop, ensemble, "kill-while-starting")
    scenario.lose_some_clients()
    for number in range(workshop.rounds(2)):
        victim = ensemble.peers[number % len(ensemble.peers)]
        others = ensemble.others(victim)

        def come_back_badly(victim=victim):
            for moment in (0.05, 0.15, 0.25, 0.35, 0.5, 0.7, 0.9):
                victim.start()
                time.sleep(moment)
                victim.kill()
            victim.start()

        scenario.fault(
            "kill -9 while starting",
            [victim],
            victim.kill,
            lambda: ensemble.wait_leader(among=others),
            come_back_badly,
        )
    scenario.finish()


@fault_check(GROUP, "the whole ensemble is frozen for a while and goes on")
def freeze_all(workshop):
    ensemble = workshop.ensemble()
    scenario = Scenario(workshop, ensemble, "freeze-all")
    for _ in range(workshop.rounds(1)):
        scenario.fault(
            "thaw after SIGSTOP of all",
            ensemble.peers,
            lambda: _each(ensemble, "pause"),
            lambda: time.sleep(2),
            lambda: _each(ensemble, "resume"),
        )
    scenario.lose_some_clients()
    scenario.finish()


@fault_check(GROUP, "a peer is cut off from the others and healed: the leader, then a follower")
def partition(workshop):
    ensemble = workshop.ensemble_on_network()
    network = ensemble.network
    scenario = Scenario(workshop, ensemble, "partition")
    scenario.lose_some_clients()
    for who in itertools.islice(itertools.cycle(("leader", "follower")), 2 * workshop.rounds(2)):
        leader = ensemble.wait_leader()
        victim = leader if who == "leader" else ensemble.others(leader)[0]
        others = ensemble.others(victim)
        scenario.fault(
            f"partition of the {who}",
            [victim],
            lambda: network.isolate(victim.id),
            lambda: ensemble.wait_leader(among=others),
            network.heal,
        )
    scenario.finish()


@fault_check(GROUP, "a leader that can only send, then one that can only receive, gives way")
def one_way(workshop):
    if workshop.target == "zookeeper":
        raise Skip("ZooKeeper finds no leader while a candidate is heard and hears nobody")
    ensemble = workshop.ensemble_on_network()
    network = ensemble.network
    scenario = Scenario(workshop, ensemble, "one-way")
    scenario.lose_some_clients()
    for direction in itertools.islice(itertools.cycle(("sends", "receives")), 2 * workshop.rounds(1)):
        leader = ensemble.wait_leader()
        others = ensemble.others(leader)
        scenario.fault(
            f"leader that only {direction}",
            [leader],
            lambda: network.isolate(leader.id, **{direction: True}),
            lambda: ensemble.wait_leader(among=others),
            network.heal,
        )
    scenario.finish()


def _each(ensemble, act):
    for peer in ensemble.peers:
        getattr(peer, act)()
