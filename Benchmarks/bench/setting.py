"""What a run of the benchmark is: its sizes, its lengths, where its programs and files are."""

import dataclasses
import os
import pathlib
import shutil

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@dataclasses.dataclass
class Setting:
    """Lengths in seconds, rates a second."""

    output: pathlib.Path
    repetitions: int = 3
    window: float = 6
    settle: float = 1
    ramp: int = 4
    paced_legs: int = 200  # where pacing is judged
    legs: int = 400  # where throughput is
    participants: int = 200
    opus_payload: int = 69  # 97 bytes with header and tag: the mean of what our participants send
    joins_rate: int = 200  # near what both carry: at a lower rate caches are cold and each wake-up serves one join
    calls_rate: int = 500
    handshakes: int = 2000
    programs: pathlib.Path = ROOT / os.environ.get("CALLBRIDGE_BIN_DIR", ".build/release")

    @staticmethod
    def quick(output):
        """One short repetition of everything."""
        return Setting(output, repetitions=1, window=2, settle=0.5, ramp=2, handshakes=500)

    def raw(self, name):
        """One of the C programs."""
        return ROOT / ".build" / "bench" / name

    def program(self, name):
        """callsim or callbridge."""
        return self.programs / name

    def scenario(self, name):
        """A file of Benchmarks/scenarios."""
        return ROOT / "Benchmarks" / "scenarios" / name

    def folder(self, *names):
        """A fresh folder for the files of one repetition."""
        folder = self.output.joinpath(*names)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def described(self):
        """For the report."""
        left_out = {"output", "programs"}
        return {name: value for name, value in dataclasses.asdict(self).items() if name not in left_out}
