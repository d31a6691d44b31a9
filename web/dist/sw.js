// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-3fd67a3af49de436";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-D_W5DuLt.js","assets/audit-CwNJOeBC.js","assets/board-DWrlMezr.css","assets/board-DXba1xuf.js","assets/calendar-CS9wsZqt.js","assets/calendar-D3umX3mv.css","assets/chart-CxV0WYQS.js","assets/charts-DnTHE1AB.js","assets/cluster-MKpFGXY0.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-CIbgORm7.js","assets/due-D4H6jjqQ.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CyN0CIz-.js","assets/filtered_list-CWHmND4a.js","assets/http-BEkshWQo.js","assets/inbox-BvizrR7q.css","assets/inbox-CjvAM9vY.js","assets/index-Cl9_FXph.css","assets/index-gJBXVH-M.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-8oXBDMKU.js","assets/list-CctaMPFh.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-RiteqjQi.js","assets/names-DJsjVRal.js","assets/profile-B1SpZ0kr.js","assets/project_layout-CYghfx3U.css","assets/project_layout-CqTEacSg.js","assets/projects-DYSg1j96.css","assets/projects-WOZikUKH.js","assets/quick_add-BV4TdUcv.js","assets/reads-E11hk4_a.js","assets/reports-CQAsvA0N.css","assets/reports-CzbWstZw.js","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-D5Wcg0W7.js","assets/security-DctqId0a.js","assets/settings-1bM0ltl_.js","assets/settings-244Pchno.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-h-LlZP-a.js","assets/task_body-tmjbDobR.css","assets/task_drawer-CtZcVV64.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BaGyMiyN.js","assets/task_list-C8BVWDSH.css","assets/task_page-BWq0FP5Q.js","assets/transfer-C-XR7NzB.js","assets/trash-DZhPl32K.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-N9rX1ZTK.js","assets/use_text_scale-Bs42z24N.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-QD0xBfAW.js","assets/view-OPLXqU4g.css","assets/view-uO06WSep.js","favicon.svg"];
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
