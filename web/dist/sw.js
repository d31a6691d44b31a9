// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-26afc277c95e22ac";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CtaYIIqQ.js","assets/audit-DRwz5FDM.js","assets/board-BMQluoeb.js","assets/board-DWrlMezr.css","assets/calendar-B9QU6PRc.js","assets/calendar-D3umX3mv.css","assets/chart-C4dckU49.js","assets/charts-BaRE2cUB.js","assets/cluster-Dg4SNrAp.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-DhXO7lgd.js","assets/due-CBdbV52Y.js","assets/filter_bar-BJNh1_me.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-cJP_dDpn.js","assets/http-DHJVTAzF.js","assets/inbox-BtwYNCEU.js","assets/inbox-BvizrR7q.css","assets/index-Bz41RKT-.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CMnsP1Eb.js","assets/list-B32DXZHW.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-C1a-JwFX.js","assets/names-OQRFeNCo.js","assets/profile-DF7oHT-q.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-DSGU6sC_.js","assets/projects-BMJIdFeJ.js","assets/projects-DYSg1j96.css","assets/quick_add-Bxtv0A7u.js","assets/reads-DA5US1L-.js","assets/reports-CQAsvA0N.css","assets/reports-qLeDsIB2.js","assets/save-DDiajD5l.js","assets/search-BhplMJkI.js","assets/search-D-sN7IRg.css","assets/security-iHLAVDpA.js","assets/settings-CwH-aGbS.js","assets/settings-Do-KdAmj.css","assets/settings-lNnd9DWD.js","assets/settings.module-hM49qSi9.js","assets/task_body-jdzsFXuI.js","assets/task_body-tmjbDobR.css","assets/task_drawer-CevE-H_6.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-Cxg8rNbp.js","assets/task_list-CzdjrAaH.css","assets/task_page-oiGHCobP.js","assets/transfer-ByoUstrU.js","assets/trash-CM-l7rXe.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DA17C6n8.js","assets/use_text_scale-CCq9O24p.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-BcnjV1-q.js","assets/view-BTBjVRcO.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
