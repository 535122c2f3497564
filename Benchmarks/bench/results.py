"""Repetitions, what they come to, and how the peers compare."""

import statistics

VERSION = 1


class Series:
    """The repetitions of one peer at one size."""

    def __init__(self, group, peer, size):
        self.group, self.peer, self.size, self.repetitions = group, peer, size, []

    def figures(self, name):
        """A figure of each valid repetition, by the repetition's number."""
        return {at: each["figures"][name] for at, each in enumerate(self.repetitions)
                if each["valid"] and each["figures"].get(name) is not None}

    def summary(self, name):
        """Median and spread of a figure; `None` without any valid repetition."""
        return spread(self.figures(name).values())

    def reasons(self):
        """Why repetitions are not valid."""
        return [each["reason"] for each in self.repetitions if not each["valid"]]


def spread(values):
    """Median, least, most, and their distance as a share of the median."""
    values = sorted(values)
    if not values:
        return None
    median = statistics.median(values)
    share = (values[-1] - values[0]) / median if median else 0
    return {"median": median, "minimum": values[0], "maximum": values[-1], "spread": share, "count": len(values)}


class Results:
    """Everything that a run of the benchmark measured."""

    def __init__(self):
        self.series = {}

    def _of(self, group, peer, size):
        return self.series.setdefault((group, peer, size), Series(group, peer, size))

    def add(self, group, peer, size, figures, detail=None):
        """A valid repetition."""
        self._of(group, peer, size).repetitions.append({"valid": True, "figures": figures, "detail": detail or {}})

    def fail(self, group, peer, size, reason):
        """A repetition that says nothing, and why."""
        self._of(group, peer, size).repetitions.append({"valid": False, "reason": str(reason)})

    def ratio(self, group, size, figure, peer, reference):
        """Peer divided by reference, repetition by repetition, so that drift of the machine hits both."""
        ours, theirs = (self.series.get((group, name, size)) for name in (peer, reference))
        if not ours or not theirs:
            return None
        ours, theirs = ours.figures(figure), theirs.figures(figure)
        return spread(ours[at] / theirs[at] for at in ours.keys() & theirs.keys() if theirs[at])

    @property
    def failures(self):
        """One line for each repetition that is not valid."""
        return [f"{each.group}, {each.peer}, {each.size}: {reason}"
                for each in self.series.values() for reason in each.reasons()]

    def memory(self):
        """Bytes a leg, from the same peer at two sizes: what more legs add, so that the program itself is left out."""
        by_peer = {}
        for (group, peer, size), series in self.series.items():
            if series.summary("pss"):
                by_peer.setdefault((group, peer), []).append((size, series))
        rows = []
        for (group, peer), sizes in by_peer.items():
            if len(sizes) < 2 or peer.startswith("raw"):
                continue
            (few, small), (many, large) = (min(sizes, key=lambda pair: pair[0]), max(sizes, key=lambda pair: pair[0]))
            row = {"group": group, "peer": peer, "sizes": [few, many]}
            for kind in ("anonymous", "pss", "rss"):
                low, high = (series.summary(kind)["median"] for series in (small, large))
                row[kind] = {"small": low, "large": high, "per_leg": (high - low) / (many - few)}
            rows.append(row)
        return rows
