// Three real nodes on free ports: started, killed, halted and started again by
// the tests of the page.

import { type ChildProcess, spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const password = "water the plants";

const programs = resolve(
  process.env.TASKRAFT_BIN ??
    join(import.meta.dirname, "../../../build/release/bin"),
);

// Ports below those that the system gives to outgoing connections: while a node
// is down, nobody else takes its port by chance.
async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!ports.includes(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}

// A node that nobody has ended is gone.
class Gone extends Error {}

// Asks again until it is true. A test that waits for ever fails by its own
// time limit.
export async function until<T>(
  ask: () => Promise<T | null | undefined | false>,
): Promise<T> {
  for (;;) {
    const found = await ask().catch((error) => {
      if (error instanceof Gone) throw error;
      return null;
    });
    if (found) return found;
    await new Promise((done) => setTimeout(done, 20));
  }
}

export class Node {
  private process: ChildProcess | null = null;
  private halted = false;
  private ending = false;

  constructor(
    readonly id: number,
    readonly origin: string,
    private readonly folder: string,
  ) {}

  private tail(): string {
    const log = readFileSync(join(this.folder, `node${this.id}.log`), "utf8");
    return log.split("\n").slice(-20).join("\n");
  }

  start(): void {
    if (this.process) return;
    const log = openSync(join(this.folder, `node${this.id}.log`), "a");
    const child = spawn(
      join(programs, "taskraftd"),
      ["--config", join(this.folder, `node${this.id}.toml`)],
      { stdio: ["ignore", log, log], cwd: this.folder },
    );
    child.once("error", (error) => console.error(String(error)));
    // A test run that is stopped leaves no node.
    const stop = () => child.kill("SIGKILL");
    process.once("exit", stop);
    child.once("exit", () => {
      process.off("exit", stop);
      if (this.process === child) this.process = null;
    });
    this.process = child;
    this.ending = false;
  }

  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.process;
    if (!child) return;
    if (this.halted) this.goOn();
    this.ending = true;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  }

  // It hears and says nothing, as if it had been unplugged.
  halt(): void {
    this.process?.kill("SIGSTOP");
    this.halted = true;
  }

  goOn(): void {
    this.process?.kill("SIGCONT");
    this.halted = false;
  }

  mustRun(): void {
    if (!this.process && !this.ending)
      throw new Gone(`node ${this.id} ended by itself:\n${this.tail()}`);
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.origin}/readyz`, {
      signal: AbortSignal.timeout(1000),
    });
    return answer.ok;
  }
}

export class Cluster {
  private constructor(
    readonly nodes: Node[],
    private readonly folder: string,
  ) {}

  static async start(count = 3): Promise<Cluster> {
    for (let tries = 3; ; tries--) {
      try {
        return await Cluster.startOnce(count);
      } catch (error) {
        // Another program has taken a port since it was found free.
        const isBusy = String(error).includes("event=cannot_listen");
        if (!isBusy || tries === 0) throw error;
      }
    }
  }

  private static async startOnce(count: number): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), "taskraft-page-"));
    const ports = await freePorts(3 * count);
    const ids = Array.from({ length: count }, (_, n) => n + 1);
    const [raft, gateway, http] = [0, 1, 2].map(
      (kind) => (id: number) => `127.0.0.1:${ports[3 * (id - 1) + kind]}`,
    ) as [
      (id: number) => string,
      (id: number) => string,
      (id: number) => string,
    ];
    writeFileSync(join(folder, "password"), `${password}\n`, { mode: 0o600 });
    const members = ids.map((id) => `{ id = ${id}, address = "${raft(id)}" }`);
    for (const id of ids) {
      mkdirSync(join(folder, `data${id}`));
      writeFileSync(
        join(folder, `node${id}.toml`),
        `[node]
id       = ${id}
data_dir = "data${id}"
listen   = "${raft(id)}"
[cluster]
name    = "page"
members = [${members.join(", ")}]
[raft]
election_timeout_ms = [300, 600]
heartbeat_ms        = 100
[gateway]
listen = "${gateway(id)}"
[http]
listen              = "${http(id)}"
requests_per_minute = 0
[auth]
admin_password_file = "password"
`,
      );
    }
    const nodes = ids.map((id) => new Node(id, `http://${http(id)}`, folder));
    const cluster = new Cluster(nodes, folder);
    try {
      await cluster.heal();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  node(id: number): Node {
    const found = this.nodes.find((node) => node.id === id);
    if (!found) throw new Error(`there is no node ${id}`);
    return found;
  }

  // All nodes run, and their pages may go on with each other.
  async heal(): Promise<void> {
    for (const node of this.nodes) {
      node.goOn();
      node.start();
    }
    for (const node of this.nodes) {
      const others = this.nodes.filter((one) => one !== node);
      await until(() => {
        // A first start needs all of them.
        for (const one of this.nodes) one.mustRun();
        return node.isReady();
      });
      await until(async () => {
        const page = await fetch(node.origin);
        const policy = page.headers.get("Content-Security-Policy") ?? "";
        return others.every((other) => policy.includes(other.origin));
      });
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.end()));
    if (!process.env.TASKRAFT_KEEP)
      rmSync(this.folder, { recursive: true, force: true });
  }
}
