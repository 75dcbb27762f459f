"""Every module that holds checks, in the order in which they are run."""

# ruff: noqa: F401, I001
from .operations import nodes
from .operations import transactions
from .operations import watches
from .operations import access
from .operations import sessions
from .operations import words
from .recipes import locks
from .recipes import queues
from .recipes import groups
from .raw import vectors
from .raw import framing
from .raw import handshake
from .raw import requests
from .raw import watches as raw_watches
from .raw import extensions
from .raw import limits
from .others import command_lines
from .others import quoll_up
from .checkers import proof
from .faults import loss
from .faults import copies
from .faults import kills
from .faults import chaos
