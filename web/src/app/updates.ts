// The service worker holds the shell of one build. When a node serves another,
// people are offered it, and nothing is taken from under their hands.

import { Observable } from "../data/observable";
import { basePath } from "./base";

export const newBuild = new Observable<(() => void) | null>(null);

export function watchUpdates(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  let asked = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
  });
  navigator.serviceWorker
    .register(`${basePath}sw.js`, { scope: basePath })
    .then((registration) => {
      const offer = (worker: ServiceWorker | null) => {
        if (!worker || !navigator.serviceWorker.controller) return;
        newBuild.set(() => {
          asked = true;
          worker.postMessage("activate");
        });
      };
      offer(registration.waiting);
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker?.addEventListener("statechange", () => {
          if (worker.state === "installed") offer(worker);
        });
      });
      setInterval(() => registration.update().catch(() => {}), 600_000);
    })
    .catch(() => {
      // Without one the page only needs the network to open.
    });
}
