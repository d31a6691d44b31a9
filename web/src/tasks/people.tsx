// Who watches a task, and with whom it is shared.

import { Button, CloseButton, NativeSelect } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../app/context";
import { useList, useUsers } from "../app/reads";
import { call, get } from "../data/api";
import type { Task } from "../data/types";
import { Avatar } from "../ui/chips";
import { PartFailed } from "../ui/states";
import { other } from "./side_acts";
import css from "./task_body.module.css";

type Role = "viewer" | "member";

export function People({ task, disabled }: { task: Task; disabled: boolean }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const users = useUsers();
  const path = { id: task.id };
  const shares = useList(
    ["of-task", task.id],
    get("/tasks/{id}/shares", { params: { path } }),
  );
  const watchers = useList(
    ["of-task", task.id],
    get("/tasks/{id}/watchers", { params: { path } }),
  );
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  // As nobody, the task is not shared any more.
  const share = (username: string, role: Role | null) => {
    const params = { path: { ...path, username } };
    const place = "/tasks/{id}/shares/{username}";
    const as = (role: Role) => call("PUT", place, { params, body: { role } });
    const drop = call("DELETE", place, { params });
    const before = shares.data?.find((one) => one.username === username);
    if (role)
      other(workspace, task.id, as(role), `Shared with ${username}`, drop);
    else {
      const back = as(before?.role === "member" ? "member" : "viewer");
      other(
        workspace,
        task.id,
        drop,
        `No longer shared with ${username}`,
        back,
      );
    }
    void queries.invalidateQueries({ queryKey: ["of-task", task.id] });
  };
  const failed = [shares, watchers].filter(({ data, error }) => error && !data);
  const free = users.filter(
    (user) =>
      !user.disabled &&
      !shares.data?.some((one) => one.username === user.username),
  );
  return (
    <>
      <p className="small" style={{ margin: 0 }}>
        Created by <b>{task.creator}</b>.
        {watchers.data &&
          ` Watched by ${watchers.data.map((one) => one.username).join(", ") || "nobody"}.`}
      </p>
      {failed.length > 0 && (
        <PartFailed
          what="Who else takes part"
          retry={() => {
            for (const part of failed) void part.refetch();
          }}
        />
      )}
      {shares.data && shares.data.length > 0 && (
        <ul className={css.rows}>
          {shares.data.map((one) => (
            <li key={one.username}>
              <Avatar username={one.username} />
              <span className="grow">{one.username}</span>
              <span className={css.kind}>
                may {one.role === "member" ? "edit" : "read"}
              </span>
              {!disabled && (
                <CloseButton
                  size="sm"
                  aria-label={`Unshare from ${one.username}`}
                  onClick={() => share(one.username, null)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!disabled && (
        <div className="row-line">
          <NativeSelect
            aria-label="Share with"
            size="xs"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data={[
              { value: "", label: "Share with…" },
              ...free.map((user) => ({
                value: user.username,
                label: user.username,
              })),
            ]}
          />
          <NativeSelect
            aria-label="May"
            size="xs"
            value={role}
            onChange={(event) =>
              setRole(event.currentTarget.value as typeof role)
            }
            data={[
              { value: "viewer", label: "read" },
              { value: "member", label: "edit" },
            ]}
          />
          <Button
            size="xs"
            variant="default"
            disabled={!name}
            onClick={() => {
              share(name, role);
              setName("");
            }}
          >
            Share
          </Button>
        </div>
      )}
    </>
  );
}
