// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-04a00e2beb110a3c";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-BzwoO7QR.js","assets/audit-Bnh6atmc.js","assets/board-Cq6Apx_l.js","assets/board-DnHGeYqA.css","assets/calendar-DJRcEz8a.css","assets/calendar-DdMKOiu6.js","assets/chart-B8mi2AqW.js","assets/charts-BzyOhK8E.js","assets/cluster-B1V59ZB0.js","assets/cluster-Bk1ZRZQc.css","assets/context-BxIOFvjo.js","assets/esm-_iSZJ0hM.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-Do9zHEPS.js","assets/filtered_list-Ca3lS4pN.js","assets/inbox-D-VNFbFu.js","assets/inbox-D3yhgp6T.css","assets/index-BYHzIMul.js","assets/index-DOOVtA-r.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-4YvVyvPL.js","assets/list-BMdbDBNM.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-BDskD1cb.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-D0z4dhn8.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-Ddk_jZ2h.js","assets/projects-8v1KQrJ7.js","assets/projects-BNUhy5pU.css","assets/quick_add-CDTzCPry.js","assets/reads-jDdtG1jY.js","assets/reports-GnbIOqj3.css","assets/reports-cR9Cc2yZ.js","assets/search-C7kmw9_m.css","assets/search-CnB5YVks.js","assets/security-CKrq5H3l.js","assets/settings-B5qAV6iy.css","assets/settings-C3Cv6bcX.js","assets/settings-VY4MR4jC.js","assets/settings.module-CRffcP9o.js","assets/task_body-DIuBoUHu.css","assets/task_body-DSBysbE4.js","assets/task_drawer-40HVCmgw.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-C77sYOkd.css","assets/task_list-D8Nj9Fsd.js","assets/task_page-CMSCZXTm.js","assets/transfer-DEf77_CI.js","assets/trash-CXwUAyA5.js","assets/trash_acts-BnSAiGqe.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-F-sqtnbE.js","assets/use_title-D5ZF9A0I.js","assets/users-Dm3WhlPZ.js","assets/view-nHRxAgyU.js","favicon.svg"];
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
