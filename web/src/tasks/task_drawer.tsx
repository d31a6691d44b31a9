// A task over the screen from which it was opened.

import { Button, Drawer } from "@mantine/core";
import { useEffect } from "react";
import { basePath } from "../app/base";
import { useWorkspace } from "../app/context";
import { useOpenTask } from "../app/open_task";
import { copyText } from "../ui/copy";
import { useObservable } from "../ui/use_observable";
import { TaskBody } from "./task_body";
import css from "./task_drawer.module.css";
import { useTask } from "./use_task";

export default function TaskDrawer({ id }: { id: number }) {
  const workspace = useWorkspace();
  const { open } = useOpenTask();
  const { task } = useTask(id);
  const real = useObservable(workspace.renamed)[id];
  useEffect(() => {
    if (real) void open(real);
  }, [real, open]);
  const close = () => {
    void open(null);
    // Back to the row or card from which it was opened.
    setTimeout(() => {
      const link = document.querySelector<HTMLElement>(
        `[data-row="${id}"] a[href]`,
      );
      // It may have gone, as into the trash.
      (link ?? document.getElementById("main"))?.focus();
    }, 50);
  };
  return (
    <Drawer.Root
      opened
      onClose={close}
      position="right"
      size={720}
      keepMounted={false}
    >
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content aria-label={task?.title ?? `Task ${id}`} data-task={id}>
        <div className={css.content}>
          <div className={css.head}>
            <span
              className={`muted small number ${css.id}`}
              tabIndex={-1}
              data-autofocus
            >
              {id > 0 ? `#${id}` : "Not sent yet"}
            </span>
            {id > 0 && (
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => {
                  const link = `${location.origin}${basePath}t/${id}`;
                  void copyText(link).then(() =>
                    workspace.toast("Link copied"),
                  );
                }}
              >
                Copy link
              </Button>
            )}
            <Drawer.CloseButton aria-label="Close" />
          </div>
          <div className={css.body}>
            <TaskBody key={id} id={id} />
          </div>
        </div>
      </Drawer.Content>
    </Drawer.Root>
  );
}
