#!/usr/bin/env python3
"""A phone of few parts: calls a room by SIP over UDP, speaks and listens in G.711 u-law. Standard library only.

Tells its events as lines of JSON (events.py): "ringing", "answered", "refused", "first_packet", "first_audible",
"second_received" (50 more packets), "hears", "stops_hearing", "marker_sent", "marker_heard", "bye_received",
"bye_answered" and, last, "ended" with the cause and all it found. What it receives is stamped by the kernel; what it
sends, just before the send call.

Words on standard input: "hush", "speak", "bye".
An implementation of its own, sharing nothing with the programs it is held against.
"""
import argparse
import array
import re
import select
import socket
import struct
import sys
import threading
import time
import uuid

import tunes
from events import on_command, tell

FRAME = 160  # samples, octets and RTP timestamp units of 20 ms
SO_TIMESTAMPNS = 35  # Linux; Python does not name it


def _decoded(octet):
    octet = ~octet & 0xFF
    magnitude = (((octet & 0x0F) << 3) + 0x84 << ((octet & 0x70) >> 4)) - 0x84
    return -magnitude if octet & 0x80 else magnitude


DECODED = [_decoded(octet) for octet in range(256)]


def _encoded(sample):
    """One octet of ITU-T G.711 u-law."""
    sign, magnitude = (0x80, min(-sample, 32635)) if sample < 0 else (0, min(sample, 32635))
    magnitude += 0x84
    segment = magnitude.bit_length() - 8
    return ~(sign | segment << 4 | magnitude >> segment + 3 & 0x0F) & 0xFF


ENCODED = bytes(_encoded(sample) for sample in range(-32768, 32768))


def encode(samples):
    return bytes(ENCODED[sample + 32768] for sample in samples)


def decode(payload):
    return array.array("h", [DECODED[octet] for octet in payload])


def stamped(line):
    """Receives a datagram: it, its source, and the kernel's instant of it on the monotonic clock."""
    data, ancillary, _, source = line.recvmsg(4096, 128)
    monotonic, real = time.monotonic_ns(), time.time_ns()
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
            seconds, nanos = struct.unpack("qq", content[:16])
            return data, source, seconds * 10**9 + nanos - real + monotonic
    return data, source, monotonic


