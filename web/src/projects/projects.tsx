import { Button, Modal, TextInput } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { big, useList } from "../app/reads";
import { useTitle } from "../app/use_title";
import { useWrite } from "../app/use_write";
import { call, get } from "../data/api";
import { ProjectDot } from "../ui/chips";
import { Icon } from "../ui/icons";
import { roleNames } from "../ui/names";
import { byName } from "../ui/natural";
import { Empty, Failed, Loading } from "../ui/states";
import css from "./projects.module.css";

export default function Projects() {
  useTitle("Projects");
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useList(
    ["projects"],
    get("/projects", { params: { query: big } }),
  );
  const sorted = [...(data ?? [])].sort(
    (a, b) => Number(a.archived) - Number(b.archived) || byName(a.name, b.name),
  );
  return (
    <div className="page">
      <header>
        <h1 className="grow">Projects</h1>
        <Button
          leftSection={<Icon name="plus" />}
          variant="default"
          onClick={() => setMaking(true)}
        >
          New project
        </Button>
      </header>
      {!data && error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading what="Loading projects" />
      ) : sorted.length === 0 ? (
        <div className="panel">
          <Empty title="No project yet">
            A project has a board, members and reports of its own.
          </Empty>
        </div>
      ) : (
        <ul className={css.cards}>
          {sorted.map((project) => (
            <li key={project.key} className="panel">
              <Link to={`/p/${project.key}/board` as string}>
                <ProjectDot color={project.color} />
                <bdi>{project.name}</bdi>
              </Link>
              <span className="muted small">
                {project.key}
                {project.my_role && ` · ${roleNames[project.my_role]}`}
                {project.archived && " · Archived"}
              </span>
              {project.description && (
                <p className="small">{project.description}</p>
              )}
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title="New project"
      >
        <NewProject />
      </Modal>
    </div>
  );
}

// A key that the name suggests: "Release planning" is RELEASE.
function suggestKey(name: string): string {
  const words = name
    .normalize("NFD")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(Boolean);
  const short =
    words.length > 1 ? words.map((word) => word[0]).join("") : (words[0] ?? "");
  const key = short.replace(/^[0-9]+/, "").slice(0, 5);
  return key.length >= 2
    ? key
    : words
        .join("")
        .replace(/^[0-9]+/, "")
        .slice(0, 5);
}

function NewProject() {
  const { write, problem, busy } = useWrite(["projects"]);
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [key, setKey] = useState<string | null>(null);
  const [color, setColor] = useState("#3f5f9c");
  const shown = key ?? suggestKey(name);
  const save = async () => {
    const body = { key: shown, name: name.trim(), color };
    if (await write(call("POST", "/projects", { body })))
      void navigate({ to: `/p/${shown}/board` as string });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        label="Name"
        value={name}
        required
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label="Key"
        description="Short, in capital letters; it never changes"
        value={shown}
        pattern="[A-Z][A-Z0-9]{1,9}"
        required
        error={problem || undefined}
        onChange={(event) => setKey(event.currentTarget.value.toUpperCase())}
      />
      <TextInput
        type="color"
        label="Colour"
        value={color}
        onChange={(event) => setColor(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy}>
        Create project
      </Button>
    </form>
  );
}
