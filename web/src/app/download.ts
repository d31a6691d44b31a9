// Files of the cluster: the browser fetches them by itself as long as the page's
// own node answers, and else through the node that does.

import { type Call, get, withQuery } from "../data/api";
import { type Client, Unreachable } from "../data/http";
import { follow, saveBlob } from "../ui/save";
import { sayProblem } from "./use_write";
import type { Workspace } from "./workspace";

// A node that hangs is left after a while.
const patienceMs = 3000;

export async function download(
  workspace: Workspace,
  asked: Call<unknown, "GET">,
  name: string,
): Promise<void> {
  const { client } = workspace;
  try {
    await client.request(withQuery(get("/me"), { consistency: "stale" }), {
      timeoutMs: patienceMs,
    });
    if (client.ownNode) follow(client.url(asked), name);
    else saveBlob(await readFile(client, asked), name);
  } catch (error) {
    workspace.toast(`${name}: ${sayProblem(error)}`);
  }
}

// The whole file, from another node if the first breaks off.
export async function readFile(
  client: Client,
  asked: Call<unknown, "GET">,
): Promise<Blob> {
  for (let tries = 0; ; tries++) {
    const response = await client.open(asked);
    try {
      return await response.blob();
    } catch (error) {
      if (tries > 0 || !client.leave()) throw new Unreachable(String(error));
    }
  }
}

// What a click on a link to a file does. With another key held, browsers open
// or save it as they are used to.
export function onDownload(
  workspace: Workspace,
  asked: Call<unknown, "GET">,
  name: string,
) {
  return (event: {
    ctrlKey: boolean;
    metaKey: boolean;
    shiftKey: boolean;
    altKey: boolean;
    preventDefault(): void;
  }) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    void download(workspace, asked, name);
  };
}
