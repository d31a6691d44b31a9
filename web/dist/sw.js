// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-d320bb3fadc8097a";
const files = ["assets/CloseButton-Co0oMUQo.js","assets/FocusTrap-Cft6KIFq.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-DBIT1UD7.js","assets/audit-CYvud_l6.js","assets/board-DWrlMezr.css","assets/board-d_s812vW.js","assets/calendar-BqvP2lCE.js","assets/calendar-D3umX3mv.css","assets/chart-DF3uiJxF.js","assets/charts-CG4y-cBd.js","assets/cluster-c5wOwtOg.css","assets/cluster-t5lAp5VD.js","assets/context-BqxUqemi.js","assets/download-m-YZO8hM.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-ljBmWQG-.js","assets/filtered_list-BxyHt1Sp.js","assets/http-9P_fdkkq.js","assets/inbox-08peCYIB.js","assets/inbox-BvizrR7q.css","assets/index-BQ0GSTcl.js","assets/index-shPwVJ__.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-ttyqsHpg.js","assets/list-B_jLIKPo.js","assets/markdown-DqxszvGd.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-C1iTOnv6.js","assets/names-OQRFeNCo.js","assets/profile-dzeaBshL.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-kl9UG5jZ.js","assets/projects-BQdigQI4.js","assets/projects-DoG6xwDq.css","assets/quick_add-COWQVuWI.js","assets/reads-CYRN_NzQ.js","assets/reports-CQAsvA0N.css","assets/reports-DGQqUr6c.js","assets/save-DDiajD5l.js","assets/scroll_x-Olh-iRPi.js","assets/search-D-sN7IRg.css","assets/search-uoAETSTR.js","assets/security-Dc8hKUZK.js","assets/settings-CROj01Hr.js","assets/settings-CaVc2_Tg.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-B0Nzf-KR.js","assets/task_body-tmjbDobR.css","assets/task_drawer-2i8_gl8i.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CVoaF9z6.css","assets/task_list-DTtiGwtt.js","assets/task_page-DZbjsSHq.js","assets/transfer-BVTNZvlj.js","assets/trash-Cqv1ARh2.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BCFzn1wK.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-BhmDaQmR.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-DdLRDECV.js","assets/view-C3r0VRLV.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
