// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-7abda10c3e4115e1";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-BjnBqD59.js","assets/audit-CAU4YD6x.js","assets/board-DnHGeYqA.css","assets/board-KF6PSRNL.js","assets/calendar-BgE6b3Ta.js","assets/calendar-DJRcEz8a.css","assets/chart-DQgs8WeM.js","assets/charts-xAAAcvpk.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-DG72W0Z-.js","assets/context-BxIOFvjo.js","assets/esm-BbFBAs_v.js","assets/esm-hesYCYX8.css","assets/filter_bar-C3SGC85l.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-BNGKLVBm.js","assets/inbox-D3yhgp6T.css","assets/inbox-WTu2FVRR.js","assets/index-BpAdcqBo.js","assets/index-DOOVtA-r.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BBpsUp4h.js","assets/list-B6rbgTDj.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-BjD4ZTY2.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-CVxDPtF8.js","assets/project_layout-BCVmJaER.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-D58VIg1l.js","assets/quick_add-BHUy1sUZ.js","assets/reads-jDdtG1jY.js","assets/reports-BrA_7e1r.js","assets/reports-GnbIOqj3.css","assets/search-C7kmw9_m.css","assets/search-DrFp27We.js","assets/security-Dhrv4FgP.js","assets/settings-B5qAV6iy.css","assets/settings-Bnsc62O-.js","assets/settings-XDYAH0RR.js","assets/settings.module-CRffcP9o.js","assets/task_body-DD1YXSnk.js","assets/task_body-DIuBoUHu.css","assets/task_drawer-CFdozDwA.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-B1-hTQT8.js","assets/task_list-C77sYOkd.css","assets/task_page-BlwLWC1Z.js","assets/transfer-BHDrvsh8.js","assets/trash-CwiMIAcy.js","assets/trash_acts-BXsA-yyw.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-BMxD_Ok2.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-0_ikySG2.js","assets/view-XKEAz6p3.js","favicon.svg"];
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
