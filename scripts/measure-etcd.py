#!/usr/bin/env python3
"""Measures a real etcd of three members with delayed links, from outside, beside the prediction.

    scripts/measure-etcd.py DSDESIGN [--repeats N] [CASE...]

For each case it writes the description of what it has built (round trips and disk flush measured
before etcd starts, the time inside the store as a member's local read; heartbeat and election
time-out as they are given to etcd), asks DSDESIGN for commit latency and failover, and measures
  commit    median of 300 puts, one after the other, by clients beside the leader and a follower
  failover  median over N kills (-9) of the leader of the time until a put through a surviving
            member succeeds; puts start every 10 ms and give up after 1 s
A proxy delays what members send each other. Each member resolves the others' names to proxies of
its own, by an /etc/hosts that only it sees (unshare). Needs etcd and root; elsewhere it is skipped.
Exits 1 when a prediction is more than 25 % from what was measured.
"""
import argparse
import asyncio
import base64
import contextlib
import http.client
import json
import multiprocessing
import os
import queue
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

MEMBERS = {1: "a", 2: "b", 3: "c"}
PEER, CLIENT = 23800, 23790
# One-way delays a-b, a-c, b-c in ms, heartbeat and election time-out in ms. a leads.
CASES = {
    "1ms": (1, 1, 1, 100, 1000),
    "5ms": (5, 5, 5, 100, 1000),
    "10ms-fast": (10, 10, 10, 50, 500),
    "10ms-slow": (10, 10, 10, 300, 3000),
    "25ms": (25, 25, 25, 100, 1000),
    "leader-near": (2, 25, 25, 100, 1000),
    "leader-far": (25, 25, 2, 100, 1000),
}
PUT = json.dumps({key: base64.b64encode(value).decode()
                  for key, value in (("key", b"k"), ("value", b"v" * 64))}).encode()
# Answered by the member asked, from memory.
READ = json.dumps({"key": base64.b64encode(b"k").decode(), "serializable": True}).encode()


def skip(reason):
    print(f"measure-etcd: skipped, {reason}")
    sys.exit(0)


# Delayed links ---------------------------------------------------------------------------------

def carry(source, sink, delay):
    """Passes on what source says, each piece `delay` seconds after it came."""
    pending = queue.SimpleQueue()

    def deliver():
        with contextlib.suppress(OSError):
            while True:
                due, data = pending.get()
                time.sleep(max(0, due - time.monotonic()))
                if not data:
                    break
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    threading.Thread(target=deliver, daemon=True).start()
    data = b"?"
    while data:
        try:
            data = source.recv(1 << 16)
        except OSError:
            data = b""
        pending.put((time.monotonic() + delay, data))


def proxy(member, other, delay):
    """What `member` takes for `other`."""
    listener = socket.create_server((f"127.0.{member}.{other}", PEER))
    while True:
        near, _ = listener.accept()
        try:
            far = socket.create_connection((f"127.0.0.{other}", PEER))
        except OSError:
            near.close()
            continue
        for source, sink in ((near, far), (far, near)):
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=carry, args=(source, sink, delay), daemon=True).start()


def proxies(delays):
    for (one, other), delay in delays.items():
        for ends in ((one, other), (other, one)):
            threading.Thread(target=proxy, args=(*ends, delay / 1e3), daemon=True).start()
    threading.Event().wait()


def round_trips(member, other):
    """Milliseconds from `member` to `other` and back, through the proxy."""
    def echo(listener):
        end, _ = listener.accept()
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while data := end.recv(64):
            end.sendall(data)

    times = []
    with socket.create_server((f"127.0.0.{other}", PEER)) as listener:
        threading.Thread(target=echo, args=(listener,), daemon=True).start()
        with socket.create_connection((f"127.0.{member}.{other}", PEER)) as end:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for _ in range(60):
                start = time.perf_counter()
                end.sendall(b"x" * 64)
                end.recv(64)
                times.append((time.perf_counter() - start) * 1e3)
    return times


# The disk --------------------------------------------------------------------------------------

def flushes(path, found):
    file = os.open(path, os.O_CREAT | os.O_RDWR)
    os.pwrite(file, bytes(8 << 20), 0)
    os.fsync(file)
    times = []
    for number in range(500):
        os.pwrite(file, b"x" * 512, number * 512)
        start = time.perf_counter()
        os.fdatasync(file)
        times.append((time.perf_counter() - start) * 1e3)
        time.sleep(0.002)
    found.put(times)


