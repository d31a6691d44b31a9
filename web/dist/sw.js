// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-227434f2b7cde465";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-fJIdc53u.js","assets/audit-xQ9u42Li.js","assets/board-SUPHLltu.js","assets/board-_8ZTJna0.css","assets/calendar-6fB8tMZa.js","assets/calendar-BOrouWG-.css","assets/chart-DsRXCIxZ.js","assets/charts-1KvKQYMX.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-DY4mievw.js","assets/context-BHmJ6VOi.js","assets/download-B31ApsVE.js","assets/esm-DcW6XDAO.js","assets/esm-hesYCYX8.css","assets/filter_bar-BrU8K3KL.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-BayKV-SY.js","assets/inbox-CDHvAf7e.js","assets/inbox-D3yhgp6T.css","assets/index-Ct9lozYa.js","assets/index-HsA8N7j8.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-ChP3K-mv.js","assets/list-DmxcPfkM.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work--q0giQuL.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-BsmChh51.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-CI5G9Smk.js","assets/projects-BNUhy5pU.css","assets/projects-Cp45afXU.js","assets/quick_add-XtiZWa3I.js","assets/reads-32UV7_o_.js","assets/reports-GnbIOqj3.css","assets/reports-n7S65tvv.js","assets/save-DDiajD5l.js","assets/search-BpzyC2u9.js","assets/search-C7kmw9_m.css","assets/security-Brkaf4XH.js","assets/settings-B5qAV6iy.css","assets/settings-B_pO5stq.js","assets/settings-BtFDFFef.js","assets/settings.module-CRffcP9o.js","assets/task_body-C5jxLhBg.js","assets/task_body-D63y9bED.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-_ffzqoZc.js","assets/task_list-BxkyxxZ8.css","assets/task_list-DruJcERy.js","assets/task_page-lvHIEDTD.js","assets/transfer-B1sH9Hka.js","assets/trash-C13evP8L.js","assets/trash_acts-B5LudwRI.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme--jz5CqgK.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-DHyqRsv5.js","assets/view-DAfghGdz.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
