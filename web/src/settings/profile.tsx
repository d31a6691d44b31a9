import { Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMe } from "../app/reads";
import { useWrite } from "../app/use_write";
import { call } from "../data/api";
import type { Preferences } from "../data/types";

const zones =
  typeof Intl.supportedValuesOf === "function"
    ? Intl.supportedValuesOf("timeZone")
    : [];

interface Typed {
  name?: string;
  email?: string;
  zone?: string;
}

export function Profile() {
  const me = useMe();
  // Another device may change what is not typed here.
  const [typed, setTyped] = useState<Typed>({});
  const change = (field: Typed) =>
    setTyped((before) => ({ ...before, ...field }));
  const name = typed.name ?? me.display_name;
  const email = typed.email ?? me.email ?? "";
  const zone = typed.zone ?? me.time_zone;
  const { write, problem, busy } = useWrite(["me", "users"]);
  const save = async () => {
    const body = {
      display_name: typed.name?.trim(),
      email: typed.email === undefined ? undefined : email.trim() || null,
      time_zone: typed.zone,
    };
    if (await write(call("PATCH", "/me", { body }))) setTyped({});
  };
  const prefer = (preferences: Preferences) =>
    void write(
      call("PATCH", "/me", {
        body: { preferences: { ...preferences } },
      }),
    );
  const { theme = "auto", density = "comfortable" } = me.preferences;
  return (
    <div className="stack">
      <form
        className="panel padded stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <h2>{me.username}</h2>
        <TextInput
          label="Name"
          autoComplete="name"
          value={name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          type="email"
          label="E-mail"
          autoComplete="email"
          value={email}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
        <NativeSelect
          label="Time zone"
          description="Due dates are days in this zone"
          value={zone}
          onChange={(event) => change({ zone: event.currentTarget.value })}
          data={[...new Set(["UTC", zone, ...zones].filter(Boolean))]}
        />
        <div role="alert" style={{ color: "var(--bad)" }}>
          {problem}
        </div>
        <div>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </div>
      </form>
      <section className="panel padded stack">
        <h2>How the page looks and listens</h2>
        <NativeSelect
          label="Theme"
          value={theme}
          onChange={(event) =>
            prefer({ theme: event.currentTarget.value as typeof theme })
          }
          data={[
            { value: "auto", label: "As the system" },
            { value: "light", label: "Light" },
            { value: "dark", label: "Dark" },
          ]}
        />
        <NativeSelect
          label="Density"
          value={density}
          onChange={(event) =>
            prefer({ density: event.currentTarget.value as typeof density })
          }
          data={[
            { value: "comfortable", label: "Comfortable" },
            { value: "compact", label: "Compact" },
          ]}
        />
        <Switch
          label="Shortcuts of a single key"
          checked={me.preferences.shortcuts !== false}
          onChange={(event) =>
            prefer({ shortcuts: event.currentTarget.checked })
          }
        />
      </section>
    </div>
  );
}