def flush(folder):
    """Median and 99th percentile of a flush in ms, three files at a time as the members do."""
    found = multiprocessing.Queue()
    for member in MEMBERS:
        multiprocessing.Process(target=flushes, args=(f"{folder}/flush{member}", found)).start()
    times = sorted(sum((found.get() for _ in MEMBERS), []))
    return times[len(times) // 2], times[len(times) * 99 // 100]


# The members -----------------------------------------------------------------------------------

class Cluster:
    def __init__(self, folder, beat, timeout):
        self.folder, self.beat, self.timeout = folder, beat, timeout
        self.processes = {}

    def start(self, member):
        hosts = f"{self.folder}/hosts{member}"
        with open(hosts, "w") as file:
            for other in MEMBERS:
                file.write(f"127.0.{0 if other == member else member}.{other} m{other}\n")
        is_new = not os.path.exists(f"{self.folder}/{member}")
        arguments = {
            "name": f"m{member}", "data-dir": f"{self.folder}/{member}", "logger": "zap",
            "listen-peer-urls": f"http://127.0.0.{member}:{PEER}",
            "initial-advertise-peer-urls": f"http://m{member}:{PEER}",
            "listen-client-urls": f"http://127.0.0.{member}:{CLIENT}",
            "advertise-client-urls": f"http://127.0.0.{member}:{CLIENT}",
            "initial-cluster": ",".join(f"m{other}=http://m{other}:{PEER}" for other in MEMBERS),
            "initial-cluster-state": "new" if is_new else "existing",
            "heartbeat-interval": self.beat, "election-timeout": self.timeout}
        with open(f"{self.folder}/log{member}", "ab") as log:
            self.processes[member] = subprocess.Popen(
                ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', hosts,
                 "etcd"] + [f"--{name}={value}" for name, value in arguments.items()],
                stdout=log, stderr=log)

    def kill(self, member):
        process = self.processes.pop(member)
        process.kill()
        process.wait()

    def stop(self):
        for member in list(self.processes):
            self.kill(member)

    def lead(self, member):
        """Waits until `member` leads three members that are level."""
        for _ in range(300):
            time.sleep(0.2)
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError, KeyError):
                states = {other: call(other, "/v3/maintenance/status") for other in MEMBERS}
                ids = {other: state["header"]["member_id"] for other, state in states.items()}
                leaders = {state["leader"] for state in states.values()}
                indices = [int(state["raftIndex"]) for state in states.values()]
                if leaders == {ids[member]}:
                    if max(indices) - min(indices) <= 2:
                        return
                elif len(leaders) == 1:
                    leader = next(other for other in MEMBERS if ids[other] in leaders)
                    target = json.dumps({"targetID": ids[member]}).encode()
                    call(leader, "/v3/maintenance/transfer-leadership", target)
        sys.exit("measure-etcd: the members do not come up")


def call(member, path, body=b"{}", connection=None):
    own = connection or http.client.HTTPConnection(f"127.0.0.{member}", CLIENT, timeout=5)
    own.request("POST", path, body)
    response = own.getresponse()
    answer = json.loads(response.read())
    if connection is None:
        own.close()
    if response.status != 200:
        raise OSError(answer)
    return answer


def median(member, path, body):
    """Of 300 requests to a member, one after the other, in ms."""
    connection = http.client.HTTPConnection(f"127.0.0.{member}", CLIENT, timeout=10)
    times = []
    for _ in range(310):
        start = time.perf_counter()
        call(member, path, body, connection)
        times.append((time.perf_counter() - start) * 1e3)
    connection.close()
    return statistics.median(times[10:])


