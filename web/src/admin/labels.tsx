import { Button, CloseButton, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ask } from "../app/question_dialog";
import { big, useList } from "../app/reads";
import { useWrite } from "../app/use_write";
import { call, get } from "../data/api";
import type { Label } from "../data/types";
import { LabelChip } from "../ui/chips";
import { byName } from "../ui/natural";
import { Empty, Failed, Loading } from "../ui/states";

export function Labels() {
  const { data, error, refetch } = useList(
    ["labels"],
    get("/labels", { params: { query: big } }),
  );
  const labels = [...(data ?? [])].sort((a, b) => byName(a.name, b.name));
  const { write, problem, busy } = useWrite(["labels"]);
  const [name, setName] = useState("");
  const [color, setColor] = useState("#3f5f9c");
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), color };
    if (await write(call("POST", "/labels", { body }))) setName("");
  };
  const paint = ({ name, rev }: Label, color: string) => {
    const params = { path: { name } };
    const body = { color };
    void write(call("PATCH", "/labels/{name}", { params, body }), rev);
  };
  const remove = async ({ name }: Label) => {
    const yes = await ask({
      title: `Delete ${name}?`,
      text: "The label ends for everybody, with its colour. As long as tasks bear it, even in the trash, the cluster refuses.",
      act: "Delete label",
    });
    const params = { path: { name } };
    if (yes) await write(call("DELETE", "/labels/{name}", { params }));
  };
  return (
    <div className="stack">
      <form className="panel padded stack" onSubmit={create}>
        <h2>New label</h2>
        <div className="row-line" style={{ alignItems: "flex-end" }}>
          <TextInput
            label="Name"
            value={name}
            required
            withAsterisk={false}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            type="color"
            label="Colour"
            w={80}
            value={color}
            onChange={(event) => setColor(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy}>
            Create label
          </Button>
        </div>
        <div role="alert" style={{ color: "var(--bad)" }}>
          {problem}
        </div>
      </form>
      {!data && error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading what="Loading labels" />
      ) : labels.length === 0 ? (
        <Empty title="No labels yet" />
      ) : (
        <div className="panel scroll-x">
          <table className="plain">
            <tbody>
              {labels.map((label) => (
                <tr key={label.name}>
                  <td className="name">
                    <LabelChip whole name={label.name} color={label.color} />
                  </td>
                  <td style={{ width: 90 }}>
                    <input
                      // What somebody else has chosen is shown, and stays.
                      key={label.color}
                      type="color"
                      aria-label={`Colour of ${label.name}`}
                      defaultValue={label.color}
                      onBlur={(event) =>
                        event.currentTarget.value !== label.color &&
                        paint(label, event.currentTarget.value)
                      }
                    />
                  </td>
                  <td style={{ width: 44 }}>
                    <CloseButton
                      aria-label={`Delete ${label.name}`}
                      onClick={() => void remove(label)}
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
