// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-9816e4b8e0cb7901";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-BNALrD9F.js","assets/audit-qS0l4jq-.js","assets/board-BH_tYblw.js","assets/board-CBahdsXv.css","assets/calendar-CeHF263-.js","assets/calendar-DuJVzKAU.css","assets/chart-CI9w9Wd1.js","assets/charts-Dre4O_ge.js","assets/cluster-Be0zfNbP.css","assets/cluster-LCVidZG8.js","assets/context-DrhE2j2b.js","assets/download-C-oqoN8A.js","assets/due-D4H6jjqQ.js","assets/esm-DqrONrVs.js","assets/esm-hesYCYX8.css","assets/filter_bar-3D3yGIv9.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-B9I7RxtD.js","assets/http-BEkshWQo.js","assets/inbox-Bed6JL1U.js","assets/inbox-D3yhgp6T.css","assets/index-DDvU29Ow.css","assets/index-P_lPIYrA.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DpiUVrmS.js","assets/list-BxhwYTTU.js","assets/markdown-CnjpEoqH.css","assets/markdown-Z6oyRGye.js","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-huoT3R_m.js","assets/names-DJsjVRal.js","assets/profile---6CGD_h.js","assets/project_layout-BBQu7G9Y.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-clBUmslU.js","assets/quick_add-BGLxTk-B.js","assets/reads-E11hk4_a.js","assets/reports-6uASp9fl.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-CudQQLPK.js","assets/security-Ce9oDJLO.js","assets/settings-B5qAV6iy.css","assets/settings-DAhPagzu.js","assets/settings-ITM0dzFi.js","assets/settings.module-CRffcP9o.js","assets/task_body-B06rF0oq.js","assets/task_body-KOluP9oD.css","assets/task_drawer-DGc4_YD9.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-0WKrQ0xs.css","assets/task_list-C_7-EK7c.js","assets/task_page-BZHPXxhN.js","assets/transfer-Dn-xOw4Y.js","assets/trash-HG780HWW.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-B0lye4Tf.js","assets/use_scheme-CnsZ1jie.css","assets/users-B42izrst.js","assets/view-4PUTgY75.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
