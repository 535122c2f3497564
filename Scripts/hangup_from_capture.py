"""Recomputes the hang-up errors of a run from a packet capture, independently of all of callsim's code.

Usage: hangup_from_capture.py CAPTURE RUN_FOLDER

SIP (who called which room, where its audio is, when the BYE came) and RTP (which packet was the last that held
activity, -35 dBm0 or more) are read from the capture; from the run only the results to compare with.
"""

import collections
import json
import math
import pathlib
import re
import struct
import sys

ACTIVITY_DBM0 = -35.0
AGREEMENT_MS = 1.0
# A sine of peak 32124 (the largest u-law value as 16 bit) is +3.17 dBm0.
REFERENCE = 32124 / math.sqrt(2) / 10 ** (3.17 / 20)


def ulaw(code):
    code = ~code & 0xFF
    value = (((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)
    return 0x84 - value if code & 0x80 else value - 0x84


SQUARES = [ulaw(code) ** 2 for code in range(256)]


def active(payload):
    square = sum(map(SQUARES.__getitem__, payload)) / len(payload)
    return square > 0 and 20 * math.log10(math.sqrt(square) / REFERENCE) >= ACTIVITY_DBM0


def packets(path):
    """Yields (nanoseconds, source port, destination port, payload) of the UDP packets of a nanosecond pcap."""
    data = pathlib.Path(path).read_bytes()
    magic = struct.unpack_from("<I", data)[0]
    assert magic == 0xA1B23C4D, "expected a pcap with nanoseconds, little endian"
    offset = 24
    while offset + 16 <= len(data):
        seconds, nanos, length, _ = struct.unpack_from("<IIII", data, offset)
        frame = data[offset + 16 : offset + 16 + length]
        offset += 16 + length
        if len(frame) < 42 or frame[12:14] != b"\x08\x00" or frame[23] != 17:
            continue
        start = 14 + (frame[14] & 0x0F) * 4
        source, destination = struct.unpack_from(">HH", frame, start)
        yield seconds * 10**9 + nanos, source, destination, frame[start + 8 :]


def header(text, name):
    found = re.search(rf"^{name}:\s*(.*?)\r?$", text, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else ""


def read(path):
    """The calls of a capture by Call-ID: room, audio port, answer, BYE; and the last activity sent from each port."""
    calls = collections.defaultdict(dict)
    last_active = {}
    for at, source, _, payload in packets(path):
        if len(payload) >= 172 and payload[0] >> 6 == 2 and payload[1] & 0x7F == 0:
            if active(payload[12:]):
                last_active[source] = at
            continue
        text = payload.decode("latin-1")
        call = calls[header(text, "Call-ID")]
        if text.startswith("INVITE "):
            call.setdefault("room", re.match(r"INVITE sip:([^@]+)@", text).group(1))
            call.setdefault("port", int(re.search(r"^m=audio (\d+)", text, re.MULTILINE).group(1)))
        elif text.startswith("SIP/2.0 200") and "INVITE" in header(text, "CSeq"):
            call.setdefault("answered", at)
        elif text.startswith("BYE "):
            call.setdefault("bye", at)
    return {name: call for name, call in calls.items() if "room" in call}, last_active


def unusable(record, calls):
    """Why a record cannot be compared with the capture; None when it can."""
    if record.get("callID") is None:
        return "it has no Call-ID: it was never dialled"
    if record.get("silenceThreshold") is None:
        return "it has no silence threshold"
    call = calls.get(record["callID"])
    if call is None:
        return "the capture has no INVITE of it"
    lacks = [word for word, key in (("200 to its INVITE", "answered"), ("BYE", "bye")) if key not in call]
    return f"the capture has no {' and no '.join(lacks)} of it" if lacks else None


def main(capture, folder):
    calls, last_active = read(capture)
    header_file = json.loads((pathlib.Path(folder) / "run.json").read_text())
    lines = [json.loads(line) for line in (pathlib.Path(folder) / "records.jsonl").read_text().splitlines()]
    # What participants send is encrypted; in the scenario the caller has the last word, which the capture shows.
    records = [line for line in lines if line.get("kind") != "participant"]
    reported = json.loads((pathlib.Path(folder) / "summary.json").read_text())["hangUps"]["errors"]
    reasons = [(record, unusable(record, calls)) for record in records]
    for record, reason in reasons:
        if reason:
            print(f"call {record['call']}, {record['caller']}: {reason}")
    if not reported or any(reason for _, reason in reasons):
        print(f"{folder}: {len(reported)} hang-ups in the summary, {len(records)} calls in the records;"
              " comparing needs a run in which every call was hung up after silence")
        return 1
    # Other traffic may be in the capture, with rooms of the same names: the records say whose calls are meant.
    rooms = collections.defaultdict(list)
    for record in records:
        rooms[record["call"], calls[record["callID"]]["room"]].append(calls[record["callID"]])
    own = []
    for record in sorted(records, key=lambda record: (record["call"], record["role"])):
        call = calls[record["callID"]]
        latest = max(last_active.get(other["port"], 0) for other in rooms[record["call"], call["room"]])
        due = max(latest, call["answered"]) + record["silenceThreshold"]
        own.append(call["bye"] - due)
    if len(own) != len(reported):
        print(f"{len(own)} hang-ups in the capture but {len(reported)} in the summary of {header_file['scenario']}")
        return 1
    differences = [abs(a - b) / 1e6 for a, b in zip(own, reported)]
    for name, errors in (("callsim", reported), ("capture", own)):
        ordered = sorted(error / 1e6 for error in errors)
        print(
            f"hang-up error by {name}: n {len(ordered)}, min {ordered[0]:+.3f}, median (bias)"
            f" {ordered[len(ordered) // 2]:+.3f}, p95 {ordered[math.ceil(len(ordered) * 0.95) - 1]:+.3f},"
            f" max {ordered[-1]:+.3f} ms"
        )
    worst = max(differences)
    print(f"largest difference of one call: {worst:.3f} ms (limit {AGREEMENT_MS} ms):"
          f" {'holds' if worst <= AGREEMENT_MS else 'FAILS'}")
    return 0 if worst <= AGREEMENT_MS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
