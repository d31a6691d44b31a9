// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-0ad8e177978e85ef";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CgFmHiKa.js","assets/audit-jqF3VTI_.js","assets/board-DWrlMezr.css","assets/board-D_mGkqMr.js","assets/calendar-D3umX3mv.css","assets/calendar-DoZHOxDs.js","assets/chart-BGPvFvFo.js","assets/charts-Bw_zz-Hg.js","assets/cluster-c5wOwtOg.css","assets/cluster-ig5vsXKR.js","assets/context-DrhE2j2b.js","assets/download-DFQAXKJm.js","assets/due-CBdbV52Y.js","assets/filter_bar-CD8rnHbB.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-wr7Vd3l2.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-BxKEjzoe.js","assets/index-BuL6Qs6M.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BD5IYE2j.js","assets/list-EQsuobtt.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-Bjh7RvfJ.js","assets/names-OQRFeNCo.js","assets/profile-BzInpcDo.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-DpHfiSwi.js","assets/projects-BI2MmNsi.js","assets/projects-DYSg1j96.css","assets/quick_add-Z0eOYMhR.js","assets/reads-DA5US1L-.js","assets/reports-CN8nCczK.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-DkdSAvE0.js","assets/security-96z7YxFA.js","assets/settings-Cfq3Rj8I.js","assets/settings-Do-KdAmj.css","assets/settings-sInFk1HU.js","assets/settings.module-hM49qSi9.js","assets/task_body-bT7BSyZY.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-Qgr3o-pI.js","assets/task_list-CzdjrAaH.css","assets/task_list-ggqd1Zcn.js","assets/task_page-ChAyhfbL.js","assets/transfer-CdrfRCZL.js","assets/trash-Bav-Y3mG.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BRmUhzFh.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-CZX0MiRO.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-CHAo_wmn.js","assets/view-CBNEikhy.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
