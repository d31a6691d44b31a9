// From an event to what is shown: cards at once, lists soon after.

import { get } from "../data/api";
import type { Edit } from "../data/edits";
import { plainEvent, taskOf } from "../data/events";
import { concerns, type Filters } from "../data/filters";
import { memoryName } from "../data/memory";
import { readAgain } from "../data/read_again";
import { EventStream } from "../data/stream";
import { type Channel, type Locks, Tabs } from "../data/tabs";
import type { StreamEvent } from "../data/types";
import { HeldEvents } from "./held_events";
import type { Phase, Workspace } from "./workspace";

type TabMessage =
  | { event: StreamEvent; lastId: string | null }
  | { phase: Phase }
  | { quorum: boolean };

// How often the leading tab asks its node whether it has a majority.
const lookMs = 3000;

export class Live {
  private stream: EventStream;
  private tabs: Tabs<TabMessage> | null = null;
  private lastId: string | null = null;
  // Of the stream, and what is said of it.
  private told: Phase = "reconnecting";
  private phase: Phase = "reconnecting";
  private readonly held: HeldEvents;
  private due = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private looking: ReturnType<typeof setInterval> | null = null;
  // The listeners of single screens, the cluster page for one.
  readonly listeners = new Set<(event: StreamEvent) => void>();

  constructor(private readonly workspace: Workspace) {
    this.held = new HeldEvents(
      () =>
        workspace.queue.edits
          .get()
          .some((edit) => edit.kind === "create" && edit.sent && !edit.problem),
      (event) => this.apply(event),
    );
    this.stream = new EventStream({
      connect: (lastId, signal) => {
        const query = lastId === null ? {} : { last_event_id: lastId };
        return workspace.client.open(get("/events", { params: { query } }), {
          signal,
        });
      },
      onEvent: (event, lastId) => {
        this.lastId = lastId;
        this.tabs?.tell({ event, lastId });
        this.take(event);
      },
      onPhase: (phase) => {
        if (phase === "live" || phase === "reconnecting") this.setPhase(phase);
      },
      onBye: () => workspace.client.leave(),
    });
  }

  start(): void {
    const { workspace } = this;
    const name = memoryName(workspace.cluster, workspace.user);
    this.tabs = new Tabs<TabMessage>({
      name,
      locks: (navigator.locks as unknown as Locks | undefined) ?? null,
      channel:
        "BroadcastChannel" in globalThis
          ? (new BroadcastChannel(name) as unknown as Channel)
          : null,
      lead: () => this.stream.start(this.lastId),
      follow: () => this.stream.stop(),
      hear: (message) => {
        if ("phase" in message) this.setPhase(message.phase);
        else if ("quorum" in message) workspace.quorum.notice(message.quorum);
        else {
          this.lastId = message.lastId;
          this.take(message.event);
        }
      },
    });
    this.looking = setInterval(() => void this.look(), lookMs);
    this.tabs.onHello = () => this.tabs?.tell({ phase: this.phase });
    this.tabs.onLogin = () => void workspace.joinSession();
    const options = { signal: this.over.signal };
    addEventListener("online", this.wake, options);
    addEventListener("pageshow", this.wake, options);
    addEventListener("offline", this.lose, options);
    workspace.client.network.onChange = () => this.setPhase(this.told);
    document.addEventListener("visibilitychange", this.wakeIfSilent, options);
  }

  stop(): void {
    this.over.abort();
    if (this.looking) clearInterval(this.looking);
    this.tabs?.close();
    this.stream.stop();
  }

  private async look(): Promise<void> {
    if (!this.tabs?.leads || document.hidden || this.phase !== "live") return;
    const quorum = await this.workspace.quorum.look();
    if (quorum !== null) this.tabs.tell({ quorum });
  }

  restart(): void {
    if (!this.tabs?.leads) return;
    this.stream.stop();
    this.stream.start(this.lastId);
  }

  // The other tabs have the new session, too.
  tellLogin(): void {
    this.tabs?.tellLogin();
  }

  // The lists that an acknowledged edit of this tab may have changed.
  touched(edit: Edit): void {
    const { queries } = this.workspace;
    const id = Number(edit.chain);
    if (edit.chain === "views") this.refetch("views");
    else if (["comment", "delete", "other", "watch"].includes(edit.kind))
      void queries.invalidateQueries({ queryKey: ["of-task", id] });
    if (!["comment", "delete", "watch"].includes(edit.kind))
      this.refetch("tasks");
  }

  private heardAt = Date.now();
  private began = false;
  private readonly over = new AbortController();

  private wake = (): void => {
    this.workspace.queue.wake();
    if (this.tabs?.leads) this.stream.reconnect();
  };

  // No event tells what another device changes in the user's account, nor what
  // others change in theirs: what is shown of them is read again.
  private readAccounts = (): void => {
    if (document.hidden) return;
    for (const name of ["me", "users", "members"])
      void this.workspace.queries.invalidateQueries({ queryKey: [name] });
  };

