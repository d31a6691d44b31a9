import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";
import { Users } from "../../src/admin/users";
import type { Call } from "../../src/data/api";
import { Unreachable } from "../../src/data/http";
import { Tokens } from "../../src/settings/security";
import { show } from "./show";

afterEach(cleanup);

// The first answer is lost. The second one is of the same key: it tells no
// secret.
function showLosing(part: ReactNode): void {
  let lost = false;
  const request = async (_: Call) => {
    if (lost) return { body: { secret: null, setup_token: null } };
    lost = true;
    throw new Unreachable();
  };
  const workspace = {
    user: "admin",
    isAdmin: true,
    client: { request },
    read: async () => ({ body: { items: [], next_cursor: null } }),
  };
  show(part, workspace);
}

test.each([
  [<Tokens key="tokens" />, "Name", "Create token", /^The token is there, but/],
  [<Users key="users" />, "Username", "Create user", /^The user is there, but/],
])(
  "a secret that was lost is not kept quiet",
  async (part, field, act, said) => {
    showLosing(part);
    const name = await screen.findByRole("textbox", { name: field });
    fireEvent.change(name, { target: { value: "ci" } });
    const press = () =>
      fireEvent.click(screen.getByRole("button", { name: act }));
    press();
    await screen.findByText(/^No node answers now/);
    expect(screen.queryByText(said)).toBeNull();
    press();
    await waitFor(() => expect(screen.getByText(said)).toBeDefined());
  },
);
