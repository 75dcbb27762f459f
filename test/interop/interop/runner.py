"""Runs the chosen checks: those that share an ensemble on one, those that break theirs on one each."""

import os
import shutil
import signal
import tempfile
import time
from collections import namedtuple
from contextlib import ExitStack

from . import checks
from .ensemble import quoll, zookeeper
from .ensemble.network import Network, missing
from .ensemble.served import NO_SNAPSHOTS
from .report import FAILED, Report
from .stage import Stage


class Interrupted(BaseException):
    """SIGTERM or SIGINT: clean up and go."""


class Workshop:
    """What a fault check is given: it may start ensembles, on loopback or on a network that can be cut."""

    def __init__(self, target, directory, rounds, long, report, windows):
        self.target = target
        self.windows = windows
        self.directory = directory
        self.long = long
        self.report = report
        self._rounds = rounds
        self._open = ExitStack()

    def rounds(self, usual):
        """How often a fault is made: as asked for, or `usual`, or many times more in a long run."""
        return self._rounds or (usual * 10 if self.long else usual)

    def ensemble(self, size=3, settings=NO_SNAPSHOTS):
        """`settings`: further lines of zoo.cfg."""
        return self._started(size, None, settings)

    def ensemble_on_network(self, size=3, settings=NO_SNAPSHOTS):
        why = missing()
        if why:
            raise checks.Skip(why)
        return self._started(size, self._open.enter_context(Network(size)), settings)

    def on_close(self, action):
        """`action()` is carried out at the end of the check, whatever happens; the last one first."""
        self._open.callback(action)

    def measured(self, kind, window_ms, back_ms):
        """Writes stood still for this long, and the victim was back this long after its repair."""
        self.windows.setdefault(kind, []).append(window_ms)
        still = "no write was answered" if window_ms is None else f"{window_ms:.0f} ms without a write"
        self.report.note(f"{kind}: {still}; all serve {back_ms:.0f} ms after the repair")

    def close(self):
        self._open.close()

    def _started(self, size, network, settings):
        directory = tempfile.mkdtemp(prefix="ensemble-", dir=self.directory)
        ensemble = TARGETS[self.target].ensemble(directory, size, network, settings)
        self._open.callback(ensemble.stop)
        ensemble.start()
        return ensemble


Target = namedtuple("Target", "ensemble missing_reason")

TARGETS = {
    "quoll": Target(
        quoll.Quoll,
        lambda: None if quoll.installed() else "quoll is not built: run the build of the workspace first",
    ),
    "zookeeper": Target(
        zookeeper.ZooKeeper,
        lambda: (
            None if zookeeper.installed() else "Debian's packages zookeeper and default-jre-headless are not installed"
        ),
    ),
}


def run(target, only, rounds, long, keep):
    """Exit code: 0 when nothing failed, 1 when something did, 2 when nothing could be run."""
    report = Report()
    why = TARGETS[target].missing_reason()
    if why:
        report.line(why)
        return 2
    wanted = checks.chosen(only)
    if not wanted:
        report.line(f"no check has {' or '.join(repr(word) for word in only)} in its name")
        return 2
    directory = tempfile.mkdtemp(prefix="quoll-interop-")
    _heed_signals()
    try:
        _run_shared(target, directory, [each for each in wanted if not each.needs_faults], report)
        _run_faults(target, directory, [each for each in wanted if each.needs_faults], rounds, long, report)
        report.summary()
        return 1 if report.counts[FAILED] else 0
    except Interrupted as interruption:
        report.line(f"\ninterrupted by {interruption}")
        return 130
    finally:
        if keep:
            report.line(f"kept: {directory}")
        else:
            shutil.rmtree(directory, ignore_errors=True)


def _run_shared(target, directory, wanted, report):
    if not wanted:
        return
    home = os.path.join(directory, "shared")
    os.makedirs(home)
    ensemble = TARGETS[target].ensemble(home)
    try:
        began = time.monotonic()
        ensemble.start()
        report.line(
            f"{target}: {len(ensemble.peers)} peers serve after {time.monotonic() - began:.1f} s ({ensemble.connect})"
        )
        for each in wanted:
            stage = Stage(ensemble)
            _run_one(each, stage, report)
    finally:
        ensemble.stop()


def _run_faults(target, directory, wanted, rounds, long, report):
    windows = {}
    for each in wanted:
        _run_one(each, Workshop(target, directory, rounds, long, report, windows), report)
    if windows:
        report.windows(windows)


def _run_one(each, setting, report):
    report.group(each.group)
    began = time.monotonic()
    try:
        each.run(setting)
        report.passed(each.title, time.monotonic() - began)
    except checks.Skip as skip:
        report.skipped(each.title, skip)
    except Exception as error:
        report.failed(each.title, error)
    finally:
        setting.close()


def _heed_signals():
    def interrupt(number, _frame):
        # Once is enough: cleaning up must not be interrupted again.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Interrupted(signal.Signals(number).name)

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
