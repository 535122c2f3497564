#!/usr/bin/env python3
"""A participant of a room in a real Chromium, headless, with a known microphone: page.html, which has no SDK.

Serves the page, takes what it hears, and tells its events as lines of JSON (events.py): "token", "microphone",
"joined", "connection_connected", "participant_connected", "participant_disconnected", "published", "track_subscribed",
"first_audible", "hears", "stops_hearing", "muted", "unmuted", "disconnected" with the reason, "socket_closed",
"failed" and, last, "ended" with all it heard, by identity.

Words on standard input: "mute", "unmute", "leave". Standard library only.
"""
import argparse
import array
import http.server
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import tunes
from events import on_command, tell

RATE = 48000
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--autoplay-policy=no-user-gesture-required", "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream", "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
]


def ask_token(bridge, identity, room):
    """What /api/token answers: token, url, identity, room."""
    request = urllib.request.Request(
        f"{bridge}/api/token", json.dumps({"identity": identity, "room": room}).encode(),
        {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


class Hearing:
    """What the page sends of what it hears, by identity."""

    def __init__(self, record):
        self.ears, self.lock, self.record, self.recorders = {}, threading.Lock(), record, {}

    def hear(self, identity, pcm):
        with self.lock:
            if identity not in self.ears:
                told = lambda event, at=None, **facts: tell(event, at, identity=identity, **facts)
                self.ears[identity] = tunes.Ear(RATE, told)
                self.recorders[identity] = tunes.Recorder(None if self.recorders else self.record, RATE)
            samples = array.array("h", pcm)
            self.ears[identity].hear(samples, time.monotonic_ns())
            self.recorders[identity].keep(samples)

    def pass_time(self):
        with self.lock:
            for ear in self.ears.values():
                ear.pass_time(time.monotonic_ns())

    def findings(self):
        with self.lock:
            for recorder in self.recorders.values():
                recorder.close()
            return {identity: ear.findings() for identity, ear in self.ears.items()}


def handler(hearing, commands, over):
    """The class that answers the page's requests."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def _answer(self, body=b"", kind="text/plain"):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            if self.path.startswith("/page"):
                page = pathlib.Path(__file__).with_name("page.html").read_bytes()
                self._answer(page, "text/html; charset=utf-8")
            elif self.path == "/command":
                try:
                    self._answer(commands.get(timeout=5).encode())
                except queue.Empty:
                    self._answer()
            else:
                self._answer()

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/event":
                event = json.loads(body)
                if event["event"] == "ended":
                    over.set()
                else:
                    tell(**event)
            else:
                asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
                hearing.hear(asked["from"][0], body)
            self._answer()

    return Handler


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bridge", required=True, help="the bridge's HTTP, http://address:port")
    parser.add_argument("--room", required=True)
    parser.add_argument("--identity", default="page")
    parser.add_argument("--say", choices=list(tunes.TUNES), default="page", help="what is in front of its microphone")
    parser.add_argument("--chromium", default="chromium", help="the browser")
    parser.add_argument("--limit", type=float, default=90, help="seconds after which it ends in any case")
    parser.add_argument("--record", help="WAV file for what it hears of the first whom it hears")
    options = parser.parse_args()
    if not shutil.which(options.chromium):
        sys.exit(f"{options.chromium} is not on the PATH: apt-get install chromium")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    access = ask_token(options.bridge, options.identity, options.room)
    tell("token", room=access["room"], url=access["url"])
    hearing, commands, over = Hearing(options.record), queue.Queue(), threading.Event()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(hearing, commands, over))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # the page goes in the middle of its requests when the browser is ended
    threading.Thread(target=server.serve_forever, daemon=True).start()
    on_command(commands.put)
    page = f"http://127.0.0.1:{server.server_port}/page?" + urllib.parse.urlencode(
        {"url": access["url"], "token": access["token"], "identity": options.identity})

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tunes.main(options.say, f"{folder}/microphone.wav", 32)
        own = [f"--use-file-for-fake-audio-capture={folder}/microphone.wav", f"--user-data-dir={folder}/profile"]
        with open(f"{folder}/browser.log", "w") as log:
            # A group of its own: all the browser's processes end together; and none outlives us.
            browser = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", options.chromium, *FLAGS, *own, page],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, "HOME": folder})
        try:
            end = time.monotonic() + options.limit
            while not over.wait(0.1) and time.monotonic() < end and browser.poll() is None:
                hearing.pass_time()
            if not over.is_set():
                tell("failed", error="the browser ended" if browser.poll() is not None else "the time is up")
                sys.stderr.write(pathlib.Path(f"{folder}/browser.log").read_text(errors="replace")[-4000:])
        finally:
            try:
                os.killpg(browser.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            browser.wait()
    tell("ended", heard_of=hearing.findings())
    return 0 if over.is_set() else 1


if __name__ == "__main__":
    sys.exit(main())
