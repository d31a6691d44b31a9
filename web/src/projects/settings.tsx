import {
  Button,
  CloseButton,
  NativeSelect,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useWorkspace } from "../app/context";
import { ask } from "../app/question_dialog";
import { useList, useProject, useUsers } from "../app/reads";
import { useManages } from "../app/rights";
import { useWrite } from "../app/use_write";
import { call, get } from "../data/api";
import type { Member, Project, ProjectPatch, Role } from "../data/types";
import { Avatar } from "../ui/chips";
import { roleNames } from "../ui/names";
import { Failed, Loading } from "../ui/states";

export default function ProjectSettings() {
  const { key } = useParams({ strict: false }) as { key: string };
  const { data: project } = useProject(key);
  if (!project) return <Loading />;
  return (
    <div className="page" style={{ maxWidth: 720 }}>
      <div className="stack">
        <Settings key={key} project={project} />
        <Members project={project} />
      </div>
    </div>
  );
}

type Typed = Partial<Pick<Project, "name" | "description" | "color">>;

function Settings({ project }: { project: Project }) {
  const manages = useManages(project.key);
  // Another manager may change what is not typed here; `base` is what it was
  // typed over.
  const [typed, setTyped] = useState<Typed>({});
  const [base, setBase] = useState(project);
  const [news, setNews] = useState("");
  const fields = Object.keys(typed) as (keyof Typed)[];
  const change = (field: Typed) => {
    if (fields.length === 0) setBase(project);
    setTyped({ ...typed, ...field });
  };
  const { name, description, color } = { ...project, ...typed };
  const { write, problem, busy } = useWrite(["projects"]);
  const { key, rev } = project;
  const patch = (body: ProjectPatch) =>
    write(
      call("PATCH", "/projects/{key}", { params: { path: { key } }, body }),
      rev,
    );
  const save = async () => {
    const theirs = fields.filter(
      (field) => ![base[field], typed[field]].includes(project[field]),
    );
    setBase(project);
    setNews(
      theirs.length === 0
        ? ""
        : `Somebody else has set ${theirs.map((field) => `“${project[field]}”`).join(", ")} meanwhile. Save again to set yours.`,
    );
    if (theirs.length > 0) return;
    if (await patch({ ...typed, ...(typed.name && { name: name.trim() }) }))
      setTyped({});
  };
  return (
    <form
      className="panel padded stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>Project</h2>
      {!manages && (
        <p className="muted small" style={{ margin: 0 }}>
          Only managers change these.
        </p>
      )}
      <TextInput
        label="Name"
        value={name}
        required
        disabled={!manages}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={description}
        disabled={!manages}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <TextInput
        type="color"
        label="Colour"
        w={90}
        value={color}
        disabled={!manages}
        onChange={(event) => change({ color: event.currentTarget.value })}
      />
      <div role="alert" style={{ color: "var(--bad)" }}>
        {news || problem}
      </div>
      {manages && (
        <div className="row-line">
          <Button type="submit" loading={busy}>
            Save
          </Button>
          <Button
            variant="default"
            onClick={() => void patch({ archived: !project.archived })}
          >
            {project.archived ? "Bring back from the archive" : "Archive"}
          </Button>
        </div>
      )}
    </form>
  );
}

const roles = (Object.keys(roleNames) as Role[]).map((value) => ({
  value,
  label: roleNames[value],
}));

function Members({ project }: { project: Project }) {
  const manages = useManages(project.key);
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const users = useUsers();
  const { key } = project;
  const { data, error, refetch } = useList(
    ["members"],
    get("/projects/{key}/members", { params: { path: { key } } }),
  );
  const { write, problem } = useWrite(["members"]);
  const [name, setName] = useState("");
  const free = users.filter(
    (user) =>
      !user.disabled && !data?.some((one) => one.username === user.username),
  );
  const at = (username: string) => ({ path: { key, username } });
  const remove = async ({ username }: Member) => {
    const mine = username === workspace.user;
    const yes = await ask({
      title: mine ? `Leave ${project.name}?` : `Remove ${username}?`,
      text: mine
        ? workspace.isAdmin
          ? "You are no member any more. As an administrator you still see it, and can add yourself again."
          : "You no longer see its board, tasks and reports, and only a manager takes you in again."
        : `${username} no longer sees the board, tasks and reports of ${project.name}, but stays assigned to tasks. You can add ${username} again.`,
      act: mine ? "Leave project" : "Remove member",
    });
    const path = "/projects/{key}/members/{username}";
    const params = at(username);
    if (!yes || !(await write(call("DELETE", path, { params })))) return;
    if (!mine || workspace.isAdmin) return;
    workspace.toast(`You have left ${project.name}`);
    void navigate({ to: "/projects" });
  };
  const change = async ({ username }: Member, role: Role) => {
    if (username === workspace.user && !workspace.isAdmin) {
      const yes = await ask({
        title: `Stop managing ${project.name}?`,
        text: "You no longer change the project and its members, and only another manager makes you one again.",
        act: `Become a ${roleNames[role].toLowerCase()}`,
      });
      if (!yes) return;
    }
    await put(username, role);
  };
  const put = async (username: string, role: Role) => {
    await write(
      call("PUT", "/projects/{key}/members/{username}", {
        params: at(username),
        body: { role },
      }),
    );
    await queries.invalidateQueries({ queryKey: ["projects"] });
  };
  return (
    <section className="panel padded stack">
      <h2>Members</h2>
      {!data && error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        !data && <Loading what="Loading members" />
      )}
      <div className="scroll-x">
        <table className="plain">
          <tbody>
            {data?.map((member) => (
              <tr key={member.username}>
                <td style={{ width: 40 }}>
                  <Avatar username={member.username} />
                </td>
                <td className="name">
                  {member.display_name || member.username}
                  {member.display_name && (
                    <div className="muted small">{member.username}</div>
                  )}
                </td>
                <td style={{ width: 140 }}>
                  {manages ? (
                    <NativeSelect
                      size="xs"
                      aria-label={`Role of ${member.username}`}
                      value={member.role}
                      data={roles}
                      onChange={(event) =>
                        void change(member, event.currentTarget.value as Role)
                      }
                    />
                  ) : (
                    roleNames[member.role]
                  )}
                </td>
                <td style={{ width: 44 }}>
                  {(manages || member.username === workspace.user) && (
                    <CloseButton
                      aria-label={`Remove ${member.username}`}
                      onClick={() => void remove(member)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div role="alert" style={{ color: "var(--bad)" }}>
        {problem}
      </div>
      {manages && data && (
        <div className="row-line">
          <NativeSelect
            aria-label="New member"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data={[
              { value: "", label: "Add somebody…" },
              ...free.map((user) => ({
                value: user.username,
                label: user.display_name
                  ? `${user.username} (${user.display_name})`
                  : user.username,
              })),
            ]}
          />
          <Button
            variant="default"
            disabled={!name}
            onClick={() => {
              void put(name, "member");
              setName("");
            }}
          >
            Add
          </Button>
        </div>
      )}
    </section>
  );
}