  private wakeIfSilent = (): void => {
    this.readAccounts();
    const silent = Date.now() - this.heardAt > 20_000;
    if (silent && document.visibilityState === "visible") this.wake();
  };

  private lose = (): void => {
    const { client, quorum } = this.workspace;
    client.network.lost();
    this.setPhase(this.told);
    if (client.network.mayAsk) void quorum.look();
  };

  // A stream may outlive the network.
  private setPhase(told: Phase): void {
    this.told = told;
    const phase = this.workspace.client.network.up ? told : "offline";
    const before = this.phase;
    this.phase = phase;
    this.tabs?.tell({ phase });
    this.workspace.connection.change((now) => ({ ...now, phase }));
    if (phase !== "live" || before === "live") return;
    this.workspace.queue.wake();
    this.workspace.readFailedAgain();
  }

  private take(event: StreamEvent): void {
    this.heardAt = Date.now();
    this.held.take(event);
  }

  private apply(told: StreamEvent): void {
    const { workspace } = this;
    const event = plainEvent(told, workspace.cards);
    workspace.boards.hear(event);
    for (const listener of [...this.listeners]) listener(event);
    const room = event.type.split(".")[0];
    if (event.type === "position") this.position(event);
    else if (event.type === "reset" || event.type === "access.changed")
      this.readAll(event.type === "access.changed");
    else if (event.type === "session.ended") {
      if (event.session === undefined || event.session === workspace.me.session)
        void workspace.client.request(get("/me")).catch(() => {});
    } else if (room === "task") this.task(event);
    else if (room === "notification") this.notification(event);
    else if (room === "comment" || room === "attachment" || room === "relation")
      this.ofTask(event);
    else if (room === "project" || room === "member") {
      this.board(event);
      this.refetch("projects", "members");
    } else if (room === "label" || room === "view") this.refetch(`${room}s`);
    else if (room === "cluster") this.refetch("cluster");
  }

  private position(event: StreamEvent): void {
    // What changed after the reading and before the stream began is in neither.
    if (!this.began && this.workspace.readFrom < event.index)
      void this.workspace.queries.invalidateQueries();
    else if (this.began) this.readAccounts();
    this.began = true;
    const quorum = event.quorum !== false;
    this.workspace.quorum.notice(quorum);
    const { queue } = this.workspace;
    if (quorum && queue.stuck.get()) queue.wake();
    // Where tabs know of each other, this one sends what closed ones have left.
    if (this.tabs?.leads && navigator.locks) void queue.load();
  }

  private readAll(forget: boolean): void {
    const { queries, cards } = this.workspace;
    if (forget) {
      // What may no longer be seen disappears now, not when the answer comes.
      cards.clear();
      for (const name of ["board", "tasks", "task", "of-task"])
        void queries.resetQueries({ queryKey: [name] });
    }
    void queries.invalidateQueries();
  }

  private task(event: StreamEvent): void {
    const { workspace } = this;
    workspace.cards.take(event);
    this.board(event);
    const id = taskOf(event);
    if (id !== undefined) {
      void workspace.queries.invalidateQueries({ queryKey: ["task", id] });
      void workspace.queries.invalidateQueries({ queryKey: ["of-task", id] });
    }
    if (!event.task) return this.refetch("tasks", "board", "search");
    this.refetch("reports");
    if (event.type !== "task.updated") return this.refetch("tasks");
    const changed = (event.changes ?? []).map((change) => change.field);
    this.refetchLists(changed, event.task.parent);
  }

  private refetchLists(changed: string[], parent: number | null): void {
    const lists = this.workspace.queries.getQueryCache().findAll({
      queryKey: ["tasks"],
      type: "active",
    });
    const hit = lists.some((list) =>
      concerns((list.queryKey[1] ?? {}) as Filters, changed),
    );
    if (hit) this.refetch("tasks");
    const queryKey = ["of-task", parent];
    if (parent !== null)
      void this.workspace.queries.invalidateQueries({ queryKey });
  }

  private board(event: StreamEvent): void {
    if (!this.workspace.boards.take(event)) this.refetch("board");
  }

  private notification(event: StreamEvent): void {
    const { unread } = event;
    if (unread === undefined) this.refetch("unread");
    else this.workspace.queries.setQueryData(["unread"], unread);
    this.refetch("notifications");
  }

  private ofTask(event: StreamEvent): void {
    const id = taskOf(event);
    const { queries, cards } = this.workspace;
    if (event.task) cards.put([event.task], event.as_of ?? event.index);
    void queries.invalidateQueries({
      queryKey: id === undefined ? ["of-task"] : ["of-task", id],
    });
    if (event.type.startsWith("relation.")) this.refetch("tasks");
  }

  // At most a few times a second, however many events come.
  private refetch(...names: string[]): void {
    for (const name of names) this.due.add(name);
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      const due = [...this.due];
      this.due.clear();
      for (const name of due)
        readAgain(this.workspace.queries, { queryKey: [name] });
    }, 150);
  }
}
