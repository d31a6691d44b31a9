// What tests do to the cluster beside the page, and how they compare it.

import { randomUUID } from "node:crypto";
import { type Cluster, password, until } from "./cluster";

export interface TaskRow {
  id: number;
  rev: number;
  title: string;
  description: string;
  status: string;
  priority: string;
  due: string | null;
  labels: string[];
  assignees: string[];
}

export class Api {
  private constructor(
    private readonly cluster: Cluster,
    readonly username: string,
    private readonly token: string,
    private readonly nodeId: number,
  ) {}

  static async login(
    cluster: Cluster,
    username: string,
    nodeId = 1,
  ): Promise<Api> {
    const { token } = await until(async () => {
      const answer = await fetch(
        `${cluster.node(nodeId).origin}/api/v1/auth/login`,
        {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ username, password }),
        },
      );
      return answer.ok ? ((await answer.json()) as { token: string }) : null;
    });
    return new Api(cluster, username, token, nodeId);
  }

  // The same login at another node.
  at(nodeId: number): Api {
    return new Api(this.cluster, this.username, this.token, nodeId);
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    key: string = randomUUID(),
  ): Promise<Response> {
    const headers: Record<string, string> = {
      Authorization: `Bearer ${this.token}`,
    };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (method !== "GET") headers["Idempotency-Key"] = key;
    return fetch(`${this.cluster.node(this.nodeId).origin}/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async get<T>(path: string): Promise<T> {
    return this.told<T>(await this.answer("GET", path), path);
  }

  async write<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.answer(method, path, body);
    return this.told<T>(answer, `${method} ${path}`);
  }

  // While nodes elect a leader they answer 503, and one that dies answers
  // nothing: the same request goes out again, with the same key.
  private answer(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Response> {
    const key = randomUUID();
    return until(async () => {
      const found = await this.ask(method, path, body, key);
      return found.status === 503 || found.status === 504 ? null : found;
    });
  }

  async tasks(project: string): Promise<TaskRow[]> {
    const rows: TaskRow[] = [];
    let cursor = "";
    do {
      const page = await this.get<{
        items: TaskRow[];
        next_cursor: string | null;
      }>(`/tasks?project=${project}&limit=200${cursor && `&cursor=${cursor}`}`);
      rows.push(...page.items);
      cursor = encodeURIComponent(page.next_cursor ?? "");
    } while (cursor);
    return rows;
  }

  // Changes a task as somebody does who has just read it.
  async edit({ id, project }: { id: number; project: string }, patch: object) {
    const task = (await this.tasks(project)).find((one) => one.id === id);
    const revs = { [id]: task!.rev };
    await this.write("POST", "/tasks/bulk", { ids: [id], revs, patch });
  }

  async comments(task: number): Promise<string[]> {
    const { items } = await this.get<{ items: { text: string }[] }>(
      `/tasks/${task}/comments`,
    );
    return items.map((comment) => comment.text);
  }

  // The titles in each column of a board, as a node tells it.
  async board(project: string): Promise<string[][]> {
    const { columns } = await this.get<{
      columns: { items: { title: string }[] }[];
    }>(`/projects/${project}/board?limit=200`);
    return columns.map((column) => column.items.map((card) => card.title));
  }

  async leader(): Promise<number> {
    return until(async () => {
      const status = await this.get<{ leader: number | null }>(
        "/cluster/status",
      );
      return status.leader;
    });
  }

  private async told<T>(answer: Response, what: string): Promise<T> {
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  }
}
