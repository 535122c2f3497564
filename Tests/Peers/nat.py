#!/usr/bin/env python3
"""A bridge behind a NAT, a phone and a participant outside; what they say as lines of JSON, each with "who".

Three network namespaces: the bridge's (10.77.0.2), the NAT's between, and the clients', who know the NAT's public
address 198.51.100.1 and have no way to any other. The NAT translates addresses and, for signalling of rooms and for
ICE, ports too: the public 80 is the bridge's 13001, the public UDP port 40000 its ICE port 17882.

The program makes a process tree with namespaces of its own and works in those: when its first process ends, however
it ends, the kernel ends all others and takes the namespaces away; the machine's own network is never touched. It needs
root, or a kernel that lets others make user namespaces. Programs: unshare, nsenter (util-linux), ip (iproute2), nft
(nftables). Standard library only.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from events import tell

PUBLIC, CLIENT = "198.51.100.1", "198.51.100.2"
GATEWAY, BRIDGE = "10.77.0.1", "10.77.0.2"
SIP, AUDIO = 5060, "20000-20019"
PUBLIC_HTTP, HTTP = 80, 13001
PUBLIC_ICE, ICE = 40000, 17882

RULES = f"""
table ip translation {{
  chain in {{
    type nat hook prerouting priority dstnat;
    iifname "outside" ip daddr {PUBLIC} udp dport {SIP} dnat to {BRIDGE}:{SIP}
    iifname "outside" ip daddr {PUBLIC} udp dport {AUDIO} dnat to {BRIDGE}
    iifname "outside" ip daddr {PUBLIC} tcp dport {PUBLIC_HTTP} dnat to {BRIDGE}:{HTTP}
    iifname "outside" ip daddr {PUBLIC} udp dport {PUBLIC_ICE} dnat to {BRIDGE}:{ICE}
  }}
  chain out {{
    type nat hook postrouting priority srcnat;
    oifname "outside" masquerade
  }}
  chain through {{
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname "inside" accept
    ct status dnat accept
  }}
}}
"""


def enter_own_world():
    """Starts this program again in namespaces of its own, once."""
    if os.environ.get("NAT_WORLD") == "own":
        return
    for name, package in (("unshare", "util-linux"), ("nsenter", "util-linux"), ("ip", "iproute2"), ("nft", "nftables")):
        if not shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"):
            sys.exit(f"{name} is not on the PATH: apt-get install {package}")
    os.environ["NAT_WORLD"] = "own"
    os.environ["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    os.execvp("unshare", [
        "unshare", *user, "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable,
        os.path.abspath(__file__), *sys.argv[1:]])


def run(*command, **options):
    subprocess.run(command, check=True, **options)


class Place:
    """A network namespace beside ours, with one cable to us."""

    def __init__(self, name, address, gateway):
        # It lives as long as this process of it.
        self.keeper = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo there; exec sleep infinity"], stdout=subprocess.PIPE)
        self.keeper.stdout.readline()
        run("ip", "link", "add", name, "type", "veth", "peer", "name", "uplink", "netns", str(self.keeper.pid))
        run("ip", "address", "add", f"{gateway}/24", "dev", name)
        run("ip", "link", "set", name, "up")
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "address", "add", f"{address}/24", "dev", "uplink")
        self.run("ip", "link", "set", "uplink", "up")

    def command(self, *command):
        return ["nsenter", f"--net=/proc/{self.keeper.pid}/ns/net", *command]

    def run(self, *command):
        run(*self.command(*command))


class Speaker:
    """A program in a place; what it says is passed on with its name."""

    def __init__(self, who, place, command, environment=None):
        self.who, self.events, self.news = who, [], threading.Condition()
        self.process = subprocess.Popen(
            place.command(*command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, env={**os.environ, **(environment or {})})
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            try:
                said = json.loads(line)
            except ValueError:
                said = {"event": "said", "line": line.rstrip()}
            tell(**{**said, "who": self.who})
            with self.news:
                self.events.append(said)
                self.news.notify_all()

    def wait(self, event, limit=30):
        """Waits until it has said `event`."""
        end = time.monotonic() + limit
        with self.news:
            while not any(said["event"] == event for said in self.events):
                if not self.news.wait(min(1, max(0, end - time.monotonic()))) and (
                        time.monotonic() > end or not self.reader.is_alive()):
                    raise SystemExit(f"{self.who}: the event \"{event}\" did not come")

    def end(self, limit=60):
        status = self.process.wait(limit)
        self.reader.join(5)
        return status


def whole(speaker, tune):
    """Whether it heard a tune for a while, and hardly a tone out of its order."""
    # Behind it the official client may still complain of its own end.
    last = next((event for event in reversed(speaker.events) if event["event"] == "ended"), {})
    found = [heard.get(tune) for heard in [last.get("heard", {}), *last.get("heard_of", {}).values()]]
    return any(heard and heard["in_order"] >= 8 and heard["out_of_order"] * 8 <= heard["in_order"] for heard in found)


def make_nat():
    """The NAT and what is on both sides of it: inside and outside."""
    run("ip", "link", "set", "lo", "up")
    pathlib.Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
    inside, outside = Place("inside", BRIDGE, GATEWAY), Place("outside", CLIENT, PUBLIC)
    inside.run("ip", "route", "add", "default", "via", GATEWAY)
    run("nft", "-f", "-", input=RULES.encode())
    return inside, outside


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bridge", required=True, help="the program callbridge")
    parser.add_argument("--python", default=sys.executable, help="Python with the official client")
    parser.add_argument("--seconds", type=float, default=6, help="how long the phone calls")
    parser.add_argument("--phones-only", action="store_true", help="a second phone instead of the participant")
    options = parser.parse_args()
    enter_own_world()
    here = pathlib.Path(__file__).resolve().parent
    inside, outside = make_nat()
    rules = here.parent.parent / "Config" / "dispatch-rules.json"
    rules = json.loads(rules.read_text())
    rules["trunks"] = [{"sipTrunkId": "outside", "inboundAddresses": [f"{CLIENT}/32"], "numbers": []}]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as own_rules:
        json.dump(rules, own_rules)
        own_rules.flush()
        bridge = Speaker("bridge", inside, [options.bridge, "serve"], {
            "SIP_ADDRESS": f"{BRIDGE}:{SIP}", "RTP_ADDRESS": BRIDGE, "RTP_PORTS": AUDIO, "HTTP_ADDRESS": BRIDGE,
            "PORT": str(HTTP), "ICE_PORT": str(ICE), "PUBLIC_ADDRESS": PUBLIC, "ICE_PUBLIC": f"{PUBLIC}:{PUBLIC_ICE}",
            "DISPATCH_RULES": own_rules.name, "SILENCE_TIMEOUT": "off", "LIVEKIT_API_KEY": "devkey",
            "LIVEKIT_API_SECRET": "a secret of more than thirty-two characters"})
        bridge.wait("sip listening")
        bridge.wait("http listening")
    phone = [sys.executable, str(here / "phone.py"), "--bridge", f"{PUBLIC}:{SIP}", "--room", "call-12345",
             "--address", CLIENT, "--seconds", str(options.seconds)]
    if options.phones_only:
        peer = Speaker("peer", outside, phone + ["--caller", "other", "--say", "phone2"])
        peer.wait("answered")
    else:
        peer = Speaker("peer", outside, [
            options.python, str(here / "room_peer.py"), "--bridge", f"http://{PUBLIC}:{PUBLIC_HTTP}", "--room",
            "call-12345", "--say", "participant", "--limit", str(options.seconds + 30)])
        peer.wait("connected")
    caller = Speaker("phone", outside, phone + ["--say", "phone"])
    statuses = {"phone": caller.end(), "peer": peer.end()}
    bridge.process.terminate()
    statuses["bridge"] = bridge.end(20)
    good = whole(caller, "phone2" if options.phones_only else "participant") and whole(peer, "phone")
    tell("over", statuses=statuses, each_heard_the_other=good)
    return max(statuses.values()) or (0 if good else 1)


if __name__ == "__main__":
    sys.exit(main())
