// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-ffa295904229cc9d";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-DTX1FGbR.js","assets/audit-DUDsNzv1.js","assets/board-DWrlMezr.css","assets/board-mWLHRQas.js","assets/calendar-BQnt2_ut.js","assets/calendar-D3umX3mv.css","assets/chart-qGAe7vVO.js","assets/charts-Blyt7Tn1.js","assets/cluster-BOxO0dOS.js","assets/cluster-c5wOwtOg.css","assets/context-CACm975Y.js","assets/download-BPCrlOeR.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-D_luyvmO.js","assets/filtered_list-D6nZgX2m.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-CdW7sAoC.js","assets/index-Bj9ybfxJ.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DDmev5LK.js","assets/list-DLioWEav.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-22YhN6tZ.js","assets/names-OQRFeNCo.js","assets/profile-CH7-ZLJb.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-xGpvmO2m.js","assets/projects-BJvPRsZN.js","assets/projects-DYSg1j96.css","assets/quick_add-Cdu4QW-p.js","assets/reads-Bafnkkli.js","assets/reports-CQAsvA0N.css","assets/reports-Cje2Q9ez.js","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-DYJPUIhC.js","assets/security-CB4BJaFL.js","assets/settings-BZOTYSWS.js","assets/settings-Do-KdAmj.css","assets/settings-Dy2YrW7_.js","assets/settings.module-hM49qSi9.js","assets/task_body-120Wh6OL.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-QCLf49C8.js","assets/task_list-BCNwRO27.js","assets/task_list-CzdjrAaH.css","assets/task_page-CV9OLsfh.js","assets/transfer-DvjNjzj4.js","assets/trash-DkVmlb4-.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BW1lVTVp.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-BuNQEiDu.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-Dj0oL3LA.js","assets/view-DJczHfox.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
