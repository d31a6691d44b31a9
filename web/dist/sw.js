// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-deae1e43f37146e3";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/InputBase-S1oeRsw9.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BJiJhoQs.js","assets/Switch-BWYmvvuL.js","assets/audit-B9Sy8Os3.js","assets/board-CBahdsXv.css","assets/board-DUucI7p1.js","assets/calendar-BOrouWG-.css","assets/calendar-CbQAP5BG.js","assets/chart-Cw8KuXbi.js","assets/charts-BAdgp7Gr.js","assets/cluster-B0acIrDf.js","assets/cluster-Bk1ZRZQc.css","assets/context-DrhE2j2b.js","assets/download-BYBNfXJ4.js","assets/due-D4H6jjqQ.js","assets/esm-Db6YIt8Y.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-YvZHV8ks.js","assets/filtered_list-BMwVS9gJ.js","assets/http-BEkshWQo.js","assets/inbox-BG5Kbv5n.js","assets/inbox-D3yhgp6T.css","assets/index-CcjUmkW1.js","assets/index-DUxUxg8M.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BLtnDvdu.js","assets/list-49sXUb7o.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-ZnmhscdX.js","assets/names-DJsjVRal.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-30SbK70_.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-jESbSuIh.js","assets/projects-BM_oi-Vb.js","assets/projects-BNUhy5pU.css","assets/quick_add-CevwWXVR.js","assets/reads-DNvA15_-.js","assets/reports-DGElOybp.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-DPoJn6Kd.js","assets/security-BPaT9vsn.js","assets/settings-6z6sQFGc.js","assets/settings-B5qAV6iy.css","assets/settings-B8U5iKlI.js","assets/settings.module-CRffcP9o.js","assets/task_body-KOluP9oD.css","assets/task_body-UHID_t7K.js","assets/task_drawer-BBUJnpkL.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-0WKrQ0xs.css","assets/task_list-Cxnuno3E.js","assets/task_page-BLxU0Geq.js","assets/transfer-C6CEyuM8.js","assets/trash-CNrAT9ui.js","assets/trash_acts-CJ3lMKl_.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-gI5edOt7.js","assets/users-FdUF9HZp.js","assets/view-BqOXa8gR.js","assets/view-OPLXqU4g.css","favicon.svg"];
const scope = new URL(self.registration.scope);
const shell = ["", ...files].map((name) => new URL(name, scope).href);

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(build)
      .then((cache) =>
        cache.addAll(shell.map((url) => new Request(url, { cache: "reload" }))),
      ),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("taskraft-") && name !== build)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (/^(api\/|livez|readyz|metrics)/.test(path)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else
    event.respondWith(
      caches
        .open(build)
        .then((cache) => cache.match(url.href))
        .then((kept) => kept || fetch(request)),
    );
});

// What is kept comes at once. Beside it the node is asked again: the members to
// which its policy lets the page connect may have changed.
async function page(event) {
  const cache = await caches.open(build);
  const kept = await cache.match(scope.href);
  if (!kept) return fetch(event.request);
  const before = kept.clone();
  event.waitUntil(
    (async () => {
      const now = await fetch(scope.href, { cache: "no-cache" });
      const same = (await now.clone().text()) === (await before.text());
      if (now.ok && same) await cache.put(scope.href, now);
    })().catch(() => {}),
  );
  return kept;
}
