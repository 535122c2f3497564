"""What the machine is, without its name."""

import os
import pathlib
import platform
import re
import subprocess


def _first(path, pattern, otherwise="unknown"):
    try:
        found = re.search(pattern, pathlib.Path(path).read_text(), re.MULTILINE)
    except OSError:
        return otherwise
    return found.group(1).strip() if found else otherwise


def _said(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except OSError:
        return "unknown"
    return next((line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()), "unknown")


def facts():
    """For the report."""
    return {
        "cores": os.cpu_count(),
        "cpu": _first("/proc/cpuinfo", r"^model name\s*:\s*(.*)$"),
        "memory_bytes": 1024 * int(_first("/proc/meminfo", r"^MemTotal:\s*(\d+)", "0")),
        "kernel": platform.release(),
        "system": _first("/etc/os-release", r'^PRETTY_NAME="?([^"\n]*)'),
        "compiler": _said("cc", "--version"),
        "openssl": _said("openssl", "version"),
        "sipp": _said("sipp", "-v"),
        "realtime_permitted": os.geteuid() == 0,
    }


def load():
    """What else happens: the load averages, and the share of time stolen from this machine since it started."""
    fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return {"load": list(os.getloadavg()), "stolen_ticks": fields[7], "ticks": sum(fields)}
