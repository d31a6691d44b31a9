import type { Call } from "./api";

// What only a login may change: who is let in, and by what. What this page is
// handed for other nodes is no login: such a call goes to the page's own node.
export function needsLogin({ method, path, init }: Call): boolean {
  if (method === "GET") return false;
  if (path === "/me") return "email" in ((init.body ?? {}) as object);
  return /^\/(auth\/logout$|sessions|tokens|users)/.test(path);
}
