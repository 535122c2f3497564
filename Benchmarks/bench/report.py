"""bench.json and table.txt."""

import json

from . import goals, results as results_module, table

RATIOS = [  # group, figure, peer, reference
    ("phone-legs", "sent_per_cpu_second", "callsim", "raw"),
    ("phone-legs", "sent_per_cpu_second", "sipp", "raw-deaf"),
    ("phone-legs", "sent_per_cpu_second", "callsim", "sipp"),
    ("participants", "legs_per_core", "callsim", "raw"),
    ("participants", "legs_per_core", "callbridge", "raw"),
    ("joins", "per_cpu_second", "callsim", "raw-client"),
    ("joins", "per_cpu_second", "callbridge", "raw-server"),
    ("sip-calls", "per_cpu_second", "callsim", "sipp"),
    ("sip-answers", "per_cpu_second", "callbridge", "sipp"),
]


def _series(each):
    names = {name: None for repetition in each.repetitions if repetition["valid"] for name in repetition["figures"]}
    return {"group": each.group, "peer": each.peer, "size": each.size, "repetitions": each.repetitions,
            "summary": {name: each.summary(name) for name in names}}


def _ratios(results):
    found = []
    for group, figure, peer, reference in RATIOS:
        for size in sorted({key[2] for key in results.series if key[0] == group}):
            ratio = results.ratio(group, size, figure, peer, reference)
            if ratio:
                found.append({"group": group, "size": size, "figure": figure, "peer": peer, "to": reference, **ratio})
    return found


def document(setting, results, facts):
    """The whole of bench.json."""
    return {
        "version": results_module.VERSION, **facts, "setting": setting.described(),
        "valid": not results.failures, "series": [_series(each) for each in results.series.values()],
        "ratios": _ratios(results), "goals": goals.document(setting, results), "memory": results.memory(),
        "failures": results.failures,
    }


def write(setting, results, facts):
    """Writes both files; returns the table's lines."""
    setting.output.mkdir(parents=True, exist_ok=True)
    lines = table.lines(results) + goals.lines(setting, results)
    (setting.output / "bench.json").write_text(json.dumps(document(setting, results, facts), indent=1) + "\n")
    (setting.output / "table.txt").write_text("\n".join(lines) + "\n")
    return lines
