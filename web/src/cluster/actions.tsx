// What an administrator may do to the cluster, each after a typed word.

import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWrite } from "../app/use_write";
import { call } from "../data/api";
import type { ClusterStatus } from "../data/cluster_types";
import css from "./cluster.module.css";

interface Action {
  title: string;
  help: string;
  word: string;
  run(): Promise<unknown>;
}

interface Checksums {
  index: number;
  nodes: { id: number; sha256: string | null }[];
}

export function Actions({ status }: { status: ClusterStatus }) {
  const { write, problem, busy } = useWrite(["cluster"]);
  const [node, setNode] = useState("");
  const [address, setAddress] = useState("");
  const [id, setId] = useState("");
  const [asked, setAsked] = useState<Action | null>(null);
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const [sums, setSums] = useState<Checksums | null>(null);
  const chosen = Number(node) || null;
  const params = { path: { id: Number(node) } };
  const member = status.nodes.find((one) => one.id === chosen);
  const ask = (action: Action) => {
    setTyped("");
    setSaid("");
    setAsked(action);
  };
  const confirm = async () => {
    const action = asked!;
    setAsked(null);
    setSaid(`${action.title}: under way…`);
    setSaid((await action.run()) ? `${action.title}: done.` : "");
  };
  const transfer: Action = {
    title: "Transfer leadership",
    help: chosen
      ? `Node ${chosen} is to lead.`
      : "Some other node is to lead. Writes wait for some milliseconds.",
    word: "transfer",
    run: () =>
      write(
        call("POST", "/cluster/transfer-leader", {
          body: chosen ? { to: chosen } : {},
        }),
      ),
  };
  const promote: Action = {
    title: "Promote",
    help: `Node ${chosen} is to vote.`,
    word: "promote",
    run: () => write(call("POST", "/cluster/members/{id}/promote", { params })),
  };
  const remove: Action = {
    title: "Remove",
    help: `Node ${chosen} leaves the cluster for ever: its id never comes back.`,
    word: `remove ${chosen}`,
    run: () => write(call("DELETE", "/cluster/members/{id}", { params })),
  };
  const add: Action = {
    title: "Add",
    help: `Node ${id} at ${address} joins as a learner.`,
    word: "add",
    run: () =>
      write(
        call("POST", "/cluster/members", { body: { id: Number(id), address } }),
      ),
  };
  return (
    <div className="panel padded stack">
      <div className="row-line" style={{ alignItems: "flex-end" }}>
        <NativeSelect
          label="Node"
          value={node}
          onChange={(event) => setNode(event.currentTarget.value)}
          data={[
            { value: "", label: "any" },
            ...status.nodes.map((one) => ({
              value: String(one.id),
              label: `Node ${one.id}`,
            })),
          ]}
        />
        <Button variant="default" onClick={() => ask(transfer)}>
          Transfer leadership
        </Button>
        <Button
          variant="default"
          disabled={!member || member.voter}
          onClick={() => ask(promote)}
        >
          Promote
        </Button>
        <Button
          variant="default"
          disabled={!member}
          onClick={() => ask(remove)}
        >
          Remove
        </Button>
        <Button
          variant="default"
          loading={busy}
          onClick={async () => {
            if (await write(call("POST", "/cluster/snapshot")))
              setSaid("A snapshot was taken.");
          }}
        >
          Take snapshot
        </Button>
        <Button
          variant="default"
          loading={busy}
          onClick={async () =>
            setSums(await write(call("POST", "/cluster/checksum")))
          }
        >
          Compare checksums
        </Button>
      </div>
      <form
        className="row-line"
        style={{ alignItems: "flex-end" }}
        onSubmit={(event) => {
          event.preventDefault();
          ask(add);
        }}
      >
        <TextInput
          label="New node's id"
          w={120}
          inputMode="numeric"
          pattern="[0-9]+"
          required
          withAsterisk={false}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <TextInput
          label="Address"
          placeholder="host:7101"
          required
          withAsterisk={false}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          Add node
        </Button>
      </form>
      <div role="alert" style={{ color: "var(--bad)" }}>
        {problem}
      </div>
      <div role="status">{said}</div>
      {sums && <Sums sums={sums} />}
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={asked?.title}
      >
        {asked && (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (typed === asked.word) void confirm();
            }}
          >
            <p style={{ margin: 0 }}>{asked.help}</p>
            <TextInput
              label={`Type “${asked.word}” to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              data-autofocus
              autoComplete="off"
            />
            <Button type="submit" disabled={typed !== asked.word}>
              {asked.title}
            </Button>
          </form>
        )}
      </Modal>
    </div>
  );
}

function Sums({ sums }: { sums: Checksums }) {
  const told = sums.nodes.filter((node) => node.sha256 !== null);
  const equal = new Set(told.map((node) => node.sha256)).size <= 1;
  const whole = told.length === sums.nodes.length;
  const who = whole ? "All nodes" : "The nodes that answer";
  return (
    <div role="status" className={css.sums} data-equal={equal}>
      <b>
        {equal
          ? `${who} hold the same at entry ${sums.index}.`
          : `The nodes differ at entry ${sums.index}!`}
      </b>
      {sums.nodes.map((node) => (
        <div key={node.id} className="small">
          Node {node.id}:{" "}
          {node.sha256 ? <code>{node.sha256}</code> : "does not answer"}
        </div>
      ))}
    </div>
  );
}
