// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-6ad35d39da76b438";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-XVeSp1xL.js","assets/audit-37DxW0v-.js","assets/board-CBahdsXv.css","assets/board-CGBCiRUa.js","assets/calendar-DuJVzKAU.css","assets/calendar-W6OREQ3a.js","assets/chart-BSM3wmcf.js","assets/charts-CXUV4Vuq.js","assets/cluster-Be0zfNbP.css","assets/cluster-DiTx0RBZ.js","assets/context-DrhE2j2b.js","assets/download-D4c3APrV.js","assets/due-D4H6jjqQ.js","assets/esm-DyusU-ZG.js","assets/esm-hesYCYX8.css","assets/filter_bar-BeVXdczR.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-DWnDQgSq.js","assets/http-BEkshWQo.js","assets/inbox-D3yhgp6T.css","assets/inbox-DzAgNDIh.js","assets/index-CpZASHBJ.js","assets/index-DDvU29Ow.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-D8G1M3-l.js","assets/list-CQbBmmr9.js","assets/markdown-CnjpEoqH.css","assets/markdown-Z6oyRGye.js","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CLRMpr6D.js","assets/names-DJsjVRal.js","assets/profile-DI_uQXM1.js","assets/project_layout-AYjFdyXi.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-DYHDO4td.js","assets/quick_add-D35w3Scr.js","assets/reads-E11hk4_a.js","assets/reports-GnbIOqj3.css","assets/reports-_YmJrxgR.js","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-DZWwj-VS.js","assets/security-DYF3A0nr.js","assets/settings-B5qAV6iy.css","assets/settings-D1EI_XLz.js","assets/settings-nxy4FCQt.js","assets/settings.module-CRffcP9o.js","assets/task_body-DaVIDrtT.js","assets/task_body-KOluP9oD.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-Hi_9ZbG2.js","assets/task_list-0WKrQ0xs.css","assets/task_list-CHI-8AQ8.js","assets/task_page-DF6B1ndt.js","assets/transfer-C8NWe9e8.js","assets/trash-C-gt4eTN.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-Bqcoclvx.js","assets/use_scheme-CnsZ1jie.css","assets/users-B_usqhu5.js","assets/view-CHwFcA70.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
