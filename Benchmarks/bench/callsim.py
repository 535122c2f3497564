"""Runs of callsim."""

import json

from . import cores
from .child import Child, Failure

RTP_PORTS = "28000-31999"  # away from the usual ones, which another run on this machine may have
START_LIMIT = 30  # s until it calls: calibration, and the start of a bridge


class Callsim:
    """A run of a scenario of Benchmarks/scenarios."""

    def __init__(self, setting, folder, scenario, values, target=None):
        self.folder = folder / "run"
        options = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
        options += ["--target", f"sip:{target}"] if target else ["--bridge", setting.program("callbridge")]
        self.child = Child(
            [setting.program("callsim"), "run", setting.scenario(f"{scenario}.yaml"), "--output", self.folder,
             "--rtp-ports", RTP_PORTS, *options],
            folder / "callsim.log", cores.ALL)

    def wait_until_it_calls(self):
        """Waits until its plan begins. Its calibration, which weighs the machine, has all cores; the run has its own."""
        self.child.wait_for(START_LIMIT, "calling …", "joining …")
        cores.keep(self.child.pid, cores.NEAR)

    def verdict(self, limit, weighed):
        """Waits for its end; fails where it did not pass, and says how busy it was when it was weighed."""
        status = self.child.wait(limit)
        try:
            summary = json.loads((self.folder / "summary.json").read_text())
        except (OSError, ValueError):
            raise Failure(f"callsim ended with {status} and left no summary: {self.child.words()}") from None
        if status:
            raise Failure(f"callsim ended with {status}: {_reasons(summary)}; it used {weighed['cores']:.2f} cores")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.end()


def _reasons(summary):
    broken = [each for each in summary["validity"] + summary["thresholds"] if not each["holds"]]
    return "; ".join(f"{each['condition']} does not hold ({each['measured']})" for each in broken) or "see its log"
