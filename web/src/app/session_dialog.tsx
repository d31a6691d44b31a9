// The session is over: a login over the page, and then all goes on. Nothing
// that was typed is lost, and nothing is sent in another user's name.

import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { get } from "../data/api";
import { useObservable } from "../ui/use_observable";
import { basePath } from "./base";
import { useWorkspace } from "./context";
import { logIn, loginProblem } from "./login";
import { wholeMe } from "./me";

export function SessionDialog() {
  const workspace = useWorkspace();
  const over = useObservable(workspace.loggedOut);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem("");
    try {
      await logIn(
        workspace.client,
        String(form.get("username")),
        String(form.get("password")),
      );
      const { body: me } = await workspace.client.request(get("/me"));
      if (me.username !== workspace.user) return location.assign(basePath);
      workspace.live.tellLogin();
      await workspace.resumeSession(wholeMe(me));
    } catch (error) {
      setProblem(loginProblem(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened={over}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Log in again"
      zIndex={500}
    >
      <form onSubmit={submit} className="stack">
        <p className="muted small" style={{ margin: 0 }}>
          Your session is over. What you typed is still here.
        </p>
        <TextInput
          label="Username"
          name="username"
          autoComplete="username"
          defaultValue={workspace.user}
        />
        <TextInput
          label="Password"
          name="password"
          type="password"
          role="textbox"
          autoComplete="current-password"
          data-autofocus
        />
        <div role="alert" style={{ color: "var(--bad)" }}>
          {problem}
        </div>
        <Button type="submit" loading={busy}>
          Log in
        </Button>
      </form>
    </Modal>
  );
}
