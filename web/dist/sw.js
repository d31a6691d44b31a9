// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-231c05ad2a953607";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-Dww7aRBf.js","assets/audit-tAV9Tbp2.js","assets/board-Bc352TRI.js","assets/board-DWrlMezr.css","assets/calendar-D3umX3mv.css","assets/calendar-DUvoTKuF.js","assets/chart-Bmcm278X.js","assets/charts-D4NYM-MY.js","assets/cluster-CoyRbbPR.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-CQSj_0ln.js","assets/due-D4H6jjqQ.js","assets/filter_bar-B-ttk2au.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-Cdzlm-Zb.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-DukCrvO2.js","assets/index-B08q-REn.js","assets/index-Cl9_FXph.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DceRSz8Z.js","assets/list-CufhFo62.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BWn1n6jy.js","assets/names-DJsjVRal.js","assets/profile-iDMs0O_r.js","assets/project_layout-CYghfx3U.css","assets/project_layout-D9j0tJXX.js","assets/projects-D1nQSrKP.js","assets/projects-DYSg1j96.css","assets/quick_add-CTe3wGUY.js","assets/reads-CAZRAfRx.js","assets/reports-CQAsvA0N.css","assets/reports-DiuPNimI.js","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-WxfHTqwE.js","assets/security-BXZXzdl9.js","assets/settings-B1ahwwEc.js","assets/settings-Do-KdAmj.css","assets/settings-vOk58PrJ.js","assets/settings.module-hM49qSi9.js","assets/task_body-nGQaKuOO.js","assets/task_body-tmjbDobR.css","assets/task_drawer-Bkh9PjKd.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CzdjrAaH.css","assets/task_list-XjB28Xyb.js","assets/task_page-BGz7qbpU.js","assets/transfer-Dzsoq9S1.js","assets/trash-nRO-kf6Y.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BbMutGtG.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-CB6WEBMA.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-DPaLJcyS.js","assets/view-CjnzJkSU.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
