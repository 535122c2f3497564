"""SIP calls that are hung up at once: who calls, and who answers."""

import json
import time

from . import cores, media
from .callsim import Callsim
from .child import Child
from .sipp import Sipp
from .weighing import Weighing

CALLS, ANSWERS = "sip-calls", "sip-answers"
BRIDGE = ["--sip", "127.0.0.1:0", "--rtp-address", "127.0.0.1", "--rtp-ports", "20000-24999", "--http-address",
          "127.0.0.1", "--port", "0", "--ice-port", "0", "--public-address", "127.0.0.1"]


def _figures(setting, weighed):
    done = setting.calls_rate * weighed["window_ns"] / 1e9
    return {"per_cpu_second": done * 1e9 / weighed["cpu_ns"], "cpu_us_each": weighed["cpu_ns"] / 1e3 / done,
            "cores": weighed["cores"]}


def _window(setting, *processes):
    time.sleep(setting.settle + 1)
    weighings = [Weighing(pid) for pid in processes]
    time.sleep(setting.window)
    return [each.stop() for each in weighings]


def _calls(setting):
    length = setting.settle + 1 + setting.window + 1.5
    return int(setting.calls_rate * length), length


def _sipp_calls(setting, folder, address, answerer):
    """SIPp calls `address`: what it used, and the process `answerer` with it."""
    calls, length = _calls(setting)
    with Sipp.caller(setting, folder, "signalling", address, calls, setting.calls_rate) as caller:
        weighed = _window(setting, caller.child.pid, answerer)
        took = caller.all_went_well(calls, length + 20)
    return weighed, took


def sipp_to_sipp(setting, results):
    """SIPp calls SIPp: the measure for both sides."""
    folder = setting.folder(CALLS, "sipp")
    with Sipp.answerer(folder) as answerer:
        time.sleep(0.5)
        weighed, _ = _sipp_calls(setting, folder, answerer.address, answerer.child.pid)
    for group, each in zip((CALLS, ANSWERS), weighed):
        results.add(group, "sipp", setting.calls_rate, _figures(setting, each), media.detail(each, None))


def sipp_to_bridge(setting, results):
    """SIPp calls a callbridge, each call a room of its own."""
    folder = setting.folder(ANSWERS, "callbridge")
    with Child([setting.program("callbridge"), "serve", *BRIDGE], folder / "bridge.log", cores.FAR) as bridge:
        address = bridge_address(bridge)
        weighed, _ = _sipp_calls(setting, folder, address, bridge.pid)
    results.add(ANSWERS, "callbridge", setting.calls_rate, _figures(setting, weighed[1]),
                media.detail(weighed[1], None))


def bridge_address(bridge):
    """Where a callbridge answers SIP, by its own words."""
    bridge.wait_for(10, "sip_udp")
    for line in bridge.log.read_text().splitlines():
        if '"sip_udp"' in line:
            return json.loads(line)["sip_udp"]
    raise AssertionError("the line was there a moment ago")


def callsim_to_sipp(setting, results):
    """callsim calls SIPp."""
    folder = setting.folder(CALLS, "callsim")
    calls, length = _calls(setting)
    values = {"calls": calls, "rate": f"{setting.calls_rate}/s"}
    with Sipp.answerer(folder) as answerer:
        time.sleep(0.5)
        with Callsim(setting, folder, "sip-calls", values, answerer.address) as run:
            run.wait_until_it_calls()
            weighed, = _window(setting, run.child.pid)
            run.verdict(length + 30, weighed)
    results.add(CALLS, "callsim", setting.calls_rate, _figures(setting, weighed), media.detail(weighed, None))


def steps(setting):
    """In the order in which they run."""
    rate = setting.calls_rate
    return [
        (CALLS, "sipp", rate, lambda results: sipp_to_sipp(setting, results)),
        (CALLS, "callsim", rate, lambda results: callsim_to_sipp(setting, results)),
        (ANSWERS, "callbridge", rate, lambda results: sipp_to_bridge(setting, results)),
    ]
