import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { TaskBody } from "./task_body";
import { useTask } from "./use_task";

// A task with an address of its own: /t/42.
export default function TaskPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const number = Number(id);
  const { task, error } = useTask(number);
  const title = task?.title ?? `Task ${id}`;
  useEffect(() => {
    document.title = `${title} · taskraft`;
    document.getElementById("main")?.setAttribute("aria-label", title);
    return () => document.getElementById("main")?.removeAttribute("aria-label");
  }, [title]);
  return (
    <div className="page" style={{ maxWidth: 760 }}>
      <h1 className="hidden">{title}</h1>
      {(task || !error) && (
        <p className="muted small number" style={{ margin: 0 }}>
          #{id}
        </p>
      )}
      <TaskBody key={number} id={number} />
    </div>
  );
}
