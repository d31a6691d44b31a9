// Everything that belongs to one user of one cluster while a tab is open.

import type { Query, QueryClient } from "@tanstack/react-query";
import { type Call, call, get, withQuery } from "../data/api";
import { Cards } from "../data/cards";
import type { ClusterStatus } from "../data/cluster_types";
import { createdCards, type Edit } from "../data/edits";
import { type Answer, type Client, Refused } from "../data/http";
import { freshKey } from "../data/keys";
import { Memory, memoryName } from "../data/memory";
import { Observable } from "../data/observable";
import { EditQueue } from "../data/queue";
import { shownTask } from "../data/shown_task";
import type { Card, Me, Task } from "../data/types";
import { type Undoable, UndoStack } from "../data/undo";
import { takeAnswer } from "./answers";
import { Boards } from "./boards";
import { watchDay, watchMinute } from "./day";
import { Live } from "./live";
import { wholeMe } from "./me";
import { openTabs, tabLock } from "./open_tabs";
import { QuorumWatch } from "./quorum";
import { remember, watchLogin } from "./remembered";
import { Snapshots } from "./snapshots";

export type Phase = "live" | "reconnecting" | "offline";

export interface Connection {
  phase: Phase;
  node: number | null;
  // False while the cluster has no majority.
  quorum: boolean;
  age: number | null;
}

type HeardAnswer = Pick<Answer<unknown>, "node" | "age" | "index">;

export interface TaskAnswer {
  task: Task;
  index: number;
}

