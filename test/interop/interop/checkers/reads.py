"""Reads: of something that was written, not older than they claim, never backwards, and fresh after a sync."""

import bisect
from collections import defaultdict

from ..history.facts import WRITES, epoch, named, zxid_text


def match_the_writes(facts):
    """What a read shows was written at the zxid it names, and nothing newer happened up to the zxid of its answer."""
    written = _written(facts)
    maybe = defaultdict(set)
    for each in facts.unknown("set-data", "create"):
        maybe[each["path"]].add(each["value"])
    shown = {}
    changes = facts.changes()
    for each in facts.answered:
        if each["kind"] != "get-data" or each["outcome"]["error"] != 0:
            continue
        path, stat, value = each["path"], each["outcome"]["stat"], each["outcome"]["value"]
        zxid, mzxid = each["outcome"]["zxid"], stat["mzxid"]
        truth = written.get((path, mzxid))
        if truth is not None and truth != (value, stat["version"]):
            yield f"{named(each)} was shown {value!r} version {stat['version']} of {zxid_text(mzxid)}, written were {truth}"
        if truth is None and value not in maybe[path]:
            yield f"{named(each)} was shown {value!r} of {zxid_text(mzxid)}, which nobody wrote"
        if shown.setdefault((path, mzxid), (value, stat["version"])) != (value, stat["version"]):
            yield f"{named(each)} was shown {value!r} of {zxid_text(mzxid)}, another read {shown[(path, mzxid)]}"
        missed = _between(changes.get(path, []), mzxid, zxid)
        if missed:
            yield f"{named(each)} answered at {zxid_text(zxid)} shows {zxid_text(mzxid)}, and misses {zxid_text(missed)}"


def see_one_system(facts):
    """What a session is shown never goes back, whichever peers it talks to."""
    newest = {}
    for line in facts.lines:
        if line["type"] not in ("reply", "event") or line["zxid"] <= 0:
            continue
        key = (line["client"], line["session"])
        if line["zxid"] < newest.get(key, 0):
            yield f"client {line['client']} was shown {zxid_text(line['zxid'])} after {zxid_text(newest[key])}"
        newest[key] = max(line["zxid"], newest.get(key, 0))


def are_fresh_after_sync(facts):
    """
    A sync is answered no earlier than every write that was answered before it was asked for. A leader that was deposed and
    does not know it yet may answer out of its own epoch, so only writes up to the epoch of the answer count. Not asked of
    ZooKeeper: its leader answers a sync at once, and may be behind a follower in applying what it committed.
    """
    if facts.target == "zookeeper":
        return
    moments = []
    for each in facts.answered:
        if each["kind"] in WRITES:
            moments.append((each["endedAt"], 0, each))
        elif each["kind"] == "sync" and each["outcome"]["error"] == 0:
            moments.append((each["invokedAt"], 1, each))
    highest = {}
    for _, is_sync, each in sorted(moments, key=lambda moment: moment[:2]):
        zxid = each["outcome"]["zxid"]
        if not is_sync:
            highest[epoch(zxid)] = max(zxid, highest.get(epoch(zxid), 0))
            continue
        demanded = max((value for of, value in highest.items() if of <= epoch(zxid)), default=0)
        if zxid < demanded:
            yield f"{named(each)} was answered at {zxid_text(zxid)}, {zxid_text(demanded)} had been answered before"


def _written(facts):
    written = {}
    for each in facts.carried_out():
        if each["kind"] in ("set-data", "create"):
            outcome = each["outcome"]
            written[(outcome.get("path", each["path"]), outcome["zxid"])] = (each["value"], outcome["stat"]["version"])
    return written


def _between(zxids, after, up_to):
    """The first of the sorted zxids in (after, up_to], or None."""
    place = bisect.bisect_right(zxids, after)
    return zxids[place] if place < len(zxids) and zxids[place] <= up_to else None
