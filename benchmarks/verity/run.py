#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Measures dm-verity tools on the same data and prints tables of medians, and targets met or missed.

All take turns, one run of each after the other, so that what else the machine does falls on all of
them. "cold" is a process from its start to its end; "warm" is a process that did the work a few
times before, waits for its turn, and does it again. CPU time and peak memory of processes are what
the kernel says when they end. Data and results are in memory (tmpfs), so no disk is measured.
"""
import argparse
import atexit
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SALT = "ab" * 32
UUID = "01234567-89ab-cdef-0123-456789abcdef"
GIB = 1 << 30
MAIN = "dev.gantry.benchmarks.verity."
VECTOR = ["--add-modules", "jdk.incubator.vector"]
WARM_UP_RUNS = 4


def shown(size):
    return f"{size // GIB} GiB" if size >= GIB else f"{size >> 20} MiB"


class Run:
    """Wall and CPU seconds of one run, and peak MB if it was a process of its own."""

    def __init__(self, wall, cpu, peak=None):
        self.wall, self.cpu, self.peak = wall, cpu, peak


class Process:
    """Something that is started for each run."""

    def __init__(self, command, check=None):
        self.command, self.check = command, check

    def run(self):
        start = time.perf_counter()
        with tempfile.TemporaryFile("w+") as out:
            process = subprocess.Popen(self.command, stdout=out, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            text = out.read()
        if process.returncode or (self.check and self.check not in text):
            raise SystemExit(f"failed: {' '.join(self.command)}\n{text[-2000:]}")
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    def close(self):
        return None


class Warm:
    """A process that does one run for each line it gets."""

    def __init__(self, command, check=None):
        self.check = check
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        atexit.register(self.process.kill)
        for _ in range(WARM_UP_RUNS):
            self.run()

    def run(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line or (self.check and self.check not in line):
            raise SystemExit(f"failed: {' '.join(self.process.args)}: {line}")
        wall, cpu = line.split()[:2]
        return Run(int(wall) / 1e6, int(cpu) / 1e6)

    def close(self):
        self.process.stdin.close()
        said = self.process.stdout.read().strip()
        self.process.wait()
        return said


class OpenSsl:
    """What OpenSSL hashes in a second, as the time for the data."""

    def __init__(self, size, processes):
        self.size = size
        multi = ["-multi", str(processes)] if processes > 1 else []
        self.command = ["openssl", "speed", *multi, "-elapsed", "-seconds", "1", "-evp", "sha256",
                        "-bytes", "4096"]

    def run(self):
        out = subprocess.run(self.command, check=True, capture_output=True, text=True).stdout
        rate = float(re.search(r"([\d.]+)k\s*$", out.strip()).group(1)) * 1000
        return Run(self.size / rate, None)

    def close(self):
        return None


class Bench:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.figures = {}
        self.notes = []

    def path(self, name):
        return os.path.join(self.work, name)

    def java(self, main, *args, jdk=17, flags=()):
        binary = self.options.java25 if jdk == 25 else self.options.java
        return [binary, "-XX:+UseSerialGC", *flags, "-cp", self.options.gantry, MAIN + main, *args]

    def gantry(self, operation, size, threads, mode, root="-", jdk=17, flags=()):
        # One device for each contender: no run finds what another wrote.
        hash_name = "tree" if operation == "verify" else f"hash-{threads}-{mode}-{jdk}"
        return self.java("MeasureVerity", operation, self.data(size), self.path(hash_name),
                         str(threads), SALT, UUID, root, mode, jdk=jdk, flags=flags)

    def data(self, size):
        return self.path(f"data-{size}")

    def make_data(self, size):
        chunk = os.urandom(1 << 20)
        with open(self.data(size), "wb") as out:
            for i in range(size >> 20):
                out.write(i.to_bytes(8, "little") + chunk[8:])

    def veritysetup(self, verb, size, target, *more):
        return ["veritysetup", verb, self.data(size), self.path(target), "--salt", SALT, "--uuid",
                UUID, *more]

    def reference(self, size):
        """Formats once with veritysetup, for the root hash and the tree that is verified."""
        out = subprocess.run(self.veritysetup("format", size, "tree"), check=True,
                             capture_output=True, text=True).stdout
        return re.search(r"Root hash:\s+([0-9a-f]+)", out).group(1)

    def turns(self, contenders, pairs):
        runs = {name: [] for name in contenders}
        for _ in range(pairs):
            for name, contender in contenders.items():
                runs[name].append(contender.run())
        for name, contender in contenders.items():
            said = contender.close()
            if said:
                self.notes.append(f"{name}: {said}")
        return runs

    def put(self, size, base, runs):
        walls = {name: statistics.median(r.wall for r in found) for name, found in runs.items()}
        for name, found in runs.items():
            cpus = [r.cpu for r in found if r.cpu is not None]
            peaks = [r.peak for r in found if r.peak is not None]
            cpu = statistics.median(cpus) if cpus else None
            peak = max(peaks) if peaks else None
            self.figures[size, name] = (walls[name], cpu, peak)
            spread = f"{min(r.wall for r in found):.2f}–{max(r.wall for r in found):.2f}"
            print(f"| {shown(size)} | {name} | {walls[name]:.3f} | {spread} "
                  f"| {size / walls[name] / 1e9:.2f} | {walls[name] / walls[base]:.2f} "
                  f"| {'' if cpu is None else f'{cpu:.2f}'} "
                  f"| {'' if peak is None else f'{peak:.0f}'} | {len(found)} |", flush=True)

    def speed(self, size):
        root = self.reference(size)
        jdk25 = self.options.java25
        contenders = {
            "veritysetup format": Process(self.veritysetup("format", size, "vs"), root),
            "veritysetup verify": Process(
                ["veritysetup", "verify", self.data(size), self.path("tree"), root]),
            "openssl sha256, 1 process": OpenSsl(size, 1),
            "openssl sha256, 2 processes": OpenSsl(size, 2),
            "cold format, 1 thread": Process(self.gantry("format", size, 1, "once"), root),
            "cold format, 2 threads": Process(self.gantry("format", size, 2, "once"), root),
            "cold verify, 2 threads": Process(
                self.gantry("verify", size, 2, "once", root), root),
            "cold format, 2 threads, -Xmx64m": Process(
                self.gantry("format", size, 2, "once", flags=["-Xmx64m"]), root),
            "warm format, 1 thread": Warm(self.gantry("format", size, 1, "lines"), root),
            "warm format, 2 threads": Warm(self.gantry("format", size, 2, "lines"), root),
            "warm verify, 2 threads": Warm(self.gantry("verify", size, 2, "lines", root), root),
        }
        if self.options.cli:
            contenders["command, cold, all cores"] = Process(
                [self.options.cli, "verity", "format", "--salt", SALT, "--uuid", UUID,
                 self.data(size), self.path("hash-cli")], root)
        if jdk25:
            contenders["warm format, 1 thread, JDK 25"] = Warm(
                self.gantry("format", size, 1, "lines", jdk=25), root)
            contenders["warm format, 2 threads, JDK 25"] = Warm(
                self.gantry("format", size, 2, "lines", jdk=25), root)
            for threads, text in ((1, "1 thread"), (2, "2 threads")):
                contenders[f"vector, warm format, {text}, JDK 25"] = Warm(
                    self.gantry("format", size, threads, "prepare", jdk=25, flags=VECTOR), root)
            contenders["vector, warm verify, 2 threads, JDK 25"] = Warm(
                self.gantry("verify", size, 2, "prepare", root, jdk=25, flags=VECTOR), root)
        if not self.options.no_vector_17:
            contenders["vector, warm format, 2 threads"] = Warm(
                self.gantry("format", size, 2, "prepare", flags=VECTOR), root)
        self.put(size, "veritysetup format", self.turns(contenders, self.options.pairs))

    def fec(self, size):
        """Parity: the peer takes minutes, so it gets fewer runs."""
        root = self.reference(size)
        for roots, pairs in ((2, min(3, self.options.pairs)), (24, 1)):
            if roots > 2 and (size > GIB or self.options.no_fec_24):
                continue
            peer, own = f"veritysetup format, FEC roots {roots}", f"FEC roots {roots}"
            for stale in ("fec-vs", "vs"):
                # The peer leaves what is behind its own in a file that is there.
                if os.path.exists(self.path(stale)):
                    os.remove(self.path(stale))
            more = ["--fec-device", self.path("fec-vs"), "--fec-roots", str(roots)]
            args = (self.data(size), self.path("hash-fec"), self.path("fec"), str(roots), "2",
                    SALT, UUID)
            contenders = {
                peer: Process(self.veritysetup("format", size, "vs", *more), root),
                f"{own}, cold, whole format": Process(self.java("MeasureFec", *args, "once"), root),
                f"{own}, warm, parity only": Warm(self.java("MeasureFec", *args, "lines")),
            }
            runs = self.turns(contenders, pairs if size == GIB else 1)
            if not same(self.path("fec-vs"), self.path("fec")):
                raise SystemExit(f"parity with {roots} roots differs from veritysetup's")
            self.put(size, peer, runs)

    def linear(self):
        print("\n| size | veritysetup format: wall s | CPU s | gantry, 2 threads, cold: wall s "
              "| CPU s | CPU s a GiB | peak MB |\n|---|---|---|---|---|---|---|")
        for size in (GIB // 4, GIB, 4 * GIB, 16 * GIB):
            size = size // self.options.divide
            with open(self.path("sparse"), "wb") as out:
                out.truncate(size)
            os.replace(self.path("sparse"), self.data(size))
            runs = {"peer": [], "own": []}
            for _ in range(1 if size > 4 * GIB else 3):
                runs["peer"].append(Process(self.veritysetup("format", size, "vs")).run())
                runs["own"].append(Process(self.gantry("format", size, 2, "once")).run())
            os.remove(self.data(size))
            mid = {k: (statistics.median(r.wall for r in v), statistics.median(r.cpu for r in v))
                   for k, v in runs.items()}
            print(f"| {shown(size)} | {mid['peer'][0]:.2f} | {mid['peer'][1]:.2f} "
                  f"| {mid['own'][0]:.2f} | {mid['own'][1]:.2f} "
                  f"| {mid['own'][1] * GIB / size:.2f} | {max(r.peak for r in runs['own']):.0f} |",
                  flush=True)

    def ratio(self, size, name, base):
        if (size, name) not in self.figures or (size, base) not in self.figures:
            return None
        return self.figures[size, name][0] / self.figures[size, base][0]

    def targets(self, size, kernels):
        peer = "veritysetup format"
        fec2, fec24 = ("veritysetup format, FEC roots 2", "veritysetup format, FEC roots 24")
        print(f"\n| target, {shown(size)} | limit | measured | |\n|---|---|---|---|")

        def row(name, text, value, limit, at_least=False):
            if value is None:
                print(f"| {name} | {text} | not measured | |")
                return
            met = value >= limit if at_least else value <= limit
            sign = "≥" if at_least else "≤"
            print(f"| {name} {text} | {sign} {limit} | {value:.2f} | {'met' if met else 'MISSED'} |")

        row("T1", "warm, 1 thread, JDK 17, to veritysetup",
            self.ratio(size, "warm format, 1 thread", peer), 0.80)
        row("T2", "warm, 2 threads", self.ratio(size, "warm format, 2 threads", peer), 0.45)
        row("T3", "cold, 1 thread", self.ratio(size, "cold format, 1 thread", peer), 1.0)
        row("T3", "cold, 2 threads", self.ratio(size, "cold format, 2 threads", peer), 0.80)
        row("T4", "vector, 1 thread, JDK 25",
            self.ratio(size, "vector, warm format, 1 thread, JDK 25", peer), 0.50)
        row("T4", "vector, 2 threads, JDK 25",
            self.ratio(size, "vector, warm format, 2 threads, JDK 25", peer), 0.28)
        row("T4", "vector, 2 threads, JDK 25: speed to OpenSSL's two processes", inverse(
            self.ratio(size, "vector, warm format, 2 threads, JDK 25",
                       "openssl sha256, 2 processes")), 1.0, True)
        for jdk, limit in ((25, 1.6), (17, 1.2)):
            kernel = kernels.get(jdk)
            row("T5", f"kernel to one JDK stream, JDK {jdk}",
                kernel and kernel[1] and kernel[0] / kernel[1], limit, True)
        row("T6", "warm, 1 thread: speed to one OpenSSL process", inverse(
            self.ratio(size, "warm format, 1 thread", "openssl sha256, 1 process")), 0.85, True)
        parity = self.ratio(size, "FEC roots 2, warm, parity only", fec2)
        row("T7", "FEC roots 2, warm, parity only: times as fast (peer's format taken off)",
            self.parity_gain(size, 2) if parity else None, 30, True)
        row("T7", "FEC roots 24, the same", self.parity_gain(size, 24) if self.ratio(
            size, "FEC roots 24, warm, parity only", fec24) else None, 5, True)
        row("T8", "format and FEC roots 2, cold process",
            self.ratio(size, "FEC roots 2, cold, whole format", fec2), 0.15)
        row("T9", "verify to format, warm, 2 threads",
            self.ratio(size, "warm verify, 2 threads", "warm format, 2 threads"), 1.10)
        peaks = self.figures.get((size, "cold format, 2 threads"))
        row("T10", "peak MB, default heap", peaks and peaks[2], 160)
        peaks = self.figures.get((size, "cold format, 2 threads, -Xmx64m"))
        row("T10", "peak MB, -Xmx64m", peaks and peaks[2], 160)

    def parity_gain(self, size, roots):
        peer = self.figures[size, f"veritysetup format, FEC roots {roots}"][0]
        alone = self.figures[size, "veritysetup format"][0]
        return (peer - alone) / self.figures[size, f"FEC roots {roots}, warm, parity only"][0]


def inverse(value):
    return None if value is None else 1 / value


def same(left, right):
    return subprocess.run(["cmp", "-s", left, right], check=False).returncode == 0


def kernel_speeds(bench):
    found = {}
    for jdk in (17, 25) if bench.options.java25 else (17,):
        out = subprocess.run(bench.java("MeasureKernel", jdk=jdk, flags=VECTOR), check=True,
                             capture_output=True, text=True).stdout
        found[jdk] = [float(word) for word in out.split()[:2]]
        print(f"\nOne core, JDK {jdk}, GB/s of 4096-byte blocks in memory: vector kernel "
              f"{found[jdk][0]:.2f}, one JDK stream {found[jdk][1]:.2f}.")
    return found


def versions(options):
    for command in (["veritysetup", "--version"], ["openssl", "version"],
                    [options.java, "-version"], [options.java25, "-version"]):
        if command[0]:
            out = subprocess.run(command, check=False, capture_output=True, text=True)
            print("-", (out.stdout or out.stderr).splitlines()[0])
    with open("/proc/cpuinfo") as info:
        text = info.read()
    for field in ("model name", "cpu family", "model\t"):
        print("-", re.search(rf"^{field}.*$", text, re.M).group(0).replace("\t", " "))
    print(f"- {os.cpu_count()} processors, load average before: {os.getloadavg()[0]:.2f}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gantry", help="class path of the benchmarks module")
    parser.add_argument("--java", default="java", help="java of JDK 17")
    parser.add_argument("--java25", default="", help="java of JDK 25")
    parser.add_argument("--cli", default="", help="the gantry launcher, to measure the command")
    parser.add_argument("--dir", default="/dev/shm", help="where data go; 6 GiB of memory")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--divide", type=int, default=1, help="all sizes by so much, to try it out")
    parser.add_argument("--no-fec", action="store_true")
    parser.add_argument("--no-fec-24", action="store_true", help="saves two minutes")
    parser.add_argument("--no-vector-17", action="store_true")
    options = parser.parse_args()
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    begin = time.monotonic()
    versions(options)
    work = tempfile.mkdtemp(prefix="gantry-verity-", dir=options.dir)
    atexit.register(shutil.rmtree, work, True)
    bench = Bench(options, work)
    print("| data | what | wall s | min–max | GB/s | to peer | CPU s | peak MB | runs |")
    print("|---|---|---|---|---|---|---|---|---|")
    sizes = [GIB // options.divide, 4 * GIB // options.divide]
    for size in sizes:
        bench.make_data(size)
        bench.speed(size)
        if not options.no_fec:
            bench.fec(size)
        os.remove(bench.data(size))
    bench.linear()
    kernels = kernel_speeds(bench)
    for size in sizes:
        bench.targets(size, kernels)
    print("\nHow blocks were hashed:\n")
    for note in bench.notes:
        print("-", note)
    print(f"\n{(time.monotonic() - begin) / 60:.1f} minutes.")


if __name__ == "__main__":
    sys.exit(main())
