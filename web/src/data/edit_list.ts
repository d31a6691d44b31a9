// The edits in their order, each kept in the browser as soon as it changes.

import { type Edit, withRealId } from "./edits";
import { Observable } from "./observable";

export interface EditStorage {
  load(): Promise<Edit[]>;
  put(edit: Edit): Promise<void>;
  remove(key: string): Promise<void>;
}

export type NewEdit = Omit<
  Edit,
  "order" | "owner" | "sent" | "state" | "problem" | "current" | "bulk"
>;

export class EditList {
  readonly edits = new Observable<Edit[]>([]);
  // The keys of those that a reload would lose: they are not stored yet.
  readonly fresh = new Observable<ReadonlySet<string>>(new Set());
  private order = 0;
  // The keys of all that this list has ever held.
  private readonly taken = new Set<string>();

  constructor(
    private readonly owner: string,
    private readonly storage: EditStorage,
  ) {}

  // Takes over what tabs have left that are no longer open.
  async load(open: string[]): Promise<void> {
    const stored = await this.storage.load();
    this.order = Math.max(this.order, ...stored.map((edit) => edit.order), 0);
    // What is stored may be older than what this list knows of the same edit.
    const left = stored
      .filter(({ key, owner }) => !open.includes(owner) && !this.taken.has(key))
      .map((edit) => ({ ...edit, owner: this.owner }));
    if (left.length === 0) return;
    left.sort((a, b) => a.order - b.order);
    this.edits.change((mine) => [...left, ...mine]);
    for (const edit of left) {
      this.taken.add(edit.key);
      void this.store(edit);
    }
  }

  add(edit: NewEdit): { added: Edit; stored: Promise<void> } {
    const added: Edit = {
      ...edit,
      order: ++this.order,
      owner: this.owner,
      sent: false,
      state: "waiting",
      problem: null,
      current: null,
    };
    this.taken.add(added.key);
    this.fresh.change((keys) => new Set([...keys, added.key]));
    this.edits.change((edits) => [...edits, added]);
    return { added, stored: this.store(added) };
  }

  // A browser that cannot store an edit sends it all the same.
  private async store(edit: Edit): Promise<void> {
    try {
      await this.storage.put(edit);
    } catch {
      return;
    }
    this.fresh.change((keys) => {
      const left = new Set(keys);
      left.delete(edit.key);
      return left;
    });
  }

  private drop(key: string): void {
    this.storage.remove(key).catch(() => {});
  }

  find(key: string): Edit | undefined {
    return this.edits.get().find((edit) => edit.key === key);
  }

  replace(old: Edit, edit: Edit): void {
    this.edits.change((edits) =>
      edits.map((one) => (one.key === old.key ? edit : one)),
    );
    this.taken.add(edit.key);
    if (old.key !== edit.key) this.drop(old.key);
    void this.store(edit);
  }

  insertBefore(key: string, edit: Edit): void {
    this.edits.change((edits) =>
      edits.flatMap((one) => (one.key === key ? [edit, one] : [one])),
    );
    this.taken.add(edit.key);
    void this.store(edit);
  }

  remove(key: string): void {
    this.edits.change((edits) => edits.filter((edit) => edit.key !== key));
    this.drop(key);
  }

  // Later edits name what was created by the id that it has got.
  adoptId(temporary: number, id: number): void {
    for (const edit of this.edits.get()) {
      const real = withRealId(edit, temporary, id);
      if (real !== edit) this.replace(edit, real);
    }
  }
}
