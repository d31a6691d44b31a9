// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-7575be064513f97d";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-BVlgnN4w.js","assets/audit-BYUT0xjl.js","assets/board-B3ZzQ_cT.js","assets/board-B80Cxjwf.css","assets/calendar-DIDCHIqq.css","assets/calendar-DMi3etqu.js","assets/chart-BSeEihUy.js","assets/charts-DxQw80Tb.js","assets/cluster-2iRe_CLv.css","assets/cluster-D7c_LAso.js","assets/context-BxIOFvjo.js","assets/esm-CWPGZ6v9.js","assets/esm-hesYCYX8.css","assets/filter_bar-C59YwLE2.css","assets/filter_bar-D4V15eLf.js","assets/filtered_list-DrSQ6t0d.js","assets/inbox-CL02G1ny.js","assets/inbox-D3yhgp6T.css","assets/index-CFul_2BD.js","assets/index-DHGq2SGc.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BeH1iLvN.js","assets/list-BgdL3aBe.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-D7j98D0m.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-B-_FtOuY.js","assets/project_layout-DMNBXWIv.js","assets/project_layout-pZmlIGzR.css","assets/projects-BNUhy5pU.css","assets/projects-BfsJAfmJ.js","assets/quick_add-BZ0lwYfZ.js","assets/reads-CWyVK62A.js","assets/reports-BU7Pemq4.js","assets/reports-BnWIkIk_.css","assets/search-BCebTvCr.css","assets/search-CMExW2b6.js","assets/security-DfJMFlx7.js","assets/settings-BKeF9D3l.js","assets/settings-DzAIxVkd.js","assets/settings-t1OVKwe8.css","assets/settings.module-CeZrx1ii.js","assets/task_body-CiDTLYz7.js","assets/task_body-M8s7L4XB.css","assets/task_drawer-BZk_zawy.css","assets/task_drawer-DN47Oy6L.js","assets/task_list-DuUyDK7D.js","assets/task_list-mGiHuNJF.css","assets/task_page-CUddw4p8.js","assets/transfer-ClUoPtns.js","assets/trash-Dhjo7ya7.js","assets/trash_acts-h0YyVNyV.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-BAipoQCB.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/use_write-BqbTb3HN.js","assets/users-BoHQDByZ.js","assets/view-BBUEtTas.js","favicon.svg"];
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
