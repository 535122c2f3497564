"""Who runs where. A sender and its peer on one core wake each other once a batch, on two cores once a packet, which
doubles the price of a packet: left to the scheduler it would be chance. So peers are kept apart."""

import os
import pathlib

ALL = os.sched_getaffinity(0)
# The far end, the bridge beside callsim, the SIPp that answers.
FAR = {max(ALL)}
# Who calls and sends.
NEAR = ALL - FAR or FAR


def keep(pid, cores):
    """Keeps a running process to `cores`, with all its threads and those that they start."""
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            os.sched_setaffinity(int(task.name), cores)
        except OSError:  # it ended meanwhile
            continue
