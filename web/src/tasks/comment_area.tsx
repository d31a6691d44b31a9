// Where a comment is written. After "@" it offers those whom the comment can
// tell: arrows and Enter choose, Escape leaves what was typed.

import {
  Combobox,
  Textarea,
  type TextareaProps,
  useCombobox,
} from "@mantine/core";
import {
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useWorkspace } from "../app/context";
import { useList, useUsers } from "../app/reads";
import { get } from "../data/api";
import { isTemporary } from "../data/edits";
import {
  type Mention,
  meantBy,
  mentionAt,
  whoSees,
  withMention,
} from "../data/mentions";
import type { Task, User } from "../data/types";

interface Props extends Omit<TextareaProps, "onChange"> {
  task: Task;
  value: string;
  change(text: string): void;
}

// Who sees the task is asked once somebody is to be mentioned.
function useWhoSees(task: Task, asked: boolean): User[] {
  const { user } = useWorkspace();
  const users = useUsers();
  const members = useList(
    ["members"],
    get("/projects/{key}/members", {
      params: { path: { key: task.project ?? "" } },
    }),
    asked && task.project !== null,
  );
  const shares = useList(
    ["of-task", task.id],
    get("/tasks/{id}/shares", { params: { path: { id: task.id } } }),
    asked && !isTemporary(task.id),
  );
  const names = (list: { data?: { username: string }[] | undefined }) =>
    (list.data ?? []).map((one) => one.username);
  return whoSees(task, users, names(members), names(shares)).filter(
    ({ username }) => username !== user,
  );
}

export function CommentArea({
  task,
  value,
  change,
  onKeyDown,
  ...rest
}: Props) {
  const [mention, setMention] = useState<Mention | null>(null);
  // The mention for which nobody is to be offered any more.
  const [left, setLeft] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const seeing = useWhoSees(task, mention !== null);
  const offered =
    mention && mention.start !== left ? meantBy(mention.typed, seeing) : [];
  const opened = offered.length > 0;
  const at = Math.min(active, offered.length - 1);
  const workspace = useWorkspace();
  const count = offered.length;
  useEffect(() => {
    if (count === 0) return;
    const who = count === 1 ? "1 person" : `${count} people`;
    workspace.announce(`${who} to mention: arrows and Enter choose`);
  }, [count, workspace]);
  const list = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is there
  useLayoutEffect(() => {
    if (caret.current === null) return;
    box.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [value]);

  const look = ({ value, selectionEnd }: HTMLTextAreaElement) => {
    const now = mentionAt(value, selectionEnd);
    if (now?.typed !== mention?.typed) setActive(0);
    if (now?.start !== left) setLeft(null);
    setMention(now);
  };
  const pick = (username: string) => {
    const next = withMention(value, mention!, username);
    caret.current = next.caret;
    change(next.text);
    setMention(null);
  };
  const choose = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((at + step + offered.length) % offered.length);
    else if (event.key === "Escape") setLeft(mention!.start);
    else if (event.key === "Enter" || event.key === "Tab")
      pick(offered[at]!.username);
    else return;
    event.preventDefault();
  };
  return (
    <Combobox
      store={useCombobox({ opened })}
      onOptionSubmit={pick}
      position="bottom-start"
      // In the landmark or dialog of the comment.
      withinPortal={false}
      width={280}
    >
      <Combobox.Target
        withKeyboardNavigation={false}
        aria-autocomplete="list"
        aria-activedescendant={opened ? `${list}-${at}` : undefined}
      >
        <Textarea
          {...rest}
          ref={box}
          autosize
          maxRows={14}
          dir="auto"
          value={value}
          onChange={(event) => {
            change(event.currentTarget.value);
            look(event.currentTarget);
          }}
          onSelect={(event) => look(event.currentTarget)}
          onBlur={() => setMention(null)}
          onKeyDown={(event) => {
            const control = event.ctrlKey || event.metaKey || event.altKey;
            if (opened && !control) choose(event);
            else onKeyDown?.(event);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label="People">
          {offered.map(({ username, display_name }, n) => (
            <Combobox.Option
              key={username}
              id={`${list}-${n}`}
              value={username}
              selected={n === at}
              aria-selected={n === at}
            >
              {username}
              {display_name && ` (${display_name})`}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
