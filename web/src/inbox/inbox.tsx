import { ActionIcon, Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useWorkspace, useZone } from "../app/context";
import type { Search } from "../app/open_task";
import { useUnread } from "../app/reads";
import { rows as shownRows } from "../app/ui_state";
import { useTitle } from "../app/use_title";
import { useWrite } from "../app/use_write";
import { call, get } from "../data/api";
import type { Notification } from "../data/types";
import { Icon, type IconName } from "../ui/icons";
import { ago } from "../ui/names";
import { Empty, Failed, Loading } from "../ui/states";
import css from "./inbox.module.css";

const kinds: Record<string, [string, IconName]> = {
  assigned: ["assigned it to you", "user"],
  unassigned: ["took it from you", "user"],
  mentioned: ["mentioned you", "comment"],
  commented: ["commented", "comment"],
  status_changed: ["changed its status", "check"],
  due_changed: ["changed when it is due", "clock"],
  shared: ["shared it with you", "people"],
  unblocked: ["unblocked it", "block"],
  deleted: ["moved it to the trash", "trash"],
  due_tomorrow: ["It is due tomorrow", "clock"],
  overdue: ["It is overdue", "clock"],
};

// The entries that are there, those that were not read first.
function inOrder(pages: Notification[][]): Notification[] {
  return pages
    .flat()
    .sort((a, b) => Number(a.read) - Number(b.read) || b.id - a.id);
}

// `j` and `k` go from task to task, which Enter opens.
function useSteps() {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    shownRows.set({
      step: (direction) => {
        const links = [...(list.current?.querySelectorAll("a") ?? [])];
        const at = links.indexOf(document.activeElement as HTMLAnchorElement);
        if (direction === "down") links[at + 1]?.focus();
        else if (direction === "up") links[Math.max(at - 1, 0)]?.focus();
      },
    });
    return () => shownRows.set(null);
  }, []);
  return list;
}

export default function Inbox() {
  useTitle("Inbox");
  const workspace = useWorkspace();
  const unread = useUnread();
  const [all, setAll] = useState(false);
  const { write, problem } = useWrite(["notifications", "unread"]);
  const list = useInfiniteQuery({
    queryKey: ["notifications", all],
    initialPageParam: "",
    queryFn: async ({ pageParam }) =>
      (
        await workspace.read(
          get("/notifications", {
            params: {
              query: {
                read: all ? undefined : "false",
                limit: 100,
                cursor: pageParam || undefined,
              },
            },
          }),
        )
      ).body,
    getNextPageParam: (page) => page.next_cursor || undefined,
    meta: { keep: true },
  });
  const rows = inOrder(list.data?.pages.map((page) => page.items) ?? []);
  const entries = useSteps();
  const mark = (ids: number[], read = true) =>
    void write(call("POST", "/notifications/read", { body: { ids, read } }));
  return (
    <div className="page">
      <header>
        <h1 className="grow">Inbox</h1>
        <Button
          size="compact-sm"
          variant={all ? "default" : "light"}
          aria-pressed={!all}
          onClick={() => setAll(false)}
        >
          Unread
        </Button>
        <Button
          size="compact-sm"
          variant={all ? "light" : "default"}
          aria-pressed={all}
          onClick={() => setAll(true)}
        >
          All
        </Button>
        {unread > 0 && rows[0] && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              void write(
                call("POST", "/notifications/read", {
                  body: {
                    up_to: Math.max(...rows.map((row) => row.id)),
                    read: true,
                  },
                }),
              )
            }
          >
            Mark all as read
          </Button>
        )}
      </header>
      <div role="alert">{problem}</div>
      {!list.data && list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading what="Loading the inbox" />
      ) : rows.length === 0 ? (
        <div className="panel">
          <Empty title={all ? "Nothing yet" : "You have read everything"}>
            What others do to your tasks appears here.
          </Empty>
        </div>
      ) : (
        <ul className={css.rows} ref={entries}>
          {rows.map((row) => (
            <One key={row.id} row={row} mark={mark} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          onClick={() => void list.fetchNextPage()}
        >
          Older
        </Button>
      )}
    </div>
  );
}

function One({
  row,
  mark,
}: {
  row: Notification;
  mark(ids: number[], read?: boolean): void;
}) {
  const zone = useZone();
  const [said, icon] = kinds[row.kind] ?? [row.kind, "inbox"];
  return (
    <li data-unread={!row.read || undefined}>
      <Icon name={icon} />
      <div className={css.text}>
        {row.task && (
          <Link
            to="."
            search={(before: Search) => ({
              ...before,
              task: String(row.task!.id),
            })}
            resetScroll={false}
            onClick={() => !row.read && mark([row.id])}
          >
            <bdi>{row.task.title}</bdi>
          </Link>
        )}
        <div className="muted small">
          {row.actor ? (
            <>
              <b>{row.actor}</b> {said}
            </>
          ) : (
            said
          )}
          {row.count && row.count > 1 && ` (and ${row.count - 1} more)`} ·{" "}
          <time dateTime={row.at}>{ago(row.at, zone)}</time>
        </div>
        {row.excerpt && <p dir="auto">{row.excerpt}</p>}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={row.read ? "Mark unread" : "Mark read"}
        title={row.read ? "Mark unread" : "Mark read"}
        onClick={() => mark([row.id], !row.read)}
      >
        <Icon name={row.read ? "inbox" : "check"} />
      </ActionIcon>
    </li>
  );
}
