"""Five peers, and whatever befalls them: faults drawn by chance, never more than a minority at a time."""

import random
import time

from ..checks import Skip, fault_check
from ..ensemble.network import missing
from ..ensemble.served import NO_SNAPSHOTS
from .scenario import Scenario

GROUP = "faults"


@fault_check(GROUP, "five peers, one or two of them at a time killed, frozen or cut off by chance")
def chaos(workshop):
    _chaos(workshop, "chaos", rounds=4, settings=NO_SNAPSHOTS, whole_log=True)


@fault_check(GROUP, "the same with short memories, so that peers come back by snapshots")
def forgetful_chaos(workshop):
    settings = ("snapCount=200", "commitLogCount=50", "quoll.historyBytes=32768")
    _chaos(workshop, "forgetful-chaos", rounds=3, settings=settings, whole_log=False)


def _chaos(workshop, name, rounds, settings, whole_log):
    why = missing()
    if why:
        raise Skip(why)
    ensemble = workshop.ensemble_on_network(size=5, settings=settings)
    seed = time.time_ns() % 1_000_000
    workshop.report.note(f"seed {seed}")
    chance = random.Random(seed)
    scenario = Scenario(workshop, ensemble, name, seed=seed)
    scenario.lose_some_clients()
    for _ in range(workshop.rounds(rounds)):
        victims = chance.sample(ensemble.peers, chance.choice((1, 2)))
        blows = [(victim, chance.choice(("kill", "pause", "isolate"))) for victim in victims]
        rest = ensemble.others(*victims)
        scenario.fault(
            " and ".join(sorted(blow for _, blow in blows)),
            victims,
            lambda: [_strike(ensemble, victim, blow) for victim, blow in blows],
            lambda: ensemble.wait_leader(among=rest),
            lambda: [_repair(ensemble, victim, blow) for victim, blow in blows],
        )
    scenario.finish(whole_log)


def _strike(ensemble, victim, blow):
    if blow == "isolate":
        ensemble.network.isolate(victim.id)
    else:
        getattr(victim, blow)()


def _repair(ensemble, victim, blow):
    if blow == "kill":
        victim.start()
    elif blow == "pause":
        victim.resume()
    else:
        ensemble.network.heal()
