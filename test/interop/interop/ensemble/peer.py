"""One peer as a process of its own: started, stopped in order, killed, frozen and thawed."""

import os
import signal
import subprocess
import time

from . import words

# A peer must not outlive the run, whatever happens to the run.
DIES_WITH_US = ["setpriv", "--pdeathsig", "KILL"]


class Serving:
    """A peer as a client sees it: an address that may or may not serve."""

    def __init__(self, peer_id, host, client_port):
        self.id = peer_id
        self.host = host
        self.client_port = client_port

    @property
    def address(self):
        return f"{self.host}:{self.client_port}"

    def mode(self):
        return words.mode(self.host, self.client_port)

    def ask(self, word):
        return words.ask(self.host, self.client_port, word)

    def is_running(self):
        return True

    def trouble(self):
        """What can be said about a peer that does not serve."""
        return "runs but does not serve"

    def wait_serving(self, within=60.0):
        """Until the peer serves clients as a member of an ensemble that has a leader; its mode."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline and self.is_running():
            mode = self.mode()
            if mode is not None:
                return mode
            time.sleep(0.05)
        raise RuntimeError(f"peer {self.id} {self.trouble()}")


class Peer(Serving):
    """`command` is the program with its arguments; `prefix` what it is started through (a network namespace)."""

    def __init__(self, peer_id, host, client_port, directory, command, prefix=()):
        super().__init__(peer_id, host, client_port)
        self.directory = directory
        self._command = [*prefix, *DIES_WITH_US, *command]
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    @property
    def log(self):
        return os.path.join(self.directory, "out.log")

    def start(self):
        """Returns at once; see `wait_serving`."""
        with open(self.log, "ab") as out:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.directory,
                start_new_session=True,
            )

    def is_running(self):
        return self._process is not None and self._process.poll() is None

    def kill(self):
        """SIGKILL: no goodbye, no flush."""
        self._end(signal.SIGKILL, 10)

    def stop(self, within=15.0):
        """SIGTERM, as an operator would; SIGKILL after `within` seconds. True when it ended by itself."""
        return self._end(signal.SIGTERM, within)

    def pause(self):
        """SIGSTOP: the peer is silent, its sockets stay open."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self):
        self._process.send_signal(signal.SIGCONT)

    def _end(self, how, within):
        if not self.is_running():
            return True
        self._process.send_signal(how)
        self._process.send_signal(signal.SIGCONT)
        try:
            self._process.wait(within)
            return True
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False

    def trouble(self):
        state = "runs but does not serve" if self.is_running() else f"ended with {self._process.returncode}"
        return f"{state}; the end of its log:\n{self.log_tail()}"

    def log_tail(self, lines=12):
        try:
            with open(self.log, "r", errors="replace") as log:
                return "".join(f"      | {line}" for line in log.readlines()[-lines:])
        except OSError:
            return "      | (no log)\n"
