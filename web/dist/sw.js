// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-5369596590d3241a";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/InputBase-S1oeRsw9.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BJiJhoQs.js","assets/Switch-BhAightu.js","assets/audit-BC1q0tYM.js","assets/board-CBahdsXv.css","assets/board-UkIZ40yd.js","assets/calendar-BOrouWG-.css","assets/calendar-CQmn6jkV.js","assets/chart-C8A1ZiM0.js","assets/charts-Dj-byhzS.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-CjM-O8Td.js","assets/context-DrhE2j2b.js","assets/download-BuNQCpGs.js","assets/due-D4H6jjqQ.js","assets/esm-D7oJC0Yh.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-D3Jk8GIZ.js","assets/filtered_list-B92ZZpLE.js","assets/http-BEkshWQo.js","assets/inbox-D3yhgp6T.css","assets/inbox-DY4HNWUn.js","assets/index-8X0yYKgq.js","assets/index-DUxUxg8M.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-C9sJG2sP.js","assets/list-DGzhcPhQ.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CYvZ3MTD.js","assets/names-DJsjVRal.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-CLuYoPFP.js","assets/project_layout-Bdh7-FKb.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-CqnYtgKX.js","assets/quick_add-CzRiQ4lO.js","assets/reads-DNvA15_-.js","assets/reports-C043hOw5.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search--kWY0tt4.js","assets/search-C7kmw9_m.css","assets/security-DtSPWnTU.js","assets/settings-B5qAV6iy.css","assets/settings-CNHByox_.js","assets/settings-_dMPXLzI.js","assets/settings.module-CRffcP9o.js","assets/task_body-DFyj24qO.js","assets/task_body-KOluP9oD.css","assets/task_drawer-DfZVLRGp.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-0WKrQ0xs.css","assets/task_list-CxCIHqPf.js","assets/task_page-bO7Ls9-o.js","assets/transfer-lHlrnMEG.js","assets/trash-DWcgDMBu.js","assets/trash_acts-CJ3lMKl_.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DT0NuQDl.js","assets/users-Zwvbe6YM.js","assets/view-Bu9kKnvj.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
