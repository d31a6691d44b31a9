// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-dd821dd3c546d2a8";
const files = ["assets/CloseButton-DvLG4agM.js","assets/FocusTrap-BFjoIrGH.js","assets/InputBase-BIy9hGkP.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-DSGVLkfN.js","assets/Switch-LinNgRSa.js","assets/audit-BjukoQuw.js","assets/board-_8ZTJna0.css","assets/board-wJbcDsxz.js","assets/calendar-BFPW2Hi3.js","assets/calendar-DJRcEz8a.css","assets/chart-BhwflxAS.js","assets/charts-CL6gXdb1.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-D1CS0HJZ.js","assets/context-BKFo3WPr.js","assets/download-De7QFXh2.js","assets/esm-LAoW4anp.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-D4z6ZOp-.js","assets/filtered_list-Ci5lDhes.js","assets/inbox-3ywWRhOK.js","assets/inbox-D3yhgp6T.css","assets/index-Bb-McpYl.css","assets/index-D7QLhTJk.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CRIocm15.js","assets/list-BfNV8RkV.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BLIz9FWJ.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-C7qWVWFK.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-uh5KbtrN.js","assets/projects-BNUhy5pU.css","assets/projects-C9jf4Fc9.js","assets/quick_add-m1zZLwnK.js","assets/reads-oSNwNr_z.js","assets/reports-BNXQZ4sX.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-DxzRQK-k.js","assets/security-BtvVmckF.js","assets/settings-B5qAV6iy.css","assets/settings-BpCqaBe9.js","assets/settings-CcT6Wbd3.js","assets/settings.module-CRffcP9o.js","assets/task_body-Bv8s46Ec.js","assets/task_body-D63y9bED.css","assets/task_drawer-Cx80QXzZ.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-C77sYOkd.css","assets/task_list-DZ39eR47.js","assets/task_page-C67lRdyz.js","assets/transfer-BH7N32I0.js","assets/trash-B-C8EQIt.js","assets/trash_acts-82CRQBiH.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DfEQmPpA.js","assets/use_title-D5ZF9A0I.js","assets/users-BCMzVGun.js","assets/view-CrJzRx2t.js","favicon.svg"];
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
