"""Runs postern-bench and the reference parser in turns and prints a table; utils/bench/run calls it.

Every figure is from processes of this one run: a round runs each measurement once, one after the
other, and the table gives the median and the best of the rounds. MB are 10^6 bytes of .tf source.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time


def machine():
    model = "unknown CPU"
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{model}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs"


class Measurement:
    """One command, what it printed by round, and the most memory that it took."""

    def __init__(self, label, command, figure=None, environment=None):
        self.label, self.command, self.figure = label, command, figure
        self.environment = {**os.environ, **(environment or {})}
        self.rates, self.printed, self.peak_kb = [], {}, 0

    def once(self):
        start = time.monotonic()
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                   env=self.environment)
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        self.peak_kb = max(self.peak_kb, usage.ru_maxrss)
        if self.figure is None:
            # The check of a program that knows no measurements; what it finds is beside the point.
            if process.returncode not in (0, 1, 3):
                sys.exit(f"{' '.join(self.command)}: exit {process.returncode}")
            self.rates.append(seconds)
            return
        self.printed = dict(re.findall(r"^(\w+)\s+([\d.]+)$", out, re.M))
        if process.returncode != 0 or self.figure not in self.printed:
            sys.exit(f"{' '.join(self.command)}: exit {process.returncode}, printed\n{out}")
        self.rates.append(float(self.printed[self.figure]))

    @property
    def median(self):
        return statistics.median(self.rates)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True, help="where postern and postern-bench are")
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--earlier", help="the postern of another commit")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("directory", nargs="?")
    args = parser.parse_args()
    directory = args.directory or args.corpus
    if not os.path.isdir(directory):
        sys.exit(f"no folder {directory}; say which, or set POSTERN_DATA")

    bench = os.path.join(args.bin, "postern-bench")
    stages = {
        "lex": Measurement("postern lex", [bench, "lex", directory, "--passes", "3"], "MB_per_s"),
        "parse": Measurement("postern parse", [bench, "parse", directory, "--passes", "3"], "MB_per_s"),
        "two": Measurement("  on 2 threads", [bench, "parse", directory, "--passes", "3", "--threads", "2"], "MB_per_s"),
        "check": Measurement("postern check", [bench, "check", directory, "--passes", "1"], "MB_per_s"),
    }
    reference = {}
    if os.access(args.oracle, os.X_OK):
        one = {"GOMAXPROCS": "1"}
        command = [args.oracle, "bench", "-n", "3"]
        reference["lex"] = Measurement("reference lex", command + ["-lex", directory], "MB_per_s_best", one)
        reference["parse"] = Measurement("reference parse", command + [directory], "MB_per_s_best", one)
    pair = {}
    if args.earlier:
        check = ["check", directory, "--format=json"]
        pair["now"] = Measurement("this commit", [os.path.join(args.bin, "postern")] + check)
        pair["earlier"] = Measurement("that commit", [args.earlier] + check)
    for _ in range(args.rounds):
        for name, stage in stages.items():
            stage.once()
            if name in reference:
                reference[name].once()
        for whole in pair.values():
            whole.once()

    print(f"{directory}: {args.rounds} rounds, one thread where not said; {machine()}")
    print(f"{'':18}{'median':>10}{'best':>10}  MB/s{'peak':>10} MB   against the reference")
    for name, row in stages.items():
        # Neither the whole check nor two threads have a counterpart; they stand beside its parsing alone.
        beside = reference.get(name) or reference.get("parse")
        ratio = f"{row.median / beside.median:.2f} x its {beside.label.split()[1]}" if beside else "-"
        print(f"{row.label:18}{row.median:10.2f}{max(row.rates):10.2f}      {row.peak_kb / 1000:10.0f}      {ratio}")
    for row in reference.values():
        print(f"{row.label:18}{row.median:10.2f}{max(row.rates):10.2f}      {row.peak_kb / 1000:10.0f}")
    print(f"the tree takes {stages['parse'].printed['tree_bytes_per_byte']} bytes a byte of source; two threads are "
          f"{max(stages['two'].rates) / max(stages['parse'].rates):.2f} x one (best rounds)")
    for row in pair.values():
        print(f"whole check, {row.label}: median {row.median:.2f} s, best {min(row.rates):.2f} s, "
              f"{row.peak_kb / 1000:.0f} MB")


if __name__ == "__main__":
    main()
