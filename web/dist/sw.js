// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-eea256441a051f73";
const files = ["assets/CloseButton-PhjC0_C8.js","assets/FocusTrap-CbOg3Pgm.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-qj2gpyfY.js","assets/audit-th8XtAmF.js","assets/board-DWrlMezr.css","assets/board-lwECcEwe.js","assets/calendar-CfnNPB59.js","assets/calendar-D3umX3mv.css","assets/chart-0rs1QrPe.js","assets/charts-B1IFfXVS.js","assets/cluster-BD4kD7ZI.js","assets/cluster-c5wOwtOg.css","assets/context-CACm975Y.js","assets/download-DgQsaASx.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-EFhT6caH.js","assets/filtered_list-C1Rfsj7c.js","assets/http-BISkWseA.js","assets/inbox-BvizrR7q.css","assets/inbox-D87apcRA.js","assets/index-BhTDeeZo.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DTQYe5SX.js","assets/list-XTEpYxDo.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-C-u4qh1w.js","assets/names-OQRFeNCo.js","assets/profile-C5vLzxUL.js","assets/project_layout-C_w4EAle.js","assets/project_layout-D0hiZMT2.css","assets/projects-DYSg1j96.css","assets/projects-m_ZhWig2.js","assets/quick_add-B134pA6c.js","assets/reads-CBL11xd3.js","assets/reports-CQAsvA0N.css","assets/reports-DJfTUpVu.js","assets/save-DDiajD5l.js","assets/search-8X7GC5Q3.js","assets/search-D-sN7IRg.css","assets/security-DZn-Bpii.js","assets/settings-DMax4uCE.js","assets/settings-Di0jEDX4.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-j_lqT_Z-.js","assets/task_body-tmjbDobR.css","assets/task_drawer-CdRnPIm0.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CzdjrAaH.css","assets/task_list-Jt_H-Lsq.js","assets/task_page-BKFFvRGQ.js","assets/transfer-DM0tAyU6.js","assets/trash-CM3xie2f.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-XftjPy8-.js","assets/use_text_scale-BaJhCq9F.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-CmNDajhU.js","assets/view-5igKaP2X.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
