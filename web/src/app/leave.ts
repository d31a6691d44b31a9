// Logging out: the session ends on the cluster, and what this browser keeps of
// the user goes only if the user wants that.

import { call } from "../data/api";
import { basePath } from "./base";
import { askToLeave } from "./leave_dialog";
import { forget } from "./remembered";
import { sayProblem } from "./use_write";
import { isRefused, type Workspace } from "./workspace";

export async function leave(workspace: Workspace): Promise<void> {
  const waiting = workspace.queue.edits.get().length;
  const choice = await askToLeave(waiting);
  if (choice === "stay") return;
  try {
    await workspace.client.request(call("POST", "/auth/logout"));
  } catch (error) {
    // Whose session is over already has what they want.
    if (!isRefused(error, 401))
      return workspace.toast(`You are still logged in. ${sayProblem(error)}`);
  }
  workspace.stop();
  forget();
  if (choice === "erase") await workspace.memory.erase();
  location.assign(basePath);
}
