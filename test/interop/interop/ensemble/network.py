"""
A network that can be cut: each peer in a network namespace of its own, all of them on one bridge, and the run itself
beside the bridge. The namespaces have no names: they live as long as a process is inside, so nothing can be left behind.
"""

import ctypes
import os
import shutil
import subprocess

from .peer import DIES_WITH_US

CLONE_NEWNET = 0x40000000
OWN_NAMESPACE = "/proc/thread-self/ns/net"


def missing():
    """Why there can be no such network here, or None."""
    if os.geteuid() != 0:
        return "needs root"
    for program in ("ip", "iptables", "unshare", "nsenter"):
        if shutil.which(program) is None:
            return f"needs {program}"
    probe = subprocess.run(
        ["unshare", "--net", "iptables", "-A", "INPUT", "-s", "10.98.0.1", "-j", "DROP"], capture_output=True, text=True
    )
    return None if probe.returncode == 0 else f"no network namespaces here: {probe.stderr.strip()}"


class Network:
    """
    Use it as a context: the calling thread, and the threads and programs it starts, are inside. Peers get 10.98.0.N;
    cuts are silent (packets vanish, sockets stay open), as when a cable is pulled.
    """

    def __init__(self, size):
        self._ids = range(1, size + 1)
        self._holders = {}
        self._outside = None

    def host(self, peer_id):
        return f"10.98.0.{peer_id}"

    def prefix(self, peer_id):
        return ["nsenter", "--target", str(self._holders[peer_id].pid), "--net"]

    def __enter__(self):
        self._outside = os.open(OWN_NAMESPACE, os.O_RDONLY)
        _call("unshare", CLONE_NEWNET)
        try:
            _ip("link set lo up")
            _ip("link add quoll-bridge type bridge")
            _ip("address add 10.98.0.254/24 dev quoll-bridge")
            _ip("link set quoll-bridge up")
            for peer_id in self._ids:
                self._attach(peer_id)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        for holder in self._holders.values():
            holder.kill()
            holder.wait()
        _call("setns", self._outside, CLONE_NEWNET)
        os.close(self._outside)

    def isolate(self, peer_id, receives=False, sends=False):
        """
        From now on no packet passes between this peer and the other peers; with `receives` or `sends`, only in the other
        direction. Clients still reach it.
        """
        for other in self._ids:
            if other == peer_id:
                continue
            if not receives:
                self._iptables(peer_id, "-A", "INPUT", "-s", self.host(other), "-j", "DROP")
            if not sends:
                self._iptables(peer_id, "-A", "OUTPUT", "-d", self.host(other), "-j", "DROP")

    def heal(self):
        for peer_id in self._ids:
            self._iptables(peer_id, "-F")

    def _attach(self, peer_id):
        holder = subprocess.Popen([*DIES_WITH_US, "unshare", "--net", "sleep", "infinity"], start_new_session=True)
        self._holders[peer_id] = holder
        _await_namespace(holder.pid)
        _ip(f"link add port-{peer_id} type veth peer name eth0 netns {holder.pid}")
        _ip(f"link set port-{peer_id} master quoll-bridge up")
        self._inside(peer_id, "ip", "link", "set", "lo", "up")
        self._inside(peer_id, "ip", "address", "add", f"{self.host(peer_id)}/24", "dev", "eth0")
        self._inside(peer_id, "ip", "link", "set", "eth0", "up")

    def _iptables(self, peer_id, *arguments):
        self._inside(peer_id, "iptables", "-w", *arguments)

    def _inside(self, peer_id, *command):
        _run([*self.prefix(peer_id), *command])


def _await_namespace(pid):
    """Until the process has left our namespace for its own."""
    ours = os.readlink(OWN_NAMESPACE)
    while os.readlink(f"/proc/{pid}/ns/net") == ours or _name(pid) != "sleep":
        pass


def _name(pid):
    with open(f"/proc/{pid}/comm") as comm:
        return comm.read().strip()


def _ip(arguments):
    _run(["ip", *arguments.split()])


def _run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")


def _call(function, *arguments):
    """unshare(2) and setns(2), which Python has only since 3.12."""
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")
