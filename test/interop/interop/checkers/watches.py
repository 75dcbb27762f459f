"""Watches: the news comes before the new data, a one-shot watch fires once, and nobody is left behind."""

import bisect
from collections import defaultdict

from ..history.facts import zxid_text


def come_before_the_data(facts):
    """No client is answered at a zxid at which something it watches had changed, before it heard of the change."""
    changes = facts.changes()
    watched = defaultdict(dict)
    for line in facts.lines:
        if line["type"] == "watch-set":
            watched[line["client"]].setdefault(line["path"], line["asOf"])
        elif line["type"] == "event":
            watched[line["client"]].pop(line["path"], None)
        elif line["type"] == "detached":
            watched.pop(line["client"], None)
        elif line["type"] == "reply" and line["zxid"] > 0:
            for path, as_of in watched[line["client"]].items():
                missed = _first_after(changes.get(path, []), as_of)
                if missed is not None and missed <= line["zxid"]:
                    yield (
                        f"client {line['client']} was answered at {zxid_text(line['zxid'])} and had not heard that {path} "
                        f"changed at {zxid_text(missed)}, watched as of {zxid_text(as_of)}"
                    )


def fire_once(facts):
    """
    An event needs a watch that was set and has not fired. The watch may be so new that its answer follows the event, so
    what counts is that no more events come than watches were set.
    """
    balance = defaultdict(int)
    for line in facts.lines:
        key = (line.get("client"), line.get("path"))
        if line["type"] == "operation" and line["watch"]:
            balance[key] += 1
        elif line["type"] == "event":
            balance[key] -= 1
    for (client, path), left in balance.items():
        if left < 0:
            yield f"client {client} heard {-left} events of {path} more than it had set watches"


def end_with_the_truth(facts):
    """Who follows a znode with a watch has seen, in the end, what it is in the end, whatever happened to connections."""
    for line in facts.of("watched"):
        for peer, tree in facts.trees.items():
            value = tree.get(line["path"], [None])[0]
            if value != line["value"]:
                yield f"a watch on {line['path']} last saw {line['value']!r}, peer {peer} shows {value!r}"


def _first_after(zxids, after):
    place = bisect.bisect_right(zxids, after)
    return zxids[place] if place < len(zxids) else None
