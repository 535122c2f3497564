"""Compares the records of one scenario made in the live and in the virtual world, person by person.

What is compared are spans between two instants of one record, and of one call: each must be the same in both worlds within a
packet time. Absolute instants are not compared: nobody's grid of 20 ms lies where it lay in the other world. Nor is when the first
sound is heard: it waits for two such grids, one after the other, and for a join, which takes no time of a processor there.
"""

import json
import sys

PACKET = 20_000_000


def people(folder):
    with open(f"{folder}/records.jsonl") as file:
        records = [json.loads(line) for line in file]
    return {(r["call"], r.get("caller") or r["participant"]): r for r in records}


def last_active(records):
    return max(s["lastActive"] for r in records for s in r["activity"] if s.get("lastActive") is not None)


def delays_of(key, record, everybody):
    """How long the probes that a person heard were on the wire."""
    others = [r for place, r in everybody.items() if place[0] == key[0] and place != key]
    sent = {p["identity"]: p["mouth"] for r in others for p in r["probesSent"]}
    return [h["wire"] - sent[h["identity"]] for h in record["probesHeard"] if h.get("identity") in sent]


def spans(key, record, everybody):
    """Name and length of each span that the record has both ends of."""
    marks = record["milestones"]
    pairs = [
        ("inviteSent", "answered"), ("inviteSent", "firstPacket"),
        ("byeReceived", "ended"), ("tokenAsked", "dtlsConnected"), ("joinReceived", "dtlsConnected"),
        ("dtlsConnected", "firstPacket"),
    ]
    for start, end in pairs:
        if marks.get(start) is not None and marks.get(end) is not None:
            yield f"{start} → {end}", marks[end] - marks[start]
    delays = sorted(delays_of(key, record, everybody))
    if delays:
        yield "probe of the other, on the wire", delays[len(delays) // 2]
    if marks.get("byeReceived") is not None:
        call = [r for (number, _), r in everybody.items() if number == key[0]]
        yield "last activity → BYE", marks["byeReceived"] - last_active(call)


def compare(live, virtual):
    """Problems in words, and the largest difference of each span in nanoseconds."""
    problems, largest = [], {}
    if live.keys() != virtual.keys():
        return [f"people differ: {sorted(live)} against {sorted(virtual)}"], largest
    for key, record in live.items():
        other = virtual[key]
        who = f"{key[1]} of call {key[0]}"
        if record["ending"]["cause"] != other["ending"]["cause"]:
            problems.append(f"{who} ended by {record['ending']} and by {other['ending']}")
        heard = [len(r["probesHeard"]) for r in (record, other)]
        if heard[0] != heard[1]:
            problems.append(f"{who} heard {heard[0]} and {heard[1]} probes")
        here, there = dict(spans(key, record, live)), dict(spans(key, other, virtual))
        if here.keys() != there.keys():
            problems.append(f"{who} has the milestones {sorted(here)} and {sorted(there)}")
        for name in here.keys() & there.keys():
            difference = abs(here[name] - there[name])
            largest[name] = max(largest.get(name, 0), difference)
            if difference > PACKET:
                problems.append(f"{who}: {name} took {here[name] / 1e6:.3f} and {there[name] / 1e6:.3f} ms")
    return problems, largest


def main():
    live, virtual = people(sys.argv[1]), people(sys.argv[2])
    problems, largest = compare(live, virtual)
    print(f"{len(live)} people in both worlds; the largest difference of each span, limit 20 ms:")
    for name, difference in sorted(largest.items()):
        print(f"  {name:<32} {difference / 1e6:8.3f} ms")
    for problem in problems:
        print(f"✗ {problem}")
    print("✗ the worlds differ" if problems else "✓ the worlds agree")
    sys.exit(1 if problems else 0)


main()