async def failover(member, kill):
    """Milliseconds from the kill to the first put through `member` that succeeds after it."""
    successes, idle = [], []

    async def put():
        with contextlib.suppress(OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            async with asyncio.timeout(1):
                ends = idle.pop() if idle else await asyncio.open_connection(
                    f"127.0.0.{member}", CLIENT)
                try:
                    ends[1].write(b"POST /v3/kv/put HTTP/1.1\r\nHost: etcd\r\nContent-Length: %d\r\n\r\n%s"
                                  % (len(PUT), PUT))
                    head = (await ends[0].readuntil(b"\r\n\r\n")).lower()
                    if head.split()[1] != b"200":
                        return ends[1].close()
                    size = head.split(b"content-length:")[1].split(b"\r\n")[0]
                    await ends[0].readexactly(int(size))
                    successes.append(time.monotonic())
                    idle.append(ends)
                except BaseException:
                    ends[1].close()
                    raise

    begin, killed, tasks = time.monotonic(), None, []
    while time.monotonic() - begin < 60:
        if killed is None and time.monotonic() - begin > 0.6:
            kill()
            killed = time.monotonic()
        # Answers that were on their way at the kill are not yet the new leader's.
        after = [at for at in successes if killed and at > killed + 0.2]
        if after:
            break
        tasks.append(asyncio.create_task(put()))
        await asyncio.sleep(max(0, begin + len(tasks) * 0.01 - time.monotonic()))
    await asyncio.gather(*tasks)
    return (after[0] - killed) * 1e3 if after else float("inf")


# Prediction and measurement --------------------------------------------------------------------

def describe(trips, disk, work, beat, timeout):
    links = "".join(
        f"\n    - {{between: [{MEMBERS[one]}, {MEMBERS[other]}], rtt: {statistics.median(times):.2f}ms,"
        f" jitter: {statistics.stdev(times):.2f}ms}}" for (one, other), times in trips.items())
    return f"""dsdesign: 1
system: {{name: Three members of etcd}}
topology:
  regions: {{a: {{}}, b: {{}}, c: {{}}}}
  links:{links}
    - {{between: [a, a], rtt: 0.05ms}}
    - {{between: [b, b], rtt: 0.05ms}}
stores:
  keys:
    product: etcd
    version: "{version()}"
    settings: {{heartbeat-interval: {beat}, election-timeout: {timeout}}}
    replicas: [a, b, c]
    latency: {{flush: {{p50: {disk[0]:.3f}ms, p99: {disk[1]:.3f}ms}}, write: {{p50: {work:.3f}ms}}}}
data: {{value: {{store: keys, class: configuration}}}}
operations:
  put: {{writes: [value], rate: 100/s, from: [a]}}
  put-elsewhere: {{writes: [value], rate: 100/s, from: [b]}}
"""


def version():
    return subprocess.run(["etcd", "--version"], capture_output=True, text=True).stdout.split()[2]


def predict(dsdesign, path):
    def ask(*arguments):
        run = subprocess.run([dsdesign, *arguments, "--format", "json"], capture_output=True, text=True)
        if run.returncode:
            sys.exit(f"measure-etcd: {run.stderr}")
        return json.loads(run.stdout)

    def simulate(operation, *arguments):
        return ask("simulate", path, "--operation", operation, *arguments)["summary"]

    numbers = ask("analyze", path, "--evidence", "none")["numbers"]
    ways = {way["operations"][0]: way for way in numbers["ways"]}
    pauses = [loss["pause_s"] for loss in ways["put"]["losses"] if "(leader)" in loss["name"]]
    loss = simulate("put-elsewhere", "--fault", "leader-crash", "--seeds", "1..50")
    return {
        "commit at the leader": (
            ways["put"]["latency"][0]["p50_ms"], simulate("put")["regions"][0]["before"]["p50_ms"]),
        "commit at a follower": (
            ways["put-elsewhere"]["latency"][0]["p50_ms"],
            simulate("put-elsewhere")["regions"][0]["before"]["p50_ms"]),
        "failover": (pauses[0] * 1e3, loss["unavailable_median_ms"])}


def measure(dsdesign, name, repeats):
    *ways, beat, timeout = CASES[name]
    delays = dict(zip(((1, 2), (1, 3), (2, 3)), ways))
    folder = tempfile.mkdtemp()
    links = multiprocessing.Process(target=proxies, args=(delays,), daemon=True)
    links.start()
    time.sleep(0.5)
    cluster = Cluster(folder, beat, timeout)
    try:
        trips, disk = {ends: round_trips(*ends) for ends in delays}, flush(folder)
        for member in MEMBERS:
            cluster.start(member)
        cluster.lead(1)
        measured = {"commit at the leader": median(1, "/v3/kv/put", PUT),
                    "commit at a follower": median(2, "/v3/kv/put", PUT)}
        path = f"{folder}/system.yaml"
        with open(path, "w") as file:
            file.write(describe(trips, disk, median(1, "/v3/kv/range", READ), beat, timeout))
        predicted = predict(dsdesign, path)
        gaps = []
        for number in range(repeats):
            cluster.lead(1)
            time.sleep(1 + random.random() * beat / 1e3)
            gaps.append(asyncio.run(failover(2, lambda: cluster.kill(1))))
            cluster.start(1)
            if sys.stderr.isatty():
                print(f"{name}: failover {number + 1} of {repeats}: {gaps[-1]:.0f} ms", file=sys.stderr)
        if gaps:
            measured["failover"] = statistics.median(gaps)
    finally:
        cluster.stop()
        links.kill()
        shutil.rmtree(folder, ignore_errors=True)
    is_far = False
    for what, value in measured.items():
        parts = [f"{guess:.3g} ({(guess / value - 1) * 100:+.0f} %)" for guess in predicted[what]]
        is_far = is_far or any(abs(guess / value - 1) > 0.25 for guess in predicted[what])
        print(f"| {name} | {what} | {value:.3g} | {parts[0]} | {parts[1]} |", flush=True)
    return is_far


def main():
    parser = argparse.ArgumentParser(usage="%(prog)s DSDESIGN [--repeats N] [CASE...]")
    parser.add_argument("dsdesign")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)}; all")
    parser.add_argument("--repeats", type=int, default=20, help="kills of the leader")
    options = parser.parse_intermixed_args()
    if not shutil.which("etcd"):
        skip("etcd is not installed")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        skip("a member cannot have a view of files of its own (unshare --mount)")
    unknown = [name for name in options.cases if name not in CASES]
    if unknown:
        parser.error(f"no case {unknown[0]}; there are {', '.join(CASES)}")
    print("| case | median, ms | measured | `analyze` | `simulate` |\n|---|---|---|---|---|", flush=True)
    far = [measure(options.dsdesign, name, options.repeats) for name in options.cases or CASES]
    sys.exit(any(far))


main()
