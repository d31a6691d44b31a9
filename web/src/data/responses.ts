// What a node has answered, read.

import type { Problem } from "./types";

// The answer with all of its body, of which each part is told to `heard`.
export async function readWhole(
  response: Response,
  heard: () => void,
): Promise<Response> {
  if (!response.body) return response;
  const reader = response.body.getReader();
  const parts: BlobPart[] = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    heard();
    parts.push(read.value);
  }
  // Chromium gives 204 an empty body, with which nobody may make one.
  return new Response(parts.length > 0 ? new Blob(parts) : null, response);
}

// What is wrong, also if who answers is no node.
export function problemOf(response: Response, body: unknown): Problem {
  if (body && typeof body === "object") return body as Problem;
  return {
    title: response.statusText || "The node's answer was not understood",
    status: response.status,
    detail: null,
    code: "unknown",
    errors: null,
    request_id: response.headers.get("Request-Id"),
    retryable: response.status === 503 || response.status === 504,
  };
}

// Whether a login has ended. A wrong password is refused with 401, too.
export function saysEnded(answer: {
  response: Response;
  error?: unknown;
}): boolean {
  const { code } = (answer.error ?? {}) as Partial<Problem>;
  const ended = code === "unauthenticated" || code === "session_expired";
  return answer.response.status === 401 && ended;
}
