"""MariaDB servers of a measurement: one for each node, as an operator would
have it, each with MariaDB's own defaults (so each COMMIT is flushed)."""

import os
import shutil
import subprocess
import time

from sides import processes

# The server's programs are where an ordinary user does not look.
PATH = os.environ.get("PATH", "") + ":/usr/sbin"
USER = "taskraft"


def program(name):
    found = shutil.which(name, path=PATH)
    if not found:
        raise RuntimeError(f"{name} is missing: install mariadb-server")
    return found


def as_whom():
    """MariaDB runs as root only if it is told to."""
    return ["--user=root"] if os.geteuid() == 0 else []


def prepare(directory):
    """Fills an empty data directory, to be copied for each server."""
    template = os.path.join(directory, "mariadb")
    subprocess.run(
        [program("mariadb-install-db"), "--no-defaults",
         f"--datadir={template}", f"--tmpdir={directory}",
         "--auth-root-authentication-method=normal", "--skip-test-db",
         *as_whom()],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return template


class Server:
    """Reached by a socket alone, with one schema and one user for it."""

    def __init__(self, template, directory, schema):
        self.schema = schema
        self.socket = os.path.join(directory, "socket")
        data = os.path.join(directory, "data")
        shutil.copytree(template, data)
        self.process = processes.start(
            [program("mariadbd"), "--no-defaults", f"--datadir={data}",
             # Servers that share it remove each other's temporary tables.
             f"--tmpdir={directory}",
             f"--socket={self.socket}", "--skip-networking",
             f"--pid-file={directory}/pid", *as_whom()],
            os.path.join(directory, "mariadbd.log"))
        try:
            self.wait_until_ready()
            self.execute(
                f"CREATE DATABASE {schema}; CREATE USER {USER}@localhost; "
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, REFERENCES "
                f"ON {schema}.* TO {USER}@localhost")
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise

    def execute(self, sql):
        subprocess.run(
            ["mariadb", "--no-defaults", "--user=root",
             f"--socket={self.socket}", "-e", sql],
            capture_output=True, check=True)

    def wait_until_ready(self):
        for _ in range(600):
            try:
                return self.execute("SELECT 1")
            except subprocess.CalledProcessError:
                if self.process.poll() is not None:
                    break
            time.sleep(0.05)
        raise RuntimeError("mariadbd did not start")

    def settings(self):
        """The part of a node's settings that leads here."""
        return (f'[store]\nbackend = "mysql"\n[store.mysql]\n'
                f'url = "unix://{self.socket}"\nschema = "{self.schema}"\n'
                f'user = "{USER}"\npassword_file = ""\n')
