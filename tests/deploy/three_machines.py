"""Three machines from a package, as docs/deploy.md has it, under torture.

Each machine is a network namespace with a root of its own, in which the package
was unpacked beside this machine's libraries. The chapter "Three machines" is
followed word for word: its certificates, settings and commands. Then five users
work over HTTPS while leaders are killed and unplugged in turns. As root; exits
with 77 where this machine has no namespaces of networks.

  three_machines.py PACKAGE.deb DEPLOY.md [--seconds 30] [--kill-every 5]
"""

import argparse
import contextlib
import http.client
import pathlib
import re
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent
                       / "torture"))

import namespaces  # noqa: E402
import rest_team  # noqa: E402
from rest_nodes import PASSWORD, START_SECONDS  # noqa: E402

IDS = (1, 2, 3)
CHAPTER = "## Three machines"
SHARED = ("usr", "proc", "sys", "dev")
PATH = ("/opt/taskraft/usr/bin", "/opt/taskraft/usr/sbin", "/usr/bin", "/bin")
LINKS = ("bin", "sbin", "lib", "lib64")


def run(*command, **more):
    return subprocess.run([str(x) for x in command], check=True, **more)


def chapter(text):
    """Its TOML, and its lines of shell."""
    begin = text.index(CHAPTER)
    part = text[begin:text.index("\n## ", begin + 1)]
    toml = re.search(r"```toml\n(.*?)```", part, re.S)[1]
    shell = re.findall(r"^    (\S.*)$", part, re.M)
    return toml, shell


