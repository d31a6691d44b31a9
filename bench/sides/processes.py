"""Processes that a measurement starts, and what they cost."""

import os
import signal
import subprocess
import sys

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(processes):
    total = 0
    for process in processes:
        with open(f"/proc/{process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_bytes(process):
    with open(f"/proc/{process.pid}/statm", encoding="utf-8") as file:
        return int(file.read().split()[1]) * PAGE


def clean_up_when_terminated():
    """Let SIGTERM end a measurement as Ctrl-C does: with its processes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def start(command, report):
    """Its output goes to the file `report`, and no signal of a terminal to
    it: whoever started it stops it."""
    with open(report, "w", encoding="utf-8") as file:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file,
                                stderr=file, start_new_session=True)


def stop(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()
