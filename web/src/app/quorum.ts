// Whether the node that answers has a majority: told by events and refusals,
// and asked for.

import { get } from "../data/api";
import type { Workspace } from "./workspace";

export class QuorumWatch {
  constructor(private readonly workspace: Workspace) {}

  notice(quorum: boolean): void {
    const { connection, queue, queries } = this.workspace;
    if (quorum === connection.get().quorum) return;
    connection.change((now) => ({ ...now, quorum }));
    if (quorum) {
      queue.wake();
      void queries.invalidateQueries();
    } else this.watch();
  }

  // What the node believes now: a position comes every fifteen seconds only,
  // and none from a node that hangs.
  async look(): Promise<boolean | null> {
    try {
      const answer = await this.workspace.client.request(
        get("/cluster/status", { params: { query: { local: "true" } } }),
      );
      const quorum = answer.body.quorum.available;
      this.notice(quorum);
      return quorum;
    } catch {
      // What that means is told to those who read or write.
      return null;
    }
  }

  // Until there is a majority again.
  private watch(): void {
    const { client, connection } = this.workspace;
    setTimeout(async () => {
      if (connection.get().quorum) return;
      try {
        const { body } = await client.request(get("/cluster/status"));
        this.notice(body.quorum.available);
        if (!body.quorum.available) await this.workspace.read(get("/me"));
      } catch {
        // Nobody answers: asked again.
      }
      if (!connection.get().quorum) this.watch();
    }, 1000);
  }
}
