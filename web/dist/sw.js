// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-f7b4110db81ea073";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-DbyBGTtY.js","assets/audit-nwHceqf_.js","assets/board-BvCiJ-eW.js","assets/board-CvXpF7yN.css","assets/calendar-BOrouWG-.css","assets/calendar-eP6uQzbO.js","assets/chart-DQXdWe1P.js","assets/charts-Bhw3T7tY.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-CLeS3Kix.js","assets/context-BHmJ6VOi.js","assets/download-BK80j4OS.js","assets/esm-C5_vCZ5e.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-Dp2CS6cp.js","assets/filtered_list-BQcA_KJ2.js","assets/inbox-D3yhgp6T.css","assets/inbox-DYtcEhn6.js","assets/index-CkIPysEO.js","assets/index-DUxUxg8M.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BDTf_cnl.js","assets/list-LUTcHZqu.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-C0HzLolM.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-BpM6IRbT.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-C2D8xTaq.js","assets/projects-BNUhy5pU.css","assets/projects-BmyWlH-F.js","assets/quick_add-BqiHsMOL.js","assets/reads-Br7YVswO.js","assets/reports-D-dnHd8K.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-BRY8O6RD.js","assets/search-C7kmw9_m.css","assets/security-Cy0Y1b5v.js","assets/settings-B5qAV6iy.css","assets/settings-ByHXKluF.js","assets/settings-G7LePq3d.js","assets/settings.module-CRffcP9o.js","assets/task_body-CPEei9Fw.js","assets/task_body-D63y9bED.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-RwhRGO9O.js","assets/task_list-CicUSYOV.js","assets/task_list-r98ki7X9.css","assets/task_page-a_7vn0au.js","assets/transfer-CcUt4B1D.js","assets/trash-Gwm373wE.js","assets/trash_acts-DhZeHR1C.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CPddcrkE.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-Bd1BAwo7.js","assets/view-CcALSNHc.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
