// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-840bd5cd1e991cea";
const files = ["assets/CloseButton-PhjC0_C8.js","assets/FocusTrap-CbOg3Pgm.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-Ce8jd5uT.js","assets/audit-BSeKVoNM.js","assets/board-CpJxtFkr.js","assets/board-DWrlMezr.css","assets/calendar-Ch9fnKrk.js","assets/calendar-D3umX3mv.css","assets/chart-C8xccMyl.js","assets/charts-CNuBSHyY.js","assets/cluster-c5wOwtOg.css","assets/cluster-h4gjecpI.js","assets/context-CACm975Y.js","assets/download-D_8jB5Hu.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CmWMSpLq.js","assets/filtered_list-Pex7MPyd.js","assets/http-BISkWseA.js","assets/inbox-BvizrR7q.css","assets/inbox-DCSIttx4.js","assets/index-CMNIHADr.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DqoRoH-C.js","assets/list-D2V_NAyC.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-B2zp4erx.js","assets/names-OQRFeNCo.js","assets/profile-DDWpw62D.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-ise4UBok.js","assets/projects-BIX-LYDa.js","assets/projects-DYSg1j96.css","assets/quick_add-Djyam6kA.js","assets/reads-CBL11xd3.js","assets/reports-B4BFnt1v.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-ClbPVu8S.js","assets/search-D-sN7IRg.css","assets/security-DLHKEbuh.js","assets/settings-CjPvNn_1.js","assets/settings-Do-KdAmj.css","assets/settings-vLwGFpCz.js","assets/settings.module-hM49qSi9.js","assets/task_body-DDWhgwYJ.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-jsGqUwEJ.js","assets/task_list-BoxgE_9m.js","assets/task_list-CzdjrAaH.css","assets/task_page-BXVE6OX9.js","assets/transfer-x35Q9nZd.js","assets/trash-Cu0VzhBW.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DRdobv4s.js","assets/use_text_scale-DAtQpaE2.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-Clkl3ZGl.js","assets/view-CGBCA0rc.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
