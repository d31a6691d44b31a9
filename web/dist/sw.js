// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-c9ed1b8b1156a71b";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-n0aYSoDZ.js","assets/audit-C2h3p3jh.js","assets/board-CpLOKO5G.js","assets/board-_8ZTJna0.css","assets/calendar-3-Hi6BG8.js","assets/calendar-BOrouWG-.css","assets/chart-PjfEb8MO.js","assets/charts-D9XaHCGT.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-DYWdb0U5.js","assets/context-BHmJ6VOi.js","assets/download-Cjdiym9E.js","assets/esm-f0XTH-14.js","assets/esm-hesYCYX8.css","assets/filter_bar-B56mebGL.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-C6_PH1J3.js","assets/inbox-D3yhgp6T.css","assets/inbox-WgHtkBAX.js","assets/index-Dc5QB61v.js","assets/index-HsA8N7j8.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-D81HzLNx.js","assets/list-DCI7yRye.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CPPxVNVC.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-BZlJcqlT.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-CEMYOPwx.js","assets/projects-5RoTGxWd.js","assets/projects-BNUhy5pU.css","assets/quick_add-fosNlY1L.js","assets/reads-32UV7_o_.js","assets/reports-B1zieXkB.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-CqxSYp-U.js","assets/security-Dtu0bD1i.js","assets/settings-B5qAV6iy.css","assets/settings-CQ9yReed.js","assets/settings-CcorJfRp.js","assets/settings.module-CRffcP9o.js","assets/task_body-D63y9bED.css","assets/task_body-Du0Q0IwI.js","assets/task_drawer-DJhbGg48.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BxkyxxZ8.css","assets/task_list-CRbl4GvZ.js","assets/task_page-Ds5CTVi5.js","assets/transfer-SJBB5T0k.js","assets/trash-DSbpJsWE.js","assets/trash_acts-j-ds3BvK.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CN8i7N7p.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-Cz6fkrsE.js","assets/view-Cor5QHXJ.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
