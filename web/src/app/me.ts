import type { Me } from "../data/types";

// An account of a node that does not keep preferences yet has none.
export function wholeMe(me: Me): Me {
  return { ...me, preferences: me.preferences ?? {}, unread: me.unread ?? 0 };
}
