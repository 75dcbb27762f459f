"""A history put in order: what the checkers look things up in."""

from collections import defaultdict

WRITES = ("create", "delete", "set-data", "set-acl", "multi")


class Facts:
    def __init__(self, lines):
        self.lines = lines
        self.operations = [line for line in lines if line["type"] == "operation"]
        self.answered = [each for each in self.operations if each["outcome"] is not None]
        self.trees = {line["peer"]: line["nodes"] for line in lines if line["type"] == "tree"}
        self.target = next((line["target"] for line in lines if line["type"] == "run"), None)
        self._changes = None

    def of(self, kind):
        return [line for line in self.lines if line["type"] == kind]

    def writes(self):
        """Answered writes, also those that were refused: each took a zxid."""
        return [each for each in self.answered if each["kind"] in WRITES]

    def carried_out(self, kind=None):
        """Writes that were acknowledged as done."""
        done = (each for each in self.writes() if each["outcome"]["error"] == 0)
        return [each for each in done if kind is None or each["kind"] == kind]

    def unknown(self, *kinds):
        """Operations that nobody knows the outcome of."""
        return [each for each in self.operations if each["outcome"] is None and each["kind"] in kinds]

    def changes(self):
        """For each path the zxids at which its data is known to have changed: told by writes, seen by reads."""
        if self._changes is None:
            found = defaultdict(set)
            for each in self.carried_out():
                found[each["outcome"].get("path", each["path"])].add(each["outcome"]["zxid"])
            for each in self.answered:
                stat = each["outcome"].get("stat")
                if stat is not None and each["kind"] in ("get-data", "exists"):
                    found[each["path"]].update((stat["mzxid"], stat["czxid"]))
            self._changes = {path: sorted(zxids) for path, zxids in found.items()}
        return self._changes


def epoch(zxid):
    return zxid >> 32


def zxid_text(zxid):
    return f"{epoch(zxid)}:{zxid & 0xFFFFFFFF}"


def named(operation):
    return f"{operation['kind']} {operation['path']} (client {operation['client']}, xid {operation['xid']}, peer {operation['peer']})"
