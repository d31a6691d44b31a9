import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useWorkspace } from "../app/context";
import { onDownload } from "../app/download";
import { useProjects } from "../app/reads";
import { get } from "../data/api";

export function Export() {
  const workspace = useWorkspace();
  const projects = useProjects();
  const [format, setFormat] = useState("csv");
  const [project, setProject] = useState("");
  const query = { format, project: project || undefined };
  const asked = get("/export", { params: { query } });
  const name = `taskraft${project && `-${project}`}.${format}`;
  return (
    <section className="panel padded stack">
      <h2>Export tasks</h2>
      <div className="row-line" style={{ alignItems: "flex-end" }}>
        <NativeSelect
          label="Format"
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value)}
          data={[
            { value: "csv", label: "CSV" },
            { value: "json", label: "JSON" },
            { value: "ndjson", label: "JSON, a task a line" },
          ]}
        />
        <NativeSelect
          label="Project"
          value={project}
          onChange={(event) => setProject(event.currentTarget.value)}
          data={[
            { value: "", label: "Everything I see" },
            ...projects.map((one) => ({ value: one.key, label: one.name })),
          ]}
        />
        <Button
          component="a"
          href={workspace.client.url(asked)}
          download={name}
          onClick={onDownload(workspace, asked, name)}
          variant="default"
        >
          Download
        </Button>
      </div>
    </section>
  );
}
