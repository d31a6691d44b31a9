// A write of a form: its problem in words, and a key that stays the same while
// its outcome is unknown.

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Call } from "../data/api";
import { LoginUnreachable, Refused } from "../data/http";
import { freshKey } from "../data/keys";
import { useWorkspace } from "./context";

export function sayProblem(error: unknown): string {
  if (error instanceof LoginUnreachable)
    return "The node where you have logged in does not answer now. Try again.";
  if (!(error instanceof Refused))
    return "No node answers now. Try again: it will happen only once.";
  const first = error.problem.errors?.[0]?.message;
  return first || error.problem.detail || error.problem.title;
}

export function useWrite(refresh: string[]) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const unknown = useRef<{ request: string; key: string } | null>(null);

  const write = async <T>(
    asked: Call<T>,
    rev?: number,
  ): Promise<NonNullable<T> | null> => {
    const request = JSON.stringify(asked);
    const key =
      unknown.current?.request === request ? unknown.current.key : freshKey();
    unknown.current = { request, key };
    setBusy(true);
    setProblem("");
    try {
      const answer = await workspace.client.request(asked, {
        key,
        ifMatch: rev === undefined ? null : `"${rev}"`,
      });
      unknown.current = null;
      for (const name of refresh)
        await queries.invalidateQueries({ queryKey: [name] });
      return answer.body ?? ({} as NonNullable<T>);
    } catch (error) {
      if (error instanceof Refused && error.status < 500)
        unknown.current = null;
      setProblem(sayProblem(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { write, problem, busy };
}
