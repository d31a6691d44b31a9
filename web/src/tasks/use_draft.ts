// Text that is being typed: kept in the browser at each pause, and dropped only
// once the cluster has it.

import { useCallback, useEffect, useRef, useState } from "react";
import { useWorkspace } from "../app/context";

interface Typed {
  value: string;
  base: string;
  rev: number;
}

export interface DraftText {
  value: string;
  dirty: boolean;
  // The draft is from before: it was typed, but never sent.
  restored: boolean;
  change(value: string): void;
  // What was typed and what from, once; then the field follows the task again.
  take(): Typed | null;
  discard(): void;
}

export function useDraft(
  place: string,
  current: string,
  rev: number,
): DraftText {
  const { memory, queue } = useWorkspace();
  const [typed, setTyped] = useState<Typed | null>(null);
  const [restored, setRestored] = useState(false);
  const latest = useRef<Typed | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  latest.current = typed;

  useEffect(() => {
    let gone = false;
    // Its answer may come while the draft is read.
    const waiting = queue.edits.get();
    void memory.draft(place).then((draft) => {
      if (gone || !draft || latest.current || draft.value === draft.base)
        return;
      // It was sent, and only waits for its answer.
      const sent = [...waiting, ...queue.edits.get()].some(
        (edit) => edit.drafts?.includes(place) && edit.at >= draft.at,
      );
      if (sent) return;
      setTyped(draft);
      setRestored(true);
    });
    return () => {
      gone = true;
    };
  }, [memory, queue, place]);

  const keep = useCallback(() => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    if (!latest.current) return;
    const at = new Date().toISOString();
    void memory.keepDraft(place, { ...latest.current, at }).catch(() => {});
  }, [memory, place]);

  useEffect(() => {
    addEventListener("pagehide", keep);
    return () => removeEventListener("pagehide", keep);
  }, [keep]);

  const change = (value: string) => {
    const next = {
      value,
      base: typed?.base ?? current,
      rev: typed?.rev ?? rev,
    };
    latest.current = next;
    setTyped(next);
    memory.noteDraft(place, { ...next, at: new Date().toISOString() });
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(keep, 250);
  };

  const forget = () => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    latest.current = null;
    setTyped(null);
    setRestored(false);
  };

  return {
    value: typed?.value ?? current,
    dirty: typed !== null && typed.value !== typed.base,
    restored,
    change,
    take: () => {
      const taken = latest.current;
      keep();
      forget();
      return taken && taken.value !== taken.base ? taken : null;
    },
    discard: () => {
      forget();
      void memory.dropDraft(place);
    },
  };
}
