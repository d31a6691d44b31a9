// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-0cfd8fc8295dbc46";
const files = ["assets/CloseButton-Co0oMUQo.js","assets/FocusTrap-Cft6KIFq.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-BNvzniyu.js","assets/audit-D21AXSI6.js","assets/board-DWrlMezr.css","assets/board-DmSCb3bF.js","assets/calendar-CgAYynVJ.js","assets/calendar-D3umX3mv.css","assets/chart-B9ppBBmN.js","assets/charts-c2eAIdQN.js","assets/cluster-BehZ-yv4.js","assets/cluster-c5wOwtOg.css","assets/context-BqxUqemi.js","assets/download-ByUmBb0L.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CrzGA35D.js","assets/filtered_list-DqNgNNG0.js","assets/http-9P_fdkkq.js","assets/inbox-BvizrR7q.css","assets/inbox-Dq0meu2n.js","assets/index-BtAPVwKw.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DnlrEuP2.js","assets/list-DQ050fyk.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CCfdW6pa.js","assets/names-OQRFeNCo.js","assets/profile-9ySE-5TQ.js","assets/project_layout-CNn10JUh.js","assets/project_layout-D0hiZMT2.css","assets/projects-Bm8zFKVd.js","assets/projects-DYSg1j96.css","assets/quick_add-B3glge92.js","assets/reads-CYRN_NzQ.js","assets/reports-BElfl-b2.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-BpaELuZX.js","assets/search-D-sN7IRg.css","assets/security-D36DguTi.js","assets/settings-2gQLwO4T.js","assets/settings-CSi9aRoq.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-Fba602Pf.js","assets/task_body-tmjbDobR.css","assets/task_drawer-CCioy7o7.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-Bw4_VUmt.js","assets/task_list-CzdjrAaH.css","assets/task_page-BBYPbp4x.js","assets/transfer-CPchmngN.js","assets/trash-D4NjMr0v.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BNt538u6.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-BmzceaSN.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-BDgaZaFf.js","assets/view-CBjauXnL.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
