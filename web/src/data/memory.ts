// What the browser keeps for one user of one cluster: edits that wait, drafts,
// and the last that was read, for a start without the network.

import { type IDBPDatabase, openDB } from "idb";
import type { EditStorage } from "./edit_list";
import type { Edit } from "./edits";

export interface Draft {
  value: string;
  // What the text was edited from.
  base: string;
  rev: number;
  at: string;
}

export function memoryName(
  cluster: { cluster_id: string | null; name: string },
  user: string,
): string {
  return `taskraft/${cluster.cluster_id ?? cluster.name}/${user}`;
}

export class Memory {
  private constructor(
    private readonly name: string,
    private readonly database: IDBPDatabase,
  ) {}

  static async open(name: string): Promise<Memory> {
    const database = await openDB(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("edits", { keyPath: "key" });
        fresh.createObjectStore("drafts");
        fresh.createObjectStore("snapshots");
      },
    });
    return new Memory(name, database);
  }

  readonly edits: EditStorage = {
    load: async () => (await this.database.getAll("edits")) as Edit[],
    put: async (edit) => void (await this.database.put("edits", edit)),
    remove: async (key) => this.database.delete("edits", key),
  };

  async draft(place: string): Promise<Draft | undefined> {
    const typed = sessionStorage.getItem(`${this.name}/${place}`);
    return typed ? JSON.parse(typed) : this.database.get("drafts", place);
  }

  // At each key press, and at once: a reload may follow.
  noteDraft(place: string, draft: Draft): void {
    try {
      sessionStorage.setItem(`${this.name}/${place}`, JSON.stringify(draft));
    } catch {
      // No room: the pause comes soon.
    }
  }

  async keepDraft(place: string, draft: Draft): Promise<void> {
    await this.database.put("drafts", draft, place);
    sessionStorage.removeItem(`${this.name}/${place}`);
  }

  // A draft that was typed on since then stays.
  async dropDraft(place: string, typedUntil = "9"): Promise<void> {
    const noted = `${this.name}/${place}`;
    const typed = sessionStorage.getItem(noted);
    // In one transaction: who asks for the draft from now on waits for it.
    const change = this.database.transaction("drafts", "readwrite");
    const draft: Draft | undefined = typed
      ? JSON.parse(typed)
      : await change.store.get(place);
    if (draft && draft.at <= typedUntil) {
      sessionStorage.removeItem(noted);
      await change.store.delete(place);
    }
    await change.done;
  }

  async snapshot<T>(name: string): Promise<T | undefined> {
    return this.database.get("snapshots", name);
  }

  async keepSnapshot(name: string, value: unknown): Promise<void> {
    await this.database.put("snapshots", value, name);
  }

  async dropSnapshot(name: string): Promise<void> {
    await this.database.delete("snapshots", name);
  }

  // Empties it: to delete a database waits for all tabs that have it open, and a
  // new login for that.
  async erase(): Promise<void> {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(`${this.name}/`)) sessionStorage.removeItem(key);
    const stores = [...this.database.objectStoreNames];
    const all = this.database.transaction(stores, "readwrite");
    for (const store of stores) await all.objectStore(store).clear();
    await all.done;
    this.database.close();
  }
}
