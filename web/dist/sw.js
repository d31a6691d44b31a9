// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-8f64fed285c06d9b";
const files = ["assets/CloseButton-DEd9dcNy.js","assets/FocusTrap-B7AnX6P6.js","assets/InputBase-d1aQXLzq.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-D7b38p9d.js","assets/Switch-DhgtqGtT.js","assets/audit-ekGreDXs.js","assets/board-B-eHxyv7.js","assets/board-_8ZTJna0.css","assets/calendar-DJRcEz8a.css","assets/calendar-H5-t6sX5.js","assets/chart-CuNpNjPy.js","assets/charts-DCXCLx0p.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-Bof8hFDp.js","assets/context-Byc19iSm.js","assets/esm-CYSI8ozL.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-K__0EoUF.js","assets/filtered_list-BH6Vz_ur.js","assets/inbox-D3yhgp6T.css","assets/inbox-DZVXgVWC.js","assets/index-Bb-McpYl.css","assets/index-D-PG4ERc.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-COsW7Wb6.js","assets/list-Cgl5DJy8.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-graRJivC.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-D4LBhAC6.js","assets/project_layout-BDLDQ5if.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-CsBHkp-D.js","assets/quick_add-CnD3c3lh.js","assets/reads-BntyNHuK.js","assets/reports-3iNsV0z7.js","assets/reports-GnbIOqj3.css","assets/search-C7kmw9_m.css","assets/search-zYfzNsWo.js","assets/security-CytAnN7E.js","assets/settings-B5qAV6iy.css","assets/settings-BT67Qgh6.js","assets/settings-d-9qbLFy.js","assets/settings.module-CRffcP9o.js","assets/task_body-BvCWovdn.css","assets/task_body-cHcfRJFP.js","assets/task_drawer-Cih60m8T.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-Be75BieV.js","assets/task_list-C77sYOkd.css","assets/task_page-DASLGZoM.js","assets/transfer-BOYQPNge.js","assets/trash-DI7LNmKE.js","assets/trash_acts-BH1AkC5c.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CQNNFYNA.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-DfFdIswF.js","assets/view-C5naqDyi.js","favicon.svg"];
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
