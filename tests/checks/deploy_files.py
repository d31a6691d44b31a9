"""What lies in deploy/ is true. Usage: deploy_files.py SOURCES TASKRAFTD

No container engine runs here: the settings are checked by taskraftd itself, the
other files by rules of our own, and as YAML where Python can read it.
"""

import http.server
import os
import pathlib
import re
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

try:
    import yaml
except ImportError:
    yaml = None

ROOT = pathlib.Path(sys.argv[1])
TASKRAFTD = os.path.abspath(sys.argv[2])
TASKRAFT = os.path.join(os.path.dirname(TASKRAFTD), "taskraft")
DEPLOY = ROOT / "deploy"
# Of root's powers, the service `certificates` has this alone.
AS_COMPOSED = ["setpriv", "--bounding-set=-all,+chown"]
OWNER = "10001"
if os.getuid() != 0:
    AS_COMPOSED, OWNER = [], str(os.getuid())
# SECURITY: what the unit must have, whatever else changes.
UNIT = """Type=notify
User=taskraft
UMask=0077
CapabilityBoundingSet=
AmbientCapabilities=
LimitCORE=0
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
MemoryDenyWriteExecute=yes
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
LoadCredential=secret:/etc/taskraft/secrets
RestartPreventExitStatus=2 3 4
""".splitlines()

# Makes a directory of a secret.
KUBECTL = """#!/bin/sh
mkdir "$4"
for each; do
  case $each in
    --from-file=*)
      each=${each#*=}
      cp "${each#*=}" "$4/${each%%=*}";;
  esac
done
"""


def template(pod):
    """The settings of a pod, as its container writes them."""
    text = (DEPLOY / "kubernetes/taskraft.yaml").read_text()
    script = re.search(r"            - \|\n((?:              .*\n)+)", text)[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "run").mkdir()
        for file in ("nodes", "node.toml"):
            block = re.search(rf"  {file}: \|\n((?:    .*\n|\n)+)", text)[1]
            (folder / file).write_text(re.sub("(?m)^    ", "", block))
        for place, here in (("/etc/taskraft/template", name),
                            ("/run/taskraft", f"{name}/run"),
                            ("/var/lib/taskraft", name),
                            ("/usr/sbin/taskraftd", "true")):
            script = script.replace(place, here)
        subprocess.run(["sh", "-c", script], check=True,
                       env={**os.environ, "POD": f"taskraft-{pod}"})
        return (folder / "run/node.toml").read_text()


class settings(unittest.TestCase):
    def check(self, path):
        done = subprocess.run(
            [TASKRAFTD, "--check-config", path], capture_output=True, text=True,
            check=False,
            env={**os.environ, "TASKRAFT_MYSQL_PASSWORD": "secret"})
        self.assertEqual(done.stdout, "ok\n", f"{path}: {done.stderr}")

    def test_of_the_package(self):
        self.check(DEPLOY / "example.toml")

    def test_of_compose(self):
        found = sorted((DEPLOY / "compose").glob("*.toml"))
        self.assertEqual(len(found), 6)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for each in ("ca", "tls1", "tls2", "tls3"):
                (folder / each).mkdir()
            # Twice: what is there stays.
            for _ in range(2):
                subprocess.run(
                    [*AS_COMPOSED, DEPLOY / "compose/make-certificates",
                     folder / "ca", folder / "tls", OWNER], check=True,
                    capture_output=True,
                    env={**os.environ, "PATH": os.path.dirname(TASKRAFT) + ":"
                         + os.environ["PATH"]})
            for path in found:
                self.check_with_certificates(path, folder)

    def check_with_certificates(self, path, folder):
        number = path.stem[-1]
        text = path.read_text()
        own = folder / f"tls{number}"
        self.assertEqual({x.name for x in own.iterdir()},
                         {"ca.crt", f"node-{number}.crt",
                          f"node-{number}.key"})
        moved = folder / path.name
        moved.write_text(text.replace("/etc/taskraft/tls", str(own)))
        self.check(moved)
        self.assertRegex(text, rf"(?m)^id *= {number}$")
        self.assertIn(f'advertise = "node{number}:7101"', text)

    def test_of_three_machines(self):
        text = (ROOT / "docs/deploy.md").read_text()
        with tempfile.TemporaryDirectory() as folder:
            certificates = os.path.join(folder, "tls")
            for words in (["create-ca", certificates],
                          ["create-node", certificates, "1", "10.0.0.1"]):
                subprocess.run([TASKRAFT, "cert", *words], check=True,
                               capture_output=True)
            path = os.path.join(folder, "node1.toml")
            settings = re.search(r"(?s)```toml\n(.*?)```", text)[1]
            with open(path, "w", encoding="utf-8") as file:
                file.write(settings.replace("/etc/taskraft/tls", certificates))
            self.check(path)

    def test_of_pods(self):
        text = (ROOT / "docs/deploy.md").read_text()
        steps = re.search(r"(?s)    (taskraft cert create-ca certs\n"
                          r"    for pod .*?done)", text)[1]
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "kubectl").write_text(KUBECTL)
            (folder / "kubectl").chmod(0o755)
            places = (name, os.path.dirname(TASKRAFT), os.environ["PATH"])
            subprocess.run(["sh", "-euc", steps], cwd=folder, check=True,
                           capture_output=True,
                           env={**os.environ, "PATH": ":".join(places)})
            for pod in range(3):
                moved = folder / f"{pod}.toml"
                moved.write_text(template(pod).replace(
                    "/etc/taskraft/tls", str(folder / f"taskraft-{pod}")))
                self.check(moved)
                self.assertIn(f'address = "taskraft-{pod}.taskraft:7101"',
                              template(pod))
                self.assertRegex(template(pod), rf"(?m)^id += {pod + 1}\n")
                self.assertNotIn("plaintext", template(pod))


