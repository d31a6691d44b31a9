// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-6c934f84c143ae51";
const files = ["assets/CloseButton-DdNyTQG_.js","assets/FocusTrap-DVryQG5m.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-BbOOUOue.js","assets/audit-BINFpJVv.js","assets/board-CEH2uDbs.js","assets/board-DWrlMezr.css","assets/calendar-2rLThwVQ.js","assets/calendar-D3umX3mv.css","assets/chart-BhwilMMv.js","assets/charts-bzxvf0np.js","assets/cluster-c5wOwtOg.css","assets/cluster-d8fpEv80.js","assets/context-CACm975Y.js","assets/download-CVq0d65U.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CcW0XJlQ.js","assets/filtered_list-uB6rjhbX.js","assets/http-BLP2LvHa.js","assets/inbox-BvizrR7q.css","assets/inbox-CEpVxe8I.js","assets/index-1C7PLyVG.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DMWYeqZe.js","assets/list-CN9Pei4V.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-Bn6NAGVv.js","assets/names-OQRFeNCo.js","assets/profile-ByBsJ4n9.js","assets/project_layout-Bj2PVPtN.js","assets/project_layout-D0hiZMT2.css","assets/projects-DIEKSk_H.js","assets/projects-DYSg1j96.css","assets/quick_add-NxciOGQs.js","assets/reads-D8lV3-sV.js","assets/reports-CQAsvA0N.css","assets/reports-D36N-IZJ.js","assets/save-DDiajD5l.js","assets/search-BC_cXl5g.js","assets/search-D-sN7IRg.css","assets/security-BrWyO00-.js","assets/settings-DUFS6yjL.js","assets/settings-Do-KdAmj.css","assets/settings-bbSlFMhu.js","assets/settings.module-hM49qSi9.js","assets/task_body-BWtROdJW.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-reyGpUpk.js","assets/task_list-CzdjrAaH.css","assets/task_list-DJNAubUc.js","assets/task_page-BL13Ggj4.js","assets/transfer-89jowjDH.js","assets/trash-DeMTKGtQ.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DBnoytWW.js","assets/use_text_scale-Darq9Wkf.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-Bihna0CM.js","assets/view-Dr-pRkF8.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
