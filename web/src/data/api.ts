// What may be asked of a node, as its openapi.json tells: the compiler refuses a
// path, parameter or body that no node knows.

import {
  type ClientPathsWithMethod,
  createFinalURL,
  createQuerySerializer,
  defaultPathSerializer,
  type Client as OpenapiClient,
  type ParamsOption,
  type RequestBodyOption,
} from "openapi-fetch";
import type { paths } from "./schema";
import type { Narrow } from "./types";

export type Api = OpenapiClient<paths, "application/json">;
export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
export type PathOf<M extends Method> = ClientPathsWithMethod<Api, Lowercase<M>>;

type Operation<M extends Method, P extends PathOf<M>> = paths[P][Lowercase<M>];
type Init<M extends Method, P extends PathOf<M>> = ParamsOption<
  Operation<M, P>
> &
  RequestBodyOption<Operation<M, P>>;

// The JSON of an operation's success, if it has any.
type Content<Response> = Response extends {
  content: { "application/json": infer Body };
}
  ? Body
  : never;
type Success<Responses> = {
  [Status in keyof Responses]: Status extends 200 | 201
    ? Content<Responses[Status]>
    : never;
}[keyof Responses];
type Told<Operation> = Operation extends { responses: infer Responses }
  ? [Success<Responses>] extends [never]
    ? null
    : Narrow<Success<Responses>>
  : never;

// A request that can be sent: to one node, to another, and again.
export interface Call<T = unknown, M extends Method = Method> {
  method: M;
  path: string;
  init: {
    params?: {
      path?: Record<string, unknown>;
      query?: Record<string, unknown>;
    };
    body?: unknown;
  };
  // What its answer is, for the compiler alone.
  answer?: T;
}

export function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  ...[init]: object extends Init<M, P> ? [Init<M, P>?] : [Init<M, P>]
): Call<Told<Operation<M, P>>, M> {
  return { method, path, init: (init ?? {}) as Call["init"] };
}

export function get<P extends PathOf<"GET">>(
  path: P,
  ...init: object extends Init<"GET", P> ? [Init<"GET", P>?] : [Init<"GET", P>]
): Call<Told<Operation<"GET", P>>, "GET"> {
  return call("GET", path, ...init);
}

// The same, with more in its query.
export function withQuery<T, M extends Method>(
  asked: Call<T, M>,
  query: { consistency?: "stale"; cursor?: string | undefined },
): Call<T, M> {
  const { params } = asked.init;
  const more = { ...params, query: { ...params?.query, ...query } };
  return { ...asked, init: { ...asked.init, params: more } };
}

const querySerializer = createQuerySerializer();

// Its path as it is sent, with its query.
export function targetOf({ path, init }: Call): string {
  return createFinalURL(path, {
    baseUrl: "",
    params: init.params ?? {},
    querySerializer,
    pathSerializer: defaultPathSerializer,
  });
}
