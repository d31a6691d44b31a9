// Who was here last: enough to open without the network, and no secret. All
// tabs share it, as they share the cookie.

import type { ClusterStatus } from "../data/cluster_types";
import type { Client } from "../data/http";
import type { Me } from "../data/types";

export interface Remembered {
  me: Me;
  cluster: ClusterStatus;
}

const rememberedKey = "taskraft/last";

export function remembered(): Remembered | null {
  try {
    return JSON.parse(localStorage.getItem(rememberedKey) ?? "null");
  } catch {
    return null;
  }
}

export function remember(found: Remembered): void {
  localStorage.setItem(rememberedKey, JSON.stringify(found));
}

export function forget(): void {
  localStorage.removeItem(rememberedKey);
}

// Somebody else who logs in in another tab would be who does what waits in
// this one.
export function watchLogin(
  client: Client,
  user: string,
  end: () => void,
): void {
  const isStill = () => {
    const last = remembered();
    if (!last || last.me.username === user) return true;
    end();
    return false;
  };
  client.mayAsk = ({ method, path }) =>
    method === "GET" || path === "/auth/login" || isStill();
  addEventListener("storage", ({ key }) => {
    if (key === rememberedKey) isStill();
  });
}
