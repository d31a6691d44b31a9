// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-85d1f8f2d32c86dd";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/InputBase-S1oeRsw9.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BJiJhoQs.js","assets/Switch-VoLn_1_b.js","assets/audit-K87hcBGW.js","assets/board-CBahdsXv.css","assets/board-tpGYtzjD.js","assets/calendar-BOrouWG-.css","assets/calendar-sJ66V3KR.js","assets/chart-hkCG-sMK.js","assets/charts-BLDLSAqJ.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-Cc6a2q5d.js","assets/context-DrhE2j2b.js","assets/download-CRy8QEDp.js","assets/due-D4H6jjqQ.js","assets/esm-CW-3JUK7.js","assets/esm-hesYCYX8.css","assets/filter_bar-CsKlcc6_.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-Beil6X32.js","assets/http-BEkshWQo.js","assets/inbox-BnaTnbA7.js","assets/inbox-D3yhgp6T.css","assets/index-DUxUxg8M.css","assets/index-Dm-y4LKC.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-B9Mwp8pD.js","assets/list-BRl8pA4t.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-Bex2LEGu.js","assets/names-DJsjVRal.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-TdfeeHiI.js","assets/project_layout-Bc4fg9KQ.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-Ba4t8kHs.js","assets/quick_add-DTZVjEVQ.js","assets/reads-BXzqYC0u.js","assets/reports-DQnWHjvP.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-BaR5Hrai.js","assets/search-C7kmw9_m.css","assets/security-Bkz7NIKM.js","assets/settings-B5qAV6iy.css","assets/settings-Cx8ra4ei.js","assets/settings-qgzM-Q_W.js","assets/settings.module-CRffcP9o.js","assets/task_body-KOluP9oD.css","assets/task_body-cnhZIwTh.js","assets/task_drawer-Brr77twz.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-DdVK5TRQ.js","assets/task_list-r98ki7X9.css","assets/task_page-BrM30m0b.js","assets/transfer--DHkHZAD.js","assets/trash-CD8AF66y.js","assets/trash_acts-DAGym6Ou.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-B9Y-u_P-.js","assets/use_scheme-CnsZ1jie.css","assets/users-DbIZ_xKn.js","assets/view-CNCFoCG2.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
