// Each tab holds a lock of its own name, so that others know that it lives.

export const tabLock = "taskraft/tab/";

export async function openTabs(): Promise<string[]> {
  if (!navigator.locks) return [];
  const locks = await navigator.locks.query();
  return (locks.held ?? [])
    .map((lock) => lock.name ?? "")
    .filter((name) => name.startsWith(tabLock))
    .map((name) => name.slice(tabLock.length));
}
