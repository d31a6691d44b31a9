import { beforeEach, expect, it } from "vitest";
import { logIn } from "../../src/app/login";
import { get } from "../../src/data/api";
import { Client, Refused } from "../../src/data/http";

const own = "http://one:8180";
const other = "http://two:8180";
let asked: string[];
let answering: string[];
let password: string;
let client: Client;

// As nodes do: a login with a cookie tells no token, and a cookie comes only to
// the page that asks its own node.
async function answer(url: string, init: RequestInit): Promise<Response> {
  const { origin, pathname } = new URL(url);
  const cookie = JSON.parse(String(init.body ?? "{}")).cookie;
  asked.push(`${origin === own ? "own" : "other"} ${cookie ?? pathname}`);
  if (!answering.includes(origin)) throw new TypeError("Failed to fetch");
  if (cookie === undefined)
    return new Response(new Headers(init.headers).get("Authorization"));
  if (password === "right")
    return Response.json({ token: cookie ? null : "trs_new" });
  const problem = { status: 401, code: "invalid_credentials" };
  return Response.json(problem, { status: 401 });
}

beforeEach(async () => {
  asked = [];
  answering = [own, other];
  password = "right";
  client = new Client({
    ownOrigin: own,
    base: "/",
    fetch: (url, init) => answer(String(url), init!),
  });
  client.setMembers([own, other]);
  client.setBearer("ended");
});

it("a login is one of the own node, if that one answers", async () => {
  client.leave();
  expect(client.origin).toBe(other);
  await logIn(client, "ann", "right");
  expect(asked).toEqual(["own true"]);
  expect(client.origin).toBe(own);
});

it("a login while the own node is gone is good at another one", async () => {
  answering = [other];
  await logIn(client, "ann", "right");
  expect(asked).toEqual(["own true", "other false"]);
  const stream = await client.open(get("/events"));
  expect(await stream.text()).toBe("Bearer trs_new");
});

it("a wrong password is tried once", async () => {
  answering = [other];
  client.leave();
  password = "wrong";
  await expect(logIn(client, "ann", "wrong")).rejects.toThrow(Refused);
  expect(asked).toEqual(["own true", "other false"]);
});
