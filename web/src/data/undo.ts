// What undoes the last acts of this tab, newest last.

export interface Undoable {
  label: string;
  undo(): void;
  // The keys of the edits that the act consists of.
  edits?: string[];
  // Whether it has gone too far to be undone.
  over?(): boolean;
}

export class UndoStack {
  private stack: Undoable[] = [];

  push(act: Undoable): void {
    this.stack.push(act);
    if (this.stack.length > 50) this.stack.shift();
  }

  // Undoes one act; its label, or null if there is none.
  undo(act?: Undoable): string | null {
    this.stack = this.stack.filter((one) => !one.over?.());
    const at = act ? this.stack.lastIndexOf(act) : this.stack.length - 1;
    if (at < 0) return null;
    const [last] = this.stack.splice(at, 1);
    last!.undo();
    return last!.label;
  }
}
