import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { call } from "../data/api";
import { type Client, Refused } from "../data/http";
import { Brand, loginProblem, usePlace } from "./login";
import css from "./login.module.css";

// The answer to the first attempt may have been lost.
function setupProblem(error: unknown): string {
  const isUsed =
    error instanceof Refused && error.problem.code === "invalid_credentials";
  return isUsed
    ? "This link was used, or is too old. If you have just used it, log in."
    : loginProblem(error);
}

// Redeems a set-up link. Its token is in the fragment, which no server sees.
export function Setup({ client, done }: { client: Client; done(): void }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const token = location.hash.slice(1);
  const place = usePlace(client, "Choose a password");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    if (password !== form.get("again"))
      return setProblem("The two passwords differ.");
    setBusy(true);
    try {
      const body = { setup_token: token, password };
      await client.request(call("POST", "/auth/setup", { body }));
      done();
    } catch (error) {
      setProblem(setupProblem(error));
      setBusy(false);
    }
  };

  return (
    <main className={css.screen}>
      <div className={css.box}>
        <Brand />
        <h1>Choose a password</h1>
        <p className="muted small">{place}</p>
        <p className="muted small">
          {token
            ? "At least 8 characters. The link works once."
            : "This link is not complete: open it again from where you got it."}
        </p>
        <form onSubmit={submit} className="stack">
          <TextInput
            label="New password"
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={8}
            required
            withAsterisk={false}
          />
          <TextInput
            label="The same again"
            name="again"
            type="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
          />
          <div role="alert" className={css.problem}>
            {problem}
          </div>
          <Button type="submit" loading={busy} disabled={!token} fullWidth>
            Set password
          </Button>
        </form>
      </div>
    </main>
  );
}
