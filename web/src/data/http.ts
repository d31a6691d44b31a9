// Requests to the cluster: to this page's own node with the cookie, and to the
// other members with a bearer token once the own one does not answer.

import createClient from "openapi-fetch";
import { type Api, type Call, targetOf } from "./api";
import { needsLogin } from "./needs_login";
import { isLoopback, Network } from "./network";
import { problemOf, readWhole, saysEnded } from "./responses";
import type { paths } from "./schema";
import type { Problem } from "./types";

export interface RequestOptions {
  key?: string;
  ifMatch?: string | null;
  // The body is sent as it is, as this media type.
  type?: string;
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
// The page's own node has not, and no other may do it.
export class LoginUnreachable extends Unreachable {}

// What openapi-fetch has made of a call. The browser's own Request would give
// its body away to the first node that is asked.
class Prepared {
  readonly method: string;
  constructor(
    readonly path: string,
    readonly init: RequestInit & { headers: Headers },
  ) {
    this.method = init.method ?? "GET";
  }
}

export interface ClientSettings {
  fetch: typeof fetch;
  ownOrigin: string;
  // The path before /api/v1, with a slash at its end.
  base: string;
}

export class Client {
  // The origins of the other members that may be asked.
  private others: string[] = [];
  private bearer: string | null = null;
  private current: string;
  mayAsk: (call: Call) => boolean = () => true;
  onSessionEnded: () => void = () => {};
  onOrigin: (origin: string) => void = () => {};
  onAnswer: (answer: Answer<unknown>) => void = () => {};

  readonly network: Network;
  private readonly api: Api;

  constructor(private readonly settings: ClientSettings) {
    this.current = settings.ownOrigin;
    this.network = new Network(
      isLoopback(new URL(settings.ownOrigin).hostname),
    );
    this.api = createClient<paths, "application/json">({
      baseUrl: `${settings.base}api/v1`,
      Request: Prepared as unknown as typeof Request,
    });
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
    call: Call<T>,
    options: RequestOptions = {},
  ): Promise<Answer<T>> {
    const { response, body } = await this.ask(call, options, "json");
    const number = (name: string) => {
      const value = response.headers.get(name);
      return value === null ? null : Number(value);
    };
    const answer = {
      status: response.status,
      body: (body ?? null) as T,
      index: number("Raft-Index") ?? 0,
      age: number("Age"),
      node: number("Taskraft-Node"),
    };
    if (!options.origin) this.onAnswer(answer);
    return answer;
  }

  // An answer that goes on and on, its body unread.
  async open(call: Call, options: RequestOptions = {}): Promise<Response> {
    return (await this.ask(call, options, "stream")).response;
  }

  // Where a browser finds it by itself: a picture, or a file to save.
  url(call: Call<unknown, "GET">): string {
    const { ownOrigin, base } = this.settings;
    return `${ownOrigin}${base}api/v1${targetOf(call)}`;
  }

  private async ask(
    call: Call,
    options: RequestOptions,
    parseAs: "json" | "stream",
  ): Promise<{ response: Response; body: unknown }> {
    const bound = needsLogin(call);
    if (!this.mayAsk(call)) throw new Unreachable("Somebody else is logged in");
    try {
      let found = bound
        ? await this.askOwn(call, options, parseAs)
        : await this.send(call, options, parseAs);
      // What was handed over has ended, and the login itself may not have.
      if (saysEnded(found) && !options.origin && !this.ownNode)
        found = await this.askOwn(call, options, parseAs).catch(() => found);
      const { response, data, error } = found;
      if (!response.ok) throw this.refusal(response, error);
      return { response, body: data };
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (bound) throw new LoginUnreachable(String(error));
      if (error instanceof Unreachable) throw error;
      // The answer broke off, or is none of a node.
      throw new Unreachable(String(error));
    }
  }

  // Goes on with the own node, if it answers.
  private async askOwn(
    call: Call,
    options: RequestOptions,
    parseAs: "json" | "stream",
  ) {
    const origin = this.settings.ownOrigin;
    const found = await this.send(call, { ...options, origin }, parseAs);
    this.use(origin);
    return found;
  }

  private send(
    { method, path, init }: Call,
    options: RequestOptions,
    parseAs: "json" | "stream",
  ) {
    const { key, ifMatch, type } = options;
    return this.api.request(method.toLowerCase() as "get", path as "/me", {
      ...(init as object),
      parseAs,
      headers: {
        "Idempotency-Key": key,
        "If-Match": ifMatch,
        "Content-Type": type,
      },
      ...(type ? { bodySerializer: (body: unknown) => body } : {}),
      fetch: (request) =>
        this.anyNode(
          request as unknown as Prepared,
          options,
          parseAs === "json",
        ),
    });
  }

  // The answer of the first node that gives one.
  private async anyNode(
    request: Prepared,
    options: RequestOptions,
    whole: boolean,
  ): Promise<Response> {
    if (!this.network.mayAsk) throw new Unreachable("The browser is offline");
    const tried = new Set<string>();
    let origin = options.origin ?? this.current;
    for (;;) {
      try {
        const response = await this.once(origin, request, options, whole);
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
    { path, init }: Prepared,
    options: RequestOptions,
    whole: boolean,
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    const own = origin === this.settings.ownOrigin;
    if (!own && this.bearer)
      headers.set("Authorization", `Bearer ${this.bearer}`);
    const { saysOnline } = this.network;
    const patience = new AbortController();
    const stop = () => patience.abort();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, options.timeoutMs ?? 10_000);
    };
    wait();
    options.signal?.addEventListener("abort", stop);
    if (options.signal?.aborted) patience.abort();
    try {
      const response = await this.settings.fetch(`${origin}${path}`, {
        method: init.method,
        body: init.body,
        headers,
        signal: patience.signal,
        credentials: own ? "same-origin" : "omit",
        cache: "no-store",
      });
      if (!saysOnline) this.network.noteAnswer();
      return whole ? await readWhole(response, wait) : response;
    } catch (error) {
      throw new Unreachable(String(error));
    } finally {
      // From here on only the caller may end the reading of a stream.
      clearTimeout(timer);
    }
  }

  private refusal(response: Response, body: unknown): Refused {
    const problem = problemOf(response, body);
    const wait = Number(response.headers.get("Retry-After"));
    const refused = new Refused(problem, wait > 0 ? wait * 1000 : null);
    if (saysEnded({ response, error: problem })) this.onSessionEnded();
    return refused;
  }
}
