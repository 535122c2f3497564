"""Participants and joins, and phone legs of the bridge: callsim and a callbridge of its own, in processes apart."""

import json
import time

from . import cores, media
from .callsim import Callsim
from .child import Child, child_named
from .weighing import Weighing


def _run(setting, folder, scenario, values, lead, length):
    """Runs a scenario; what callsim and callbridge used in a window that begins `lead` s after the first start."""
    with Callsim(setting, folder, scenario, values) as run:
        run.wait_until_it_calls()
        bridge = child_named(run.child.pid, "callbridge")
        cores.keep(bridge, cores.FAR)
        time.sleep(lead)
        weighings = Weighing(run.child.pid), Weighing(bridge)
        time.sleep(setting.window)
        weighed = [each.stop() for each in weighings]
        run.verdict(length + 30, weighed[0])
    return {"callsim": weighed[0], "callbridge": weighed[1]}


def steady(setting, results, group, scenario, legs):
    """Legs that are all up and talk, in rooms of two."""
    hold = setting.window + setting.settle + 3
    talk = f"{hold + setting.ramp} s"
    values = {"rooms": legs // 2, "ramp": f"{setting.ramp} s", "hold": f"{hold} s", "talk": talk}
    folder = setting.folder(group, f"callsim-{legs}")
    weighed = _run(setting, folder, scenario, values, setting.ramp + setting.settle + 1, hold)
    for peer, each in weighed.items():
        seconds = each["cpu_ns"] / 1e9
        found = {"legs_per_core": legs / each["cores"], "cores": each["cores"],
                 "cpu_us_per_sent": 1e6 * seconds / (legs * media.PACKETS * each["window_ns"] / 1e9)}
        results.add(group, peer, legs, found | each["memory"], media.detail(each, None))


def raw_participants(setting, results, legs):
    """The pattern with encryption, in C."""
    media.raw_legs(setting, results, "raw", "srtp_legs", "participants", legs, ["--payload", setting.opus_payload])
    for each in results.series[("participants", "raw", legs)].repetitions[-1:]:
        each["figures"]["legs_per_core"] = each["figures"]["calls_per_core"]


def raw_joins(setting, results):
    """Handshakes in C: the client's and the server's side."""
    folder = setting.folder("joins", "raw")
    command = [setting.raw("dtls_joins"), "--handshakes", setting.handshakes]
    with Child(command, folder / "joins.log", cores.NEAR) as child:
        child.wait(120)
        said = json.loads(child.log.read_text())
    for peer in ("client", "server"):
        each = said[f"{peer}_ns"] / said["handshakes"]
        found = {"per_cpu_second": 1e9 / each, "cpu_us_each": each / 1e3}
        results.add("joins", f"raw-{peer}", setting.joins_rate, found)


def joins(setting, results):
    """Participants that come and go."""
    rate, lead = setting.joins_rate, setting.settle + 1
    length = setting.window + lead + 1
    values = {"calls": int(rate * length), "rate": f"{rate}/s"}
    weighed = _run(setting, setting.folder("joins", "callsim"), "joins", values, lead, length)
    for peer, each in weighed.items():
        done = rate * each["window_ns"] / 1e9
        found = {"per_cpu_second": done * 1e9 / each["cpu_ns"], "cpu_us_each": each["cpu_ns"] / 1e3 / done,
                 "cores": each["cores"]}
        results.add("joins", peer, rate, found, media.detail(each, None))


def steps(setting):
    """In the order in which they run."""
    legs, rate = setting.participants, setting.joins_rate
    return [
        ("participants", "raw", legs, lambda results: raw_participants(setting, results, legs)),
        ("participants", "callsim", legs,
         lambda results: steady(setting, results, "participants", "participants", legs)),
        ("joins", "raw-client", rate, lambda results: raw_joins(setting, results)),
        ("joins", "callsim", rate, lambda results: joins(setting, results)),
    ]


def steps_once(setting):
    """What memory a leg takes hardly varies; these run once."""
    legs = setting.participants
    return [
        ("participants", "callsim", legs // 4,
         lambda results: steady(setting, results, "participants", "participants", legs // 4)),
        ("bridge-phones", "callsim", legs // 4,
         lambda results: steady(setting, results, "bridge-phones", "bridge-phones", legs // 4)),
        ("bridge-phones", "callsim", legs,
         lambda results: steady(setting, results, "bridge-phones", "bridge-phones", legs)),
    ]
