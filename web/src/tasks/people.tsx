// Who watches a task, and with whom it is shared.

import { Button, CloseButton, NativeSelect } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../app/context";
import { useList, useUsers } from "../app/reads";
import type { Member, Task } from "../data/types";
import { Avatar } from "../ui/chips";
import { other } from "./acts";
import css from "./task_body.module.css";

export function People({ task, disabled }: { task: Task; disabled: boolean }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const users = useUsers();
  const shares = useList<Member>(
    ["of-task", task.id],
    `/tasks/${task.id}/shares`,
  );
  const watchers = useList<{ username: string }>(
    ["of-task", task.id],
    `/tasks/${task.id}/watchers`,
  );
  const [name, setName] = useState("");
  const [role, setRole] = useState("viewer");
  const write = (method: "PUT" | "DELETE", username: string, body?: object) => {
    other(
      workspace,
      task.id,
      method,
      `/tasks/${task.id}/shares/${username}`,
      body,
      method === "PUT" ? `Share with ${username}` : `Unshare from ${username}`,
    );
    void queries.invalidateQueries({ queryKey: ["of-task", task.id] });
  };
  const free = users.filter(
    (user) =>
      !user.disabled &&
      !shares.data?.some((share) => share.username === user.username),
  );
  return (
    <>
      <p className="small" style={{ margin: 0 }}>
        Created by <b>{task.creator}</b>. Watched by{" "}
        {watchers.data && watchers.data.length > 0
          ? watchers.data.map((one) => one.username).join(", ")
          : "nobody"}
        .
      </p>
      {shares.data && shares.data.length > 0 && (
        <ul className={css.rows}>
          {shares.data.map((share) => (
            <li key={share.username}>
              <Avatar username={share.username} />
              <span className="grow">{share.username}</span>
              <span className={css.kind}>
                may {share.role === "member" ? "edit" : "read"}
              </span>
              {!disabled && (
                <CloseButton
                  size="sm"
                  aria-label={`Unshare from ${share.username}`}
                  onClick={() => write("DELETE", share.username)}
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
            onChange={(event) => setRole(event.currentTarget.value)}
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
              write("PUT", name, { role });
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
