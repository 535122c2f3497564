"""What the project has set itself, and whether this run shows it."""

from .table import grid, number, ranged


def goals(setting, results):
    """Name, limit as text, what was measured (a summary, `None` where it was not), how it is written, the limit."""
    found = []
    for legs in (setting.paced_legs, setting.legs):
        ratio = results.ratio("phone-legs", legs, "sent_per_cpu_second", "callsim", "raw")
        found.append((f"callsim's phone legs beside raw sockets, {legs} calls", ">= 50 %", ratio, tenths, 0.5))
    paced = results.series.get(("phone-legs", "callsim", setting.paced_legs))
    found.append((f"callsim's gaps between packets, p99 in ms, {setting.paced_legs} calls", "<= 22",
                  paced and paced.summary("gap_p99_ms"), number, 22))
    stays = results.series.get(("participants", "callsim", setting.participants))
    found.append(("callsim's participants per core", ">= 500", stays and stays.summary("legs_per_core"), number, 500))
    joins = results.ratio("joins", setting.joins_rate, "per_cpu_second", "callsim", "raw-client")
    found.append(("callsim's joins beside raw handshakes", ">= 50 %", joins, tenths, 0.5))
    return found


def tenths(value):
    """A share, exact enough to be judged by."""
    return f"{100 * value:.1f} %"


def holds(limit, summary, bound):
    """By the median."""
    return summary["median"] <= bound if limit.startswith("<=") else summary["median"] >= bound


def document(setting, results):
    """For bench.json."""
    return [{"goal": name, "limit": limit, "measured": summary, "holds": holds(limit, summary, bound)}
            for name, limit, summary, _, bound in goals(setting, results) if summary]


def lines(setting, results):
    """For the table."""
    rows = [["met" if holds(limit, summary, bound) else "NOT MET", name, limit, ranged(summary, form)]
            for name, limit, summary, form, bound in goals(setting, results) if summary]
    title = "Goals, by the median (they do not change the exit status)"
    return grid(title, ["", "", "limit", "measured"], rows) if rows else []
