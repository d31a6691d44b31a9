import { Button, CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useWorkspace, useZone } from "../app/context";
import { ask } from "../app/question_dialog";
import { useList } from "../app/reads";
import { useWrite } from "../app/use_write";
import { call, get } from "../data/api";
import type { Session, Token } from "../data/types";
import { copyText } from "../ui/copy";
import { ago } from "../ui/names";
import { Empty, Failed, Loading } from "../ui/states";
import css from "./settings.module.css";

export function Password() {
  const workspace = useWorkspace();
  const { write, problem, busy } = useWrite([]);
  const [said, setSaid] = useState("");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    setSaid("");
    if (data.get("new") !== data.get("again"))
      return setSaid("The two new passwords differ.");
    const asked = call("PUT", "/users/{username}/password", {
      params: { path: { username: workspace.user } },
      body: {
        current_password: String(data.get("current")),
        new_password: String(data.get("new")),
      },
    });
    if (!(await write(asked))) return;
    form.reset();
    setSaid("Changed. Your other sessions are over.");
  };
  return (
    <form className="panel padded stack" onSubmit={submit}>
      <h2>Password</h2>
      <p className="muted small" style={{ margin: 0 }}>
        With a new one, your sessions in other browsers and programs end.
      </p>
      <input
        type="text"
        name="username"
        autoComplete="username"
        defaultValue={workspace.user}
        hidden
        readOnly
      />
      <TextInput
        type="password"
        label="Current password"
        name="current"
        autoComplete="current-password"
        required
        withAsterisk={false}
      />
      <TextInput
        type="password"
        label="New password"
        description="At least 8 characters"
        name="new"
        minLength={8}
        autoComplete="new-password"
        required
        withAsterisk={false}
      />
      <TextInput
        type="password"
        label="The new one again"
        name="again"
        autoComplete="new-password"
        required
        withAsterisk={false}
      />
      <div role="alert">{problem || said}</div>
      <div>
        <Button type="submit" loading={busy}>
          Change password
        </Button>
      </div>
    </form>
  );
}

export function Sessions() {
  const zone = useZone();
  const { data, error, refetch } = useList(["sessions"], get("/sessions"));
  const { write, problem } = useWrite(["sessions"]);
  const end = async (session: Session) => {
    const where = session.user_agent || "A program";
    const yes = await ask({
      title: "End this session?",
      text: `${where} at ${session.address} is logged out, and has to log in again.`,
      act: "End session",
    });
    const params = { path: { id: session.id } };
    if (yes) await write(call("DELETE", "/sessions/{id}", { params }));
  };
  if (!data && error)
    return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading what="Loading sessions" />;
  return (
    <div className="panel scroll-x">
      <div role="alert">{problem}</div>
      <table className="plain">
        <thead>
          <tr>
            <th>Browser or program</th>
            <th>Address</th>
            <th>Since</th>
            <th>
              <span className="hidden">End</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((session) => (
            <tr key={session.id}>
              <td className="name">
                {session.user_agent || "–"}
                {session.current && <b> · this one</b>}
              </td>
              <td>{session.address}</td>
              <td style={{ whiteSpace: "nowrap" }}>
                {ago(session.created_at, zone)}
              </td>
              <td style={{ textAlign: "end" }}>
                {!session.current && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => void end(session)}
                  >
                    End
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Scope = "read" | "write" | "admin";

export function Tokens() {
  const { data, error, refetch } = useList(["tokens"], get("/tokens"));
  const { write, problem, busy } = useWrite(["tokens"]);
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  // None, if the answer that told it was lost: no other tells it again.
  const [secret, setSecret] = useState<string | null>("");
  const workspace = useWorkspace();
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), scopes: [scope] };
    const made = await write(call("POST", "/tokens", { body }));
    if (!made) return;
    setSecret(made.secret);
    setName("");
  };
  const revoke = async (token: Token) => {
    const yes = await ask({
      title: `Revoke ${token.name}?`,
      text: `Every program that uses the token ${token.prefix}… is refused from then on. It never comes back: a new token has another secret.`,
      act: "Revoke token",
    });
    const params = { path: { id: token.id } };
    if (yes) await write(call("DELETE", "/tokens/{id}", { params }));
  };
  if (!data && error)
    return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading what="Loading tokens" />;
  return (
    <div className="stack">
      <form className="panel padded stack" onSubmit={create}>
        <h2>New token</h2>
        <p className="muted small" style={{ margin: 0 }}>
          For scripts: they send it as <code>Authorization: Bearer</code>.
        </p>
        <div className="row-line" style={{ alignItems: "flex-end" }}>
          <TextInput
            label="Name"
            value={name}
            required
            withAsterisk={false}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label="May"
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value as Scope)}
            data={[
              { value: "read", label: "read" },
              { value: "write", label: "read and write" },
              ...(workspace.isAdmin
                ? [{ value: "admin", label: "administer" }]
                : []),
            ]}
          />
          <Button type="submit" loading={busy}>
            Create token
          </Button>
        </div>
        <div role="alert" style={{ color: "var(--bad)" }}>
          {problem}
        </div>
        {secret === null && (
          <div className={css.secret} role="status">
            The token is there, but its secret was lost on its way. Revoke it,
            and create another.
          </div>
        )}
        {secret && (
          <div className={css.secret} role="status">
            <span>Shown only now:</span>
            <code>{secret}</code>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void copyText(secret)}
            >
              Copy
            </Button>
          </div>
        )}
      </form>
      {data.length === 0 ? (
        <Empty title="No tokens" />
      ) : (
        <div className="panel scroll-x">
          <table className="plain">
            <thead>
              <tr>
                <th>Name</th>
                <th>Begins with</th>
                <th>May</th>
                <th>Last used</th>
                <th>
                  <span className="hidden">Revoke</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((token) => (
                <tr key={token.id}>
                  <td className="name">{token.name}</td>
                  <td>
                    <code>{token.prefix}</code>
                  </td>
                  <td>{token.scopes.join(", ")}</td>
                  <td>{token.last_used_on ?? "never"}</td>
                  <td>
                    <CloseButton
                      aria-label={`Revoke ${token.name}`}
                      onClick={() => void revoke(token)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
