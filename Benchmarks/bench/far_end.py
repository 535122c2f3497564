"""The reflector that all senders share, and the windows of what it saw."""

import json
import signal
import time

from . import cores
from .child import Child, Failure

RTP_FROM, RTP_TO = 14000, 19999  # even ones: 3,000 calls
PRIORITY = 10  # of SCHED_FIFO, as callsim's media threads take where they may


class FarEnd:
    """A reflector; `plain` is the number of RTP ports that are open without a call."""

    def __init__(self, setting, folder, plain=0):
        self.file = folder / "reflector.json"
        self.file.unlink(missing_ok=True)
        self.child = Child([
            setting.raw("reflector"), "--sip", "127.0.0.1:0", "--rtp-ports", f"{RTP_FROM}-{RTP_TO}",
            "--json", self.file, "--plain", plain, "--priority", PRIORITY], folder / "reflector.log", cores.FAR)
        self.child.wait_for(5, "\n")
        self.sip = json.loads(self.child.log.read_text())["sip"]
        self.reports = 0

    def begin(self):
        """Begins a window."""
        self.child.signal(signal.SIGUSR2)

    def report(self):
        """What came since the window began."""
        self.child.signal(signal.SIGUSR1)
        self.reports += 1
        end = time.monotonic() + 5
        while time.monotonic() < end:
            if self.file.exists():
                said = json.loads(self.file.read_text())
                if said["reports"] == self.reports:
                    return said
            time.sleep(0.005)
        raise Failure("the reflector did not write its report within 5 s")

    def wait_for_calls(self, count, sender, limit):
        """Waits until `count` calls are up and send."""
        end = time.monotonic() + limit
        while True:
            self.begin()
            time.sleep(0.3)
            said = self.report()
            if said["active"] >= count:
                return
            sender.check()
            if time.monotonic() > end:
                raise Failure(f"{said['active']} of {count} calls were up after {limit:.0f} s: {sender.words()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.end()
