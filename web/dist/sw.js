// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-14e163b67354ef4d";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/InputBase-S1oeRsw9.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BJiJhoQs.js","assets/Switch-GRJE6g_1.js","assets/audit-BcahIR1R.js","assets/board-3i09EgYO.js","assets/board-CBahdsXv.css","assets/calendar-BOrouWG-.css","assets/calendar-YrWzajXK.js","assets/chart-WBskCKqW.js","assets/charts-BjGstEOm.js","assets/cluster-1GKeSWDa.js","assets/cluster-Bk1ZRZQc.css","assets/context-DrhE2j2b.js","assets/download-erSZjAe7.js","assets/due-D4H6jjqQ.js","assets/esm-BjMo_HIF.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-MsMgOJB0.js","assets/filtered_list-r0tGwRox.js","assets/http-BEkshWQo.js","assets/inbox-CEv6t0cy.js","assets/inbox-D3yhgp6T.css","assets/index-B5ZrdTsJ.js","assets/index-DUxUxg8M.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CWyorkBG.js","assets/list-Dw7qo2cY.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-ConV_RYD.js","assets/names-DJsjVRal.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-CgRlrsVT.js","assets/project_layout-BKgyQDOH.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-DzcKHFm8.js","assets/quick_add-DDG1Rn8N.js","assets/reads-E11hk4_a.js","assets/reports-D2DjFyXn.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-WdJdz353.js","assets/security-BwnehjsR.js","assets/settings-B5qAV6iy.css","assets/settings-CZvHvYk0.js","assets/settings-DF7qVkZg.js","assets/settings.module-CRffcP9o.js","assets/task_body-CTsxxEwa.js","assets/task_body-KOluP9oD.css","assets/task_drawer-Cc3cOtJ_.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-0WKrQ0xs.css","assets/task_list-BRVpy40q.js","assets/task_page-D9uLNpOi.js","assets/transfer-BQOmXPo-.js","assets/trash-C_s9xEEo.js","assets/trash_acts-DLa5VwIq.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-9nD_lUTs.js","assets/use_scheme-CnsZ1jie.css","assets/users-C2Gx5D4T.js","assets/view-B3vIGjwZ.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
