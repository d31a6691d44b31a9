// Three nodes for work on the page: `npm run nodes`, and `npm run dev` beside.

import { Cluster, password } from "./cluster";

const cluster = await Cluster.start();
for (const node of cluster.nodes)
  console.log(`node ${node.id}: ${node.origin}`);
console.log(`log in as admin, with the password: ${password}`);
process.once("SIGINT", () => void cluster.stop());
process.once("SIGTERM", () => void cluster.stop());
