"""Prints known delay against reported round trip of the runs below a folder; fails when one is off by more than 2 ms."""

import json
import pathlib
import sys

LIMIT_MS = 2.0


def median(summary, name):
    figures = next(m for m in summary["metrics"] if m["name"] == name)
    return figures["p50"] / 1e6, figures["minimum"] / 1e6, figures["maximum"] / 1e6, figures["count"]


def main(folder):
    print("known delay | round trip, wire to wire    | error    | mouth to ear and back       | terms     | error    | n")
    worst = 0.0
    for delay in (0, 50, 150, 300):
        summary = json.loads((pathlib.Path(folder) / f"{delay}-ms" / "summary.json").read_text())
        terms = (summary["header"]["packetLength"] + summary["header"]["jitterBuffer"]) / 1e6
        wire, wire_least, wire_most, count = median(summary, "round_trip_wire")
        ear, ear_least, ear_most, _ = median(summary, "round_trip")
        errors = [wire_least - delay, wire_most - delay, ear_least - delay - terms, ear_most - delay - terms]
        worst = max([worst] + [abs(error) for error in errors])
        print(
            f"{delay:8d} ms | {wire:8.3f} ({wire_least:.3f}..{wire_most:.3f}) | {wire - delay:+.3f} ms"
            f" | {ear:8.3f} ({ear_least:.3f}..{ear_most:.3f}) | {terms:6.1f} ms | {ear - delay - terms:+.3f} ms | {count}"
        )
    print("terms: packetisation 20 ms and the caller's jitter buffer 40 ms, which only mouth to ear contains")
    print(f"largest error of any probe: {worst:.3f} ms (limit {LIMIT_MS} ms): {'holds' if worst <= LIMIT_MS else 'FAILS'}")
    return 0 if worst <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
