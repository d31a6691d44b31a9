// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-caeb790202c2522d";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-6NtHihfj.js","assets/audit-sTbAeLqa.js","assets/board-C3UW3maY.js","assets/board-DWrlMezr.css","assets/calendar-BpVxPPxd.js","assets/calendar-D3umX3mv.css","assets/chart-D-dcSbI2.js","assets/charts-CztzCMMU.js","assets/cluster-8xRNvSX7.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-YQkKm5Xn.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-DZvAMS1z.js","assets/filtered_list-1Pf61uj2.js","assets/http-DHJVTAzF.js","assets/inbox-BvDSbLEQ.js","assets/inbox-BvizrR7q.css","assets/index-DqSL3-O5.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DFz_LdPO.js","assets/list-IX1w7nI9.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-DvmePNtH.js","assets/names-OQRFeNCo.js","assets/profile-CI5qMN2L.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-nHChkyEc.js","assets/projects-1CXK6te7.js","assets/projects-DYSg1j96.css","assets/quick_add-CPtzaia2.js","assets/reads-DA5US1L-.js","assets/reports-BtHAQCyL.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-kVdaaSdC.js","assets/security-Dk1UP_ZN.js","assets/settings-Do-KdAmj.css","assets/settings-Du4tpC6U.js","assets/settings-RhUjieMn.js","assets/settings.module-hM49qSi9.js","assets/task_body-4zsPVmT4.js","assets/task_body-tmjbDobR.css","assets/task_drawer-CS1KCGTI.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CsnxjpQn.js","assets/task_list-CzdjrAaH.css","assets/task_page-BkHjv5MM.js","assets/transfer-C5dA74Nj.js","assets/trash-Hr8nQNMI.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-B-u29ni5.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-Dzhsz7-5.css","assets/use_text_scale-deFBX57f.js","assets/users-CPSFZqkR.js","assets/view-BMF-VEP4.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
