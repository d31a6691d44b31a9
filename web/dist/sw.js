// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-f243724fd596bf0c";
const files = ["assets/CloseButton-DT5S_XIF.js","assets/FocusTrap-fCSoQ3wu.js","assets/InputBase-CyDaCDTY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-DLuVTb7M.js","assets/Switch-EX1CnGGQ.js","assets/audit-DqVOjSnO.js","assets/board-B80Cxjwf.css","assets/board-CA3hTccd.js","assets/calendar-CKT0C2SR.js","assets/calendar-DIDCHIqq.css","assets/chart-BgjAV-to.js","assets/charts-ChVIheqa.js","assets/cluster-CViiJBlZ.css","assets/cluster-D-2M7uF4.js","assets/context-ur9F3EHb.js","assets/esm-BEvv22ti.js","assets/esm-hesYCYX8.css","assets/filter_bar-BSDkWACF.js","assets/filter_bar-C59YwLE2.css","assets/filtered_list-D8-pGARw.js","assets/inbox-Cwx_B1YF.js","assets/inbox-D3yhgp6T.css","assets/index-DHGq2SGc.css","assets/index-DxcrPMHv.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CIaYRy6I.js","assets/list-BDu5LWUd.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-Bn9M6do-.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DNly58ek.js","assets/project_layout-BFrEQ3dP.js","assets/project_layout-pZmlIGzR.css","assets/projects-BKYrwq2B.js","assets/projects-BNUhy5pU.css","assets/quick_add-DkOPYOSp.js","assets/reads-BlCKKLUd.js","assets/reports-BnWIkIk_.css","assets/reports-xDCcmvkV.js","assets/search-B1hH_gYM.js","assets/search-BCebTvCr.css","assets/security-D5JN2ArV.js","assets/settings-BjDkHneU.js","assets/settings-Bp5pVvTn.js","assets/settings-t1OVKwe8.css","assets/settings.module-CeZrx1ii.js","assets/task_body-DcH6Kstl.js","assets/task_body-M8s7L4XB.css","assets/task_drawer-BZk_zawy.css","assets/task_drawer-DkHOH6Vu.js","assets/task_list-CUTyRFVz.js","assets/task_list-mGiHuNJF.css","assets/task_page-CHBuDomF.js","assets/transfer-CpwYgwov.js","assets/trash-DgGsPMX9.js","assets/trash_acts-DeWj8vIv.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-BNHNiXt6.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-CaLUYy_u.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-KmtM6oSh.js","assets/use_title-D5ZF9A0I.js","assets/use_write-yZgV8EcP.js","assets/users-Hp5TEpoe.js","assets/view-Bi_4Wp0P.js","favicon.svg"];
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
