// Requests to the cluster: to this page's own node with the cookie, and to the
// other members with a bearer token once the own one does not answer.

import type { Problem } from "./types";

export type Query = Record<
  string,
  string | number | boolean | null | undefined
>;

export interface RequestOptions {
  query?: Query;
  body?: unknown;
  raw?: Blob | ArrayBuffer | string;
  type?: string;
  key?: string;
  ifMatch?: string | null;
  signal?: AbortSignal;
  // Only this node, and no other in its place.
  origin?: string;
  timeoutMs?: number;
}

export interface Answer<T> {
  status: number;
  body: T;
  // The log position of the data, or of the write.
  index: number;
  // How old the data are, in seconds, if they may be old.
  age: number | null;
  node: number | null;
}

// A refusal or failure that a node has said.
export class Refused extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterMs: number | null,
  ) {
    super(problem.detail || problem.title);
  }
  get status(): number {
    return this.problem.status;
  }
}

// No node has answered: whether a write happened is not known.
export class Unreachable extends Error {}

export interface ClientSettings {
  fetch: typeof fetch;
  ownOrigin: string;
  // The path before /api/v1, with a slash at its end.
  base: string;
  online?: () => boolean;
}

export class Client {
  // The origins of the other members that may be asked.
  private others: string[] = [];
  private bearer: string | null = null;
  private current: string;
  onSessionEnded: () => void = () => {};
  onOrigin: (origin: string) => void = () => {};
  onAnswer: (answer: { age: number | null; node: number | null }) => void =
    () => {};

  constructor(private readonly settings: ClientSettings) {
    this.current = settings.ownOrigin;
  }

  get origin(): string {
    return this.current;
  }

  setMembers(origins: string[]): void {
    const secure = this.settings.ownOrigin.startsWith("https:");
    this.others = origins.filter(
      (origin) =>
        origin !== this.settings.ownOrigin &&
        (!secure || origin.startsWith("https:")),
    );
  }

  // A handover or session token for other nodes; held in memory only.
  setBearer(token: string | null): void {
    this.bearer = token;
  }

  get ownNode(): boolean {
    return this.current === this.settings.ownOrigin;
  }

  // Goes on with another node; false if there is none to try.
  leave(): boolean {
    const next = this.next(new Set([this.current]));
    if (next) this.use(next);
    return next !== null;
  }

  async request<T>(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<Answer<T>> {
    const response = await this.open(method, path, options);
    const answer = await this.read<T>(response);
    if (!options.origin) this.onAnswer(answer);
    return answer;
  }

  async get<T>(path: string, query?: Query, signal?: AbortSignal) {
    return this.request<T>("GET", path, { query, signal });
  }

  // The response of the first node that answers, its body unread.
  async open(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<Response> {
    if (this.settings.online && !this.settings.online())
      throw new Unreachable("The browser is offline");
    const tried = new Set<string>();
    let origin = options.origin ?? this.current;
    for (;;) {
      try {
        const response = await this.once(origin, method, path, options);
        if (!options.origin) this.use(origin);
        return response;
      } catch (error) {
        if (options.signal?.aborted || options.origin) throw error;
        tried.add(origin);
        const next = this.next(tried);
        if (!next) throw error;
        origin = next;
      }
    }
  }

  url(origin: string, path: string, query?: Query): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== null && value !== undefined && value !== "")
        parameters.set(name, String(value));
    const tail = parameters.toString();
    return `${origin}${this.settings.base}api/v1${path}${tail ? `?${tail}` : ""}`;
  }

  private use(origin: string): void {
    if (origin === this.current) return;
    this.current = origin;
    this.onOrigin(origin);
  }

  private next(tried: Set<string>): string | null {
    const own = this.settings.ownOrigin;
    if (!tried.has(own)) return own;
    if (!this.bearer) return null;
    return this.others.find((origin) => !tried.has(origin)) ?? null;
  }

  private async once(
    origin: string,
    method: string,
    path: string,
    options: RequestOptions,
  ): Promise<Response> {
    const headers: Record<string, string> = {};
    let body: BodyInit | undefined;
    if (options.raw !== undefined) {
      body = options.raw;
      headers["Content-Type"] = options.type ?? "application/octet-stream";
    } else if (options.body !== undefined) {
      body = JSON.stringify(options.body);
      headers["Content-Type"] = "application/json";
    }
    if (options.key) headers["Idempotency-Key"] = options.key;
    if (options.ifMatch) headers["If-Match"] = options.ifMatch;
    const own = origin === this.settings.ownOrigin;
    if (!own && this.bearer) headers.Authorization = `Bearer ${this.bearer}`;
    const patience = new AbortController();
    const timer = setTimeout(
      () => patience.abort(),
      options.timeoutMs ?? 10_000,
    );
    const stop = () => patience.abort();
    options.signal?.addEventListener("abort", stop);
    if (options.signal?.aborted) patience.abort();
    try {
      return await this.settings.fetch(this.url(origin, path, options.query), {
        method,
        headers,
        body,
        signal: patience.signal,
        credentials: own ? "same-origin" : "omit",
        cache: "no-store",
      });
    } catch (error) {
      throw new Unreachable(String(error));
    } finally {
      // From here on only the caller may end the reading of the body.
      clearTimeout(timer);
    }
  }

  private async read<T>(response: Response): Promise<Answer<T>> {
    let body: unknown = null;
    if (response.status !== 204) {
      try {
        const text = await response.text();
        const json = (response.headers.get("Content-Type") ?? "").includes(
          "json",
        );
        body = json && text ? JSON.parse(text) : text;
      } catch (error) {
        throw new Unreachable(String(error));
      }
    }
    if (!response.ok) throw this.refusal(response, body);
    const number = (name: string) => {
      const value = response.headers.get(name);
      return value === null ? null : Number(value);
    };
    return {
      status: response.status,
      body: body as T,
      index: number("Raft-Index") ?? 0,
      age: number("Age"),
      node: number("Taskraft-Node"),
    };
  }

  private refusal(response: Response, body: unknown): Refused {
    const said = (typeof body === "object" ? body : null) as Problem | null;
    const problem: Problem = said ?? {
      title: response.statusText || "The node's answer was not understood",
      status: response.status,
      detail: null,
      code: "unknown",
      errors: null,
      request_id: response.headers.get("Request-Id"),
      retryable: response.status === 503 || response.status === 504,
    };
    const wait = Number(response.headers.get("Retry-After"));
    const refused = new Refused(problem, wait > 0 ? wait * 1000 : null);
    const ended = ["unauthenticated", "session_expired"];
    if (response.status === 401 && ended.includes(problem.code))
      this.onSessionEnded();
    return refused;
  }
}
