"""Access control through kazoo: digest, auth, ip and world; who may do what."""

from kazoo.exceptions import AuthFailedError, InvalidACLError, NoAuthError
from kazoo.security import ACL, CREATOR_ALL_ACL, Id, make_acl, make_digest_acl

from ..checks import check
from ..expect import equal, refused, soon, true

GROUP = "access"


@check(GROUP, "a digest ACL lets its user in and nobody else")
def digest(stage):
    owner, stranger = stage.kazoo(), stage.kazoo()
    owner.add_auth("digest", "ann:secret")
    acl = make_digest_acl("ann", "secret", all=True)
    owner.create(stage.root, b"private", acl=[acl])
    stranger.sync(stage.root)
    refused(NoAuthError, stranger.get, stage.root)
    refused(NoAuthError, stranger.set, stage.root, b"")
    refused(NoAuthError, stranger.get_children, stage.root)
    refused(NoAuthError, stranger.create, f"{stage.root}/child")
    refused(NoAuthError, stranger.set_acls, stage.root, [make_acl("world", "anyone", all=True)])
    refused(NoAuthError, stranger.get_acls, stage.root)
    stranger.add_auth("digest", "ann:wrong")
    refused(NoAuthError, stranger.get, stage.root)
    stranger.add_auth("digest", "ann:secret")
    equal(stranger.get(stage.root)[0], b"private", "what the user reads")
    equal(stranger.get_acls(stage.root)[0], [acl], "the ACL")


@check(GROUP, "auth credentials given at the start are there before the first request")
def auth_data(stage):
    owner = stage.kazoo(auth_data=[("digest", "bob:bobsecret")])
    owner.create(stage.root, b"", acl=CREATOR_ALL_ACL)
    acls, _ = owner.get_acls(stage.root)
    equal(acls, [ACL(31, Id("digest", "bob:WGAwC+XYxdw8bJ5K6KcPh8oL58U="))], "what auth: turned into")
    later = stage.kazoo(auth_data=[("digest", "bob:bobsecret")])
    later.sync(stage.root)
    equal(later.get(stage.root)[0], b"", "what another connection of the same user reads")


@check(GROUP, "auth: without an authenticated user is no valid ACL, nor is a name nobody knows")
def invalid(stage):
    client = stage.kazoo()
    refused(InvalidACLError, client.create, stage.root, b"", CREATOR_ALL_ACL)
    refused(InvalidACLError, client.create, stage.root, b"", [make_acl("nobody", "x", all=True)])
    refused(InvalidACLError, client.create, stage.root, b"", [make_acl("world", "someone", all=True)])
    refused(InvalidACLError, client.create, stage.root, b"", [make_acl("ip", "300.1.2.3", all=True)])
    equal(client.exists(stage.root), None, "a znode with an invalid ACL")


@check(GROUP, "permissions are separate: read, write, create, delete, admin")
def permissions(stage):
    client = stage.kazoo()
    client.create(stage.root, b"", acl=[make_acl("world", "anyone", read=True, create=True, admin=True)])
    client.create(f"{stage.root}/child")
    equal(client.get(stage.root)[0], b"", "READ")
    refused(NoAuthError, client.set, stage.root, b"x")
    refused(NoAuthError, client.delete, f"{stage.root}/child")
    client.set_acls(stage.root, [make_acl("world", "anyone", delete=True, write=True)])
    client.set(stage.root, b"x")
    refused(NoAuthError, client.get, stage.root)
    refused(NoAuthError, client.get_acls, stage.root)
    refused(NoAuthError, client.create, f"{stage.root}/other")
    client.delete(f"{stage.root}/child")
    client.delete(stage.root)


@check(GROUP, "an ip ACL admits addresses of its range")
def ip(stage):
    client = stage.kazoo()
    address = client._connection._socket.getsockname()[0]
    network = f"{address.rsplit('.', 1)[0]}.0/24"
    client.create(stage.root, b"", acl=[make_acl("world", "anyone", create=True)])
    client.create(f"{stage.root}/near", b"yes", acl=[make_acl("ip", network, all=True)])
    client.create(f"{stage.root}/far", b"no", acl=[make_acl("ip", "192.0.2.0/24", all=True)])
    equal(client.get(f"{stage.root}/near")[0], b"yes", "data for our range")
    refused(NoAuthError, client.get, f"{stage.root}/far")


@check(GROUP, "setACL is conditional on aversion and moves nothing else")
def set_acl(stage):
    client = stage.kazoo()
    client.create(stage.root, b"")
    before = client.exists(stage.root)
    stat = client.set_acls(stage.root, [make_acl("world", "anyone", all=True)], version=0)
    equal(stat, before._replace(aversion=1), "the stat after setACL")


@check(GROUP, "an unknown scheme is refused, and the client says so")
def unknown_scheme(stage):
    client = stage.kazoo()
    refused(AuthFailedError, client.add_auth, "kerbeross", "x:y")
    soon(lambda: not client.connected, "the connection is closed")
    true(client.state == "LOST", "kazoo gives the session up")
