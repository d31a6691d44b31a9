// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-142795597446fa09";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-Ep6gpRIl.js","assets/audit-CrbWumwJ.js","assets/board-_8ZTJna0.css","assets/board-uOQHGk1B.js","assets/calendar-BOrouWG-.css","assets/calendar-CAmSqg5O.js","assets/chart-Bq7KPagP.js","assets/charts-CYLd0aBo.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-Co_NdfKN.js","assets/context-BHmJ6VOi.js","assets/download-CJ9ZQ7yc.js","assets/esm-DGmksRgu.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-DpxfuFrX.js","assets/filtered_list-x40BSYHP.js","assets/inbox-C5_Io3_G.js","assets/inbox-D3yhgp6T.css","assets/index-DtXCS956.js","assets/index-HsA8N7j8.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-mCfv3bS6.js","assets/list-XyhsWlxl.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-wPw7k_rI.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-CN168VY3.js","assets/project_layout-7Zmhp6VT.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-CnYD8cpK.js","assets/quick_add-DKDwbssD.js","assets/reads-32UV7_o_.js","assets/reports-Diw_9yyq.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-BO1cjgsy.js","assets/search-C7kmw9_m.css","assets/security-C2CI9UC9.js","assets/settings-B5qAV6iy.css","assets/settings-C4McyE2v.js","assets/settings-CqEB-K6x.js","assets/settings.module-CRffcP9o.js","assets/task_body-0QV85Ket.js","assets/task_body-D63y9bED.css","assets/task_drawer-DEQCiGuk.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BxkyxxZ8.css","assets/task_list-Fr_GjyS4.js","assets/task_page-CMDUb40c.js","assets/transfer-CrLRNqqn.js","assets/trash-D_EFBCsR.js","assets/trash_acts-j-ds3BvK.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-Bl6VWTBR.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-DX1k2mEU.js","assets/view-Dcm4QAUB.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
