// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-303715051052db5f";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-BpKGoddK.js","assets/audit-BFvBkHr_.js","assets/board-CBahdsXv.css","assets/board-DZED_i4R.js","assets/calendar-BOrouWG-.css","assets/calendar-DXAZpe2B.js","assets/chart-D16s3mgD.js","assets/charts-DyGtQZzc.js","assets/cluster-3yi8xnxW.js","assets/cluster-Bk1ZRZQc.css","assets/context-BHmJ6VOi.js","assets/download-Bp8i_OKd.js","assets/esm-BG4e62xv.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-j0RsnuFe.js","assets/filtered_list-Deyl_o_V.js","assets/inbox-D3yhgp6T.css","assets/inbox-DrXMB7SH.js","assets/index-BDS9IvwS.js","assets/index-DUxUxg8M.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BHCBnCws.js","assets/list-CfxpzIr2.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CHVTdjed.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-d_wl8ikC.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-Ci9k6vfT.js","assets/projects-BNUhy5pU.css","assets/projects-Dj1wduDc.js","assets/quick_add-dIUQdboN.js","assets/reads-Cpur0xxg.js","assets/reports-Caq3S-iT.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-Dv4NOQFL.js","assets/security-B7ovLcnb.js","assets/settings-B5qAV6iy.css","assets/settings-BmBkPCs6.js","assets/settings-qtRdvbMA.js","assets/settings.module-CRffcP9o.js","assets/task_body-8sD_dt5D.css","assets/task_body-C-Tg4mYm.js","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-RCDHbJKz.js","assets/task_list-Dsz1Yotj.js","assets/task_list-r98ki7X9.css","assets/task_page-BfK8xZLv.js","assets/transfer-BonKWQd8.js","assets/trash-CMRaXTX6.js","assets/trash_acts-C7tAd2f0.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BeVePGpY.js","assets/use_scheme-CnsZ1jie.css","assets/users-E5BoACE2.js","assets/view-BrV7zeMX.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