class Machines:
    """What rest_team takes for nodes."""

    def __init__(self, work, package, toml):
        self.work = work
        self.ids = IDS
        self.running = {}
        self.unplugged = []
        self.kills = 0
        self.unpacked = work / "package"
        run("dpkg-deb", "-x", package, self.unpacked)
        for node in IDS:
            self.make_root(node)
            settings = re.sub(r"^id( *)= 1.*$", rf"id\1= {node}", toml, 1, re.M)
            settings = re.sub(r'^(listen *= )"10\.0\.0\.1:',
                              rf'\1"10.0.0.{node}:', settings, 0, re.M)
            settings = settings.replace("node-1.", f"node-{node}.") \
                .replace("taskraft/node1", f"taskraft/node{node}")
            (self.root(node) / f"etc/taskraft/node{node}.toml") \
                .write_text(settings)

    def root(self, node):
        return self.work / f"root{node}"

    def make_root(self, node):
        root = self.root(node)
        for name in (*SHARED, "opt/taskraft", "etc/taskraft/tls", "root", "tmp",
                     f"var/lib/taskraft/node{node}"):
            (root / name).mkdir(parents=True)
        for name in LINKS:
            (root / name).symlink_to(f"usr/{name}")
        (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n")

    def plug_in(self):
        """The machines and this program's own end, 10.0.0.254, hang on one
        bridge."""
        run("ip", "link", "add", "bridge", "type", "bridge")
        run("ip", "address", "add", "10.0.0.254/24", "dev", "bridge")
        run("ip", "link", "set", "bridge", "up")
        run("ip", "link", "set", "lo", "up")
        for node in IDS:
            name = f"machine{node}"
            run("ip", "netns", "add", name)
            run("ip", "link", "add", f"port{node}", "type", "veth", "peer",
                "name", "eth0", "netns", name)
            run("ip", "link", "set", f"port{node}", "master", "bridge", "up")
            for command in (("address", "add", f"10.0.0.{node}/24", "dev",
                             "eth0"),
                            ("link", "set", "eth0", "up"),
                            ("link", "set", "lo", "up")):
                run("ip", "-n", name, *command)
            root = self.root(node)
            for shared in SHARED:
                run("mount", "--rbind", f"/{shared}", root / shared)
            run("mount", "--bind", self.unpacked, root / "opt/taskraft")

    def inside(self, node, *command):
        return ["ip", "netns", "exec", f"machine{node}", "chroot",
                str(self.root(node)), "/usr/bin/env", "-C", "/root",
                "HOME=/root", "PATH=" + ":".join(PATH), *command]

    def hand_out_certificates(self):
        made = self.root(1) / "root/certs"
        for node in IDS:
            place = self.root(node) / "etc/taskraft/tls"
            for name in ("ca.crt", f"node-{node}.crt", f"node-{node}.key"):
                (place / name).write_bytes((made / name).read_bytes())
                (place / name).chmod(0o600)
        self.trust = ssl.create_default_context(cafile=made / "ca.crt")

    def start(self, node):
        if node in self.unplugged:
            self.unplugged.remove(node)
            return self.set_port(node, "up")
        log = open(self.work / f"log{node}", "a")
        self.running[node] = subprocess.Popen(
            self.inside(node, "taskraftd", "--config",
                        f"/etc/taskraft/node{node}.toml"),
            stdout=log, stderr=log)

    def kill(self, node):
        """Kills its process, or every second time unplugs the machine."""
        self.kills += 1
        if self.kills % 2 == 0:
            self.unplugged.append(node)
            return self.set_port(node, "down")
        self.running[node].kill()
        self.running[node].wait()

    def set_port(self, node, state):
        run("ip", "link", "set", f"port{node}", state)

    def stop(self):
        for each in self.running.values():
            each.terminate()
        return [each.wait(timeout=START_SECONDS)
                for each in self.running.values()]

    def kill_all(self):
        for each in self.running.values():
            each.kill()
            each.wait()
        for node in IDS:
            subprocess.run(["ip", "netns", "delete", f"machine{node}"],
                           check=False, stderr=subprocess.DEVNULL)
            for name in ("opt/taskraft", *SHARED):
                subprocess.run(["umount", "--recursive", "--lazy",
                                self.root(node) / name], check=False,
                               stderr=subprocess.DEVNULL)

    def connect(self, at, timeout):
        return http.client.HTTPSConnection(f"10.0.0.{at % 3 + 1}", 8101,
                                           timeout=timeout, context=self.trust)


def follow(machines, shell):
    """The chapter's commands; passwords come from a file, not a terminal."""
    for line in shell:
        if line.startswith("taskraft cert"):
            run(*machines.inside(1, "sh", "-c", line))
    machines.hand_out_certificates()
    for node in IDS:
        machines.start(node)
    (machines.root(1) / "root/password").write_text(PASSWORD)
    link = await_link(machines)
    told = [x for x in shell if x.startswith("export")]
    for line in shell:
        if not re.match(r"taskraft (setup|login|cluster)", line):
            continue
        if "setup" in line:
            line = re.sub(r"/\S+/setup_link", link, line)
        if "status" not in line:
            line += " --password-file /root/password"
        run(*machines.inside(1, "sh", "-c", "\n".join([*told, line])))


def await_link(machines):
    """The one that leads leaves it: an operator takes it from that machine, and
    not into the directory of another node, which would remove it."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for node in IDS:
            place = machines.root(node) / f"var/lib/taskraft/node{node}"
            link = b""
            with contextlib.suppress(FileNotFoundError):
                link = (place / "setup_link").read_bytes()
            if link:
                to = machines.root(1) / "root/setup_link"
                to.write_bytes(link)
                to.chmod(0o600)
                return "/root/setup_link"
        time.sleep(0.1)
    logs = [(machines.work / f"log{x}").read_text()[-800:] for x in IDS]
    raise AssertionError("nobody has left a set-up link", logs)


def main():
    namespaces.enter()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("docs", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--kill-every", type=float, default=5)
    parser.add_argument("--seed", default="three machines")
    options = parser.parse_args()
    toml, shell = chapter(options.docs.read_text())
    with contextlib.ExitStack() as ends:
        work = pathlib.Path(ends.enter_context(tempfile.TemporaryDirectory()))
        machines = Machines(work, options.package, toml)
        ends.callback(machines.kill_all)
        machines.plug_in()
        follow(machines, shell)
        rest_team.torture(options, machines)
        codes = machines.stop()
        rest_team.require(codes == [0, 0, 0], f"they ended with {codes}")
    print("Three machines work as docs/deploy.md says.")


if __name__ == "__main__":
    main()
