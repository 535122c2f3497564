#!/usr/bin/env python3
"""A participant of a room: the official LiveKit client (PyPI "livekit") with a token from the bridge's /api/token.

Tells its events as lines of JSON (events.py): "token", "connected", "participant_connected", "participant_disconnected",
"track_subscribed", "track_unsubscribed", "track_muted", "track_unmuted", "published", "first_audible", "hears",
"stops_hearing", "marker_sent", "marker_heard", "reconnecting", "reconnected", "disconnected" with the reason and, last,
"ended" with all it heard, by identity.

Words on standard input: "mute", "unmute", "hush", "speak", "leave".
"""
import argparse
import array
import asyncio
import json
import os
import sys
import time
import urllib.request

import tunes
from events import on_command, tell

try:
    from livekit import rtc
except ImportError:
    sys.exit("the Python package \"livekit\" is not there: Scripts/peer-environment makes a .venv that has it")

RATE = 48000
BLOCK = RATE // 100  # what the source takes at a time when its queue is off


def ask_token(bridge, identity, room):
    """What /api/token answers: token, url, identity, room."""
    request = urllib.request.Request(
        f"{bridge}/api/token", json.dumps({"identity": identity, "room": room}).encode(),
        {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


class Peer:
    def __init__(self, options):
        self.options, self.room, self.ears, self.tasks = options, rtc.Room(), {}, []
        self.over = asyncio.Event()
        self.source = self.track = None
        self.marking = options.say == "markers"
        cycle = (
            tunes.markers("participant", RATE) if self.marking else tunes.tune(options.say, RATE) if options.say else None)
        self.mouth = tunes.Mouth(cycle)
        self.recorder = tunes.Recorder(options.record, RATE)
        self.recorded = None  # the identity whose audio is kept
        self._listen_for_events()

    def _listen_for_events(self):
        room = self.room

        @room.on("participant_connected")
        def _(participant):
            self._met(participant)

        @room.on("participant_disconnected")
        def _(participant):
            tell("participant_disconnected", identity=participant.identity)

        @room.on("track_subscribed")
        def _(track, publication, participant):
            tell(
                "track_subscribed", identity=participant.identity, sid=publication.sid, mime=publication.mime_type,
                muted=publication.muted)
            if track.kind == rtc.TrackKind.KIND_AUDIO:
                self.tasks.append(asyncio.create_task(self._listen(track, participant.identity)))

        @room.on("track_unsubscribed")
        def _(track, publication, participant):
            tell("track_unsubscribed", identity=participant.identity, sid=publication.sid)

        for event in ("track_muted", "track_unmuted"):
            room.on(event, lambda participant, publication, event=event: tell(
                event, identity=participant.identity, sid=publication.sid))
        for event in ("reconnecting", "reconnected"):
            room.on(event, lambda event=event: tell(event))

        @room.on("disconnected")
        def _(reason):
            tell("disconnected", reason=rtc.DisconnectReason.Name(reason))
            self.over.set()

    def _met(self, participant):
        tell(
            "participant_connected", identity=participant.identity, name=participant.name,
            kind=rtc.ParticipantKind.Name(participant.kind), attributes=dict(participant.attributes))

    async def _listen(self, track, identity):
        tell_of = lambda event, at=None, **facts: tell(event, at, identity=identity, **facts)
        # Finding tunes costs more than finding markers, and time is what markers and the echo are for.
        ears = [tunes.MarkerEar(RATE, tell_of)] if self.marking else [] if self.options.echo else [tunes.Ear(RATE, tell_of)]
        self.ears.setdefault(identity, []).extend(ears)
        self.recorded = self.recorded or identity
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=10)
        async for event in stream:
            at = time.monotonic_ns()
            if self.options.echo and self.source:
                await self.source.capture_frame(event.frame)
            samples = array.array("h", event.frame.data)
            for ear in ears:
                ear.hear(samples, at)
            if identity == self.recorded:
                self.recorder.keep(samples)
        await stream.aclose()

    async def _watch_silence(self):
        while True:
            await asyncio.sleep(0.1)
            for ears in self.ears.values():
                for ear in ears:
                    if isinstance(ear, tunes.Ear):
                        ear.pass_time(time.monotonic_ns())

    async def publish(self):
        self.source = rtc.AudioSource(RATE, 1, queue_size_ms=0)
        self.track = rtc.LocalAudioTrack.create_audio_track("voice", self.source)
        publication = await self.room.local_participant.publish_track(
            self.track, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE))
        tell("published", sid=publication.sid)
        if not self.options.echo:
            self.tasks.append(asyncio.create_task(self._speak()))

    async def _speak(self):
        """Pieces of 10 ms, on a grid of its own: without a queue the source keeps no time."""
        due = time.monotonic()
        while True:
            marker = self.marking and self.mouth.place % RATE == 0 and self.mouth.place // RATE
            samples = self.mouth.take(BLOCK)
            frame = rtc.AudioFrame(samples.tobytes(), RATE, 1, BLOCK)
            at = time.monotonic_ns()
            await self.source.capture_frame(frame)
            if marker is not False:
                tell("marker_sent", at, tone=tunes.MARKERS["participant"][marker])
            due += 0.01
            await asyncio.sleep(max(0, due - time.monotonic()))

    def command(self, word):
        if word in ("mute", "unmute") and self.track:
            (self.track.mute if word == "mute" else self.track.unmute)()
        elif word in ("hush", "speak"):
            self.mouth.speaking = word == "speak"
        elif word == "leave":
            self.over.set()
        else:
            tell("not_understood", word=word)

    async def run(self):
        options = self.options
        begun = time.monotonic_ns()
        access = ask_token(options.bridge, options.identity, options.room)
        tell("token", room=access["room"], url=access["url"])
        await self.room.connect(options.url or access["url"], options.token or access["token"])
        tell(
            "connected", room=self.room.name, identity=self.room.local_participant.identity,
            milliseconds=(time.monotonic_ns() - begun) / 1e6)
        for participant in self.room.remote_participants.values():
            self._met(participant)
        if options.say or options.echo:
            await self.publish()
        loop = asyncio.get_running_loop()
        on_command(lambda word: loop.call_soon_threadsafe(self.command, word))
        self.tasks.append(asyncio.create_task(self._watch_silence()))
        try:
            await asyncio.wait_for(self.over.wait(), options.limit)
        except asyncio.TimeoutError:
            tell("limit")
        for task in self.tasks:
            task.cancel()
        await self.room.disconnect()
        self.recorder.close()
        heard = {
            identity: ear.findings() for identity, ears in self.ears.items() for ear in ears
            if isinstance(ear, tunes.Ear)}
        tell("ended", heard_of=heard)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bridge", required=True, help="the bridge's HTTP, http://address:port")
    parser.add_argument("--room", required=True)
    parser.add_argument("--identity", default="participant")
    parser.add_argument("--url", help="signalling, ws://address:port, instead of the one that /api/token tells")
    parser.add_argument("--token", help="instead of the one that /api/token gives")
    parser.add_argument("--say", choices=[*tunes.TUNES, "markers"], help="what it says; it publishes nothing without it")
    parser.add_argument("--echo", action="store_true", help="says what it hears")
    parser.add_argument("--limit", type=float, default=90, help="seconds after which it leaves in any case")
    parser.add_argument("--record", help="WAV file for what it hears of the first whom it hears")
    options = parser.parse_args()

    async def run():
        await Peer(options).run()
        # Everything is said and every file closed. The client's native threads still call back into a loop that is
        # being closed, and then abort the process now and then: it ends here, without taking anything down.
        os._exit(0)

    try:
        asyncio.run(run())
    except (rtc.ConnectError, OSError) as error:
        tell("failed", error=f"{type(error).__name__}: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
