// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-2dc0e9d42ce1aaaa";
const files = ["assets/CloseButton-DvLG4agM.js","assets/FocusTrap-BFjoIrGH.js","assets/InputBase-BIy9hGkP.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-DSGVLkfN.js","assets/Switch-CQlcloV9.js","assets/audit-BJCuTGWY.js","assets/board-CFAnNneh.js","assets/board-_8ZTJna0.css","assets/calendar-B2WdZ_sV.js","assets/calendar-BOrouWG-.css","assets/chart-C1Z4fyRP.js","assets/charts-BEqhlF26.js","assets/cluster-3gURejIH.js","assets/cluster-Bk1ZRZQc.css","assets/context-BKFo3WPr.js","assets/download-BjBLKHEn.js","assets/esm-CEHYi4Di.js","assets/esm-hesYCYX8.css","assets/filter_bar-CB2lb3dS.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-DIU_5NGp.js","assets/inbox-C_mET3OZ.js","assets/inbox-D3yhgp6T.css","assets/index-CRzlKJSB.js","assets/index-HsA8N7j8.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DfDxTYi4.js","assets/list-XJUj5r6s.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-D5mKK54C.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DbzgWFyv.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-C5ehV4_Y.js","assets/projects-BNUhy5pU.css","assets/projects-Y3IiIqkn.js","assets/quick_add-DaqIVpeW.js","assets/reads-DobIqWmS.js","assets/reports-DUE21m1G.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-DXnJrJGn.js","assets/security-D84IO6X5.js","assets/settings-B0Y1Ba97.js","assets/settings-B5qAV6iy.css","assets/settings-DglmMUsQ.js","assets/settings.module-CRffcP9o.js","assets/task_body-C5Bkf0d-.js","assets/task_body-D63y9bED.css","assets/task_drawer-BMRZctGF.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BxkyxxZ8.css","assets/task_list-COneBYms.js","assets/task_page-B9EGwllq.js","assets/transfer-BvBkqdTB.js","assets/trash-BH-zVLQj.js","assets/trash_acts-7rG-_IGo.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DP5Rs7lT.js","assets/use_title-D5ZF9A0I.js","assets/users-Dh3D9GEd.js","assets/view-OPLXqU4g.css","assets/view-Ow9Ee-3P.js","favicon.svg"];
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
