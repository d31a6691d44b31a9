// Which act a key means. Single keys never act in fields, while an input method
// composes, or with a modifier held.

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  // Whether the focus is where text is typed or keys choose.
  editable: boolean;
}

const goKeys: Record<string, string> = {
  m: "go.my_work",
  i: "go.inbox",
  p: "go.projects",
  r: "go.reports",
  c: "go.cluster",
};

const singleKeys: Record<string, string> = {
  "?": "help",
  "/": "search",
  c: "new",
  j: "down",
  k: "up",
  x: "select",
  e: "edit.title",
  s: "edit.status",
  p: "edit.priority",
  a: "edit.assignees",
  l: "edit.labels",
  d: "edit.due",
  w: "watch",
  m: "edit.move",
  Delete: "trash",
};

const arrows: Record<string, string> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

export class Keymap {
  private wentAt = Number.NEGATIVE_INFINITY;
  enabled = true;

  constructor(private readonly now: () => number = Date.now) {}

  action(press: KeyPress): string | null {
    if (press.isComposing || press.key === "Process") return null;
    const control = press.ctrlKey || press.metaKey;
    const letter = press.key.toLowerCase();
    if (control && !press.altKey && !press.shiftKey) {
      if (letter === "k") return "palette";
      if (letter === "z" && !press.editable) return "undo";
      return null;
    }
    if (press.editable || control) return null;
    if (press.altKey)
      return press.key in arrows ? `move.${arrows[press.key]}` : null;
    if (press.key in arrows) {
      const name = arrows[press.key]!;
      return press.shiftKey ? `extend.${name}` : `arrow.${name}`;
    }
    if (!this.enabled) return null;
    // Many keyboards have "/" on a key with Shift, and Caps Lock is no modifier.
    const key = press.key.length === 1 ? letter : press.key;
    if (press.shiftKey && key !== "?" && key !== "/") return null;
    const second = this.now() - this.wentAt < 1500;
    this.wentAt = Number.NEGATIVE_INFINITY;
    if (second && goKeys[key]) return goKeys[key]!;
    if (key === "g") {
      this.wentAt = this.now();
      return null;
    }
    return singleKeys[key] ?? null;
  }
}

export function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  const name = target.tagName;
  if (name === "TEXTAREA" || name === "SELECT") return true;
  if (name !== "INPUT") return false;
  const type = (target as HTMLInputElement).type;
  return !["checkbox", "radio", "button", "submit"].includes(type);
}

// For the sheet, in the order in which people learn them.
export const keyHelp: [string, string][] = [
  ["Ctrl K", "Everything: the palette"],
  ["?", "This sheet"],
  ["/", "Search"],
  ["Esc", "Close"],
  ["g m", "My work"],
  ["g i", "Inbox"],
  ["g p", "Projects"],
  ["g r", "Reports"],
  ["g c", "Cluster"],
  ["c", "New task"],
  ["j k or ↓ ↑", "Next, previous"],
  ["Enter", "Open"],
  ["x", "Select"],
  ["Shift ↓ ↑", "Select further"],
  ["e", "Edit the title"],
  ["s", "Status"],
  ["p", "Priority"],
  ["a", "Assign"],
  ["l", "Labels"],
  ["d", "Due"],
  ["w", "Watch"],
  ["Space, arrows, Space", "Pick up a card, move, drop"],
  ["Alt arrows", "Move at once"],
  ["m", "Move to…"],
  ["Delete", "To the trash"],
  ["Ctrl Z", "Undo"],
];
