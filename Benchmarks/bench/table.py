"""The readable table."""

NAMES = {
    "raw": "raw sockets", "raw-deaf": "raw sockets, send only", "raw-client": "raw DTLS, client",
    "raw-server": "raw DTLS, server", "sipp": "SIPp", "callsim": "callsim", "callbridge": "callbridge",
}


def number(value):
    """Three significant digits, thousands marked."""
    if value is None:
        return ""
    if abs(value) >= 1000:
        digits = 3 - len(str(int(abs(value))))
        return f"{round(value, digits):,.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def worst(summary, form=number):
    """The most of all repetitions."""
    return form(summary["maximum"]) if summary else "-"


def ranged(summary, form=number):
    """Median and, of more than one, least and most."""
    if not summary:
        return "-"
    if summary["count"] == 1:
        return form(summary["median"])
    return f"{form(summary['median'])} [{form(summary['minimum'])}..{form(summary['maximum'])}]"


def percent(value):
    """A share."""
    return f"{100 * value:.0f} %" if value >= 0.1 else f"{100 * value:.2g} %"


def megabytes(value):
    """Bytes."""
    return f"{value / 1e6:.2f} MB" if value >= 1e6 else f"{value / 1e3:.1f} kB"


def grid(title, heads, rows):
    """Lines of a table with columns as wide as they need to be."""
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in [heads, *rows]]
    return [title, *(f"  {line}" for line in lines), ""]


def _cells(results, group, peer, size, figures, reference):
    series = results.series[(group, peer, size)]
    name = NAMES[peer]
    if not any(each["valid"] for each in series.repetitions):
        return [name, "INVALID", *[""] * (len(figures))]
    shown = [show(series.summary(figure), form) for figure, _, form, show in figures]
    ratio = results.ratio(group, size, figures[0][0], peer, reference) if reference else None
    return [name, *shown, ranged(ratio, percent) + f" of {NAMES[reference]}" if ratio else ""]


def _group(results, group, title, figures, references):
    """One table for each size of a group. `figures`: name, head, form, what is shown; ratios are of the first."""
    lines = []
    for size in sorted({key[2] for key in results.series if key[0] == group}):
        peers = [key[1] for key in results.series if key[0] == group and key[2] == size]
        rows = [_cells(results, group, peer, size, figures, references.get(peer))
                for peer in sorted(peers, key=list(NAMES).index)]
        lines += grid(title.format(size), ["", *(each[1] for each in figures), "ratio" if references else ""], rows)
    return lines


PHONES = [
    ("sent_per_cpu_second", "sent packets/CPU-s", number, ranged),
    ("packets_per_cpu_second", "tx+rx packets/CPU-s", number, ranged),
    ("calls_per_core", "calls/core", number, ranged),
    ("cpu_us_per_sent", "us CPU/packet sent", number, ranged), ("cores", "cores", number, ranged),
]
PACING = [
    ("gap_p99_ms", "p99 ms", number, ranged), ("gap_p50_ms", "p50", number, worst),
    ("gap_p90_ms", "p90", number, worst), ("gap_p99.9_ms", "p99.9", number, worst),
    ("gap_max_ms", "max", number, worst),
    ("gap_over_22_ms", "> 22 ms", percent, worst), ("gap_over_30_ms", "> 30 ms", percent, worst),
]
LEGS = [("legs_per_core", "legs/core", number, ranged), ("cpu_us_per_sent", "us CPU/packet sent", number, ranged),
        ("cores", "cores", number, ranged)]
RATES = [("per_cpu_second", "each CPU-second", number, ranged), ("cpu_us_each", "us CPU each", number, ranged),
         ("cores", "cores", number, ranged)]


def memory_lines(results):
    """Memory of a leg."""
    rows = []
    for row in results.memory():
        few, many = row["sizes"]
        rows.append([row["group"], NAMES[row["peer"]], f"{few} to {many}", megabytes(row["anonymous"]["per_leg"]),
                     megabytes(row["rss"]["per_leg"]), megabytes(row["rss"]["large"])])
    return grid("Memory of one more leg", ["", "", "legs", "own", "resident", "resident in all"], rows) if rows else []


def lines(results):
    """All of it."""
    phones = {"callsim": "raw", "sipp": "raw-deaf"}
    shown = _group(results, "phone-legs", "Phone legs, {} calls (G.711, 50 packets a second each way)", PHONES, phones)
    gaps = "Gaps between packets as the far end received them, {} calls (but for p99, the worst repetition)"
    shown += _group(results, "phone-legs", gaps, PACING, {})
    shown += _beside_sipp(results)
    shown += _group(results, "participants", "Participants in rooms of two, {} of them (SRTP)", LEGS,
                    {"callsim": "raw", "callbridge": "raw"})
    shown += _group(results, "bridge-phones", "Telephones in rooms of two, {} of them", LEGS, {})
    shown += _group(results, "joins", "Joins, {} a second", RATES,
                    {"callsim": "raw-client", "callbridge": "raw-server"})
    shown += _group(results, "sip-calls", "SIP calls hung up at once, {} a second: the caller", RATES,
                    {"callsim": "sipp"})
    shown += _group(results, "sip-answers", "The same called by SIPp, {} a second: who answers", RATES,
                    {"callbridge": "sipp"})
    shown += memory_lines(results)
    failures = results.failures
    if failures:
        shown += ["Not valid, and in no figure above:", *(f"  {line}" for line in failures), ""]
    return shown


def _beside_sipp(results):
    found = []
    for size in sorted({key[2] for key in results.series if key[0] == "phone-legs"}):
        ratio = results.ratio("phone-legs", size, "sent_per_cpu_second", "callsim", "sipp")
        if ratio:
            found.append(f"callsim beside SIPp, {size} calls: {ranged(ratio, percent)} of SIPp's sent packets for each "
                         "CPU-second; SIPp receives nothing, callsim receives and inspects as many as it sends")
    return [*found, ""] if found else []
