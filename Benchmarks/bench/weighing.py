"""What a process used between two instants."""

import time

from . import child


class Weighing:
    """CPU of one process from now on, until `stop`."""

    def __init__(self, pid):
        self.pid = pid
        self.threads, self.ticks = child.threads(pid), child.system_ticks(pid)
        self.started, self.cpu = time.monotonic_ns(), child.process_clock(pid)

    def stop(self):
        """The figures of the window; `cpu_ns` is exact, `system_share` comes from clock ticks."""
        cpu, ended = child.process_clock(self.pid), time.monotonic_ns()
        user, system = (now - then for now, then in zip(child.system_ticks(self.pid), self.ticks))
        figures = {"cpu_ns": cpu - self.cpu, "window_ns": ended - self.started, "memory": child.memory(self.pid)}
        figures["cores"] = figures["cpu_ns"] / figures["window_ns"]
        figures["system_share"] = system / (user + system) if user + system else None
        figures["threads_ms"], waited = self._by_name(child.threads(self.pid))
        figures["queued_share"] = waited / figures["window_ns"]
        return figures

    def _by_name(self, after):
        spent, waited = {}, 0
        for number, (name, cpu, queued) in after.items():
            before = self.threads.get(number, (name, 0, 0))
            spent[name] = spent.get(name, 0) + (cpu - before[1]) / 1e6
            waited += queued - before[2]
        dearest = sorted(spent.items(), key=lambda pair: -pair[1])
        return {name: round(cpu, 1) for name, cpu in dearest if cpu >= 1}, waited
