import type { Call } from "./api";

// What only a login may change: who is let in, and by what. What this page is
// handed for other nodes is no login: such a call goes to the page's own node,
// and so does the login that gives a cookie, which is for that node alone.
export function needsLogin({ method, path, init }: Call): boolean {
  if (method === "GET") return false;
  const body = (init.body ?? {}) as Record<string, unknown>;
  if (path === "/auth/login") return body.cookie === true;
  if (path === "/me") return body.email !== undefined;
  return /^\/(auth\/logout$|sessions|tokens|users)/.test(path);
}
