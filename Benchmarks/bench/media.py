"""Phone legs: the raw pattern, callsim and SIPp against one far end."""

import json
import signal
import time

from . import cores, far_end
from .callsim import Callsim
from .child import Child, Failure
from .far_end import FarEnd
from .sipp import Sipp
from .weighing import Weighing

PACKETS = 50  # a second, each way
GROUP = "phone-legs"


def weigh(setting, far, child, legs):
    """The window: figures of the sender and what the far end saw of it meanwhile."""
    time.sleep(setting.settle)
    far.begin()
    weighing = Weighing(child.pid)
    time.sleep(setting.window)
    weighed = weighing.stop()
    seen = far.report()
    child.check()
    judge(seen, legs)
    return weighed, seen


def judge(seen, legs):
    """Fails where the far end did not see what was planned."""
    planned = legs * PACKETS * seen["window_ns"] / 1e9
    if seen["active"] != legs:
        raise Failure(f"{seen['active']} of {legs} calls sent anything")
    if seen["holes"] or seen["unsent"]:
        raise Failure(f"{seen['holes']} packets lost on the way there, {seen['unsent']} not sent back")
    if abs(seen["received"] - planned) > 0.01 * planned:
        raise Failure(f"{seen['received']} packets in the window, {planned:.0f} were planned")


def figures(weighed, seen, receives):
    """What a repetition comes to."""
    seconds, sent = weighed["cpu_ns"] / 1e9, seen["received"]
    found = {"sent_per_cpu_second": sent / seconds, "cpu_us_per_sent": 1e6 * seconds / sent, "cores": weighed["cores"]}
    if receives:
        found["packets_per_cpu_second"] = (sent + seen["reflected"]) / seconds
        found["calls_per_core"] = sent / seconds / PACKETS
    gaps = seen["gaps"]
    found.update({f"gap_{name}": gaps[name] for name in gaps if name != "count"})
    return found | weighed["memory"]


def detail(weighed, seen):
    """What is worth keeping besides."""
    kept = ("cpu_ns", "window_ns", "system_share", "queued_share", "threads_ms")
    return {name: weighed[name] for name in kept} | ({"far_end": seen} if seen else {})


def raw_legs(setting, results, name, program, group, legs, options=()):
    """The pattern in C; also for participants."""
    folder = setting.folder(group, f"{name}-{legs}")
    deaf = "--deaf" in options
    command = [setting.raw(program), "--target", f"127.0.0.1:{far_end.RTP_FROM}", "--calls", legs, "--priority",
               far_end.PRIORITY, *options]
    with FarEnd(setting, folder, plain=legs) as far, Child(command, folder / "legs.log", cores.NEAR) as child:
        weighed, seen = weigh(setting, far, child, legs)
        child.signal(signal.SIGTERM)
        child.wait(5)
        said = json.loads(child.log.read_text())
    lost = 0 if deaf else said["sent"] - said["received"]
    if lost > legs or said["refused"] or said["unsent"] or said["dropped_ticks"]:
        raise Failure(f"of {said['sent']} packets {lost} did not come back, {said['refused']} were not authentic, "
                      f"{said['unsent']} not sent; {said['dropped_ticks']} ticks missed")
    found = figures(weighed, seen, not deaf)
    results.add(group, name, legs, found, detail(weighed, seen) | {"realtime": said["realtime"]})


def callsim(setting, results, legs):
    """callsim's phone legs, every received packet inspected."""
    folder = setting.folder(GROUP, f"callsim-{legs}")
    hold = setting.window + setting.settle + 3
    values = {"legs": legs, "ramp": f"{setting.ramp} s", "hold": f"{hold} s", "talk": f"{hold + setting.ramp} s"}
    with FarEnd(setting, folder) as far, Callsim(setting, folder, "phone-legs", values, far.sip) as run:
        run.wait_until_it_calls()
        far.wait_for_calls(legs, run.child, setting.ramp + 5)
        weighed, seen = weigh(setting, far, run.child, legs)
        run.verdict(hold + setting.ramp + 30, weighed)
    results.add(GROUP, "callsim", legs, figures(weighed, seen, True), detail(weighed, seen))


def sipp(setting, results, legs):
    """SIPp's rtp_stream, which sends and does not listen."""
    folder = setting.folder(GROUP, f"sipp-{legs}")
    length = int(1000 * (setting.window + setting.settle + setting.ramp + 5))
    with FarEnd(setting, folder) as far, Sipp.caller(
            setting, folder, "audio", far.sip, legs, max(1, legs // setting.ramp), ["-d", length]) as run:
        far.wait_for_calls(legs, run.child, setting.ramp + 5)
        weighed, seen = weigh(setting, far, run.child, legs)
    results.add(GROUP, "sipp", legs, figures(weighed, seen, False), detail(weighed, seen))


def steps(setting, legs):
    """The peers of one size, in the order in which they run."""
    return [
        (GROUP, "raw", legs, lambda results: raw_legs(setting, results, "raw", "rtp_legs", GROUP, legs)),
        (GROUP, "callsim", legs, lambda results: callsim(setting, results, legs)),
        (GROUP, "raw-deaf", legs,
         lambda results: raw_legs(setting, results, "raw-deaf", "rtp_legs", GROUP, legs, ["--deaf"])),
        (GROUP, "sipp", legs, lambda results: sipp(setting, results, legs)),
    ]
