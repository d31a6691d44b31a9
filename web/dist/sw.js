// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-725e56e9fbdd35e6";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-Dy0rjcG2.js","assets/audit-C-aKy-4u.js","assets/board-CpZhhRvT.js","assets/board-DWrlMezr.css","assets/calendar-BHPMuR3u.js","assets/calendar-D3umX3mv.css","assets/chart-M-TOulHA.js","assets/charts-D7TuTNZI.js","assets/cluster-C_CxWtRD.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-BsiHo51A.js","assets/due-D4H6jjqQ.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-Cx6y4f2P.js","assets/filtered_list-BXo9j3Qi.js","assets/http-BEkshWQo.js","assets/inbox-BQUQdFZX.js","assets/inbox-BvizrR7q.css","assets/index-CaoB0koE.js","assets/index-DJFXQPRQ.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BwV8V-CF.js","assets/list-DUHY0pVe.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BpPIUlRB.js","assets/names-DJsjVRal.js","assets/profile-DPcwvnJG.js","assets/project_layout-BKj7U6q6.js","assets/project_layout-CYghfx3U.css","assets/projects-C-OY8MzN.js","assets/projects-DYSg1j96.css","assets/quick_add-CL4FiL1R.js","assets/reads-E11hk4_a.js","assets/reports-Btr8htN4.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-BYx8VljW.js","assets/search-D-sN7IRg.css","assets/security-Clrqfk8z.js","assets/settings-8uhbsf8X.js","assets/settings-BMJjWUB7.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-CragOQQK.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DhbZhrtI.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-B8zcNl-w.js","assets/task_list-D2jE1OSV.css","assets/task_page-BHJZ_UV4.js","assets/transfer-C61IjCez.js","assets/trash-CYRQcs-U.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BM3KfaaG.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-Dzhsz7-5.css","assets/use_text_scale-YbjZQNl4.js","assets/users-DpDkLnRP.js","assets/view-B9SurJGI.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
