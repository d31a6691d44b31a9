// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-90bb72b7f8d18a47";
const files = ["assets/CloseButton-DT5S_XIF.js","assets/FocusTrap-fCSoQ3wu.js","assets/InputBase-CyDaCDTY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-DLuVTb7M.js","assets/Switch-hhJURtg_.js","assets/audit-C82vFFJO.js","assets/board-B80Cxjwf.css","assets/board-ByQ2v6it.js","assets/calendar-DDKEIEEO.js","assets/calendar-DIDCHIqq.css","assets/chart-6EtiNvpf.js","assets/charts-NkPqwEKF.js","assets/cluster-CViiJBlZ.css","assets/cluster-nOH1Q9pt.js","assets/context-ur9F3EHb.js","assets/esm-Cuv17m2G.js","assets/esm-hesYCYX8.css","assets/filter_bar-C45OfBqC.js","assets/filter_bar-C59YwLE2.css","assets/filtered_list-DNnZTnhF.js","assets/inbox-CmIq4hp0.js","assets/inbox-D3yhgp6T.css","assets/index-CnCr9rW_.js","assets/index-DHGq2SGc.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CwEEknXe.js","assets/list-DfnW-2xw.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-Dnp1z1AK.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-Bh6xS_as.js","assets/project_layout-CRYvGXKb.js","assets/project_layout-pZmlIGzR.css","assets/projects-BNUhy5pU.css","assets/projects-BftM2nkG.js","assets/quick_add-U_pTAWQi.js","assets/reads-Cteer379.js","assets/reports-BnWIkIk_.css","assets/reports-DdXwEuEM.js","assets/search-BCebTvCr.css","assets/search-D4gsi2WP.js","assets/security-B7AI-FKi.js","assets/settings-Bs4aze7t.js","assets/settings-Ds-niRux.js","assets/settings-t1OVKwe8.css","assets/settings.module-CeZrx1ii.js","assets/task_body-BI7ipiK7.js","assets/task_body-M8s7L4XB.css","assets/task_drawer-BZk_zawy.css","assets/task_drawer-DwmwxnlL.js","assets/task_list-dTAq-LgH.js","assets/task_list-mGiHuNJF.css","assets/task_page-CEvbZ3Qy.js","assets/transfer-B_yaG5Nk.js","assets/trash-CuCbf8uw.js","assets/trash_acts-C8OseJZS.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-BNHNiXt6.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-CaLUYy_u.js","assets/use_scheme-BZ2G08Od.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/use_write-yZgV8EcP.js","assets/users-Bjh33jMx.js","assets/view-D0HrsLTJ.js","favicon.svg"];
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
