// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-c0d7e37950eaae43";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-DAI3HpOI.js","assets/audit-DcJLCuyW.js","assets/board-ClNSBQ7Z.js","assets/board-DWrlMezr.css","assets/calendar-B7WQ1i_X.js","assets/calendar-D3umX3mv.css","assets/chart-B-jRv_2-.js","assets/charts-C5VUTBFq.js","assets/cluster-Brb4tl2v.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-DVVKMqj6.js","assets/due-D4H6jjqQ.js","assets/filter_bar-BRXxmptz.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-DCXEXK-Y.js","assets/http-DHJVTAzF.js","assets/inbox-Bg0qaBcE.js","assets/inbox-BvizrR7q.css","assets/index-B6niTFLD.js","assets/index-Cl9_FXph.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CataNl26.js","assets/list-BTdFPojG.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-wrr1wLmg.js","assets/names-DJsjVRal.js","assets/profile-Sdxd8RZ5.js","assets/project_layout-CYghfx3U.css","assets/project_layout-DFp9DRDh.js","assets/projects-DFoyRI1f.js","assets/projects-DYSg1j96.css","assets/quick_add-DMa6TC9v.js","assets/reads-CAZRAfRx.js","assets/reports-CQAsvA0N.css","assets/reports-Dery-y28.js","assets/save-DDiajD5l.js","assets/search-BzVgVZCl.js","assets/search-D-sN7IRg.css","assets/security-9T6N7Ryl.js","assets/settings-Do-KdAmj.css","assets/settings-mgxeJHZi.js","assets/settings-wtl4gUQ2.js","assets/settings.module-hM49qSi9.js","assets/task_body-tmjbDobR.css","assets/task_body-ypQsw3c0.js","assets/task_drawer-DZMmoC4n.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BTgzdXrx.js","assets/task_list-C8BVWDSH.css","assets/task_page-XzmOkSxb.js","assets/transfer-BsbPy41Z.js","assets/trash-CgJcumYj.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-B3GoUJIK.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-BXTCpdb-.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-B15nDKhB.js","assets/view-BVJoJ4uv.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
