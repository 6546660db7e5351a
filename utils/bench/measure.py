"""Runs postern-bench and the reference parser in turns and prints a table; utils/bench/run calls it.

Every figure is from processes of this one run, on one thread: a round runs each measurement once,
and the table gives the median and the best of the rounds. MB are 10^6 bytes of .tf source.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys


def machine():
    model = "unknown CPU"
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{model}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs"


class Measurement:
    """One command, its figure by round, and the most memory that it took."""

    def __init__(self, label, command, figure, environment=None):
        self.label, self.command, self.figure = label, command, figure
        self.environment = {**os.environ, **(environment or {})}
        self.rates, self.peak_kb = [], 0

    def once(self):
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True, env=self.environment)
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        found = re.search(rf"^{self.figure}\s+([\d.]+)", out, re.M)
        if process.returncode != 0 or not found:
            sys.exit(f"{' '.join(self.command)}: exit {process.returncode}, printed\n{out}")
        self.rates.append(float(found.group(1)))
        self.peak_kb = max(self.peak_kb, usage.ru_maxrss)

    @property
    def median(self):
        return statistics.median(self.rates)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", required=True)
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("directory", nargs="?")
    args = parser.parse_args()
    directory = args.directory or args.corpus
    if not os.path.isdir(directory):
        sys.exit(f"no folder {directory}; say which, or set POSTERN_DATA")

    stages = ("lex", "parse", "check")
    ours = {stage: Measurement(f"postern {stage}", [args.bench, stage, directory], "MB_per_s") for stage in stages}
    reference = {}
    if os.access(args.oracle, os.X_OK):
        one = {"GOMAXPROCS": "1"}
        # One pass a process, as postern-bench repeats by rounds too; it warms up by parsing once.
        command = [args.oracle, "bench", "-n", "1"]
        reference["lex"] = Measurement("reference lex", command + ["-lex", directory], "MB_per_s_best", one)
        reference["parse"] = Measurement("reference parse", command + [directory], "MB_per_s_best", one)
    for _ in range(args.rounds):
        for stage in stages:
            ours[stage].once()
            if stage in reference:
                reference[stage].once()

    print(f"{directory}: {args.rounds} rounds, one thread; {machine()}")
    print(f"{'':18}{'median':>10}{'best':>10}  MB/s{'peak':>10} MB   against the reference")
    for stage in stages:
        row = ours[stage]
        # The whole check has no counterpart; it stands beside the reference's parsing alone.
        beside = reference.get(stage) or reference.get("parse")
        ratio = f"{row.median / beside.median:.2f} x its {beside.label.split()[1]}" if beside else "-"
        print(f"{row.label:18}{row.median:10.2f}{max(row.rates):10.2f}      {row.peak_kb / 1000:10.0f}      {ratio}")
    for row in reference.values():
        print(f"{row.label:18}{row.median:10.2f}{max(row.rates):10.2f}      {row.peak_kb / 1000:10.0f}")


if __name__ == "__main__":
    main()
