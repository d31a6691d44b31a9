// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-c40f116420572e3e";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-C7Wan_eD.js","assets/audit-Ca71_cvz.js","assets/board-DWrlMezr.css","assets/board-GwZofHIj.js","assets/calendar-B6iP-ixX.js","assets/calendar-D3umX3mv.css","assets/chart-DOZ2oup0.js","assets/charts-Ba0ZRnk-.js","assets/cluster-D1mBb0W0.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-BhpBSD6M.js","assets/due-D4H6jjqQ.js","assets/filter_bar-C3J3h6Z_.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-Cad9Swy_.js","assets/http-BEkshWQo.js","assets/inbox-BvizrR7q.css","assets/inbox-wHp7p7FY.js","assets/index-Cl9_FXph.css","assets/index-IgLa1aJu.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-mJEn2SGL.js","assets/list-B-mPdpOF.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-uRdR6LQl.js","assets/names-DJsjVRal.js","assets/profile-BicBSr5_.js","assets/project_layout-C4MctYMd.js","assets/project_layout-CYghfx3U.css","assets/projects-DCDmUyiV.js","assets/projects-DYSg1j96.css","assets/quick_add-Clpt9NVc.js","assets/reads-E11hk4_a.js","assets/reports-7Q4qu0NL.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-BCt0MES9.js","assets/search-D-sN7IRg.css","assets/security-D5y6l2SN.js","assets/settings-B7vTqyEg.js","assets/settings-D51Rf2rB.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-CHbV_CJY.js","assets/task_body-tmjbDobR.css","assets/task_drawer-Bf2XB6Cs.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-67itMfz_.js","assets/task_list-C8BVWDSH.css","assets/task_page-CepaI3AP.js","assets/transfer-Du9JPI7g.js","assets/trash-DjYz_2Bb.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CVQSioLr.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-CCsqDpGu.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-nukEfuxf.js","assets/view-DupmD2EQ.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
