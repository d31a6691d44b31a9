// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-55fee8a424ccb91c";
const files = ["assets/CloseButton-DT5S_XIF.js","assets/FocusTrap-fCSoQ3wu.js","assets/InputBase-CyDaCDTY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-DLuVTb7M.js","assets/Switch-C5AjUE--.js","assets/audit-CRmc4f2r.js","assets/board-B80Cxjwf.css","assets/board-CcoN46tl.js","assets/calendar-BIYDKemF.js","assets/calendar-DIDCHIqq.css","assets/chart-rrniEOqw.js","assets/charts-BkSrpVVp.js","assets/cluster-B_js5Tf3.css","assets/cluster-NWGOLCxu.js","assets/context-ur9F3EHb.js","assets/esm-CvlKiwF-.js","assets/esm-hesYCYX8.css","assets/filter_bar-5BWZ7kzu.js","assets/filter_bar-C59YwLE2.css","assets/filtered_list-gfCd2hiz.js","assets/inbox-BM4M-2EE.js","assets/inbox-D3yhgp6T.css","assets/index-DHGq2SGc.css","assets/index-IAQAq6xE.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DfgOeEK0.js","assets/list-Mhm3qsjH.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-DQX473MN.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-BjZOQPp0.js","assets/project_layout-CX7fIJ1B.js","assets/project_layout-pZmlIGzR.css","assets/projects-BNUhy5pU.css","assets/projects-C3AI_IM8.js","assets/quick_add-EAM5f8mS.js","assets/reads-Cteer379.js","assets/reports-BcUILBjt.js","assets/reports-BnWIkIk_.css","assets/search-BCebTvCr.css","assets/search-BZ1IG1Ux.js","assets/security-CIUwVlil.js","assets/settings-C9pbUnZz.js","assets/settings-CkMbRJG5.js","assets/settings-t1OVKwe8.css","assets/settings.module-CeZrx1ii.js","assets/task_body-DGU4XuGr.js","assets/task_body-M8s7L4XB.css","assets/task_drawer-BGQ-QT6l.js","assets/task_drawer-BZk_zawy.css","assets/task_list-DreR6f0G.js","assets/task_list-mGiHuNJF.css","assets/task_page-JsLx8uGf.js","assets/transfer-B-b8D_Me.js","assets/trash-BJC1q8lk.js","assets/trash_acts-C8OseJZS.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-BNHNiXt6.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-CaLUYy_u.js","assets/use_scheme-CUq_hP9z.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/use_write-yZgV8EcP.js","assets/users-DNRFFwG6.js","assets/view-DbiWxw5-.js","favicon.svg"];
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
