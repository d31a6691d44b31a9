import { beforeEach, expect, it } from "vitest";
import { call, get } from "../../src/data/api";
import { Client, LoginUnreachable } from "../../src/data/http";

const own = "http://one:8180";
const other = "http://two:8180";
// Who was asked, and with a bearer token or not.
let asked: [string, boolean][];
let answering: string[];
let client: Client;

beforeEach(async () => {
  asked = [];
  answering = [other];
  client = new Client({
    ownOrigin: own,
    base: "/",
    fetch: async (url, init) => {
      const { origin } = new URL(String(url));
      asked.push([origin, new Headers(init?.headers).has("Authorization")]);
      if (!answering.includes(origin)) throw new TypeError("Failed to fetch");
      return new Response("{}");
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
  await client.request(call("PATCH", "/me", { body: { display_name: "Ann" } }));
  await client.request(get("/tokens"));
  expect(asked).toEqual([
    [other, true],
    [other, true],
  ]);
});
