import { beforeEach, expect, it, vi } from "vitest";
import { call, get } from "../../src/data/api";
import { Client, LoginUnreachable, Refused } from "../../src/data/http";

const own = "http://one:8180";
const other = "http://two:8180";
// Who was asked, and with a bearer token or not.
let asked: [string, boolean][];
let answering: string[];
let handedOver: boolean;
let client: Client;

beforeEach(async () => {
  asked = [];
  answering = [other];
  handedOver = true;
  client = new Client({
    ownOrigin: own,
    base: "/",
    fetch: async (url, init) => {
      const { origin } = new URL(String(url));
      asked.push([origin, new Headers(init?.headers).has("Authorization")]);
      if (!answering.includes(origin)) throw new TypeError("Failed to fetch");
      const knows = origin === own || handedOver;
      const problem = { status: 401, code: "session_expired" };
      return knows
        ? new Response("{}")
        : new Response(JSON.stringify(problem), { status: 401 });
    },
  });
  client.setMembers([own, other]);
  client.setBearer("handed over");
  await client.request(get("/me"));
  expect(client.origin).toBe(other);
  asked = [];
});

it.each([
  call("POST", "/auth/logout"),
  call("PATCH", "/me", { body: { email: "ann@example.com" } }),
  call("DELETE", "/tokens/{id}", { params: { path: { id: 7 } } }),
])("what only a login may do is asked where it is: %o", async (act) => {
  await expect(client.request(act)).rejects.toThrow(LoginUnreachable);
  expect(client.origin).toBe(other);
  answering = [own, other];
  await client.request(act);
  expect(asked).toEqual([
    [own, false],
    [own, false],
  ]);
  // It answers again, and the page goes on with it.
  expect(client.origin).toBe(own);
});

it("any node is asked for what concerns no login", async () => {
  const body = { display_name: "Ann", email: undefined };
  await client.request(call("PATCH", "/me", { body }));
  await client.request(get("/tokens"));
  expect(asked).toEqual([
    [other, true],
    [other, true],
  ]);
});

it("what was handed over may end before the login does", async () => {
  const ended = vi.fn();
  client.onSessionEnded = ended;
  handedOver = false;
  await expect(client.request(get("/me"))).rejects.toThrow(Refused);
  expect(ended).toHaveBeenCalledOnce();
  expect(client.origin).toBe(other);
  answering = [own, other];
  await client.request(get("/me"));
  expect(ended).toHaveBeenCalledOnce();
  expect(client.origin).toBe(own);
});
