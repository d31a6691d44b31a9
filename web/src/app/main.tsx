import "./trusted";
import "../ui/styles";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { Refused } from "../data/http";
import { watchLateReads } from "../data/read_again";
import { theme, variables } from "../ui/theme";
import { useObservable } from "../ui/use_observable";
import { Boot } from "./boot";
import { barHeight } from "./ui_state";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 600_000,
      networkMode: "always",
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // A refusal stays one; the cluster's silence may end, and the time of too
      // many requests does.
      retry: (count, error) => {
        if (!(error instanceof Refused) || error.status >= 500)
          return count < 2;
        return error.status === 429 && count < 10;
      },
      retryDelay: (count, error) =>
        Math.max(
          300 * 2 ** count,
          error instanceof Refused ? (error.retryAfterMs ?? 0) : 0,
        ),
    },
  },
});
watchLateReads(queries);

function Toasts() {
  const height = useObservable(barHeight);
  const style = { marginBottom: height };
  return <Notifications position="bottom-right" limit={4} style={style} />;
}

createRoot(document.getElementById("root")!).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={variables}
    defaultColorScheme="auto"
  >
    <Toasts />
    <QueryClientProvider client={queries}>
      <Boot />
    </QueryClientProvider>
  </MantineProvider>,
);
