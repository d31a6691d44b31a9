import { Button, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace, useZone } from "../app/context";
import { get } from "../data/api";
import { ScrollX } from "../ui/scroll_x";
import { Empty, Failed, Loading } from "../ui/states";

export function Audit() {
  const workspace = useWorkspace();
  const zone = useZone();
  const [actor, setActor] = useState("");
  const [action, setAction] = useState("");
  const list = useInfiniteQuery({
    queryKey: ["audit", actor, action],
    initialPageParam: "",
    queryFn: async ({ pageParam }) =>
      (
        await workspace.read(
          get("/audit", {
            params: {
              query: {
                actor: actor || undefined,
                action: action || undefined,
                limit: 100,
                cursor: pageParam || undefined,
              },
            },
          }),
        )
      ).body,
    getNextPageParam: (page) => page.next_cursor || undefined,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="stack">
      <div className="row-line">
        <TextInput
          size="xs"
          label="Who"
          value={actor}
          onChange={(event) => setActor(event.currentTarget.value.trim())}
        />
        <TextInput
          size="xs"
          label="Action"
          value={action}
          onChange={(event) => setAction(event.currentTarget.value.trim())}
        />
      </div>
      {!list.data && list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading what="Loading the audit" />
      ) : rows.length === 0 ? (
        <Empty title="Nothing was recorded" />
      ) : (
        <ScrollX name="Audit" className="panel">
          <table className="plain number">
            <thead>
              <tr>
                <th>When</th>
                <th>Who</th>
                <th>Action</th>
                <th>Of what</th>
                <th>Outcome</th>
                <th>Address</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, n) => (
                <tr key={`${row.index}/${n}`}>
                  <td>
                    {new Date(row.at).toLocaleString("en-GB", {
                      timeZone: zone,
                    })}
                  </td>
                  <td>{row.actor}</td>
                  <td>{row.action}</td>
                  <td>{row.target}</td>
                  <td>{row.outcome}</td>
                  <td>{row.address ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollX>
      )}
      {list.hasNextPage && (
        <div>
          <Button variant="default" onClick={() => void list.fetchNextPage()}>
            Older
          </Button>
        </div>
      )}
    </div>
  );
}
