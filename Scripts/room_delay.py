"""Measures and prints the delay of a phone call with a participant, and how evenly the phone's packets come.

Starts a bridge with its default settings, and calls one after the other: in the one kind phone and participant both
send markers (a burst out of near silence, once a second), in the other the participant says what it hears. All
instants are of one clock. Fails when a median is above its limit. Called by prove-room-delay.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import threading
import time

PEERS = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Peers"
# What users run today, measured on a machine of the same kind: LiveKit server 1.13.5 with LiveKit SIP 1.2.0.
ROWS = [  # name, LiveKit's median and range, our limit
    ("phone to room", 100, "93-113", 60),
    ("room to phone", 130, "112-151", 60),
    ("round trip through an echo", 279, "246-297", 130),
]
PACING_LIMIT = 22  # ms, p99; 40 there


class Speaker:
    """A program whose lines of JSON are kept, and written to a file as well."""

    def __init__(self, command, log, environment=None):
        self.name, self.events, self.news = pathlib.Path(log).stem, [], threading.Condition()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, **(environment or {})})
        self.reader = threading.Thread(target=self._read, args=(log,), daemon=True)
        self.reader.start()

    def _read(self, log):
        with open(log, "w") as file:
            for line in self.process.stdout:
                file.write(line)
                try:
                    said = json.loads(line)
                except ValueError:
                    continue
                with self.news:
                    self.events.append(said)
                    self.news.notify_all()

    def wait(self, event, limit=30):
        end = time.monotonic() + limit
        with self.news:
            while True:
                found = next((said for said in self.events if said["event"] == event), None)
                if found:
                    return found
                if time.monotonic() > end or not self.reader.is_alive():
                    raise SystemExit(f"{self.name}: the event \"{event}\" did not come; its log tells more")
                self.news.wait(0.5)

    def say(self, word):
        try:
            self.process.stdin.write(word + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def end(self, limit=30):
        try:
            self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.reader.join(5)

    def all(self, event):
        return [said for said in self.events if said["event"] == event]


def delays(sent, heard):
    """Milliseconds from each marker to its arrival; and how many were sent from the first to the last that came."""
    found, arrived = [], []
    for marker in heard:
        before = [s["at"] for s in sent if s["tone"] == marker["tone"] and 0 <= marker["at"] - s["at"] < 2_500_000_000]
        if before:
            arrived.append(max(before))
            found.append((marker["at"] - max(before)) / 1e6)
    return found, len([s for s in sent if arrived and min(arrived) <= s["at"] <= max(arrived)])


def call(options, bridge, number, echo):
    """One call: the events of both."""
    room = f"{'echo' if echo else 'markers'}-{number}"
    peer = Speaker(
        [options.python, str(PEERS / "room_peer.py"), "--bridge", bridge["http"], "--room", room, "--identity", "participant",
         *(["--echo"] if echo else ["--say", "markers"]), "--limit", str(options.seconds + 40)],
        f"{options.output}/{room}-participant.jsonl")
    try:
        peer.wait("published")
        phone = Speaker(
            [sys.executable, str(PEERS / "phone.py"), "--bridge", bridge["sip"], "--room", room, "--say", "markers",
             "--seconds", str(options.seconds)], f"{options.output}/{room}-phone.jsonl")
        try:
            phone.wait("ended", options.seconds + 40)
        finally:
            phone.process.kill()
    finally:
        peer.say("leave")
        peer.end()
    return phone, peer


def start_bridge(options):
    """A bridge of its own on this machine's loopback: where it takes calls, where it takes participants."""
    program = Speaker([options.bridge, "serve"], f"{options.output}/bridge.log", {
        "SIP_ADDRESS": "127.0.0.1:0", "HTTP_ADDRESS": "127.0.0.1", "PORT": "0", "RTP_ADDRESS": "127.0.0.1",
        "ICE_PORT": "0", "SILENCE_TIMEOUT": "off", "LIVEKIT_API_KEY": "devkey",
        "LIVEKIT_API_SECRET": "a secret of more than thirty-two characters"})
    return program, {
        "sip": program.wait("sip listening")["sip_udp"], "http": f"http://127.0.0.1:{program.wait('http listening')['http']}"}


def table(measured):
    """Prints the delays beside LiveKit's; whether all are within their limits."""
    holds = True
    print("milliseconds               | LiveKit (range)  | here: median (range)     | limit |   n of sent")
    for (name, theirs, spread, limit), (values, expected) in zip(ROWS, measured):
        if not values:
            print(f"{name:26} | {theirs:4} ({spread:7})   | nothing heard            | {limit:5} |   0 of {expected:3} FAILS")
            holds = False
            continue
        ordered = sorted(values)
        median = ordered[len(ordered) // 2]
        good = median <= limit
        holds &= good
        here = f"{median:6.1f} ({ordered[0]:.1f}-{ordered[-1]:.1f})"
        print(f"{name:26} | {theirs:4} ({spread:7})   | {here:24} | {limit:5} | {len(values):3} of {expected:3} {'holds' if good else 'FAILS'}")
    return holds


def pacing(findings):
    """Prints how evenly RTP came to the phones; whether within the limit."""
    middle = sorted(found["gap_ms"]["p50"] for found in findings)[len(findings) // 2]
    p99 = max(found["gap_ms"]["p99"] for found in findings)
    most = max(found["gap_ms"]["most"] for found in findings)
    audio = sum(20 * (found["packets"] - 1) for found in findings) / sum(1000 * found["seconds"] for found in findings)
    good = p99 <= PACING_LIMIT
    print(
        f"RTP to the phone: gap p50 {middle:.2f}, p99 {p99:.2f} (the worst call's; limit {PACING_LIMIT}, LiveKit 40),"
        f" longest {most:.2f} ms; {100 * audio:.2f} % of the time covered: {'holds' if good else 'FAILS'}")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bridge", required=True, help="the program callbridge")
    parser.add_argument("--python", required=True, help="Python with the official client")
    parser.add_argument("--output", required=True, help="folder for all that was said")
    parser.add_argument("--calls", type=int, default=3, help="calls of each of the two kinds")
    parser.add_argument("--seconds", type=float, default=15, help="length of a call, one marker a second")
    options = parser.parse_args()
    os.makedirs(options.output, exist_ok=True)
    program, bridge = start_bridge(options)
    measured = [([], 0), ([], 0), ([], 0)]
    findings, codecs = [], set()

    def add(row, sent, heard):
        values, expected = delays(sent, heard)
        measured[row] = (measured[row][0] + values, measured[row][1] + max(expected, len(values)))

    try:
        for number in range(1, 2 * options.calls + 1):
            echo = number > options.calls
            phone, peer = call(options, bridge, number, echo)
            findings += phone.all("ended")
            codecs |= {said["mime"] for said in peer.all("track_subscribed")}
            if echo:
                add(2, phone.all("marker_sent"), phone.all("marker_heard"))
            else:
                add(0, phone.all("marker_sent"), peer.all("marker_heard"))
                add(1, peer.all("marker_sent"), phone.all("marker_heard"))
    finally:
        program.process.terminate()
        program.end(10)
    print(f"{2 * options.calls} calls of {options.seconds:g} s; the participant hears the phone as {', '.join(sorted(codecs)) or 'nothing'}")
    holds = table(measured)
    return 0 if pacing(findings) and holds else 1


if __name__ == "__main__":
    sys.exit(main())
