// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-7083864cbdcbaf38";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-Chryugbb.js","assets/audit-DSDhR11D.js","assets/board-B11NPdFx.js","assets/board-_8ZTJna0.css","assets/calendar-BOrouWG-.css","assets/calendar-CdJtC5fz.js","assets/chart-BVqJAWm1.js","assets/charts-C_AWUT09.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-DPfxfwNz.js","assets/context-BHmJ6VOi.js","assets/download-D1HRkYKh.js","assets/esm-D-yU_FkL.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-D1a0jZbv.js","assets/filtered_list-CJexoOsh.js","assets/inbox-BcNLCXv8.js","assets/inbox-D3yhgp6T.css","assets/index-B1-4fJAP.js","assets/index-HsA8N7j8.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CATHE7Cc.js","assets/list-CEHzKfW3.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-DqT7XeVt.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-D0vkaHLF.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-CAG-qwLC.js","assets/projects-BNUhy5pU.css","assets/projects-C81UJyrF.js","assets/quick_add-B8pqqLF4.js","assets/reads-32UV7_o_.js","assets/reports-GnbIOqj3.css","assets/reports-k9iER2Cy.js","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-D7wG82Jn.js","assets/security-BaArc6Md.js","assets/settings-B5qAV6iy.css","assets/settings-S9ewxC6R.js","assets/settings-fs3Tu3GN.js","assets/settings.module-CRffcP9o.js","assets/task_body-D63y9bED.css","assets/task_body-Dxu3r4Xi.js","assets/task_drawer-CKuD3o5_.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BxkyxxZ8.css","assets/task_list-d_j7V8a0.js","assets/task_page-CHQdS7xw.js","assets/transfer-q7u8jtO4.js","assets/trash-DyP6l1_9.js","assets/trash_acts-j-ds3BvK.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-ETTy_jGx.js","assets/use_title-D5ZF9A0I.js","assets/users-C-zG3EYY.js","assets/view-BBo5Rg84.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
