"""Sessions: requests answered in order, and no session lost that was kept alive."""


def answer_in_order(facts):
    """Each answer is to the oldest request that waits for one."""
    for line in facts.of("reply"):
        if line["xid"] != line["expectedXid"]:
            yield f"client {line['client']} was answered xid {line['xid']} while {line['expectedXid']} was the oldest"


def live_as_promised(facts):
    """A session ends no earlier than its timeout after its client was last heard; heard: the sending of what was answered."""
    heard, timeout = {}, {}
    for line in facts.lines:
        if line["type"] == "reply":
            heard[line["session"]] = max(line["sentAt"], heard.get(line["session"], 0))
        elif line["type"] == "attached":
            heard[line["session"]] = max(line["sentAt"], heard.get(line["session"], 0))
            timeout[line["session"]] = line["timeoutMs"] * 1000
        elif line["type"] == "session-lost":
            session = line["session"]
            silent = line["at"] - heard.get(session, 0)
            if session in timeout and silent < timeout[session]:
                yield f"client {line['client']} lost its session of {timeout[session] // 1000} ms, heard {silent // 1000} ms ago"
