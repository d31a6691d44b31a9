// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-ef536b674a6ea8cd";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-sxpkebQd.js","assets/audit-qhKpyhmT.js","assets/board-DWrlMezr.css","assets/board-_Xr-6n-I.js","assets/calendar-B7cLYaeq.js","assets/calendar-D3umX3mv.css","assets/chart-D52fgOUu.js","assets/charts-D8-ZSvh8.js","assets/cluster-c5wOwtOg.css","assets/cluster-sPxwOxNp.js","assets/context-DrhE2j2b.js","assets/download-Bt8wE_dT.js","assets/due-D4H6jjqQ.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-Vfo5vHVo.js","assets/filtered_list-VXW5Jlpi.js","assets/http-BEkshWQo.js","assets/inbox-B7V5GVAl.js","assets/inbox-BvizrR7q.css","assets/index-BiImkcep.js","assets/index-DJFXQPRQ.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DMjuJCR6.js","assets/list-1k-wBmgP.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CWzlWbSN.js","assets/names-DJsjVRal.js","assets/profile-Yr7EFrXQ.js","assets/project_layout-CAovtJ_X.js","assets/project_layout-CYghfx3U.css","assets/projects-CZaSccTG.js","assets/projects-DYSg1j96.css","assets/quick_add-C3xS2cvE.js","assets/reads-E11hk4_a.js","assets/reports-CQAsvA0N.css","assets/reports-Kgaj2BK8.js","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-DYdoCfPV.js","assets/security-CEix5TAl.js","assets/settings-BEuycglQ.js","assets/settings-DCVMtGg_.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-Dhe48nqf.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BP0_YaGW.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CJM6CNpE.js","assets/task_list-D2jE1OSV.css","assets/task_page-CqwdrajT.js","assets/transfer-CPfZpeiX.js","assets/trash-Cmgjp2fE.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DjrEawGh.js","assets/use_text_scale-Bz5gCjLQ.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-Dnbdcrl6.js","assets/view-BPV0-JUO.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