class files(unittest.TestCase):
    def test_of_the_unit(self):
        lines = (DEPLOY / "systemd/taskraftd@.service").read_text().splitlines()
        for line in UNIT:
            self.assertIn(line, lines)

    def test_of_the_image(self):
        text = (DEPLOY / "Dockerfile").read_text()
        final = text.split("\nFROM ")[-1]
        self.assertRegex(final, r"(?m)^USER taskraft$")
        self.assertIn("HEALTHCHECK", final)
        self.assertNotIn("scripts/package", final)
        self.assertNotRegex(text, r"(?m)^ADD |:latest|\bsudo\b|curl .*\| *sh")
        for step in re.findall(r"(?s)^RUN apt-get.*?(?=^[A-Z]+ )", text, re.M):
            self.assertIn("--no-install-recommends", step)
            self.assertIn("/var/lib/apt/lists", step)
        # Files beside the sources are not sent to the builder.
        self.assertIn("build\nvar\n", (ROOT / ".dockerignore").read_text())

    def test_of_compose(self):
        for name, prefix in (("compose.yaml", ""),
                             ("compose.mariadb.yaml", "mariadb-")):
            text = (DEPLOY / "compose" / name).read_text()
            for node in "123":
                # A node sees its own settings, key and data, and nothing else.
                part = text.split(f"\n  node{node}:\n")[1].split("\n\n")[0]
                self.assertEqual(
                    re.findall(r"(?m)^      - (.*)$", part),
                    [f"./{prefix}node{node}.toml:/etc/taskraft/node.toml:ro",
                     f"tls{node}:/etc/taskraft/tls:ro",
                     f"node{node}:/var/lib/taskraft"])
            # Nothing is published beyond this machine.
            for port in re.findall(r'ports: \["(.*?)"\]', text):
                self.assertTrue(port.startswith("127.0.0.1:"), port)

    @unittest.skipIf(yaml is None, "Python cannot read YAML here")
    def test_are_yaml(self):
        for path in DEPLOY.rglob("*.yaml"):
            documents = list(yaml.safe_load_all(path.read_text()))
            self.assertTrue(all(documents), path)
            kinds = {each.get("kind") for each in documents}
            if "StatefulSet" in kinds:
                self.assertLessEqual({"PodDisruptionBudget", "NetworkPolicy",
                                      "Service", "ConfigMap"}, kinds)

    @unittest.skipIf(yaml is None, "Python cannot read YAML here")
    def test_of_pods(self):
        text = (DEPLOY / "kubernetes/taskraft.yaml").read_text()
        pods = next(each["spec"] for each in yaml.safe_load_all(text)
                    if each["kind"] == "StatefulSet")
        pod = pods["template"]["spec"]
        node = pod["containers"][0]
        self.assertEqual(pods["replicas"], 3)
        # An update must not take two nodes that lack entries, nor a node to which
        # the service still sends clients.
        self.assertGreaterEqual(pods["minReadySeconds"], 30)
        serves_on = node["lifecycle"]["preStop"]["exec"]["command"]
        self.assertGreaterEqual(pod["terminationGracePeriodSeconds"],
                                int(serves_on[1]) + 15)
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        self.assertTrue(node["securityContext"]["readOnlyRootFilesystem"])
        for kind, path in (("liveness", "/livez"), ("startup", "/livez"),
                           ("readiness", "/readyz")):
            probe = node[f"{kind}Probe"]["httpGet"]
            self.assertEqual((probe["path"], probe["scheme"]), (path, "HTTPS"))
        mounted = {each["name"] for each in node["volumeMounts"]}
        there = {each["name"] for each in pod["volumes"]}
        there |= {each["metadata"]["name"]
                  for each in pods["volumeClaimTemplates"]}
        self.assertEqual(mounted, there)
        # A pod sees what lies under its own name.
        seen = next(each for each in node["volumeMounts"]
                    if each["name"] == "certificates")
        self.assertEqual(seen["subPathExpr"], "$(POD)")
        sources = next(each["projected"]["sources"] for each in pod["volumes"]
                       if each["name"] == "certificates")
        for pod, source in enumerate(each["secret"] for each in sources):
            self.assertEqual(source["name"], f"taskraft-{pod}")
            self.assertEqual(
                [each["path"] for each in source["items"]],
                [f"taskraft-{pod}/{file}"
                 for file in ("ca.crt", "tls.crt", "tls.key")])

    @unittest.skipIf(yaml is None, "Python cannot read YAML here")
    def test_of_certificates_of_pods(self):
        text = (DEPLOY / "kubernetes/certificates.yaml").read_text()
        found = {(each["kind"], each["metadata"]["name"]): each["spec"]
                 for each in yaml.safe_load_all(text)}
        self.assertTrue(found["Certificate", "taskraft-ca"]["isCA"])
        self.assertEqual(found["Issuer", "taskraft-ca"]["ca"]["secretName"],
                         found["Certificate", "taskraft-ca"]["secretName"])
        for pod in range(3):
            own = found["Certificate", f"taskraft-{pod}"]
            self.assertEqual(own["secretName"], f"taskraft-{pod}")
            self.assertEqual(own["uris"], [f"taskraft:node:{pod + 1}"])
            self.assertLessEqual({f"taskraft-{pod}.taskraft", "taskraft-http",
                                  "tasks.example.org"}, set(own["dnsNames"]))
            self.assertLessEqual({"server auth", "client auth"},
                                 set(own["usages"]))
            self.assertEqual(own["issuerRef"]["name"], "taskraft-ca")


