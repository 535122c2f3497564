"""Runs of SIPp."""

import csv
import socket

from . import cores
from .child import Child, Failure

TONE = bytes([16] * 4 + [144] * 4) * 1000  # 1 s of a loud square wave of 1 kHz in u-law
# By the name of its folder: its first audio port (the far end has others, see far_end) and its cores.
ROLES = {"sipp-caller": (10000, cores.NEAR), "sipp-answerer": (9000, cores.FAR)}


def free_port():
    """A UDP port of 127.0.0.1 that nobody has now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sipp:
    """A SIPp that calls, or one that answers."""

    def __init__(self, folder, name, options):
        self.port, self.folder = free_port(), folder / name
        self.folder.mkdir()
        audio_from, kept_to = ROLES[name]
        (self.folder / "tone.ul").write_bytes(TONE)
        common = ["-i", "127.0.0.1", "-mi", "127.0.0.1", "-p", self.port, "-mp", audio_from, "-nostdin",
                  "-buff_size", 4000000]
        statistics = ["-trace_stat", "-stf", "statistics.csv", "-fd", 1]
        self.child = Child(["sipp", *options, *common, *statistics], self.folder / "screen.log",
                           kept_to, self.folder)

    @staticmethod
    def caller(setting, folder, scenario, target, calls, rate, options=()):
        """Makes `calls` calls, `rate` a second, at most all at once."""
        return Sipp(folder, "sipp-caller", [
            target, "-sf", setting.scenario(f"sipp-{scenario}.xml"), "-m", calls, "-r", rate, "-l", calls,
            *options])

    @staticmethod
    def answerer(folder):
        """Takes calls until it is ended, by the scenario that comes with SIPp."""
        return Sipp(folder, "sipp-answerer", ["-sn", "uas"])

    @property
    def address(self):
        """Where it takes calls."""
        return f"127.0.0.1:{self.port}"

    def all_went_well(self, calls, limit):
        """Waits for its end; fails unless each call went as its scenario says. Returns its last statistics."""
        status = self.child.wait(limit)
        table = self.folder / "statistics.csv"
        said = statistics(table.read_text()) if table.exists() else {}
        well, failed = said.get("SuccessfulCall(C)", 0), said.get("FailedCall(C)", 0)
        if status or well != calls or failed:
            raise Failure(f"sipp ended with {status}: {well} of {calls} calls went well, {failed} failed: "
                          f"{self.child.words(1)}")
        return said

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.end(limit=1)


def statistics(table):
    """The whole numbers of the last line of SIPp's table, by their names."""
    rows = list(csv.reader(table.splitlines(), delimiter=";"))
    if len(rows) < 2:
        return {}
    return {name: int(value) for name, value in zip(rows[0], rows[-1]) if value.lstrip("-").isdigit()}
