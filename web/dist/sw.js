// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-cc832e7bc79d1059";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-BHd5wgFM.js","assets/audit-DKBPozZa.js","assets/board-DnHGeYqA.css","assets/board-uRByXaf4.js","assets/calendar-CEMJidxU.js","assets/calendar-DJRcEz8a.css","assets/chart-BSiB9MNk.js","assets/charts-B67z2AcQ.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-Bs4wOcst.js","assets/context-BxIOFvjo.js","assets/esm-X42fFloa.js","assets/esm-hesYCYX8.css","assets/filter_bar-BbkIKGyc.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-fsgjR0Jm.js","assets/inbox-D3yhgp6T.css","assets/inbox-DCElDnvk.js","assets/index-DJU2pXCC.js","assets/index-DOOVtA-r.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-kjbW_f-D.js","assets/list-B4sXU5X-.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-CNANpLmm.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-CFO57cQX.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-a2CJd68Q.js","assets/projects-BNUhy5pU.css","assets/projects-DRstWosf.js","assets/quick_add-D_cmGVsS.js","assets/reads-jDdtG1jY.js","assets/reports-GnbIOqj3.css","assets/reports-puiZmbbx.js","assets/search-C7kmw9_m.css","assets/search-n5OxJoVn.js","assets/security-Ct-7QnmM.js","assets/settings-B5qAV6iy.css","assets/settings-CCgUQas6.js","assets/settings-HUoj8YsB.js","assets/settings.module-CRffcP9o.js","assets/task_body-DIuBoUHu.css","assets/task_body-Dcq0wdke.js","assets/task_drawer-BKPU3OrT.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-C77sYOkd.css","assets/task_list-Ctr-5adP.js","assets/task_page-D8NJAYjl.js","assets/transfer-sDTwYs6n.js","assets/trash-CxF0f3du.js","assets/trash_acts-BnSAiGqe.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-BVUV_deP.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-C-7UcH3C.js","assets/view-BXF7n-e6.js","favicon.svg"];
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
