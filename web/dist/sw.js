// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-e8041504093616d8";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-Jp5-Uqhl.js","assets/audit-CSSFF2Tl.js","assets/board-B80Cxjwf.css","assets/board-jso1_q3n.js","assets/calendar-DIDCHIqq.css","assets/calendar-NF0USVRd.js","assets/chart-BpUAAMWJ.js","assets/charts-CbMzsNDW.js","assets/cluster-2iRe_CLv.css","assets/cluster-CyQO7PlC.js","assets/context-BxIOFvjo.js","assets/esm-BhnxW_wD.js","assets/esm-hesYCYX8.css","assets/filter_bar-C59YwLE2.css","assets/filter_bar-CXBul6wL.js","assets/filtered_list-DlGxH4Oz.js","assets/inbox-D3yhgp6T.css","assets/inbox-L93qjMhG.js","assets/index-DBB0J6o9.js","assets/index-DHGq2SGc.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-C5McE8y2.js","assets/list-biFvIkTl.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-DF1wqsWj.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DSam5tUA.js","assets/project_layout-DtEch_BR.js","assets/project_layout-pZmlIGzR.css","assets/projects-BNUhy5pU.css","assets/projects-CvKlSij-.js","assets/quick_add-DUF31yGJ.js","assets/reads-D5TVqxo4.js","assets/reports-BnWIkIk_.css","assets/reports-CkPTCubQ.js","assets/search-BCebTvCr.css","assets/search-epwkUyzu.js","assets/security-DlOcRF2F.js","assets/settings-B0AxFZd8.js","assets/settings-t1OVKwe8.css","assets/settings-xrXud0Ow.js","assets/settings.module-CeZrx1ii.js","assets/task_body-Bsu6-kf_.js","assets/task_body-M8s7L4XB.css","assets/task_drawer-BZk_zawy.css","assets/task_drawer-Dkv59BAx.js","assets/task_list-DleOdHmp.js","assets/task_list-mGiHuNJF.css","assets/task_page-BxvxFotd.js","assets/transfer-DfYeQVb1.js","assets/trash-Dj7Xe8-B.js","assets/trash_acts-BOnbulD6.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-BavPEayZ.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-JFl-K96R.js","assets/view-DJg_iL6B.js","favicon.svg"];
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
