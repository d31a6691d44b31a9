// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-baeacfe8b49c82a1";
const files = ["assets/CloseButton-Co0oMUQo.js","assets/FocusTrap-Cft6KIFq.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-41OiuAG4.js","assets/audit-BdphNm9n.js","assets/board-BsGfimYA.js","assets/board-DWrlMezr.css","assets/calendar-D3umX3mv.css","assets/calendar-t-xlHPkt.js","assets/chart-DUBRSV4n.js","assets/charts-B5H3BSaZ.js","assets/cluster-Dlnn21Vs.js","assets/cluster-c5wOwtOg.css","assets/context-BqxUqemi.js","assets/download-C83DocFg.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CuOfuFix.js","assets/filtered_list-ChAdHfU1.js","assets/http-9P_fdkkq.js","assets/inbox-B4iGoeMk.js","assets/inbox-BvizrR7q.css","assets/index-IqKLOXwM.js","assets/index-shPwVJ__.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BKw-Za27.js","assets/list-C87KHEQ9.js","assets/markdown-DqxszvGd.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-DF_4gYhs.js","assets/names-OQRFeNCo.js","assets/profile-CN4Xnc-g.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-VTDtGmD9.js","assets/projects-DoG6xwDq.css","assets/projects-DuMvrKeA.js","assets/quick_add-Dg-5jNnN.js","assets/reads-CYRN_NzQ.js","assets/reports-CQAsvA0N.css","assets/reports-_w3Q2N4n.js","assets/save-DDiajD5l.js","assets/scroll_x-Olh-iRPi.js","assets/search-CROVrZQA.js","assets/search-D-sN7IRg.css","assets/security-CFxFLz6x.js","assets/settings-C9tB2WOM.js","assets/settings-Do-KdAmj.css","assets/settings-DuOSdtHW.js","assets/settings.module-hM49qSi9.js","assets/task_body-Bl3-MWVg.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BMxdZwtL.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BctjkOvc.js","assets/task_list-CVoaF9z6.css","assets/task_page-UvELCPwt.js","assets/transfer-D6NiBFXc.js","assets/trash-CF0bFm6q.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CTkIF88T.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-CRd5J0Qk.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-DyhVF2_A.js","assets/view-BOXJrSLH.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
