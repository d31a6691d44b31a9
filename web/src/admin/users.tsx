import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { basePath } from "../app/base";
import { useWorkspace } from "../app/context";
import { ask } from "../app/question_dialog";
import { big, useList } from "../app/reads";
import { useWrite } from "../app/use_write";
import { call, get } from "../data/api";
import type { User, UserPatch } from "../data/types";
import css from "../settings/settings.module.css";
import { Avatar } from "../ui/chips";
import { copyText } from "../ui/copy";
import { Failed, Loading } from "../ui/states";

const roles = [
  { value: "member", label: "Member" },
  { value: "admin", label: "Administrator" },
];

export function Users() {
  const { data, error, refetch } = useList(
    ["users"],
    get("/users", { params: { query: big } }),
  );
  const { write, problem } = useWrite(["users"]);
  const workspace = useWorkspace();
  if (!data && error)
    return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading what="Loading users" />;
  const patch = ({ username, rev }: User, body: UserPatch) => {
    const params = { path: { username } };
    void write(call("PATCH", "/users/{username}", { params, body }), rev);
  };
  const disable = async (user: User) => {
    const yes = await ask({
      title: `Disable ${user.username}?`,
      text: `All sessions and tokens of ${user.username} end now, and nobody logs in with that name. Enabling brings the user back, but neither sessions nor tokens.`,
      act: "Disable user",
    });
    if (yes) patch(user, { disabled: true });
  };
  return (
    <div className="stack">
      <NewUser />
      <div role="alert" style={{ color: "var(--bad)" }}>
        {problem}
      </div>
      <div className="panel scroll-x">
        <table className="plain">
          <thead>
            <tr>
              <th>User</th>
              <th>E-mail</th>
              <th>Role</th>
              <th>State</th>
            </tr>
          </thead>
          <tbody>
            {data.map((user) => (
              <tr key={user.username}>
                <td className="name">
                  <span className="row-line" style={{ flexWrap: "nowrap" }}>
                    <Avatar username={user.username} />
                    <span>
                      {user.display_name || user.username}
                      {user.display_name && (
                        <span className="muted small"> {user.username}</span>
                      )}
                    </span>
                  </span>
                </td>
                <td className="name">{user.email ?? "–"}</td>
                <td>
                  <NativeSelect
                    size="xs"
                    miw={136}
                    aria-label={`Role of ${user.username}`}
                    value={user.role}
                    disabled={user.username === workspace.user}
                    data={roles}
                    onChange={(event) =>
                      patch(user, {
                        role: event.currentTarget.value as User["role"],
                      })
                    }
                  />
                </td>
                <td>
                  <Button
                    size="compact-xs"
                    variant="default"
                    disabled={user.username === workspace.user}
                    onClick={() =>
                      user.disabled
                        ? patch(user, { disabled: false })
                        : void disable(user)
                    }
                  >
                    {user.disabled ? "Enable" : "Disable"}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function NewUser() {
  const { write, problem, busy } = useWrite(["users"]);
  // None, if the answer that told it was lost: no other tells it again.
  const [link, setLink] = useState<string | null>("");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const body = {
      username: text("username"),
      display_name: text("display_name"),
      email: text("email") || null,
      role: text("role") as User["role"],
    };
    const made = await write(call("POST", "/users", { body }));
    if (!made) return;
    form.reset();
    setLink(
      made.setup_token
        ? `${location.origin}${basePath}setup#${made.setup_token}`
        : null,
    );
  };
  return (
    <form className="panel padded stack" onSubmit={submit}>
      <h2>New user</h2>
      <div className="row-line" style={{ alignItems: "flex-end" }}>
        <TextInput
          label="Username"
          name="username"
          w={160}
          required
          withAsterisk={false}
          pattern="[a-z0-9._\-]{1,64}"
          title="Small letters, digits, dot, dash and underscore"
          autoComplete="off"
        />
        <TextInput
          label="Name"
          name="display_name"
          w={160}
          autoComplete="off"
        />
        <TextInput
          label="E-mail"
          name="email"
          w={160}
          type="email"
          autoComplete="off"
        />
        <NativeSelect label="Role" name="role" data={roles} />
        <Button type="submit" loading={busy}>
          Create user
        </Button>
      </div>
      <div role="alert" style={{ color: "var(--bad)" }}>
        {problem}
      </div>
      {link === null && (
        <div className={css.secret} role="status">
          The user is there, but the link was lost on its way. On the command
          line, taskraft user passwd --link prints another one.
        </div>
      )}
      {link && (
        <div className={css.secret} role="status">
          <span>
            Give them this link; with it they choose a password, once:
          </span>
          <code>{link}</code>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void copyText(link)}
          >
            Copy
          </Button>
        </div>
      )}
    </form>
  );
}
