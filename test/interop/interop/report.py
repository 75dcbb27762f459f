"""One line per check, and a last line with the sums."""

import sys
import traceback
from statistics import median

from .expect import Failed

HOME = "/interop/interop/"
PASSED, FAILED, SKIPPED = "ok", "FAILED", "skipped"


class Report:
    def __init__(self, out=sys.stdout):
        self._out = out
        self._group = None
        self.counts = {PASSED: 0, FAILED: 0, SKIPPED: 0}

    def line(self, text=""):
        print(text, file=self._out, flush=True)

    def group(self, name):
        if name != self._group:
            self.line(f"\n{name}")
            self._group = name

    def passed(self, title, seconds):
        self._count(PASSED, f"  ok       {title} ({seconds:.1f} s)")

    def skipped(self, title, why):
        self._count(SKIPPED, f"  skipped  {title}: {why}")

    def failed(self, title, error):
        self._count(FAILED, f"  FAILED   {title}")
        for line in explain(error):
            self.line(f"           {line}")

    def note(self, text):
        """A fact beside the checks, such as a measured time."""
        self.line(f"           {text}")

    def windows(self, by_kind):
        """The median time that writes stood still, per kind of fault, milliseconds."""
        self.line("\nlongest time without an acknowledged write on the surviving peers, median (least, most)")
        for kind, values in by_kind.items():
            known = [value for value in values if value is not None]
            if known:
                figures = f"{median(known):7.0f} ms  ({min(known):.0f}, {max(known):.0f}; {len(known)} times)"
                self.line(f"  {kind:<28} {figures}")

    def summary(self):
        text = f"{self.counts[PASSED]} passed, {self.counts[FAILED]} failed"
        if self.counts[SKIPPED]:
            text += f", {self.counts[SKIPPED]} skipped"
        self.line(f"\n{text}")

    def _count(self, what, text):
        self.counts[what] += 1
        self.line(text)


def explain(error):
    """A failed claim by its sentence, anything else by its name too; and the way to it through our own files."""
    told = str(error) if isinstance(error, Failed) else f"{type(error).__name__}: {error}"
    yield from told.splitlines()
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if HOME in frame.filename]
    places = [
        f"{frame.filename.split(HOME)[-1]}:{frame.lineno}"
        for frame in frames
        if not frame.filename.endswith(("expect.py", "runner.py"))
    ]
    yield f"at {' > '.join(places)}"
