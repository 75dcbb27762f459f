"""test/interop/run: the command line."""

import argparse
import sys

from . import runner
from . import suite  # noqa: F401  (registers every check)


def arguments():
    parser = argparse.ArgumentParser(
        prog="test/interop/run", description="Real clients and real faults against an ensemble."
    )
    parser.add_argument("--against", choices=sorted(runner.TARGETS), default="quoll", help="what is tested")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="checks whose group or title contains NAME; may be repeated",
    )
    parser.add_argument("--rounds", type=int, metavar="N", help="how often each fault is made")
    parser.add_argument("--long", action="store_true", help="a soak: ten times the rounds")
    parser.add_argument("--keep", action="store_true", help="keep logs, data and histories, and say where")
    return parser.parse_args()


def main():
    given = arguments()
    return runner.run(given.against, given.only, given.rounds, given.long, given.keep)


sys.exit(main())
