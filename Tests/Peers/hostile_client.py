#!/usr/bin/env python3
"""Clients of a room that mean it ill, all at once, each with a name: those of JOINS, FRAMES and MEDIA below
(and a harmless one, asks-only).

Tells, as lines of JSON (events.py), of each of them one event "outcome" with "who" and, as "reason", what came of it in
words: "401 invalid token ..." for a declined join, "closed 1009" for a WebSocket that the bridge closed, "left
JOIN_FAILURE" for a participant that was sent away. After the word "over" on standard input the last event is "over".

It needs the protocol's messages of PyPI "livekit-protocol", and openssl for its DTLS; the rest is by hand, for a library
would not do such things.
"""
import argparse
import base64
import gzip
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zlib

from events import on_command, tell

try:
    from livekit.protocol import models, rtc
except ImportError:
    sys.exit("the Python package \"livekit-protocol\" is not there: Scripts/peer-environment makes a .venv that has it")

TEXT, BINARY, CLOSE, PING = 1, 2, 8, 9
PATIENCE = 55  # seconds: beyond what the bridge gives a client to connect


def unpadded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Bridge:
    """Where to go, and what opens the door."""

    def __init__(self, options):
        self.host, port = options.bridge.rsplit(":", 1)
        self.port, self.ice = int(port), (self.host, options.ice_port)
        self.room, self.key, self.secret = options.room, options.key, options.secret

    def token(self, identity, room=None, secret=None, until=600, **grants):
        now = int(time.time())
        video = {"roomJoin": True, "room": room or self.room, "canPublish": True, "canSubscribe": True, **grants}
        claims = {"iss": self.key, "sub": identity, "nbf": now - 1000, "exp": now + until, "video": video}
        signed = ".".join(unpadded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
        mac = hmac.new((secret or self.secret).encode(), signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{unpadded(mac)}"

    def join_request(self):
        request = rtc.JoinRequest()
        request.client_info.sdk = models.ClientInfo.PYTHON
        request.client_info.protocol = 16
        request.connection_settings.auto_subscribe = True
        return request.SerializeToString()

    def join(self, token, wrapped=None, query=None):
        """A signalling connection, or a Declined."""
        if query is None:
            wrapped = wrapped or rtc.WrappedJoinRequest(join_request=self.join_request())
            query = urllib.parse.quote(base64.urlsafe_b64encode(wrapped.SerializeToString()))
        return Signalling(self, token, query)


class Declined(Exception):
    """The answer to a handshake that is no 101; its words are status and body."""


class Signalling:
    """A WebSocket that frames what it is told to, right or wrong."""

    def __init__(self, bridge, token, query):
        self.line = socket.create_connection((bridge.host, bridge.port), PATIENCE)
        head = [
            f"GET /rtc/v1?join_request={query} HTTP/1.1", f"Host: {bridge.host}:{bridge.port}", "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="]
        head += [f"Authorization: Bearer {token}"] if token else []
        self.rest = b""
        try:
            self.line.sendall("\r\n".join(head + ["", ""]).encode())
        except OSError:
            pass  # it need not read to the end what it declines
        answer = self._until(b"\r\n\r\n")
        status = answer.split(b" ")[1].decode() if answer.count(b" ") > 1 else "no answer"
        if status != "101":
            length = re.search(rb"(?i)content-length: (\d+)", answer)
            raise Declined(f"{status} {self._take(int(length.group(1))).decode() if length else ''}")

    def _more(self):
        try:
            piece = self.line.recv(65536)
        except OSError:
            piece = b""
        self.rest += piece
        return bool(piece)

    def _until(self, mark):
        while mark not in self.rest and self._more():
            pass
        before, found, self.rest = self.rest.partition(mark)
        return before + found

    def _take(self, count):
        while len(self.rest) < count and self._more():
            pass
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def send(self, kind, data, fin=True, masked=True, size=None):
        """A frame with `data`; one that says another `size` is not whole."""
        size = len(data) if size is None else size
        length = (
            bytes([size]) if size < 126 else struct.pack("!BH", 126, size) if size < 65536 else struct.pack("!BQ", 127, size))
        head = bytes([fin << 7 | kind, length[0] | masked << 7]) + length[1:] + (bytes(4) if masked else b"")
        try:
            self.line.sendall(head + data)  # a mask of zeros leaves it as it is
        except OSError:
            pass  # closed already; the frames it sent before tell why

    def say(self, **message):
        self.send(BINARY, rtc.SignalRequest(**message).SerializeToString())

    def frames(self):
        """What comes, as kind and bytes, until it ends."""
        while True:
            head = self._take(2)
            if len(head) < 2:
                return
            size = head[1] & 127
            if size > 125:
                size = int.from_bytes(self._take(2 if size == 126 else 8), "big")
            yield head[0] & 15, self._take(size)

    def responses(self):
        for kind, data in self.frames():
            if kind == BINARY:
                yield rtc.SignalResponse.FromString(data)
            elif kind == TEXT:
                yield from [rtc.SignalResponse(leave=rtc.LeaveRequest(reason=json.loads(data)["leave"]["reason"]))] \
                    if "leave" in json.loads(data) else []
            elif kind == CLOSE:
                self.closed = int.from_bytes(data[:2], "big")
                return

    closed = None

    def end(self):
        """How it ends."""
        for response in self.responses():
            if response.HasField("leave"):
                return f"left {models.DisconnectReason.Name(response.leave.reason)}"
        return f"closed {self.closed}"


def offer(fingerprint="AB" + ":AB" * 31):
    """An offer to listen."""
    return "\r\n".join([
        "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0", "a=mid:0", "a=ice-ufrag:evil", "a=ice-pwd:evilevilevilevilevilevil",
        f"a=fingerprint:sha-256 {fingerprint}", "a=setup:active", "a=rtcp-mux", "a=recvonly",
        "a=rtpmap:111 opus/48000/2", ""])


class Media:
    """A participant of its own with a socket for the ICE port."""

    def __init__(self, bridge, who, fingerprint=None):
        self.bridge = bridge
        self.signalling = bridge.join(bridge.token(who))
        sdp = offer(fingerprint) if fingerprint else offer()
        self.signalling.say(offer=rtc.SessionDescription(type="offer", sdp=sdp, id=1))
        answer = next(response.answer.sdp for response in self.signalling.responses() if response.HasField("answer"))
        self.candidates = re.findall(r"a=candidate:(.*)", answer)
        self.fragment = re.search(r"a=ice-ufrag:(\S+)", answer).group(1)
        self.password = re.search(r"a=ice-pwd:(\S+)", answer).group(1)
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.bind((bridge.host, 0))
        self.line.settimeout(0.5)

    def check(self, fragment=None, password=None, integrity=True):
        """A binding request with USE-CANDIDATE (RFC 8489, RFC 8445)."""
        def attribute(kind, value):
            return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)

        def message(attributes, more):
            return struct.pack("!HHI", 1, len(attributes) + more, 0x2112A442) + transaction + attributes

        transaction = os.urandom(12)
        attributes = attribute(6, f"{fragment or self.fragment}:evil".encode()) + attribute(0x24, bytes([110, 0, 0, 1]))
        attributes += attribute(0x802A, os.urandom(8)) + attribute(0x25, b"")
        if integrity:
            key = (password or self.password).encode()
            attributes += attribute(8, hmac.new(key, message(attributes, 24), hashlib.sha1).digest())
        crc = zlib.crc32(message(attributes, 8)) ^ 0x5354554E
        return message(attributes + attribute(0x8028, struct.pack("!I", crc)), 0)

    def prove(self):
        """Makes this socket's address one that the bridge takes datagrams of ours from."""
        for _ in range(20):
            self.line.sendto(self.check(), self.bridge.ice)
            try:
                if self.line.recv(2000)[:2] == b"\x01\x01":
                    return
            except TimeoutError:
                pass
        raise RuntimeError("no check of ours is answered")


def wrong_token(bridge, who):
    bridge.join(bridge.token(who, secret="not the bridge's"))


def expired_token(bridge, who):
    bridge.join(bridge.token(who, until=-900))


def other_room(bridge, who):
    """A good token, for another room: there it may be, of this one it learns nothing."""
    token = bridge.token(who, room="elsewhere", roomAdmin=True)
    signalling = bridge.join(token)
    joined = next(response.join for response in signalling.responses() if response.HasField("join"))
    service = http.client.HTTPConnection(bridge.host, bridge.port, timeout=PATIENCE)
    service.request(
        "POST", "/twirp/livekit.RoomService/RemoveParticipant",
        json.dumps({"room": bridge.room, "identity": "participant"}),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
    status = service.getresponse().status
    signalling.say(leave=rtc.LeaveRequest(reason=models.CLIENT_INITIATED))
    return f"in {joined.room.name} with {len(joined.other_participants)}, kick {status}"


def gzip_bomb(bridge, who):
    bomb = gzip.compress(bytes(64 << 20))
    bridge.join(
        bridge.token(who), rtc.WrappedJoinRequest(compression=rtc.WrappedJoinRequest.GZIP, join_request=bomb))


JOINS = {
    "no-token": lambda bridge, who: bridge.join(None),
    "wrong-token": wrong_token,
    "expired-token": expired_token,
    "garbage-token": lambda bridge, who: bridge.join("..." + "A" * 10_000),
    "other-room": other_room,
    "no-join-request": lambda bridge, who: bridge.join(bridge.token(who), query=""),
    "unwrapped-join-request": lambda bridge, who: bridge.join(bridge.token(who), query=unpadded(b"\xff" * 500)),
    "garbage-join-request": lambda bridge, who: bridge.join(bridge.token(who), query="%00%ff!!!" * 100),
    "huge-join-request": lambda bridge, who: bridge.join(bridge.token(who), query="A" * 400_000),
    "gzip-bomb": gzip_bomb,
}


def random_frames(signalling):
    noise = random.Random(7)
    signalling.send(BINARY, b"\xff" * 64)
    for _ in range(200):
        signalling.send(BINARY, noise.randbytes(noise.randrange(2000)))


def endless_fragments(signalling):
    """Well below the limit, then nothing."""
    signalling.send(BINARY, bytes(100_000), fin=False)
    for _ in range(9):
        signalling.send(0, bytes(100_000), fin=False)


def large_fragments(signalling):
    signalling.send(BINARY, bytes(1 << 20), fin=False)
    for _ in range(3):
        signalling.send(0, bytes(1 << 20), fin=False)


FRAMES = {
    "binary-garbage": random_frames,
    "text-garbage": lambda signalling: signalling.send(TEXT, b"{\"offer\": {\"sdp\": 7, " + bytes(range(256))),
    "long-message": lambda signalling: signalling.send(BINARY, b"\x0a" + bytes(1 << 20)),
    "oversized-frame": lambda signalling: signalling.send(BINARY, bytes(3 << 20)),
    "oversized-fragments": large_fragments,
    "absurd-length": lambda signalling: signalling.send(BINARY, b"few", size=1 << 62),
    "unmasked-frame": lambda signalling: signalling.send(BINARY, b"\x0a\x00", masked=False),
    "stray-continuation": lambda signalling: signalling.send(0, b"the end of what?"),
    "unknown-opcode": lambda signalling: signalling.send(5, b"five"),
    "endless-fragments": endless_fragments,
    "unfinished-frame": lambda signalling: signalling.send(BINARY, bytes(1000), size=1 << 20),
    "garbage-offer": lambda signalling: signalling.say(
        offer=rtc.SessionDescription(type="offer", sdp="v=0\r\nm=nonsense" * 1000, id=1)),
}


def no_fingerprint(bridge, who):
    signalling = bridge.join(bridge.token(who))
    sdp = re.sub(r"a=fingerprint:[^\r]*\r\n", "", offer())
    signalling.say(offer=rtc.SessionDescription(type="offer", sdp=sdp, id=1))
    return signalling.end()


def bad_checks(bridge, who):
    """Checks that prove nothing: wrong password, unknown fragment, no integrity at all."""
    media, successes = Media(bridge, who), 0
    for number in range(1500):
        media.line.sendto(
            [media.check(password="A" * 24), media.check(fragment=f"who{number}"), media.check(integrity=False)][number % 3],
            bridge.ice)
        if number % 50 == 0:
            time.sleep(0.001)
    try:
        while True:
            successes += media.line.recv(2000)[:2] == b"\x01\x01"
    except TimeoutError:
        pass
    return f"{media.signalling.end()}, {successes} successes"


def noise_to(line, address, count, first=None):
    noise = random.Random(11)
    for number in range(count):
        data = noise.randbytes(noise.randrange(1, 1300))
        line.sendto((first(number) + data if first else data), address)
        # A socket's buffer that overflows would be no feat: it does for anybody.
        if number % 40 == 39:
            time.sleep(0.001)


def datagram_flood(bridge, who):
    """Random datagrams, then such that begin as DTLS, RTP, RTCP and STUN do; from an address that nobody knows."""
    beginnings = [
        b"\x16\xfe\xfd\0\0\0\0\0\0\0\0\0\x40", b"\x16\xfe\xff" + b"\xff" * 10, b"\x17\xfe\xfd", b"\x80\x6f", b"\x80\xc8\0\6",
        b"\0\1\0\x08\x21\x12\xa4\x42"]
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    noise_to(line, bridge.ice, 20_000)
    noise_to(line, bridge.ice, 6000, lambda number: beginnings[number % len(beginnings)])
    return "sent 26000"


def dtls_garbage(bridge, who):
    """From an address that is proven: what DTLS has to read, and media before there are keys."""
    media = Media(bridge, who)
    media.prove()
    beginnings = [
        b"\x16\xfe\xfd\0\0\0\0\0\0\0\1\0\x40", b"\x16\xfe\xff\0\0\0\0\0\0\0\2\xff\xff", b"\x14\xfe\xfd\0\0\0\0\0\0\0\3\0\1",
        b"\x17\xfe\xfd\0\1\0\0\0\0\0\4\0\x20", b"\x80\x6f", b"\x80\xc8\0\6", b"\x40\0\0\4"]
    noise_to(media.line, bridge.ice, 3000, lambda number: beginnings[number % len(beginnings)])
    return media.signalling.end()


def handshake(bridge, who, shows=True):
    """DTLS in earnest, by openssl, with another certificate than the offer tells, or none."""
    media = Media(bridge, who)
    media.prove()
    own = "%s:%d" % media.line.getsockname()
    media.line.close()
    openssl = shutil.which("openssl")
    if not openssl:
        raise RuntimeError("openssl is not there: apt-get install openssl")
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = (str(pathlib.Path(folder, name)) for name in ("key.pem", "certificate.pem"))
        subprocess.run(
            [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=evil", "-keyout", key, "-out", certificate], check=True, capture_output=True)
        client = subprocess.Popen(
            [openssl, "s_client", "-dtls1_2", "-connect", "%s:%d" % bridge.ice, "-bind", own, "-use_srtp",
             "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80"] + (["-cert", certificate, "-key", key] if shows else []),
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return media.signalling.end()
        finally:
            client.kill()
            client.wait()


def replay(bridge, who):
    """Sends the SRTP of everybody once more, from their own addresses: as it was, changed, and the oldest again."""
    if os.geteuid() != 0:
        return "may not"
    tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
    tap.bind(("lo", 0x0800))
    tap.settimeout(PATIENCE)
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    seen, streams = set(), {}
    while not any(len(packets) >= 300 for packets in streams.values()):
        packet, address = tap.recvfrom(4096)
        at = (packet[0] & 15) * 4
        if address[2] == socket.PACKET_OUTGOING or packet[9] != socket.IPPROTO_UDP:
            continue
        source, to = struct.unpack("!HH", packet[at : at + 4])
        media = packet[at + 8 :]
        if to != bridge.ice[1] or len(media) < 40 or media[0] >> 6 != 2 or media in seen:
            continue
        # Without a checksum, which the loopback had left out too.
        whole = packet[: at + 6] + bytes(2) + media
        packets = streams.setdefault((source, media[8:12]), [])
        packets.append(whole)
        if len(packets) < 5:
            continue  # may be one of the flood's
        changed = bytearray(whole)
        changed[-20] ^= 1
        seen |= {media, bytes(changed[at + 8 :]), packets[0][at + 8 :]}
        for again in (whole, bytes(changed), packets[0]):
            raw.sendto(again, (bridge.host, 0))
    return "replayed"


def half_request(bridge, who):
    line = socket.create_connection((bridge.host, bridge.port), PATIENCE)
    line.sendall(b"GET /rtc/v1?join_request=AAAA HTTP/1.1\r\nHost: ")
    KEPT.append(line)
    return "open"


def asks_only(bridge, who):
    """A harmless one: what candidates it is told, once each."""
    media = Media(bridge, who)
    media.signalling.say(leave=rtc.LeaveRequest(reason=models.CLIENT_INITIATED))
    return ", ".join(sorted({candidate.strip() for candidate in media.candidates}))


KEPT = []
MEDIA = {
    "never-offers": lambda bridge, who: bridge.join(bridge.token(who)).end(),
    "never-checks": lambda bridge, who: Media(bridge, who).signalling.end(),
    "no-fingerprint": no_fingerprint,
    "bad-checks": bad_checks,
    "datagram-flood": datagram_flood,
    "dtls-garbage": dtls_garbage,
    "wrong-fingerprint": handshake,
    "no-certificate": lambda bridge, who: handshake(bridge, who, shows=False),
    "replay": replay,
    "half-request": half_request,
}


def run(bridge, who):
    try:
        if who in FRAMES:
            signalling = bridge.join(bridge.token(who))
            next(signalling.responses())
            FRAMES[who](signalling)
            reason = signalling.end()
        else:
            reason = {**JOINS, **MEDIA, "asks-only": asks_only}[who](bridge, who)
    except Declined as answer:
        reason = str(answer)
    except Exception as error:
        reason = f"failed: {type(error).__name__}: {error}"
    tell("outcome", who=who, reason=reason if isinstance(reason, str) else "admitted")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bridge", required=True, help="the bridge's HTTP, address:port")
    parser.add_argument("--ice-port", required=True, type=int, help="the bridge's port of participants' media")
    parser.add_argument("--room", required=True, help="where they go")
    parser.add_argument("--key", required=True, help="the bridge's API key")
    parser.add_argument("--secret", required=True, help="the bridge's API secret")
    parser.add_argument("who", nargs="*", help="all hostile ones without it")
    options = parser.parse_args()
    over = threading.Event()
    on_command(lambda word: over.set() if word == "over" else tell("not_understood", word=word))
    bridge = Bridge(options)
    clients = [
        threading.Thread(target=run, args=(bridge, who), daemon=True) for who in options.who or [*JOINS, *FRAMES, *MEDIA]]
    for client in clients:
        client.start()
    over.wait()
    tell("over")
    return 0


if __name__ == "__main__":
    sys.exit(main())
