import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { WorkspaceContext } from "../../src/app/context";
import type { Workspace } from "../../src/app/workspace";

// A part of the page, with as much of a workspace as it needs.
export function show(part: ReactNode, workspace: object) {
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <WorkspaceContext value={workspace as Workspace}>
          {part}
        </WorkspaceContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
