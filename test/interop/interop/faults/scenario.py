"""One fault run: clients at work, probers beside them, faults in between, and the judgement at the end."""

import os
import time

from ..checkers import judge
from ..expect import Failed, equal, soon
from ..history.facts import Facts
from ..history.recorder import Recorder, now
from ..history.tree import difference, read_tree
from .recipes import Recipes
from .verdict import simulators_verdict
from .windows import Probers, first_after, last_written, window
from .workload import Workload

# How long the ensemble is left alone between a recovery and the next fault, seconds.
SETTLE = 1.0


class Scenario:
    def __init__(self, workshop, ensemble, name, seed=1):
        self.ensemble = ensemble
        self.name = name
        self._workshop = workshop
        self._recorder = Recorder()
        self._recorder.add("run", target=workshop.target, name=name, at=now(), wallMs=time.time_ns() // 1_000_000)
        self._faults = []
        self._workload = Workload(self._recorder, ensemble.peers, seed=seed)
        workshop.on_close(self._workload.close)
        self._workload.start()
        self._recipes = Recipes(self._recorder, ensemble.connect)
        workshop.on_close(self._recipes.close)
        self._recipes.start()
        self._probers = Probers(ensemble, os.path.join(ensemble.directory, "probes"))
        workshop.on_close(self._probers.kill)
        time.sleep(SETTLE)

    def fault(self, kind, victims, make, recovered, repair):
        """
        Makes a fault, waits until `recovered()`, lets the survivors work for a moment, repairs it and waits until all peers
        serve again. The window is the longest stillness of the surviving peers' probers until the repair; where nobody
        survives, the time from the repair to the first answer.
        """
        begin = now()
        self._recorder.add("fault", kind=kind, peers=[peer.id for peer in victims], at=begin)
        make()
        recovered()
        time.sleep(SETTLE)
        end = now()
        repair()
        self.ensemble.wait_ready()
        self._faults.append((kind, {peer.id for peer in victims}, begin, end, now()))
        time.sleep(SETTLE)

    def lose_some_clients(self):
        self._workload.lose_some()

    def finish(self, whole_log=True):
        """
        Lets everything come to rest, compares the peers, stops them and judges the history; raises Failed when something is
        wrong. `whole_log`: no snapshot has taken the place of the beginning of the log.
        """
        acknowledged = self._probers.finish()
        self._report_windows(acknowledged)
        for peer, number in last_written(acknowledged).items():
            self._recorder.add("probe", path=f"/probe-{peer}", acknowledged=number)
        self._workload.rest()
        self._recipes.rest()
        self._await_expiry()
        self._workload.note_ephemerals()
        self._recipes.note_watched()
        self._compare()
        self._workload.close()
        self._recipes.close()
        self.ensemble.stop()
        history = os.path.join(self.ensemble.directory, "history.jsonl")
        self._recorder.save(history)
        for trouble in (self._workload.trouble(), self._recipes.trouble()):
            if trouble is not None:
                raise trouble
        self._judge()
        if whole_log and self._workshop.target == "quoll":
            self._workshop.report.note(f"by the log: {simulators_verdict(history, self.ensemble.peers[0])}")

    def _await_expiry(self):
        """The sessions of the vanished run out; then their ephemerals are gone."""
        peer = self.ensemble.peers[0]
        dead = self._workload.dead_paths()
        soon(
            lambda: not any(path in read_tree(peer) for path in dead),
            "the ephemerals of vanished clients are gone",
            within=30,
            every=0.5,
        )

    def _compare(self):
        """Reads every peer's tree, until they agree or it is clear that they will not."""
        equal(len(self.ensemble.leaders()), 1, "the number of leaders")
        deadline = time.monotonic() + 10
        while True:
            trees = {peer.id: read_tree(peer) for peer in self.ensemble.peers}
            first, *others = trees.values()
            if not any(difference(first, other) for other in others) or time.monotonic() > deadline:
                break
            time.sleep(0.3)
        for peer, nodes in trees.items():
            self._recorder.add("tree", peer=peer, nodes=nodes)

    def _judge(self):
        facts = Facts(self._recorder.lines)
        wrong = list(judge(facts))
        done, unknown = len(facts.answered), len(facts.operations) - len(facts.answered)
        lost = len(facts.of("session-lost"))
        self._workshop.report.note(
            f"{done} requests answered, {unknown} unknown, {len(facts.of('hold'))} lock holds, {lost} sessions lost, "
            f"{len(next(iter(facts.trees.values())))} znodes equal on {len(facts.trees)} peers"
            if not wrong
            else f"{done} requests answered, {unknown} unknown"
        )
        if wrong:
            raise Failed("\n".join(wrong))
        if not facts.carried_out():
            raise Failed("nothing was written, so nothing was shown")

    def _report_windows(self, acknowledged):
        for kind, victims, begin, end, back in self._faults:
            all_gone = len(victims) == len(self.ensemble.peers)
            still = first_after(acknowledged, end) if all_gone else window(acknowledged, victims, begin, end)
            self._workshop.measured(kind, still, (back - end) / 1000)