export class Workspace {
  readonly cards = new Cards();
  readonly undo = new UndoStack();
  readonly connection = new Observable<Connection>({
    phase: "reconnecting",
    node: null,
    quorum: true,
    age: null,
  });
  // Set while the login dialog lies over the page.
  readonly loggedOut = new Observable(false);
  readonly announcement = new Observable("");
  // Shows a line for a while, with a way back. The shell sets it.
  toast: (text: string, undo?: Undoable) => void = () => {};
  // Takes away what is said of the act to which an edit belongs.
  withdrawToast: (edit: string) => void = () => {};
  readonly queue: EditQueue;
  readonly live: Live;
  readonly boards: Boards;
  readonly quorum = new QuorumWatch(this);
  // In whose days dates are shown.
  readonly shownZone: Observable<string>;
  readonly today: Observable<string>;
  readonly minute = watchMinute();
  private account: Me;
  readonly tab = freshKey();
  // The oldest log position at which anything shown was read.
  readFrom = Number.POSITIVE_INFINITY;
  private handoverTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly client: Client,
    readonly queries: QueryClient,
    readonly memory: Memory,
    me: Me,
    public cluster: ClusterStatus,
  ) {
    this.account = me;
    this.shownZone = new Observable(me.time_zone || "UTC");
    this.today = watchDay(this.shownZone);
    // What is due today is what the cluster says.
    this.today.subscribe(() => void queries.invalidateQueries());
    this.queue = new EditQueue({
      owner: this.tab,
      storage: memory.edits,
      send: (edit) => this.send(edit),
      done: (edit, answer) => takeAnswer(this, edit, answer),
      owners: openTabs,
      later: (ms, act) => void setTimeout(act, ms),
    });
    this.queue.edits.subscribe(() => this.draw());
    this.live = new Live(this);
    this.boards = new Boards(queries, this.cards);
    client.onSessionEnded = () => this.endSession();
    client.onAnswer = (answer) => this.hear(answer);
    this.learnMembers(cluster);
  }

  get user(): string {
    return this.me.username;
  }

  get me(): Me {
    return this.account;
  }

  // What another device has changed is shown from now on.
  set me(me: Me) {
    this.account = me;
    const zone = me.time_zone || "UTC";
    if (zone === this.zone) return;
    this.shownZone.set(zone);
    // The cluster counts days in the new zone, too.
    const predicate = ({ queryKey }: Query) => queryKey[0] !== "me";
    void this.queries.invalidateQueries({ predicate });
  }

  get zone(): string {
    return this.shownZone.get();
  }

  get isAdmin(): boolean {
    return this.me.role === "admin";
  }

  // What is known of a task: of one that was opened by its address there may be
  // no card.
  task(id: number): Task | undefined {
    const edits = this.queue.edits.get();
    return shownTask(this.readTask(id), this.cards.get(id), edits);
  }

  // The task as it was read last.
  readTask(id: number): Task | undefined {
    return this.queries.getQueryData<TaskAnswer>(["task", id])?.task;
  }

  async start(): Promise<void> {
    watchLogin(this.client, this.user, () => this.endSession());
    navigator.locks?.request(
      tabLock + this.tab,
      () => new Promise<void>(() => {}),
    );
    const { queries, cards, memory } = this;
    const snapshots = new Snapshots(queries, cards, memory);
    await snapshots.restore();
    await this.queue.load();
    // Nothing waits for a majority of which it is known that there is none.
    this.quorum.notice(this.cluster.quorum.available);
    this.live.start();
    void this.renewHandover();
    addEventListener("pagehide", () => void snapshots.keep());
    setInterval(() => void snapshots.keep(), 5000);
  }

  stop(): void {
    this.queue.close();
    this.live.stop();
    clearTimeout(this.handoverTimer);
  }

  // Reads what may be shown: of the majority, or what this node has, with age.
  async read<T>(asked: Call<T, "GET">): Promise<Answer<T>> {
    const stale = withQuery(asked, { consistency: "stale" });
    if (!this.connection.get().quorum) return this.client.request(stale);
    try {
      return await this.client.request(asked);
    } catch (error) {
      if (!isRefused(error, 503) || isBusy(error)) throw error;
      this.quorum.notice(false);
      return this.client.request(stale);
    }
  }

  // Which node answers, and how old its data are while there is no majority.
  private hear({ node, age, index }: HeardAnswer): void {
    if (index > 0) this.readFrom = Math.min(this.readFrom, index);
    this.connection.change((now) => {
      const shown = now.quorum ? null : (age ?? now.age);
      const same = (node ?? now.node) === now.node && shown === now.age;
      return same ? now : { ...now, node: node ?? now.node, age: shown };
    });
  }

  // What could not be read before may be readable now.
  readFailedAgain(): void {
    void this.queries.refetchQueries({
      type: "active",
      predicate: (query) => query.state.status === "error",
    });
  }

  announce(text: string): void {
    this.announcement.set("");
    setTimeout(() => this.announcement.set(text), 20);
  }

  learnMembers(status: ClusterStatus): void {
    this.cluster = status;
    this.client.setMembers(
      status.nodes
        .map((node) => node.http?.replace(/\/$/, "") ?? "")
        .filter(Boolean),
    );
  }

  // Puts cards into the one place and returns their ids.
  learn(cards: Card[], index: number): number[] {
    this.cards.put(cards, index);
    return cards.map((card) => card.id);
  }

  async resumeSession(me: Me): Promise<void> {
    this.me = me;
    remember({ me, cluster: this.cluster });
    this.loggedOut.set(false);
    this.queue.resume();
    this.live.restart();
    void this.renewHandover();
    await this.queries.invalidateQueries();
  }

  // Tabs share the cookie: a login in another one is one here.
  async joinSession(): Promise<void> {
    if (!this.loggedOut.get()) return;
    try {
      const { body } = await this.client.request(get("/me"));
      if (body.username === this.user) await this.resumeSession(wholeMe(body));
    } catch {
      // It belongs to another node: here the dialog stays.
    }
  }

  private endSession(): void {
    this.queue.pause();
    this.loggedOut.set(true);
  }

  private async renewHandover(failures = 0): Promise<void> {
    clearTimeout(this.handoverTimer);
    let wait = 300_000;
    try {
      const answer = await this.client.request(call("POST", "/auth/handover"));
      this.client.setBearer(answer.body.token);
      const status = await this.client.request(get("/cluster/status"));
      this.learnMembers(status.body);
    } catch {
      // Without a token the page only knows its own node, as before.
      wait = Math.min(1000 * 2 ** failures, 60_000);
      failures++;
    }
    const again = () => void this.renewHandover(failures);
    this.handoverTimer = setTimeout(again, wait);
  }

  private draw(): void {
    const edits = this.queue.edits.get();
    const created = createdCards(edits, this.user).filter(
      (card) => !this.cards.committed(card.id),
    );
    if (created.length > 0) this.cards.put(created, 0);
    this.cards.setEdits(edits);
  }

  private send(edit: Edit): Promise<Answer<unknown>> {
    const { method, path, key, ifMatch } = edit;
    const body = method === "DELETE" ? undefined : (edit.body ?? undefined);
    const asked = { method, path, init: { body } };
    return this.client.request(asked, { key, ifMatch });
  }

  // The log positions at which the tasks created here began.
  readonly madeAt = new Map<number, number>();
  // Which real ids they have got.
  readonly renamed = new Observable<Record<number, number>>({});
}

export async function openWorkspace(
  client: Client,
  queries: QueryClient,
  me: Me,
  cluster: ClusterStatus,
): Promise<Workspace> {
  const memory = await Memory.open(memoryName(cluster, me.username));
  const workspace = new Workspace(client, queries, memory, me, cluster);
  await workspace.start();
  return workspace;
}

// The node has a majority, but no room for more work.
function isBusy(error: unknown): boolean {
  return error instanceof Refused && error.problem.code === "overloaded";
}

export function isRefused(error: unknown, status: number): boolean {
  return error instanceof Refused && error.status === status;
}
