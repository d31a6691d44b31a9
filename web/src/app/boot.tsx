// From an address to a workspace: who is here, which cluster is this, and what
// if nobody answers.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { get, withQuery } from "../data/api";
import { Client, Refused } from "../data/http";
import { Failed, Loading } from "../ui/states";
import { basePath } from "./base";
import { WorkspaceContext } from "./context";
import { Login } from "./login";
import { wholeMe } from "./me";
import { type Remembered, remember, remembered } from "./remembered";
import { Routes } from "./routes";
import { Setup } from "./setup";
import { watchUpdates } from "./updates";
import { openWorkspace, type Workspace } from "./workspace";

type Stage =
  | { name: "starting" }
  | { name: "login" }
  | { name: "setup" }
  | { name: "failed"; error: unknown }
  | { name: "open"; workspace: Workspace };

async function identify(client: Client): Promise<Remembered | "nobody"> {
  try {
    const asked = withQuery(get("/me"), { consistency: "stale" });
    const me = await client.request(asked);
    const cluster = await client.request(get("/cluster/status"));
    const found = { me: wholeMe(me.body), cluster: cluster.body };
    remember(found);
    return found;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return "nobody";
    const known = remembered();
    if (known) {
      client.setMembers(
        known.cluster.nodes.map((node) => node.http ?? "").filter(Boolean),
      );
      return known;
    }
    throw error;
  }
}

function path(): string {
  return location.pathname.slice(basePath.length);
}

export function Boot() {
  const queries = useQueryClient();
  const client = useMemo(
    () =>
      new Client({
        fetch: (...request) => fetch(...request),
        ownOrigin: location.origin,
        base: basePath,
      }),
    [],
  );
  const [stage, setStage] = useState<Stage>({ name: "starting" });

  const start = async () => {
    if (path() === "setup") return setStage({ name: "setup" });
    try {
      const found = await identify(client);
      if (found === "nobody") return askForLogin(setStage);
      if (path() === "login")
        history.replaceState(null, "", wantedAfterLogin());
      const { me, cluster } = found;
      const workspace = await openWorkspace(client, queries, me, cluster);
      setStage({ name: "open", workspace });
    } catch (error) {
      setStage({ name: "failed", error });
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once a page
  useEffect(() => {
    void start();
    watchUpdates();
  }, []);

  if (stage.name === "open")
    return (
      <WorkspaceContext value={stage.workspace}>
        <Routes />
      </WorkspaceContext>
    );
  if (stage.name === "login") return <Login client={client} done={start} />;
  if (stage.name === "setup")
    return (
      <Setup
        client={client}
        done={() => {
          history.replaceState(null, "", `${basePath}login`);
          void start();
        }}
      />
    );
  if (stage.name === "failed")
    return (
      <main>
        <Failed whole error={stage.error} retry={() => void start()} />
      </main>
    );
  return (
    <main>
      <Loading what="Opening taskraft" />
    </main>
  );
}

function askForLogin(setStage: (stage: Stage) => void): void {
  if (path() !== "login") {
    const here = location.pathname + location.search;
    const then = here === basePath ? "" : `?then=${encodeURIComponent(here)}`;
    history.replaceState(null, "", `${basePath}login${then}`);
  }
  setStage({ name: "login" });
}

// Where the login interrupted; only paths of this page.
function wantedAfterLogin(): string {
  const then = new URLSearchParams(location.search).get("then") ?? "";
  const inside = then.startsWith(basePath) && !then.startsWith("//");
  return inside && !then.includes("\\") ? then : basePath;
}
