"""What a check may claim. Each claim says what it is about, so that a failure reads as a sentence."""

import time


class Failed(AssertionError):
    """A claim did not hold."""


def true(holds, claim):
    """`claim` is phrased as what must be true."""
    if not holds:
        raise Failed(f"not so: {claim}")


def equal(actual, expected, what):
    if actual != expected:
        raise Failed(f"{what} is {actual!r}, expected {expected!r}")


def includes(text, part, what):
    if part not in text:
        raise Failed(f"{what} lacks {part!r}: {text!r}")


def refused(error, call, *arguments, **keywords):
    """`call` must raise `error`, and nothing else."""
    try:
        result = call(*arguments, **keywords)
    except error:
        return
    except Exception as other:
        raise Failed(f"expected {error.__name__}, got {type(other).__name__}: {other}") from other
    raise Failed(f"expected {error.__name__}, but it was carried out: {result!r}")


def soon(probe, what, within=10.0, every=0.02):
    """Waits until `probe()` gives something true and returns it; `within` and `every` in seconds."""
    deadline = time.monotonic() + within
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failed(f"after {within:g} s still not so: {what}")
        time.sleep(every)


def never(probe, what, during=0.5, every=0.02):
    """`probe()` must stay false for `during` seconds."""
    deadline = time.monotonic() + during
    while time.monotonic() < deadline:
        if probe():
            raise Failed(f"happened, but must not: {what}")
        time.sleep(every)
