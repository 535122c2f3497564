"""Runs the benchmark. Called by Scripts/bench."""

import argparse
import pathlib
import signal
import subprocess
import sys
import time

from . import child, machine, media, report, rooms, self_check, signalling
from .results import Results
from .setting import ROOT, Setting

GROUPS = ("phones", "participants", "joins", "calls", "memory")


def options():
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="bench", description="What callsim and callbridge cost, beside what is possible.")
    parser.add_argument("--quick", action="store_true", help="one short repetition (under 3 minutes)")
    parser.add_argument("--self-check", action="store_true", help="tries the benchmark itself, in a few seconds")
    parser.add_argument("--repetitions", type=int, help="how often each is measured (3)")
    parser.add_argument("--legs", type=int, help="phone legs where throughput is measured (400)")
    parser.add_argument("--only", choices=GROUPS, action="append", help="a part of it; may be repeated")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "Reports" / "bench", help="folder of the reports")
    return parser.parse_args()


def steps(setting, only):
    """Rounds of steps: within a round all peers have their turn, so that drift of the machine hits all alike."""
    for repetition in range(setting.repetitions):
        chosen = []
        if "phones" in only:
            chosen += media.steps(setting, setting.paced_legs) + media.steps(setting, setting.legs)
        chosen += [step for step in rooms.steps(setting) if step[0] in only]
        if "calls" in only:
            chosen += signalling.steps(setting)
        if "memory" in only and repetition == 0:
            chosen += rooms.steps_once(setting)
        for step in chosen:
            yield repetition, step


def measure(setting, only):
    """Does all steps; one that fails is noted and the next one follows."""
    results = Results()
    for repetition, (group, peer, size, step) in steps(setting, only):
        print(f"{repetition + 1}/{setting.repetitions}  {group}, {peer}, {size} …", flush=True)
        try:
            step(results)
        except child.Failure as failure:
            print(f"     not valid: {failure}", flush=True)
            results.fail(group, peer, size, failure)
        finally:
            child.end_all()
    return results


def interrupted(number, _):
    """Ends the run, by way of everything that has to be undone."""
    raise KeyboardInterrupt(signal.Signals(number).name)


def main():
    """The exit status: 0, 1 where a repetition is not valid, 105 where the user stopped it."""
    chosen = options()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)
    subprocess.run(["make", "-s", "-C", ROOT / "Benchmarks" / "raw", f"OUT={ROOT / '.build' / 'bench'}"], check=True)
    output = chosen.output.resolve()
    setting = Setting.quick(output) if chosen.quick else Setting(output)
    setting.repetitions, setting.legs = chosen.repetitions or setting.repetitions, chosen.legs or setting.legs
    if chosen.self_check:
        return self_check.run(setting)
    facts = {"started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "machine": machine.facts(),
             "before": machine.load()}
    results = measure(setting, chosen.only or GROUPS)
    facts["after"] = machine.load()
    print("", *report.write(setting, results, facts), sep="\n")
    print(f"{output / 'bench.json'}")
    return 1 if results.failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("bench: stopped", file=sys.stderr)
        sys.exit(105)
    finally:
        child.end_all()
