// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-b1fd43546ee1d072";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CN_j2PX8.js","assets/audit-FpRiQm8C.js","assets/board-CBahdsXv.css","assets/board-D343AERe.js","assets/calendar-DuJVzKAU.css","assets/calendar-hGKtDBEO.js","assets/chart-DD11DZfJ.js","assets/charts-dnhpJqDW.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-CYF7uKTG.js","assets/context-DrhE2j2b.js","assets/download-CynepHvj.js","assets/due-D4H6jjqQ.js","assets/esm-Du7RHyCj.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-aaGIZmet.js","assets/filtered_list-DDxRAKSx.js","assets/http-BEkshWQo.js","assets/inbox-D3yhgp6T.css","assets/inbox-DgbKcLgU.js","assets/index-BFQVfxOq.css","assets/index-y6wYurZB.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DrzngD1l.js","assets/list-Cp_RAdH2.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CZbDHMou.js","assets/names-DJsjVRal.js","assets/profile-B-PkZnTM.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-DrRFMxbX.js","assets/projects-BNUhy5pU.css","assets/projects-Ca0Z1Lr2.js","assets/quick_add-CZsSFSB8.js","assets/reads-E11hk4_a.js","assets/reports-DboRbhV6.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-Dj4Mu6zS.js","assets/security-CQ6j9DTX.js","assets/settings-B5qAV6iy.css","assets/settings-DWY4HyHW.js","assets/settings-DrARAVy3.js","assets/settings.module-CRffcP9o.js","assets/task_body-BeoUOOWV.js","assets/task_body-KOluP9oD.css","assets/task_drawer-C-wMSJ8S.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-0WKrQ0xs.css","assets/task_list-3In1zy0A.js","assets/task_page-CbKsnDfh.js","assets/transfer-EMcYnDpp.js","assets/trash-VJ2PaMiO.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-2tPG147C.js","assets/use_scheme-CnsZ1jie.css","assets/users-g8OPVQNq.js","assets/view-CnAN3vyj.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
