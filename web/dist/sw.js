// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-0f632d17594e7e73";
const files = ["assets/CloseButton-DT5S_XIF.js","assets/FocusTrap-fCSoQ3wu.js","assets/InputBase-CyDaCDTY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-DLuVTb7M.js","assets/Switch-C_WrW23W.js","assets/audit-B9KTJ2w6.js","assets/board-B80Cxjwf.css","assets/board-DPKgG7NM.js","assets/calendar-D1RdlHxU.js","assets/calendar-DIDCHIqq.css","assets/chart-Bef8u3TX.js","assets/charts-CFoDumls.js","assets/cluster-2iRe_CLv.css","assets/cluster-8OUdJ47x.js","assets/context-ur9F3EHb.js","assets/esm-CcTrQc5-.js","assets/esm-hesYCYX8.css","assets/filter_bar-C59YwLE2.css","assets/filter_bar-UPgGkTCa.js","assets/filtered_list-CZOwAFR9.js","assets/inbox-BqqkowXl.js","assets/inbox-D3yhgp6T.css","assets/index-BCj5TJBz.js","assets/index-DHGq2SGc.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-Dz7yY-pv.js","assets/list-B9B1tTAZ.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-BzOs80jt.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-CljnjI60.js","assets/project_layout-pZmlIGzR.css","assets/project_layout-q-cUP_gL.js","assets/projects-BNUhy5pU.css","assets/projects-BXBMNohT.js","assets/quick_add-BBCu_p_c.js","assets/reads-BlCKKLUd.js","assets/reports-BnWIkIk_.css","assets/reports-Dy9mg_B_.js","assets/search-BCebTvCr.css","assets/search-DbSnsZzW.js","assets/security-saxZB9lt.js","assets/settings-YdEtrrNQ.js","assets/settings-t1OVKwe8.css","assets/settings-ulqYRutm.js","assets/settings.module-CeZrx1ii.js","assets/task_body-BG43ygYx.js","assets/task_body-M8s7L4XB.css","assets/task_drawer-BZk_zawy.css","assets/task_drawer-C-ip8jD-.js","assets/task_list-BIl7x-8H.js","assets/task_list-mGiHuNJF.css","assets/task_page-D_HjjOUE.js","assets/transfer-K8mU_h1U.js","assets/trash-BFu0UTqm.js","assets/trash_acts-DeWj8vIv.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-BNHNiXt6.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-CaLUYy_u.js","assets/use_scheme-CLK0FMbn.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/use_write-yZgV8EcP.js","assets/users-ByABGBNq.js","assets/view-DK-GmB2G.js","favicon.svg"];
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
