"""Linearizable writes, from outside: zxids respect real time, versions of a znode are a chain, refusals change nothing."""

from collections import defaultdict

from ..history.facts import named, zxid_text


def respect_real_time(facts):
    """A write that was asked for after another was answered has the greater zxid."""
    moments = []
    for each in facts.writes():
        moments.append((each["invokedAt"], 1, each))
        moments.append((each["endedAt"], 0, each))
    highest, before = 0, {}
    for _, is_invocation, each in sorted(moments, key=lambda moment: moment[:2]):
        if is_invocation:
            before[each["id"]] = highest
            continue
        zxid = each["outcome"]["zxid"]
        if zxid <= before[each["id"]]:
            yield f"{named(each)} took effect at {zxid_text(zxid)}, though {zxid_text(before[each['id']])} had been answered before it was asked for"
        highest = max(highest, zxid)


def have_a_zxid_each(facts):
    """No two writes, done or refused, are answered with one zxid."""
    first = {}
    for each in facts.writes():
        other = first.setdefault(each["outcome"]["zxid"], each)
        if other is not each:
            yield f"{named(each)} and {named(other)} were both answered with {zxid_text(each['outcome']['zxid'])}"


def make_one_chain_of_versions(facts):
    """For each znode: greater zxid, greater version; a conditional write made the very next one; the answer tells its own zxid."""
    by_path = defaultdict(list)
    for each in facts.carried_out("set-data"):
        stat, zxid = each["outcome"]["stat"], each["outcome"]["zxid"]
        if stat["mzxid"] != zxid:
            yield f"{named(each)} at {zxid_text(zxid)} was shown mzxid {zxid_text(stat['mzxid'])}"
        if each["version"] != -1 and stat["version"] != each["version"] + 1:
            yield f"{named(each)} expected version {each['version']} and made {stat['version']}"
        by_path[each["path"]].append((zxid, stat["version"], each))
    for written in by_path.values():
        written.sort(key=lambda entry: entry[0])
        for (_, version, _), (_, next_version, each) in zip(written, written[1:]):
            if next_version <= version:
                yield f"{named(each)} made version {next_version} after version {version}"


def refused_leave_no_trace(facts):
    """The data of a write that was refused is never seen."""
    refused = {each["value"]: each for each in facts.writes() if each["outcome"]["error"] != 0 and "value" in each}
    for each in facts.answered:
        value = each["outcome"].get("value")
        if value in refused:
            yield f"{named(each)} was shown {value!r}, whose write was refused"
    for peer, tree in facts.trees.items():
        for path, (value, _, _) in tree.items():
            if value in refused and not path.startswith("/recipes"):
                yield f"peer {peer} shows {value!r} at {path}, whose write was refused"
