"""The list of checks. A module adds its own with `@check`; the order of the list is the order of the run."""

from collections import namedtuple

Check = namedtuple("Check", "group title run needs_faults")

REGISTERED = []


class Skip(Exception):
    """The check cannot be made here; the text says why, in one clause."""


def check(group, title):
    """A check against a running ensemble: `function(stage)`."""

    def register(function):
        REGISTERED.append(Check(group, title, function, False))
        return function

    return register


def fault_check(group, title):
    """A check that starts and breaks an ensemble of its own: `function(workshop)`."""

    def register(function):
        REGISTERED.append(Check(group, title, function, True))
        return function

    return register


def chosen(only):
    """Checks whose group or title contains one of the words; all of them when there are no words."""
    words = [word.lower() for word in only]
    if not words:
        return list(REGISTERED)
    return [each for each in REGISTERED if any(word in f"{each.group}: {each.title}".lower() for word in words)]
