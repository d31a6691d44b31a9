#!/usr/bin/env python3
"""Prints what changes, one event a line, and misses none.

When a node goes away, the next one goes on after the last event that was seen.
Usage: TASKRAFT_TOKEN=... follow.py [--after INDEX]
    [--events N] [URL]...
"""

import argparse
import itertools
import json
import os
import time
import urllib.error
import urllib.request

NODES = ["http://127.0.0.1:8101", "http://127.0.0.1:8102",
         "http://127.0.0.1:8103"]
SILENCE_SECONDS = 45


def messages(stream):
    """The messages of server-sent events: type, id and data of each."""
    message = {}
    for line in stream:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            message[name] = value
        elif "event" in message:
            yield message["event"], message.get("id"), json.loads(
                message.get("data", "{}"))
            message = {}


def follow(nodes, token, last=None):
    """Every event after that log index; without one, from now on."""
    for node in itertools.cycle(nodes):
        headers = {"Authorization": "Bearer " + token}
        if last:
            headers["Last-Event-ID"] = last
        request = urllib.request.Request(node + "/api/v1/events",
                                         headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=SILENCE_SECONDS) as x:
                for kind, index, data in messages(x):
                    last = index or last
                    if kind == "reset":
                        last = str(data["index"])
                    yield kind, data
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise
        except OSError:
            pass
        time.sleep(0.2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--after", help="the log index of an event")
    parser.add_argument("--events", type=int, help="end after this number")
    parser.add_argument("nodes", nargs="*", default=NODES)
    options = parser.parse_args()
    found = follow(options.nodes, os.environ["TASKRAFT_TOKEN"], options.after)
    events = (x for x in found if x[0] not in ("position", "reset", "bye"))
    for kind, data in itertools.islice(events, options.events):
        print(kind, json.dumps(data), flush=True)


if __name__ == "__main__":
    main()
