"""The command lines of the Java client (Debian: zookeeper) and of the C client (Debian: zookeeper-bin): a short smoke each."""

import os
import shutil
import subprocess
import time

from ..checks import Skip, check
from ..expect import equal, includes

GROUP = "other clients"

JAVA = "/usr/share/zookeeper/bin/zkCli.sh"
C_PLACES = ("/usr/bin/cli_mt", "/usr/lib/zookeeper/bin/cli_mt")


@check(GROUP, "Java: zkCli.sh creates, reads, watches, lists and deletes")
def java(stage):
    if not os.path.exists(JAVA) or shutil.which("java") is None:
        raise Skip("zkCli.sh is not installed (Debian: zookeeper)")
    root = stage.root
    script = [
        f"create {root} one",
        f"create -e {root}/e two",
        f"create -s {root}/s- three",
        f"get -w {root}",
        f"set {root} four",
        f"get {root}",
        f"ls {root}",
        f"stat {root}",
        f"create {root} again",
        f"delete {root}",
        f"getAcl {root}",
        f"addWatch -m PERSISTENT {root}",
        f"set {root} five",
        "whoami",
        f"sync {root}",
        f"deleteall {root}",
        f"get {root}",
        "quit",
    ]
    out = _run([JAVA, "-waitforconnection", "-server", stage.ensemble.connect], script)
    for wanted in (
        f"Created {root}",
        f"Created {root}/s-0000000001",
        "one",
        "four",
        "[e, s-0000000001]",
        "NodeDataChanged",
        "dataVersion = 1",
        f"Node already exists: {root}",
        f"Node not empty: {root}",
        "'world,'anyone",
        "Sync is OK",
        f"Node does not exist: {root}",
    ):
        includes(out, wanted, "what zkCli.sh printed")


@check(GROUP, "C: cli_mt creates, reads, lists and deletes")
def c(stage):
    program = next((place for place in C_PLACES if os.path.exists(place)), shutil.which("cli_mt"))
    if program is None:
        raise Skip("cli_mt is not installed (Debian: zookeeper-bin)")
    root = stage.root
    script = [
        "",
        f"create {root}",
        f"create +e {root}/e",
        f"set {root} value-two",
        f"get {root}",
        f"ls {root}",
        f"delete {root}/e",
        f"delete {root}",
        "quit",
    ]
    # It reads on while its requests are on their way, so the lines come at a pace.
    out = _run([program, stage.ensemble.connect], script, pace=0.2)
    for wanted in ("value-two", "version=1", "\te\n", "CHILD_EVENT", "DELETED_EVENT"):
        includes(out, wanted, "what cli_mt printed")
    reader = stage.kazoo()
    equal(reader.exists(root), None, "the znode that cli_mt deleted")


def _run(command, lines, pace=0.0):
    """What the program prints when it is given the lines, one every `pace` seconds."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as program:
        for line in lines:
            time.sleep(pace)
            program.stdin.write(f"{line}\n")
            program.stdin.flush()
        out, _ = program.communicate(timeout=60)
        return out
