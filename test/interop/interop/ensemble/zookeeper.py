"""Apache ZooKeeper from Debian's package `zookeeper`: a check that it does not pass is a wrong check."""

import os
import shutil

from .served import ServedEnsemble

JAR = "/usr/share/java/zookeeper.jar"
# The class path of Debian's own script, with a log4j binding so that there is a log to look at.
CLASS_PATH = ["{directory}", JAR, "/usr/share/java/slf4j-log4j12.jar", "/usr/share/java/log4j-1.2.jar"]

LOGGING = """log4j.rootLogger=INFO, C
log4j.appender.C=org.apache.log4j.ConsoleAppender
log4j.appender.C.layout=org.apache.log4j.PatternLayout
log4j.appender.C.layout.ConversionPattern=%d{ISO8601} %-5p %c{1} - %m%n
"""


def installed():
    return os.path.exists(JAR) and shutil.which("java") is not None


class ZooKeeper(ServedEnsemble):
    name = "zookeeper"

    def command(self, directory):
        with open(os.path.join(directory, "log4j.properties"), "w") as properties:
            properties.write(LOGGING)
        class_path = ":".join(CLASS_PATH).format(directory=directory)
        return [
            "java",
            "-Xmx512m",
            "-Dzookeeper.jmx.log4j.disable=true",
            "-Dzookeeper.extendedTypesEnabled=true",
            "-Dznode.container.checkIntervalMs=1000",
            "-cp",
            class_path,
            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
            os.path.join(directory, "zoo.cfg"),
        ]

    def extra_lines(self):
        return ["admin.enableServer=false"]
