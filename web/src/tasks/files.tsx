// Attachments: pasted, dropped or chosen. The page never shows one as a
// document.

import { Button, CloseButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useWorkspace } from "../app/context";
import { onDownload, readFile } from "../app/download";
import { useList } from "../app/reads";
import { call, get } from "../data/api";
import { withoutDeleted } from "../data/edits";
import { Refused } from "../data/http";
import { freshKey } from "../data/keys";
import type { Task } from "../data/types";
import { sayBytes } from "../ui/names";
import { None, PartFailed } from "../ui/states";
import { useObservable } from "../ui/use_observable";
import { edit, remember } from "./acts";
import { deletePart } from "./side_acts";
import css from "./task_body.module.css";

const pictures = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const mostBytes = 10 * 1024 * 1024;

// One plain path component: what the cluster takes as a name.
function cleanName(name: string): string {
  const plain = name
    .replace(/[\\/]/g, "_")
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, "")
    .trim();
  return plain && plain !== "." && plain !== ".." ? plain : "file";
}

const deletion = (id: number) =>
  call("DELETE", "/attachments/{id}", { params: { path: { id } } });

const content = (id: number, inline?: "true") =>
  get("/attachments/{id}", { params: { path: { id }, query: { inline } } });

// A picture of which the page's own node does not answer comes from another.
function Thumb({ id }: { id: number }) {
  const { client } = useWorkspace();
  const asked = content(id, "true");
  const [own] = useState(client.ownNode);
  const [source, setSource] = useState(own ? client.url(asked) : undefined);
  const held = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a picture
  useEffect(() => {
    // A node that hangs would never fail.
    if (!own) void elsewhere();
    return () => URL.revokeObjectURL(held.current);
  }, []);
  const elsewhere = async () => {
    if (held.current) return;
    try {
      held.current = URL.createObjectURL(await readFile(client, asked));
      setSource(held.current);
    } catch {
      // Its name is there, and a click on it says why.
    }
  };
  return (
    <img
      className={css.thumb}
      src={source}
      alt=""
      onError={() => void elsewhere()}
    />
  );
}

// The dialog in which something is, if it is in one.
function layerOf(part: EventTarget | null): Element | null {
  return part instanceof Element ? part.closest('[role="dialog"]') : null;
}

export function Files({ task, disabled }: { task: Task; disabled: boolean }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const drop = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState<string[]>([]);
  const [over, setOver] = useState(false);
  const path = { id: task.id };
  const { data, error, refetch } = useList(
    ["of-task", task.id],
    get("/tasks/{id}/attachments", { params: { path } }),
  );
  const edits = useObservable(workspace.queue.edits);
  const shown = withoutDeleted(data ?? [], "attachments", edits);
  // The keys of files of which it is not known whether they have arrived:
  // chosen again, each is there once.
  const unknown = useRef(new Map<string, string>());

  const upload = async (file: File) => {
    const name = cleanName(file.name);
    if (file.size > mostBytes)
      return workspace.toast(`${name} is larger than 10 MiB`);
    setBusy((before) => [...before, name]);
    const { size, type, lastModified } = file;
    const same = JSON.stringify([name, size, type, lastModified]);
    const key = unknown.current.get(same) ?? freshKey();
    unknown.current.set(same, key);
    try {
      const { body } = await workspace.client.request(
        call("POST", "/tasks/{id}/attachments", {
          params: { path, query: { name } },
          body: file,
        }),
        {
          type: type || "application/octet-stream",
          key,
          timeoutMs: 120_000,
        },
      );
      unknown.current.delete(same);
      const label = `${name} · attached`;
      const undo = () =>
        void edit(workspace, task.id, {
          kind: "delete",
          call: deletion(body.id),
          label: `Undo: ${label}`,
        });
      remember(workspace, { label, undo });
    } catch (error) {
      if (error instanceof Refused && error.status < 500)
        unknown.current.delete(same);
      const why =
        error instanceof Refused ? error.message : "no node answers; try again";
      workspace.toast(`${name}: ${why}`);
    }
    setBusy((before) => before.filter((one) => one !== name));
    void queries.invalidateQueries({ queryKey: ["of-task", task.id] });
  };
  const latest = useRef(upload);
  latest.current = upload;

  useEffect(() => {
    if (disabled) return;
    const paste = (event: ClipboardEvent) => {
      // What lies over this task is not its own.
      if (layerOf(drop.current) !== layerOf(event.target)) return;
      for (const file of event.clipboardData?.files ?? [])
        void latest.current(file);
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [disabled]);

  return (
    <>
      {error && !data && (
        <PartFailed what="The files" retry={() => void refetch()} />
      )}
      {disabled && data && shown.length === 0 && <None />}
      {shown.length > 0 && (
        <ul className={css.rows}>
          {shown.map((row) => (
            <li key={row.id}>
              {pictures.includes(row.media_type) && <Thumb id={row.id} />}
              <a
                href={workspace.client.url(content(row.id))}
                download={row.name}
                onClick={onDownload(workspace, content(row.id), row.name)}
              >
                <bdi>{row.name}</bdi>
              </a>
              <span className={css.kind}>{sayBytes(row.size)}</span>
              {!disabled && (
                <CloseButton
                  size="sm"
                  aria-label={`Delete ${row.name}`}
                  onClick={() =>
                    deletePart(
                      workspace,
                      task.id,
                      deletion(row.id),
                      `${row.name} · deleted`,
                    )
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!disabled && (
        // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop
        <div
          ref={drop}
          className={css.drop}
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            for (const file of event.dataTransfer.files) void upload(file);
          }}
        >
          {busy.length > 0 ? (
            <span role="status">Uploading {busy.join(", ")}…</span>
          ) : (
            <>
              Drop or paste files, or{" "}
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => input.current?.click()}
              >
                Choose files
              </Button>
            </>
          )}
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label="Files to attach"
            onChange={(event) => {
              for (const file of event.currentTarget.files ?? [])
                void upload(file);
              event.currentTarget.value = "";
            }}
          />
        </div>
      )}
    </>
  );
}
