#!/usr/bin/env python3
"""What the peers say, and how they know what they hear. Standard library only.

A tune is an endless cycle of four tones of 160 ms; each speaker has its own tones, so that a listener can tell who
speaks, also when several do, and that nothing was cut or swapped (the order). All tones are multiples of 50 Hz:
over a frame of 20 ms they are orthogonal. A marker is a burst of one tone out of near silence: its onset is an
instant.

As a program it writes a tune to a WAV file: tunes.py TUNE FILE [SECONDS [RATE]]
"""
import array
import math
import operator
import random
import sys
import wave

TUNES = {
    "phone": (450, 750, 1050, 1350),
    "phone2": (500, 800, 1100, 1400),
    "participant": (550, 850, 1150, 1450),
    "page": (650, 950, 1250, 1550),
}
TONE_SECONDS = 0.16
LEVEL = 0.2  # of full scale: the sum of four tunes does not clip
MARKERS = {"phone": (600, 1000, 1600), "participant": (700, 1200, 1900)}
MARKER_SECONDS = 0.08
MARKER_EVERY = 1.0
MARKER_LEVEL = 0.5
ONSET_LEVEL = 0.12  # of full scale, a quarter of a marker: above what a codec lets ring ahead of it


def tune(name, rate):
    """One cycle of a tune: 16 bit samples."""
    samples = array.array("h")
    for tone in TUNES[name]:
        step = 2 * math.pi * tone / rate
        samples.extend(round(32767 * LEVEL * math.sin(step * k)) for k in range(round(TONE_SECONDS * rate)))
    return samples


def markers(name, rate):
    """One cycle of three markers, each at the beginning of its second, with faint noise between."""
    noise = random.Random(1)
    samples = array.array("h")
    for tone in MARKERS[name]:
        step = 2 * math.pi * tone / rate
        burst = round(MARKER_SECONDS * rate)
        # A cosine: loud from the first sample on.
        samples.extend(round(32767 * MARKER_LEVEL * math.cos(step * k)) for k in range(burst))
        samples.extend(round(noise.gauss(0, 30)) for _ in range(round(MARKER_EVERY * rate) - burst))
    return samples


class Mouth:
    """Says a cycle of samples again and again, in pieces of any length; silence while hushed."""

    def __init__(self, cycle, speaking=True):
        self.cycle, self.place, self.speaking = cycle, 0, speaking

    def take(self, count):
        """The next `count` samples, and whether they begin the cycle's `k`-th second, else None."""
        if not self.cycle or not self.speaking:
            return array.array("h", bytes(2 * count))
        piece = self.cycle[self.place : self.place + count]
        while len(piece) < count:
            piece.extend(self.cycle[: count - len(piece)])
        self.place = (self.place + count) % len(self.cycle)
        return piece


class _Heard:
    """One tune at one ear."""

    def __init__(self):
        self.frames = self.in_order = self.out_of_order = 0
        self.run_tone, self.run, self.last, self.last_at, self.steps, self.hearing = None, 0, None, 0, 0, False


