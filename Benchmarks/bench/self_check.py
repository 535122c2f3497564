"""Does the benchmark itself work? One raw call and one call by SIPp against the far end, and the reading of tables."""

import socket

from . import cores, media, results, table
from .child import Child, Failure
from .far_end import RTP_FROM, FarEnd
from .sipp import Sipp, statistics

BAD_MESSAGES = [b"", b"\r\n\r\n", b"INVITE", b"INVITE sip:a@b SIP/2.0\r\n\r\n", b"\x00" * 200, b"x" * 4096,
                b"INVITE sip:a@b SIP/2.0\r\nVia:\r\nFrom:\r\nTo:\r\nCall-ID:\r\nCSeq:\r\n\r\n",
                b"SIP/2.0 200 OK\r\n\r\n", b":" * 300 + b"\r\n" * 50]


def expect(holds, what):
    """Fails the check."""
    if not holds:
        raise Failure(what)


def raw_call(setting):
    """One leg in C: its packets come back, evenly counted."""
    folder = setting.folder("self-check", "raw")
    command = [setting.raw("rtp_legs"), "--target", f"127.0.0.1:{RTP_FROM}", "--calls", 1]
    with FarEnd(setting, folder, plain=1) as far, Child(command, folder / "legs.log", cores.NEAR) as leg:
        far.wait_for_calls(1, leg, 5)
        seen = far.report()
    expect(seen["version"] == 1 and seen["active"] == 1 and seen["holes"] == 0, f"the far end saw {seen}")
    expect(seen["received"] == seen["reflected"] > 5, f"not all packets were reflected: {seen}")
    expect(15 < seen["gaps"]["p50_ms"] < 25, f"the median gap is not about 20 ms: {seen['gaps']}")


def sip_call(setting):
    """One call by SIPp, beside messages that are none."""
    folder = setting.folder("self-check", "sipp")
    with FarEnd(setting, folder) as far:
        host, _, port = far.sip.partition(":")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for message in BAD_MESSAGES:
                stranger.sendto(message, (host, int(port)))
        with Sipp.caller(setting, folder, "audio", far.sip, 1, 1, ["-d", 1000]) as caller:
            caller.all_went_well(1, 20)
        seen = far.report()
    expect(seen["answered"] == 1 and seen["calls"] == 0, f"the call was not answered or not ended: {seen}")
    expect(seen["bad_messages"] == len(BAD_MESSAGES) - 1, f"an empty datagram is none, all others are bad: {seen}")
    expect(40 <= seen["received"] <= 60, f"1 s of audio is about 50 packets: {seen}")


def reading():
    """Tables, medians and verdicts, without a process."""
    expect(statistics("A;B;C\n1;x;2\n3;y;4\n") == {"A": 3, "C": 4}, "SIPp's table is read wrongly")
    expect(statistics("") == {}, "an empty table has no figures")
    found = results.spread([3, 1, 2])
    expect((found["median"], found["minimum"], found["maximum"], found["spread"]) == (2, 1, 3, 1), f"spread: {found}")
    known = results.Results()
    for ours, theirs in ((50, 100), (30, 50), (9, 10)):
        known.add("g", "callsim", 1, {"f": ours})
        known.add("g", "raw", 1, {"f": theirs})
    expect(known.ratio("g", 1, "f", "callsim", "raw")["median"] == 0.6, "a ratio is the median of ratios")
    known.fail("g", "raw", 1, "why")
    expect(known.failures == ["g, raw, 1: why"], f"failures: {known.failures}")
    expect(table.number(1234567) == "1,230,000" and table.number(0.12345) == "0.123", "numbers are rounded wrongly")
    refused = {"active": 2, "window_ns": 1e9, "holes": 0, "unsent": 0, "received": 50, "reflected": 50}
    for bad in (refused, refused | {"received": 100, "holes": 1}, refused | {"active": 1}):
        try:
            media.judge(bad, 2)
        except Failure:
            continue
        raise Failure(f"a bad window passes: {bad}")


def run(setting):
    """The exit status."""
    for check in (reading, lambda: raw_call(setting), lambda: sip_call(setting)):
        try:
            check()
        except Failure as failure:
            print(f"bench --self-check: {failure}")
            return 1
    print("bench --self-check: the far end, a raw call, a call by SIPp, and the reading of tables are right")
    return 0
