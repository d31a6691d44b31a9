// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-9c96c04f858e11c1";
const files = ["assets/CloseButton-Bald7lZK.js","assets/FocusTrap-XAnsyl2v.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CSBaeFfB.js","assets/audit-Km99PWwf.js","assets/board-BiS9TLkG.js","assets/board-DWrlMezr.css","assets/calendar-D3umX3mv.css","assets/calendar-D7hEeWne.js","assets/chart-Du-bgJ8E.js","assets/charts-DMS8jUl0.js","assets/cluster-C53qODJ0.js","assets/cluster-c5wOwtOg.css","assets/context-CACm975Y.js","assets/download-DP345001.js","assets/due-CBdbV52Y.js","assets/filter_bar-3rrQgKqm.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-DKrREMeR.js","assets/http-B-P_oU2U.js","assets/inbox-BvizrR7q.css","assets/inbox-O6hbOh51.js","assets/index-ClIezIEx.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DuZQtGI3.js","assets/list-CvxAC2jl.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-OBNz6lvi.js","assets/names-OQRFeNCo.js","assets/profile-CF5SNG9v.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-DTvzdoVy.js","assets/projects-BcNAAgXF.js","assets/projects-DYSg1j96.css","assets/quick_add-Znzv82bM.js","assets/reads-CzrEuy2C.js","assets/reports-BVuklT_y.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-BW_bREsV.js","assets/search-D-sN7IRg.css","assets/security-V_NAVox3.js","assets/settings-D_Y-V3R5.js","assets/settings-Do-KdAmj.css","assets/settings-Do8xbdpV.js","assets/settings.module-hM49qSi9.js","assets/task_body-Btu4ZNkh.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BJ3Pl8NT.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BaRW35gs.js","assets/task_list-CzdjrAaH.css","assets/task_page-D7lKZFw5.js","assets/transfer-XKDMWdr9.js","assets/trash-BI4iJxsd.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-2vmb_nYk.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-Dzhsz7-5.css","assets/use_text_scale-XNLyYDxq.js","assets/users-4V1xoOD-.js","assets/view-CXCbjv8V.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
