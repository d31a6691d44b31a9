// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-44004bce959ff3df";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-7iCmyN4b.js","assets/audit-gWCfMnS2.js","assets/board-B80Cxjwf.css","assets/board-Dd-Tke2-.js","assets/calendar-DIDCHIqq.css","assets/calendar-DzefyPIW.js","assets/chart-YEQY_vVV.js","assets/charts-BoQJrQ2E.js","assets/cluster-2iRe_CLv.css","assets/cluster-CR64LlFa.js","assets/context-BxIOFvjo.js","assets/esm-CxsRlLnF.js","assets/esm-hesYCYX8.css","assets/filter_bar-C59YwLE2.css","assets/filter_bar-CCClWf7D.js","assets/filtered_list-NKc5E_qb.js","assets/inbox-D3yhgp6T.css","assets/inbox-DK9xt2jD.js","assets/index-DHGq2SGc.css","assets/index-bp0vj87u.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BpeN0l-3.js","assets/list-BXSXEr6f.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-Duy2mtCH.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DQBJa8ry.js","assets/project_layout-B6YcDUJA.js","assets/project_layout-pZmlIGzR.css","assets/projects-B1KDRHog.js","assets/projects-BNUhy5pU.css","assets/quick_add-QOYc8wHQ.js","assets/reads-D5TVqxo4.js","assets/reports-BnWIkIk_.css","assets/reports-DX0c--l0.js","assets/search-6QyHR8ta.js","assets/search-BCebTvCr.css","assets/security-BiDSkyJm.js","assets/settings-BJas5szQ.js","assets/settings-D21XObFp.js","assets/settings-t1OVKwe8.css","assets/settings.module-CeZrx1ii.js","assets/task_body-M8s7L4XB.css","assets/task_body-zz14vMIn.js","assets/task_drawer-BZk_zawy.css","assets/task_drawer-YCOGfHcn.js","assets/task_list-4cEIC8wf.js","assets/task_list-mGiHuNJF.css","assets/task_page-3rAF12TT.js","assets/transfer-BHKfcanj.js","assets/trash-Cdz7WBHC.js","assets/trash_acts-BOnbulD6.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-CadbKkHt.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-BK3h9ASc.js","assets/view-DDCjq_n7.js","favicon.svg"];
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
