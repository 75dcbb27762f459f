"""Handshakes: of old clients, with odd values, for sessions that are gone, and with requests already behind them."""

from ..checks import check
from ..expect import equal, true
from ..wire import records
from ..wire.connection import NO_PASSWORD, connect_request

GROUP = "wire"


@check(GROUP, "an old handshake without the readOnly byte gets an answer without it")
def old_handshake(stage):
    handshake = stage.wire(read_only=None).handshake
    equal((handshake.size, handshake.read_only), (36, None), "the answer to an old client")
    handshake = stage.wire(read_only=False).handshake
    equal((handshake.size, handshake.read_only), (37, False), "the answer to a newer one")
    handshake = stage.wire(read_only=True).handshake
    equal((handshake.size, handshake.read_only), (37, False), "the answer to one that would be content with reading")


@check(GROUP, "the session timeout is brought into the server's range")
def timeouts(stage):
    for asked, given in ((0, 4000), (-5, 4000), (3999, 4000), (12_345, 12_345), (40_000, 40_000), (1_000_000, 40_000)):
        equal(stage.wire(timeout=asked).handshake.timeout, given, f"the timeout for {asked}")


@check(GROUP, "password and protocol version of a new session do not matter; its own password is 16 bytes")
def new_sessions(stage):
    sessions = set()
    for fields in ({"password": None}, {"password": b""}, {"password": b"abc"}, {"protocol": 7}):
        handshake = stage.wire(**fields).handshake
        equal((handshake.protocol, len(handshake.password)), (0, 16), f"the answer to {fields}")
        sessions.add(handshake.session)
    true(len(sessions) == 4 and 0 not in sessions, "every session has its own number")


@check(GROUP, "a session that does not exist, is closed, or has another password is refused alike")
def refused_sessions(stage):
    connection = stage.wire()
    session, password = connection.handshake.session, connection.handshake.password
    wrong = bytes(byte ^ 1 for byte in password)
    nothing = (0, 0, 0, NO_PASSWORD)
    answers = [stage.wire(session=0x1234_5678_9ABC, password=password).handshake]
    for peer in stage.ensemble.peers[1:]:
        answers.append(stage.wire(peer, session=session, password=wrong).handshake)
    equal(connection.call(records.CLOSE_SESSION).error, 0, "the answer to closeSession")
    for peer in stage.ensemble.peers:
        answers.append(stage.wire(peer, session=session, password=password).handshake)
    for answer in answers:
        equal((answer.protocol, answer.timeout, answer.session, answer.password), nothing, "the refusal")


@check(GROUP, "attaching again renegotiates the timeout and closes the older connection")
def attach_again(stage):
    first = stage.wire(timeout=4000)
    session, password = first.handshake.session, first.handshake.password
    second = stage.wire(session=session, password=password, timeout=20_000)
    equal((second.handshake.session, second.handshake.timeout), (session, 20_000), "the second handshake")
    equal(first.expect_close(), [], "what the first connection still gets")
    equal(second.call(records.EXISTS, records.path_and_flag("/")).error, 0, "the second connection")


@check(GROUP, "a client that has seen more than the server is turned away without a word")
def ahead(stage):
    connection = stage.wire(hands=False)
    connection.send_frame(connect_request(seen=2**62))
    equal(connection.expect_close(), [], "the answer to a client from the future")


@check(GROUP, "requests sent right behind the handshake are answered in order once the session is there")
def pipelined(stage):
    connection = stage.wire(hands=False)
    connection.send_frame(connect_request())
    connection.send(records.AUTH, records.auth("digest", b"ann:secret"), xid=records.XID_AUTH)
    connection.send(records.SET_WATCHES, records.set_watches(0), xid=records.XID_SET_WATCHES)
    xids = [connection.send(records.CREATE, records.create(stage.root))]
    xids += [connection.send(records.SET_DATA, records.set_data(stage.root, b"%d" % n, n)) for n in range(20)]
    xids.append(connection.send(records.GET_DATA, records.path_and_flag(stage.root)))
    true(connection.read_handshake().session != 0, "first the handshake")
    replies = [connection.read_reply() for _ in range(len(xids) + 2)]
    equal([reply.xid for reply in replies], [records.XID_AUTH, records.XID_SET_WATCHES, *xids], "the xids")
    equal({reply.error for reply in replies}, {0}, "the errors")
    equal(replies[-1].body.buffer(), b"19", "the data read last")
