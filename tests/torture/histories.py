"""Whether what clients saw of one register is linearizable.

Every value is written once, so there is one order to look for: the time between
the first end and the last beginning of all that is about one value is its zone.
Zones of values that were in force for certain must not overlap, and no other
zone lies within one (Gibbons and Korach, 1997).
"""

import bisect
import itertools
from dataclasses import dataclass

FOREVER = float("inf")


@dataclass
class Operation:
    begin: float
    """FOREVER: nobody knows whether, and when, it was done."""
    end: float
    writes: bool
    value: str


def zones_of(operations):
    """Of each value that counts: the first end, and the last beginning."""
    writes = {x.value: x for x in operations if x.writes}
    reads = [x for x in operations if not x.writes]
    seen = {x.value for x in reads}
    zones = {}
    for value, write in writes.items():
        if write.end < FOREVER or value in seen:
            zones[value] = [write.end, write.begin]
    for read in reads:
        zone = zones[read.value]
        zone[0] = min(zone[0], read.end)
        zone[1] = max(zone[1], read.begin)
    return zones


def broken(operations):
    """What is wrong; nothing if the history is linearizable."""
    writes = {x.value: x for x in operations if x.writes}
    for each in operations:
        if each.value not in writes:
            return f"{each.value} was read and never written"
        if not each.writes and each.end < writes[each.value].begin:
            return f"{each.value} was read before it was written"
    zones = zones_of(operations)
    forward = sorted((first, last, value)
                     for value, (first, last) in zones.items() if first < last)
    for one, other in zip(forward, forward[1:]):
        if other[0] < one[1]:
            return f"{one[2]} came back after {other[2]}"
    for value, (first, last) in zones.items():
        if first < last:
            continue
        # Here the last beginning is the earlier end of the zone.
        for begin, end, other in forward:
            if begin < last and first < end:
                return f"{value} was in force while {other} was"
    return None


@dataclass
class StaleRead:
    begin: float
    end: float
    """How old the answer is at most, as the node says."""
    age: float
    """Nothing if the register was not there yet."""
    value: str | None


def too_old(operations, stale):
    """What is wrong with reads that say how old they are; nothing if each shows
    all that was done before."""
    writes = {x.value: x for x in operations if x.writes}
    zones = zones_of(operations)
    done = sorted((x.end, x.begin) for x in writes.values())
    ends = [end for end, _ in done]
    newest = list(itertools.accumulate((begin for _, begin in done), max))
    for read in stale:
        if read.value is not None and read.value not in writes:
            return f"{read.value} was read and never written"
        if read.value is not None and read.end < writes[read.value].begin:
            return f"{read.value} was read before it was written"
        known = bisect.bisect_left(ends, read.begin - read.age)
        in_force = (zones.get(read.value, [FOREVER])[0]
                    if read.value is not None else -FOREVER)
        if known > 0 and newest[known - 1] > in_force:
            return (f"{read.value} was read as {read.age} s old, and something "
                    f"else was in force before that")
    return None


def check_ages():
    def write(value, begin, end=FOREVER):
        return Operation(begin, end, True, value)

    history = [write("a", 0, 1), write("b", 2, 3), write("c", 4),
               Operation(6, 7, False, "b")]
    for begin, age, value in ((2.5, 0, "a"), (10, 7, "a"), (10, 1, "b"),
                              (10, 1, "c"), (5, 5, None)):
        read = StaleRead(begin, begin + 1, age, value)
        assert too_old(history, [read]) is None, read
    for begin, age, value in ((10, 6, "a"), (0, 0, "c"), (10, 1, "d"),
                              (5, 1, None)):
        read = StaleRead(begin, begin + 1, age, value)
        assert too_old(history, [read]) is not None, read


def check_checker():
    """Good and bad histories."""
    def write(value, begin, end=FOREVER):
        return Operation(begin, end, True, value)

    def read(value, begin, end):
        return Operation(begin, end, False, value)

    good = (
        [write("a", 0, 1), read("a", 2, 3), write("b", 4, 5), read("b", 6, 7)],
        [write("a", 0, 9), write("b", 0, 9), read("b", 1, 2), read("a", 3, 4)],
        [write("a", 0, 1), write("b", 2), read("a", 3, 4), read("b", 5, 6)],
        [write("a", 0, 1), write("b", 2), read("a", 3, 4)],
        [write("a", 0, 1), write("b", 2, 6), read("a", 3, 5), read("b", 4, 5)])
    bad = (
        [write("a", 0, 1), write("b", 2, 3), read("a", 4, 5)],
        [write("a", 0, 1), read("b", 2, 3)],
        [write("a", 0, 1), write("b", 2), read("b", 3, 4), read("a", 5, 6)],
        [read("a", 0, 1), write("a", 2, 3)],
        [write("a", 0, 9), write("b", 0, 9), read("a", 1, 2), read("b", 3, 4),
         read("a", 5, 6)])
    for each in good:
        assert broken(each) is None, (broken(each), each)
    for each in bad:
        assert broken(each) is not None, each


check_checker()
check_ages()
