// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-ef2fd6ac7616bede";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-PN5OXQjG.js","assets/audit-DPy_RtSw.js","assets/board-Bi0y7K-D.js","assets/board-DWrlMezr.css","assets/calendar-Ccq5wsFq.js","assets/calendar-D3umX3mv.css","assets/chart-DnE6GM9f.js","assets/charts-CEHe-6Eh.js","assets/cluster-Bhh7Q5zU.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-DEdTap9g.js","assets/due-D4H6jjqQ.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-RK-uB1zQ.js","assets/filtered_list-GjtHNvp3.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-IRoxaRPY.js","assets/index-B2Prsxks.js","assets/index-Cl9_FXph.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-FiHHvtFo.js","assets/list-DBqF2IP0.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-DL6XNyqy.js","assets/names-DJsjVRal.js","assets/profile-Da6rhGhP.js","assets/project_layout-CYghfx3U.css","assets/project_layout-D16_bgtu.js","assets/projects-CPoN57I1.js","assets/projects-DYSg1j96.css","assets/quick_add-DwViSJQ4.js","assets/reads-CAZRAfRx.js","assets/reports-CQAsvA0N.css","assets/reports-Dqx1etVf.js","assets/save-DDiajD5l.js","assets/search-BcT6p6vj.js","assets/search-D-sN7IRg.css","assets/security-CoNqI_5D.js","assets/settings-Do-KdAmj.css","assets/settings-PYReam91.js","assets/settings-jppiuKJe.js","assets/settings.module-hM49qSi9.js","assets/task_body-CehoA054.js","assets/task_body-tmjbDobR.css","assets/task_drawer-CmQ39MKZ.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-C8BVWDSH.css","assets/task_list-CHu3rK-D.js","assets/task_page-CeV4FLYh.js","assets/transfer-Cq2F81Jp.js","assets/trash-Db0MTyFg.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DUlmYgTP.js","assets/use_text_scale-Dzhsz7-5.css","assets/use_text_scale-lIDcAdyJ.js","assets/users-NHmg4yPJ.js","assets/view-DdnIBcDv.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
