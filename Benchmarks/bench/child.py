"""Child processes: started, weighed while they run, and ended whatever happens."""

import ctypes
import os
import pathlib
import signal
import subprocess
import time

_alive = []
_libc = ctypes.CDLL(None, use_errno=True)


class Failure(Exception):
    """Why a repetition says nothing; becomes the reason in the report."""


def _before_start(kept_to):
    def prepare():
        _libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        os.sched_setaffinity(0, kept_to)
    return prepare


def end_all():
    """Ends every child that still runs; the last started first."""
    for child in reversed(list(_alive)):
        child.end(limit=3)


def process_clock(pid):
    """CPU time of a process, all its threads and those that ended, in ns: the kernel's own account."""
    return time.clock_gettime_ns((~pid << 3) | 2)


def threads(pid):
    """CPU and time in the run queue of each live thread, ns, by thread id."""
    found = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            cpu, waited = (task / "schedstat").read_text().split()[:2]
            found[int(task.name)] = ((task / "comm").read_text().strip(), int(cpu), int(waited))
        except OSError:  # it ended meanwhile
            continue
    return found


def memory(pid):
    """Resident and proportional size in bytes, and what of it is memory of its own (heap, stacks)."""
    found = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("Rss", "Pss", "Anonymous"):
            found[name.lower()] = int(rest.split()[0]) * 1024
    return found


def system_ticks(pid):
    """User and system time in clock ticks, for their shares only."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]), int(fields[12])


def child_named(pid, name, limit=10):
    """The process id of the child `name` of a process; waits for it."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            lists = [task / "children" for task in pathlib.Path(f"/proc/{pid}/task").iterdir()]
            for number in " ".join(each.read_text() for each in lists).split():
                if pathlib.Path(f"/proc/{number}/comm").read_text().strip() == name:
                    return int(number)
        except OSError:
            pass
        time.sleep(0.05)
    raise Failure(f"no process {name} was started within {limit} s")


class Child:
    """A program that was started; its output goes to a file."""

    def __init__(self, command, log, kept_to, folder=None):
        self.name, self.log = pathlib.Path(command[0]).name, pathlib.Path(log)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                cwd=folder, start_new_session=True, preexec_fn=_before_start(kept_to))
        self.pid = self.process.pid
        _alive.append(self)

    def words(self, lines=3):
        """The end of what it said, on one line."""
        text = self.log.read_text(errors="replace").replace("\r", "\n")
        return " / ".join([line.strip() for line in text.splitlines() if line.strip()][-lines:])

    def wait_for(self, limit, *texts):
        """Waits until it has said one of `texts`."""
        end = time.monotonic() + limit
        while not any(text in self.log.read_text(errors="replace") for text in texts):
            self.check()
            if time.monotonic() > end:
                wanted = " or ".join(map(repr, texts))
                raise Failure(f"{self.name} did not say {wanted} within {limit} s: {self.words()}")
            time.sleep(0.02)

    def check(self):
        """Fails where it has ended."""
        if self.process.poll() is not None:
            raise Failure(f"{self.name} ended early with {self.process.returncode}: {self.words()}")

    def signal(self, number):
        """Sends a signal."""
        self.check()
        os.kill(self.pid, number)

    def wait(self, limit):
        """Its exit status once it ended by itself."""
        try:
            status = self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.end()
            raise Failure(f"{self.name} did not end within {limit:.0f} s: {self.words()}") from None
        self._forget()
        return status

    def end(self, limit=5):
        """Asks it to end, and kills it where it does not."""
        for number, patience in ((signal.SIGTERM, limit), (signal.SIGKILL, 5)):
            if self.process.poll() is not None:
                break
            os.kill(self.pid, number)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self._forget()

    def _forget(self):
        if self in _alive:
            _alive.remove(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
