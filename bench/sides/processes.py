"""Processes that a measurement starts, and what they cost."""

import os
import signal
import subprocess
import sys
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
HALT_POLLING = "/sys/module/haltpoll/parameters/guest_halt_poll_ns"


def machine():
    """What most of the time of one client depends on besides the programs: how
    long a virtual processor looks for work before it is halted."""
    try:
        with open(HALT_POLLING, encoding="utf-8") as file:
            polling = f"guest_halt_poll_ns {file.read().strip()}"
    except OSError:
        polling = "no guest halt polling"
    return f"{os.cpu_count()} processors, {os.uname().release}, {polling}"


def cpu_seconds(processes):
    total = 0
    for process in processes:
        with open(f"/proc/{process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


class CpuRecord:
    """What processes have used, at every moment since this began."""

    INTERVAL_S = 0.05

    def __init__(self, processes):
        self.processes = processes
        self.samples = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.over.wait(self.INTERVAL_S):
            self.samples.append((time.monotonic(),
                                 cpu_seconds(self.processes)))

    def stop(self):
        self.over.set()
        self.thread.join()

    def used(self, begin, end):
        within = [used for at, used in self.samples if begin <= at <= end]
        return within[-1] - within[0]


def resident_bytes(process):
    with open(f"/proc/{process.pid}/statm", encoding="utf-8") as file:
        return int(file.read().split()[1]) * PAGE


def clean_up_when_terminated():
    """Let SIGTERM end a measurement as Ctrl-C does: with its processes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def start(command, output):
    """Its output goes to the file `output`, and no signal of a terminal to
    it: its starter stops it."""
    with open(output, "w", encoding="utf-8") as file:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file,
                                stderr=file, start_new_session=True)


def stop(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()
