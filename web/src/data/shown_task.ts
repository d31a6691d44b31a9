// A task as a person should see it.

import { type Edit, withEdits } from "./edits";
import type { Card, Task } from "./types";

// What was read of it or its card, whichever is newer, with the edits that are on
// their way. A card alone does not know the description: that is null.
export function shownTask(
  read: Task | undefined,
  card: Card | undefined,
  edits: Edit[],
): Task | undefined {
  if (!read) return card && ({ description: null, ...card } as unknown as Task);
  const newer = card && card.rev > read.rev ? card : null;
  const whole = { ...read, ...newer } as unknown as Card;
  return withEdits(whole, edits) as unknown as Task;
}
