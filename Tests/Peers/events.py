"""How the peers talk to whoever started them: a line of JSON for each event, a word on standard input for each wish.

Every event has "at", nanoseconds of CLOCK_MONOTONIC: one clock for all processes of a machine.
"""
import json
import sys
import threading
import time

_lock = threading.Lock()


def tell(event, at=None, **facts):
    """Writes one event; from any thread."""
    line = json.dumps({"event": event, "at": time.monotonic_ns() if at is None else at, **facts})
    with _lock:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def on_command(act):
    """Calls `act` with each line of standard input, on a thread of its own, until the input ends."""
    def read():
        for line in sys.stdin:
            if line.strip():
                act(line.strip())

    threading.Thread(target=read, daemon=True).start()
