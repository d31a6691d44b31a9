// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-4d9d47a4c29cb7ad";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-Bad_macx.js","assets/audit-DuIyBEqg.js","assets/board-B3EPtU9u.js","assets/board-CvXpF7yN.css","assets/calendar-BOrouWG-.css","assets/calendar-CXR8Ig78.js","assets/chart-BwFB1RMP.js","assets/charts-BFH9a9JB.js","assets/cluster-8JTBUV7Z.js","assets/cluster-Bk1ZRZQc.css","assets/context-BHmJ6VOi.js","assets/download-BrrPmptW.js","assets/esm-B01f6fpV.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-DCOAWP1c.js","assets/filtered_list-BZf3OSBf.js","assets/inbox-D3yhgp6T.css","assets/inbox-Mn3E1AOn.js","assets/index-DUxUxg8M.css","assets/index-Dy4cZdpK.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-sxF8gzsq.js","assets/list-BRULBUaB.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-Co1_MyRb.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-CnnpvUAQ.js","assets/project_layout-B7Ej0SLm.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-BdjAm_-y.js","assets/quick_add-obPJgLHv.js","assets/reads-Br7YVswO.js","assets/reports-BBxL09bl.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-BtNRGBTQ.js","assets/search-C7kmw9_m.css","assets/security-Bz4nnxKu.js","assets/settings-B5qAV6iy.css","assets/settings-CBKoQ_bO.js","assets/settings-FCm4wKSt.js","assets/settings.module-CRffcP9o.js","assets/task_body-D63y9bED.css","assets/task_body-DNWPXuRi.js","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-DkjKsU_m.js","assets/task_list-CxpTeaJV.js","assets/task_list-r98ki7X9.css","assets/task_page-Clpu5RBT.js","assets/transfer-CG6WDoHX.js","assets/trash-QQPRKFLd.js","assets/trash_acts-DhZeHR1C.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-2GFawumc.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-DptvkK5N.js","assets/view-DkYNAh-V.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
