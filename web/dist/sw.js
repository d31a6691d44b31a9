// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-5d11c942b2ffe8f7";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-B5MbZDlj.js","assets/audit-DOwj3PPn.js","assets/board-DWrlMezr.css","assets/board-DkEy_KVk.js","assets/calendar-C_s5poTG.js","assets/calendar-D3umX3mv.css","assets/chart-BjTSkdF7.js","assets/charts-CFjzVs7v.js","assets/cluster-BV101cXs.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-fMqo0hT0.js","assets/due-D4H6jjqQ.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CfcG3IUP.js","assets/filtered_list-CHN_NJnG.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-CTYxmSSv.js","assets/index-BtUrgg9D.js","assets/index-Cl9_FXph.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DT00LmmZ.js","assets/list-Crr5KhoS.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-Cm2VTkxm.js","assets/names-DJsjVRal.js","assets/profile-BNGzIINL.js","assets/project_layout-CKMBdVSD.js","assets/project_layout-CYghfx3U.css","assets/projects-CQBBYrvY.js","assets/projects-DYSg1j96.css","assets/quick_add-RaPmvaOp.js","assets/reads-CAZRAfRx.js","assets/reports-BewqBWTb.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-DGQ7NBfY.js","assets/security-D1PdVv8X.js","assets/settings-C7O3ZtRf.js","assets/settings-Do-KdAmj.css","assets/settings-by3zSVot.js","assets/settings.module-hM49qSi9.js","assets/task_body-CbVu4fhv.js","assets/task_body-tmjbDobR.css","assets/task_drawer-AG0LjNhE.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-C6GTg7-p.js","assets/task_list-CzdjrAaH.css","assets/task_page-Ce2WFPo6.js","assets/transfer-a4ouvlI1.js","assets/trash-BX1Fjb_o.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BiFSzrM9.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-D3hCMUd_.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-CGC1nlUv.js","assets/view-CXy-MHBf.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
