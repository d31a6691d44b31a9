import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { call, get } from "../data/api";
import { type Client, LoginUnreachable, Refused } from "../data/http";
import css from "./login.module.css";

// Says why a login failed, in words that help.
export function loginProblem(error: unknown): string {
  if (!(error instanceof Refused)) return "No node answers. Try again soon.";
  if (error.problem.code === "invalid_credentials")
    return "Wrong username or password.";
  if (error.status === 429)
    return "Too many attempts. Wait a minute, then try again.";
  if (error.status === 503)
    return "The cluster has no majority now, so nobody can log in. Try again soon.";
  return error.problem.detail || error.problem.title;
}

// The page's own node gives a cookie, which is good for all tabs and after a
// reload; while that one does not answer, another gives this tab a token.
export async function logIn(
  client: Client,
  username: string,
  password: string,
): Promise<void> {
  const asked = (cookie: boolean) => {
    const body = { username: username.trim(), password, cookie };
    return call("POST", "/auth/login", { body });
  };
  try {
    await client.request(asked(true));
  } catch (error) {
    const elsewhere = !client.ownNode || client.leave();
    if (!(error instanceof LoginUnreachable) || !elsewhere) throw error;
    const { body } = await client.request(asked(false));
    client.setBearer(body.token);
  }
}

// Which cluster and node the form belongs to; `title` names its window.
export function usePlace(client: Client, title: string): string {
  const [place, setPlace] = useState("");
  useEffect(() => {
    document.title = `${title} · taskraft`;
    client
      .request(get("/info"))
      .then(({ body, node }) =>
        setPlace(node ? `${body.name} · node ${node}` : body.name),
      )
      .catch(() => setPlace(location.host));
  }, [client, title]);
  return place || "\u00a0";
}

export function Login({ client, done }: { client: Client; done(): void }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const place = usePlace(client, "Log in");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem("");
    try {
      const [username, password] = ["username", "password"].map((name) =>
        String(form.get(name) ?? ""),
      );
      await logIn(client, username!, password!);
      done();
    } catch (error) {
      setProblem(loginProblem(error));
      setBusy(false);
    }
  };

  return (
    <main className={css.screen}>
      <div className={css.box}>
        <Brand />
        <h1>Log in</h1>
        <p className="muted small">{place}</p>
        <form onSubmit={submit} className="stack">
          <TextInput
            label="Username"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            required
            withAsterisk={false}
            autoFocus
          />
          <TextInput
            label="Password"
            name="password"
            type="password"
            role="textbox"
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          <div role="alert" className={css.problem}>
            {problem}
          </div>
          <Button type="submit" loading={busy} fullWidth>
            Log in
          </Button>
        </form>
      </div>
    </main>
  );
}

export function Brand() {
  return (
    <div className={css.brand}>
      <svg
        viewBox="0 0 32 32"
        width="1.625rem"
        height="1.625rem"
        aria-hidden="true"
      >
        <rect width="32" height="32" rx="8" fill="#39588f" />
        <path
          d="M8 21h16M10 16.5l4 4 9-11"
          fill="none"
          stroke="#fff"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>taskraft</span>
    </div>
  );
}