class Ear:
    """Finds tunes in audio. Tells "first_audible", "hears" (four tones in order) and "stops_hearing" (none for 1 s)."""

    def __init__(self, rate, tell):
        self.rate, self.size, self.tell = rate, rate // 50, tell
        self.rest = array.array("h")
        self.audible = False
        self.frames = self.loud = 0
        self.heard = {name: _Heard() for name in TUNES}
        self.tables = {
            tone: tuple(
                [wave_of(2 * math.pi * tone / rate * k) for k in range(self.size)] for wave_of in (math.cos, math.sin))
            for tones in TUNES.values() for tone in tones}

    def hear(self, samples, at):
        """Takes samples that arrived at `at` (nanoseconds)."""
        self.rest.extend(samples)
        while len(self.rest) >= self.size:
            self._frame(self.rest[: self.size], at)
            del self.rest[: self.size]
        self.pass_time(at)

    def pass_time(self, at):
        """Says that it is `at` now, audio or not."""
        for name, heard in self.heard.items():
            if heard.last is not None and at - heard.last_at > 1_000_000_000:
                heard.last, heard.steps = None, 0
                if heard.hearing:
                    heard.hearing = False
                    self.tell("stops_hearing", at, tune=name)

    def _frame(self, frame, at):
        power = sum(map(operator.mul, frame, frame)) / self.size
        self.frames += 1
        if power < (32768 * 0.005) ** 2:
            return
        self.loud += 1
        if not self.audible:
            self.audible = True
            self.tell("first_audible", at)
        for name, tones in TUNES.items():
            # The power of a tone of amplitude a is a * a / 2, and its correlation a * size / 2.
            powers = [
                sum(sum(map(operator.mul, frame, table)) ** 2 for table in self.tables[tone]) * 2 / self.size**2
                for tone in tones]
            best = max(range(len(tones)), key=powers.__getitem__)
            if powers[best] > 0.12 * power:
                self._tone(name, best, len(tones), at)

    def _tone(self, name, tone, count, at):
        heard = self.heard[name]
        heard.frames += 1
        heard.run = heard.run + 1 if tone == heard.run_tone else 1
        heard.run_tone = tone
        if heard.run == 3 and tone != heard.last:
            if heard.last is not None:
                good = tone == (heard.last + 1) % count
                heard.in_order += good
                heard.out_of_order += not good
                heard.steps = heard.steps + 1 if good else 0
            heard.last = tone
            if heard.steps == 4 and not heard.hearing:
                heard.hearing = True
                self.tell("hears", at, tune=name)
        if heard.run >= 3:
            heard.last_at = at

    def findings(self):
        """By tune: frames of 20 ms, changes of tone in order and out of it; tunes not heard are left out."""
        return {
            name: {"frames": heard.frames, "in_order": heard.in_order, "out_of_order": heard.out_of_order}
            for name, heard in self.heard.items() if heard.in_order + heard.out_of_order > 0}


class MarkerEar:
    """Finds markers in blocks of audio. Tells "marker_heard" with the instant of the block that holds the onset."""

    def __init__(self, rate, tell):
        self.rate, self.tell = rate, tell
        self.burst, self.begun = None, 0
        self.quiet = 0  # samples since something loud

    def hear(self, samples, at):
        loud = 32768 * ONSET_LEVEL
        if self.burst is not None:
            self.burst.extend(samples)
        else:
            onset = next((k for k, sample in enumerate(samples) if abs(sample) > loud), None)
            if onset is None:
                self.quiet += len(samples)
            else:
                if self.quiet > self.rate * 0.3:
                    self.burst, self.begun = array.array("h", samples[onset:]), at
                self.quiet = 0
        if self.burst is not None and len(self.burst) >= self.rate * 0.04:
            self.tell("marker_heard", self.begun, tone=self._tone(self.burst[: round(self.rate * 0.04)]))
            self.burst, self.quiet = None, 0

    def _tone(self, burst):
        def power(tone):
            step = 2 * math.pi * tone / self.rate
            return sum(
                sum(sample * wave_of(step * k) for k, sample in enumerate(burst)) ** 2 for wave_of in (math.cos, math.sin))

        return max((tone for tones in MARKERS.values() for tone in tones), key=power)


class Recorder:
    """Keeps what was heard as a WAV file; nothing without a path."""

    def __init__(self, path, rate):
        self.file = None
        if path:
            self.file = wave.open(path, "wb")
            self.file.setparams((1, 2, rate, 0, "NONE", ""))

    def keep(self, samples):
        if self.file:
            self.file.writeframes(samples.tobytes())

    def close(self):
        if self.file:
            self.file.close()


def main(name, path, seconds=8, rate=48000):
    cycle = tune(name, int(rate))
    recorder = Recorder(path, int(rate))
    for _ in range(max(1, round(float(seconds) / (len(cycle) / int(rate))))):
        recorder.keep(cycle)
    recorder.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
