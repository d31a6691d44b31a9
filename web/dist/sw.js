// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-e92998f759db6251";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-LSiJibBc.js","assets/audit-CCTp6mVj.js","assets/board-DnHGeYqA.css","assets/board-X_9xGQTs.js","assets/calendar-BiQIX4DX.js","assets/calendar-DJRcEz8a.css","assets/chart-BLu9k1ky.js","assets/charts-CbW0Neca.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-CLHzk39g.js","assets/context-BxIOFvjo.js","assets/esm-BX7vGo67.js","assets/esm-hesYCYX8.css","assets/filter_bar-CJNpt1Hq.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-D_YrwVE8.js","assets/inbox-D3yhgp6T.css","assets/inbox-DEi9wlQe.js","assets/index-DOOVtA-r.css","assets/index-mYfc5iSD.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DghJK3XG.js","assets/list-DGoBTo2-.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-Cs6MVrsV.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DKaxrMn-.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-CCWiMWQx.js","assets/projects-4FcphcAh.js","assets/projects-BNUhy5pU.css","assets/quick_add-BEXMmnMD.js","assets/reads-jDdtG1jY.js","assets/reports-B3aiY9rA.js","assets/reports-GnbIOqj3.css","assets/search-C7kmw9_m.css","assets/search-CLURlfNC.js","assets/security-DYC9wYmw.js","assets/settings-B5qAV6iy.css","assets/settings-CU4MEg9v.js","assets/settings-Cs23fVDr.js","assets/settings.module-CRffcP9o.js","assets/task_body-DIuBoUHu.css","assets/task_body-dhm-1zx1.js","assets/task_drawer-C3FgVmIA.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BbzuULNR.css","assets/task_list-Pi6WaG2b.js","assets/task_page-COMmWX8I.js","assets/transfer-BNV6C6HN.js","assets/trash-D4UVGulg.js","assets/trash_acts-BnSAiGqe.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-Dq_MUrNR.js","assets/use_title-D5ZF9A0I.js","assets/users-DzR12v5U.js","assets/view-Dw70QmXz.js","favicon.svg"];
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
