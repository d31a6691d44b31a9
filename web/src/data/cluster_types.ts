// What the cluster says of itself.

import type { components } from "./schema";

export type NodeRole =
  | "leader"
  | "follower"
  | "candidate"
  | "learner"
  | "unreachable";

type Told = components["schemas"];

// What a node does not know of another, one that does not answer for example,
// is null.
export type ClusterNode = Omit<Told["NodeStatus"], "role"> & { role: NodeRole };

export type ClusterStatus = Omit<Told["ClusterStatus"], "nodes"> & {
  nodes: ClusterNode[];
};

export interface LogEntry {
  index: number;
  term: number;
  kind: string;
  bytes: number;
  at: string;
  actor: string | null;
  action: string | null;
}

export type Leadership = Told["Leader"];

export type Sample = ClusterNode & { at: string };

export interface RoleEvent {
  at: string;
  node: number;
  role: NodeRole;
  term: number;
  why: string;
}

export interface VoteEvent {
  at: string;
  from: number;
  to: number;
  term: number;
  pre: boolean;
  granted: boolean;
}

export interface AppendEvent {
  at: string;
  from: number;
  to: number;
  term: number;
  first: number;
  last: number;
  commit: number;
}
