#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Measures TUF clients on the same repositories and prints one table of medians.

Fresh processes take turns, one run of each implementation after the other, so that what else the
machine does falls on all of them. CPU time and peak memory are what the kernel says of the process
when it ends. Warm figures are of one process that repeats the work with a new client and an empty
store; the first repetitions are not counted.

Peers are used where they are given; README.md says how to get them.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LOOKUP = ["lookup", "packages/package-00000000.tar.gz"]
WORKLOADS = {
    "refresh, 10,000 targets": ("targets-small", LOOKUP),
    "refresh, 100,000 targets": ("targets-large", LOOKUP),
    "refresh, 1,000 root rotations": ("rotations", []),
    "refresh and lookup, 2^14 succinct bins": ("bins", LOOKUP),
    "download, 512 MiB": ("download", ["download", "image.bin"]),
}
SKIPPED = {
    ("sigstore-java", "bins"): "no delegations",
    ("sigstore-java", "targets-large"): "refuses metadata over 2 MB, a fixed limit",
    ("tuftool", "bins"): "no succinct bins",
    ("tuftool", "targets-large"): "refuses metadata over 10 MiB, no option",
    ("tuftool", "rotations"): "two minutes, of which it works 7 s",
    ("tuf-js", "targets-large"): "minutes: its parser takes quadratic time",
    ("tuf-js", "targets-small"): "minutes: its parser takes quadratic time",
    ("tuf-js", "bins"): "minutes: its parser takes quadratic time",
}


def clients(options):
    java = [options.java, "-cp"]
    main = "dev.gantry.benchmarks.tuf.MeasureClient"
    found = {"gantry": [*java, options.gantry, main]}
    if options.archive:
        found["gantry, class archive"] = [
            options.java, f"-XX:SharedArchiveFile={options.archive}", "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC", "-cp", options.gantry, main]
    if options.python:
        found["python-tuf"] = [options.python, os.path.join(HERE, "peers/python_tuf.py")]
    if options.node_modules:
        found["tuf-js"] = ["node", os.path.join(HERE, "peers/tuf_js.cjs")]
        os.environ["NODE_PATH"] = options.node_modules
    if options.sigstore:
        found["sigstore-java"] = [*java, options.sigstore, "SigstoreJava"]
    if options.tuftool:
        found["tuftool"] = [options.tuftool]
    return found


def tuftool(command, base, work, verb):
    root = ["-r", os.path.join(work, "root.json"), "-m", base + "metadata/"]
    if verb[:1] == ["lookup"]:
        return [*command, "clone", "--metadata-only", *root, "--metadata-dir",
                os.path.join(work, "clone")]
    names = ["-n", verb[1]] if verb else []
    return [*command, "download", *root, "-t", base + "targets/", *names,
            os.path.join(work, "out")]


def run(name, command, base, work, runs, verb):
    """Runs one process; returns wall and CPU seconds, peak MB, and its lines."""
    if name == "tuftool":
        command = tuftool(command, base, work, verb)
    else:
        command = [*command, base, work, str(runs), *verb]
    with open(os.path.join(work, "out.txt"), "w+") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
        error = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{name} failed: {' '.join(command)}\n{error[-2000:]}")
        out.seek(0)
        lines = [[int(n) / 1e6 for n in line.split()] for line in out if line[:1].isdigit()]
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, lines


def measure(name, command, base, root, runs, verb):
    with tempfile.TemporaryDirectory() as work:
        shutil.copy(root, os.path.join(work, "root.json"))
        return run(name, command, base, work, runs, verb)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", help="what GenerateRepositories made")
    parser.add_argument("--server", required=True, help="server.go, compiled")
    parser.add_argument("--gantry", required=True, help="class path of the benchmarks module")
    parser.add_argument("--java", default="java")
    parser.add_argument("--archive", help="class archive made with -XX:ArchiveClassesAtExit")
    parser.add_argument("--python", help="python of an environment with tuf")
    parser.add_argument("--node-modules", help="directory with tuf-js")
    parser.add_argument("--sigstore", help="class path of sigstore-java and SigstoreJava")
    parser.add_argument("--tuftool", help="the executable")
    parser.add_argument("--cold", type=int, default=7)
    parser.add_argument("--warm", type=int, default=15)
    parser.add_argument("--warm-up", type=int, default=15)
    parser.add_argument("--only", default="", help="part of a workload's name")
    options = parser.parse_args()
    server = subprocess.Popen([options.server, options.repositories], stdout=subprocess.PIPE)
    port = server.stdout.readline().decode().strip()
    try:
        table(options, port)
    finally:
        server.kill()


def table(options, port):
    print("| workload | client | fresh process: wall s | CPU s | peak MB | warm: wall ms | CPU ms |")
    print("|---|---|---|---|---|---|---|")
    for title, (repository, verb) in WORKLOADS.items():
        if options.only not in title:
            continue
        base = f"http://127.0.0.1:{port}/{repository}/"
        root = os.path.join(options.repositories, repository, "metadata", "1.root.json")
        every = clients(options)
        cold = {name: [] for name in every}
        for _ in range(options.cold):
            for name, command in every.items():
                if (name, repository) not in SKIPPED:
                    cold[name].append(measure(name, command, base, root, 1, verb)[:3])
        for name, command in every.items():
            if (name, repository) in SKIPPED:
                print(f"| {title} | {name} | {SKIPPED[name, repository]} | | | | |")
                continue
            figures = [statistics.median(column) for column in zip(*cold[name])]
            warm = ["", ""]
            if name not in ("tuftool", "gantry, class archive"):
                total = options.warm_up + options.warm
                lines = measure(name, command, base, root, total, verb)[3][options.warm_up:]
                warm = [f"{statistics.median(column) * 1000:.1f}" for column in zip(*lines)]
            print(f"| {title} | {name} | {figures[0]:.2f} | {figures[1]:.2f} | {figures[2]:.0f} "
                  f"| {warm[0]} | {warm[1]} |")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