class the_health_check(unittest.TestCase):
    def answers(self, status, tls=None):
        class handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                ok = (self.path == "/readyz"
                      and self.headers["Host"] == "localhost")
                self.send_response(status if ok else 400)
                self.end_headers()

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
            if tls:
                server.socket = tls.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever).start()
            done = subprocess.run(
                [DEPLOY / "healthcheck", str(server.server_port)], check=False,
                stderr=subprocess.DEVNULL)
            server.shutdown()
            port = server.server_port
        gone = subprocess.run([DEPLOY / "healthcheck", str(port)], check=False,
                              stderr=subprocess.DEVNULL)
        self.assertNotEqual(gone.returncode, 0)
        return done.returncode == 0

    def test_asks_whether_the_node_is_ready(self):
        self.assertTrue(self.answers(200))
        self.assertFalse(self.answers(503))

    def test_asks_a_node_that_speaks_tls(self):
        with tempfile.TemporaryDirectory() as folder:
            files = [f"{folder}/{name}" for name in ("certificate", "key")]
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes",
                 "-subj", "/CN=node", "-out", files[0], "-keyout", files[1]],
                check=True, stderr=subprocess.DEVNULL)
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(*files)
            self.assertTrue(self.answers(200, tls))
            self.assertFalse(self.answers(503, tls))


unittest.main(argv=sys.argv[:1])