class Audio:
    """The RTP half."""

    def __init__(self, options):
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.bind((options.address, options.rtp_port))
        self.line.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.port = self.line.getsockname()[1]
        self.peer, self.due, self.sent = None, None, 0
        self.marking = options.say == "markers"
        cycle = tunes.markers("phone", 8000) if self.marking else tunes.tune(options.say, 8000) if options.say else None
        self.mouth = tunes.Mouth(cycle)
        # Finding tunes costs more than finding markers, and time is what markers are for.
        self.ear = None if self.marking or options.deaf else tunes.Ear(8000, tell)
        self.marker_ear = tunes.MarkerEar(8000, tell) if self.marking else None
        self.recorder = tunes.Recorder(options.record, 8000)
        self.stamps, self.numbers, self.sources, self.types, self.sizes, self.malformed = [], [], set(), set(), set(), 0

    def send(self):
        if self.marking and self.mouth.place % 8000 == 0:
            tone = tunes.MARKERS["phone"][self.mouth.place // 8000]
            payload = encode(self.mouth.take(FRAME))
            at = time.monotonic_ns()
            self._transmit(payload)
            tell("marker_sent", at, tone=tone)
        else:
            self._transmit(encode(self.mouth.take(FRAME)))
        self.due += 20_000_000

    def _transmit(self, payload):
        header = struct.pack(
            "!BBHII", 0x80, 0x80 if self.sent == 0 else 0, self.sent & 0xFFFF, self.sent * FRAME & 0xFFFFFFFF, 0x50484F4E)
        self.sent += 1
        self.line.sendto(header + payload, self.peer)

    def receive(self):
        packet, _, at = stamped(self.line)
        if len(packet) < 12 or packet[0] >> 6 != 2:
            self.malformed += 1
            return
        kind, number, _, source = struct.unpack("!xBHII", packet[:12])
        if not self.stamps:
            tell("first_packet", at)
        self.stamps.append(at)
        self.numbers.append(number)
        self.sources.add(source)
        self.types.add(kind & 0x7F)
        self.sizes.add(len(packet) - 12)
        if len(self.stamps) % 50 == 0:
            tell("second_received", at, packets=len(self.stamps))
        samples = decode(packet[12:])
        self.recorder.keep(samples)
        for ear in (self.ear, self.marker_ear):
            if ear:
                ear.hear(samples, at)

    def findings(self):
        self.recorder.close()
        gaps = sorted(b - a for a, b in zip(self.stamps, self.stamps[1:]))
        part = lambda share: round(gaps[min(len(gaps) - 1, int(share * len(gaps)))] / 1e6, 3) if gaps else None
        return {
            "sent": self.sent, "packets": len(self.stamps), "malformed": self.malformed,
            "expected": (self.numbers[-1] - self.numbers[0]) % 65536 + 1 if self.numbers else 0,
            "seconds": (self.stamps[-1] - self.stamps[0]) / 1e9 if self.stamps else 0,
            "sources": len(self.sources), "types": sorted(self.types), "sizes": sorted(self.sizes),
            "gap_ms": {"p50": part(0.5), "p99": part(0.99), "most": part(1)},
            "heard": self.ear.findings() if self.ear else {},
        }


class Message:
    """A SIP message as far as this phone reads it."""

    def __init__(self, data):
        head, _, self.body = data.decode("latin-1").partition("\r\n\r\n")
        self.start, *self.lines = head.split("\r\n")
        self.status = int(self.start.split()[1]) if self.start.startswith("SIP/2.0 ") else None
        self.method = self.start.split()[0] if self.status is None else self.field("CSeq").split()[-1]

    def fields(self, name):
        short = {"via": "v", "from": "f", "to": "t", "call-id": "i", "contact": "m"}.get(name.lower())
        found = (line.split(":", 1) for line in self.lines if ":" in line)
        return [value.strip() for key, value in found if key.strip().lower() in (name.lower(), short)]

    def field(self, name):
        return next(iter(self.fields(name)), "")


class Call:
    """The SIP half: one outgoing call, of which nobody else knows."""

    def __init__(self, options, audio):
        self.options, self.audio = options, audio
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.bind((options.address, 0))
        self.bridge = (options.bridge.rsplit(":", 1)[0], int(options.bridge.rsplit(":", 1)[1]))
        self.line.connect(self.bridge)
        self.own, self.port = self.line.getsockname()[:2]
        self.call_id, self.tag = uuid.uuid4().hex, uuid.uuid4().hex[:8]
        self.target = f"sip:{options.room}@{options.bridge}"
        self.to, self.route, self.number = f"<{self.target}>", [], 0
        self.state, self.cause = "calling", None
        self.pending, self.again, self.wait = None, 0, 0
        self.wishes_bye = False
        self.ends_at = time.monotonic_ns() + int(options.limit * 1e9)
        self.byes_at = None

    def _request(self, method, branch=None, body=""):
        if method != "ACK":
            self.number += 1
        lines = [
            f"{method} {self.target} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.own}:{self.port};branch={branch or 'z9hG4bK' + uuid.uuid4().hex[:12]};rport",
            "Max-Forwards: 70",
            f"From: <sip:{self.options.caller}@{self.own}:{self.port}>;tag={self.tag}",
            f"To: {self.to}", f"Call-ID: {self.call_id}", f"CSeq: {self.number} {method}",
            f"Contact: <sip:{self.options.caller}@{self.own}:{self.port}>",
        ] + [f"Route: {hop}" for hop in self.route]
        if body:
            lines.append("Content-Type: application/sdp")
        return "\r\n".join(lines + [f"Content-Length: {len(body)}", "", body]).encode()

    def _insist(self, data):
        self.pending, self.wait = data, 500_000_000
        self.again = time.monotonic_ns() + self.wait
        self.line.send(data)

    def invite(self):
        body = "\r\n".join([
            "v=0", f"o=- 1 1 IN IP4 {self.own}", "s=-", f"c=IN IP4 {self.own}", "t=0 0",
            f"m=audio {self.audio.port} RTP/AVP 0", "a=rtpmap:0 PCMU/8000", "a=ptime:20", "a=sendrecv", ""])
        tell("invite_sent")
        self._insist(self._request("INVITE", body=body))

    def bye(self):
        if self.state == "up":
            self.state, self.cause = "leaving", "bye_sent"
            tell("bye_sent")
            self._insist(self._request("BYE"))

    def receive(self):
        data, _, at = stamped(self.line)
        message = Message(data)
        if message.field("Call-ID") != self.call_id:
            return
        if message.status is None:
            self._asked(message, at)
        elif message.method == "INVITE":
            self._answered(message, at)
        elif message.method == "BYE" and message.status >= 200:
            tell("bye_answered", at, status=message.status)
            self.state = "over"

    def _asked(self, message, at):
        answer = ["SIP/2.0 200 OK"] + [
            line for line in message.lines
            if line.split(":")[0].strip().lower() in ("via", "from", "to", "call-id", "cseq", "v", "f", "t", "i")]
        if message.method != "ACK":
            self.line.send("\r\n".join(answer + ["Content-Length: 0", "", ""]).encode())
        if message.method == "BYE" and self.state != "over":
            tell("bye_received", at, reason=message.field("Reason"))
            self.state, self.cause = "over", "bye_received"

    def _answered(self, message, at):
        if message.status < 200:
            self.pending = None
            tell("ringing", at, status=message.status)
            return
        self.pending = None
        branch = re.search(r"branch=([^;\s]+)", message.field("Via")).group(1)
        self.to = message.field("To")
        if message.status >= 300:
            self.line.send(self._request("ACK", branch))
            tell("refused", at, status=message.status)
            self.state, self.cause = "over", "refused"
            return
        contact = re.search(r"<?(sip:[^>;\s]+[^>]*)>?", message.field("Contact"))
        self.target = contact.group(1) if contact else self.target
        self.route = message.fields("Record-Route")[::-1]
        self.line.send(self._request("ACK"))
        if self.state != "calling":
            return  # the 200 once more
        self.state = "up"
        host = re.search(r"^c=IN IP4 (\S+)", message.body, re.MULTILINE).group(1)
        port = int(re.search(r"^m=audio (\d+)", message.body, re.MULTILINE).group(1))
        tell("answered", at, media=f"{host}:{port}", contact=self.target)
        self.audio.peer, self.audio.due = (host, port), time.monotonic_ns()
        if self.options.seconds is not None:
            self.byes_at = time.monotonic_ns() + int(self.options.seconds * 1e9)

    def advance(self, now):
        """Does what is due; the next instant at which something is."""
        if self.pending and now >= self.again:
            self.wait = min(2 * self.wait, 4_000_000_000)
            self.again = now + self.wait
            self.line.send(self.pending)
        if self.state == "up":
            if self.wishes_bye or self.byes_at and now >= self.byes_at or now >= self.ends_at:
                self.bye()
            elif now >= self.audio.due:
                self.audio.send()
        if now >= self.ends_at + (5_000_000_000 if self.state == "leaving" else 0):
            self.state, self.cause = "over", "limit"
        return min([now + 100_000_000] + ([self.audio.due] if self.state == "up" else []))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bridge", required=True, help="where it is called, address:port")
    parser.add_argument("--room", required=True, help="user part of the called URI")
    parser.add_argument("--caller", default="15550100", help="user part of the calling URI")
    parser.add_argument("--address", default="127.0.0.1", help="own address")
    parser.add_argument("--rtp-port", type=int, default=0, help="own port for audio")
    parser.add_argument("--say", choices=[*tunes.TUNES, "markers"], help="what it says; silence without it")
    parser.add_argument("--deaf", action="store_true", help="looks for nothing in what it hears")
    parser.add_argument("--seconds", type=float, help="hangs up after so many; without it only on \"bye\" or at the limit")
    parser.add_argument("--limit", type=float, default=90, help="seconds after which it ends in any case")
    parser.add_argument("--record", help="WAV file for what it hears")
    options = parser.parse_args()
    audio = Audio(options)
    call = Call(options, audio)

    def command(word):
        if word == "bye":
            call.wishes_bye = True
        elif word in ("hush", "speak"):
            audio.mouth.speaking = word == "speak"
        else:
            tell("not_understood", word=word)

    on_command(command)
    call.invite()
    while call.state != "over":
        due = call.advance(time.monotonic_ns())
        wait = max(0, due - time.monotonic_ns()) / 1e9
        for line in select.select([call.line, audio.line], [], [], wait)[0]:
            try:
                (call if line is call.line else audio).receive()
            except ConnectionRefusedError:
                pass  # nobody there yet; the request goes out again
        if audio.ear:
            audio.ear.pass_time(time.monotonic_ns())
    tell("ended", cause=call.cause, **audio.findings())
    return 0 if call.cause in ("bye_sent", "bye_received") else 1


if __name__ == "__main__":
    sys.exit(main())
