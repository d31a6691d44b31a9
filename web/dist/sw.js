// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-d61205403540d75a";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-Cocp1KaP.js","assets/audit-D9y4gD_D.js","assets/board-DWrlMezr.css","assets/board-Z4yJ6R3_.js","assets/calendar-D1FFGhs9.js","assets/calendar-D3umX3mv.css","assets/chart-Dw6ryCf4.js","assets/charts-C1nOirn7.js","assets/cluster-c5wOwtOg.css","assets/cluster-u9xDk-2H.js","assets/context-CACm975Y.js","assets/download-DkFhb5YV.js","assets/due-CBdbV52Y.js","assets/filter_bar-B9ZdXMoE.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-De_xCduD.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-C_x974Jy.js","assets/index-Dd5vXdO0.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CMc5VS5Y.js","assets/list-xjYmuwfk.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-TKdRnG8n.js","assets/names-OQRFeNCo.js","assets/profile-PJPWDlw_.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-gqCkHH3B.js","assets/projects-Ccck6-4c.js","assets/projects-DYSg1j96.css","assets/quick_add-BCQdJb_-.js","assets/reads-Bafnkkli.js","assets/reports-BrdeJ5R7.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-Czd1Kgvl.js","assets/search-D-sN7IRg.css","assets/security-Bkg_RqD1.js","assets/settings-BtgMZ8z3.js","assets/settings-Cr9Bsx6U.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-Bx5oxcZl.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BMHYVaMQ.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BWy_gdUI.js","assets/task_list-CzdjrAaH.css","assets/task_page-CA_GVx8M.js","assets/transfer-DclPCZCl.js","assets/trash-CSNSHyaB.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DMWov9xu.js","assets/use_text_scale-Dzhsz7-5.css","assets/use_text_scale-mtf2g2w2.js","assets/users-BNwleaVL.js","assets/view-DWak1opw.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
