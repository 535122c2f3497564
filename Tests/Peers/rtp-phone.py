#!/usr/bin/env python3
"""The audio half of a phone: sends and receives G.711 u-law over RTP on one port, and says what it heard.

Speaks to whoever sends to it first. Says "ready" once its port is open, and one line of JSON when nothing has
come for a second. An implementation of its own, sharing nothing with the programs it is held against.
"""
import argparse
import json
import select
import socket
import struct
import time

FRAME = 160  # samples, octets and RTP timestamp units of 20 ms
TONE = (b"\x10" * 4 + b"\x90" * 4) * 20  # 1 kHz, square, loud
SILENCE = b"\xff" * FRAME


def decoded(octet):
    """One sample of ITU-T G.711 u-law, 16 bits."""
    octet = ~octet & 0xFF
    magnitude = (((octet & 0x0F) << 3) + 0x84 << ((octet & 0x70) >> 4)) - 0x84
    return -magnitude if octet & 0x80 else magnitude


class Ear:
    def __init__(self):
        self.packets = self.loud = self.malformed = 0
        self.sources, self.types, self.sizes, self.numbers = set(), set(), set(), []

    def hear(self, packet):
        if len(packet) < 12 or packet[0] >> 6 != 2:
            self.malformed += 1
            return
        kind, number, _, source = struct.unpack("!xBHII", packet[:12])
        payload = packet[12:]
        self.packets += 1
        self.sources.add(source)
        self.types.add(kind & 0x7F)
        self.sizes.add(len(payload))
        self.numbers.append(number)
        if sum(abs(decoded(octet)) for octet in payload) > 1000 * len(payload):
            self.loud += 1

    def findings(self):
        expected = (self.numbers[-1] - self.numbers[0]) % 65536 + 1 if self.numbers else 0
        return {
            "packets": self.packets, "expected": expected, "loud": self.loud, "malformed": self.malformed,
            "sources": len(self.sources), "types": sorted(self.types), "sizes": sorted(self.sizes),
        }


class Mouth:
    def __init__(self, speak):
        self.frames, self.sent = round(speak * 50), 0

    def packet(self):
        payload = TONE if self.sent < self.frames else SILENCE
        time_stamp = self.sent * FRAME & 0xFFFFFFFF
        header = struct.pack("!BBHII", 0x80, 0, self.sent & 0xFFFF, time_stamp, 0x50484F4E)
        self.sent += 1
        return header + payload


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="UDP port on 127.0.0.1")
    parser.add_argument("--speak", type=float, default=0, help="seconds of tone; silence follows")
    parser.add_argument("--limit", type=float, default=60, help="seconds after which it ends in any case")
    options = parser.parse_args()
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", options.port))
    print("ready", flush=True)
    ear, mouth, peer = Ear(), Mouth(options.speak), None
    end, due, heard = time.monotonic() + options.limit, None, 0.0
    while (now := time.monotonic()) < end:
        if due is not None and now >= due:
            line.sendto(mouth.packet(), peer)
            due += 0.02
        if select.select([line], [], [], max(0, (due or end) - time.monotonic()))[0]:
            packet, source = line.recvfrom(2048)
            ear.hear(packet)
            if peer is None:
                peer, due = source, time.monotonic()
            heard = time.monotonic()
        elif peer is not None and time.monotonic() - heard > 1:
            break
    print(json.dumps({**ear.findings(), "sent": mouth.sent}), flush=True)


main()
