"""Runs a program of tests in namespaces of its own: of networks, mounts and
processes, so that it meets no other run, and leaves nothing when it is killed.
"""

import os
import shutil
import subprocess
import sys

SKIPPED = 77
INSIDE = "TASKRAFT_INSIDE_NAMESPACES"
UNSHARE = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child",
           "--mount-proc"]
# Where `ip` keeps the names of networks, which are all machines' otherwise.
OWN_NAMES = "mkdir -p /run/netns && mount -t tmpfs netns /run/netns"
PROBE = OWN_NAMES + """
ip netns add probe
ip link add bridge type bridge
ip link add port type veth peer name eth0 netns probe
"""


def obstacle():
    """Why this machine cannot do that; nothing if it can."""
    if os.geteuid() != 0:
        return "needs root"
    for each in ("ip", "unshare"):
        if not shutil.which(each):
            return f"needs {each} (scripts/setup --tests)"
    done = subprocess.run([*UNSHARE, "sh", "-ec", PROBE], check=False,
                          capture_output=True, text=True)
    if done.returncode != 0:
        return ("no network namespaces with bridges here: "
                + done.stderr.strip().splitlines()[-1])
    return None


def enter():
    """Returns inside them. Ends this program where they cannot be had."""
    if os.environ.get(INSIDE):
        subprocess.run(["sh", "-ec", OWN_NAMES], check=True)
        return
    reason = obstacle()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(SKIPPED)
    os.environ[INSIDE] = "1"
    os.execvp(UNSHARE[0], [*UNSHARE, sys.executable, "-B", *sys.argv])
