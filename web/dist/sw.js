// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-faf5e0b8e5d10255";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-SZbMWMwn.js","assets/audit-DSMcUjZX.js","assets/board-DWrlMezr.css","assets/board-J7WbslFv.js","assets/calendar-CngRYODN.js","assets/calendar-D3umX3mv.css","assets/chart-CLTl9XB-.js","assets/charts-_D1cRENJ.js","assets/cluster-B8RHAQlI.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-B9jhY3Q7.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-Cu-uo88f.js","assets/filtered_list-CqWIww0O.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-CNwLdEpR.js","assets/index-Cdauiwv4.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CfJvrsKU.js","assets/list-CQp9INoJ.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BFSm_wnk.js","assets/names-OQRFeNCo.js","assets/profile-wlbVS3lB.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-vGSAK0Re.js","assets/projects-BNon8G0y.js","assets/projects-DYSg1j96.css","assets/quick_add-1fUox_LY.js","assets/reads-DA5US1L-.js","assets/reports-CQAsvA0N.css","assets/reports-DospiDwc.js","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-DRCwi5yv.js","assets/security-BtOrZPfS.js","assets/settings-B_3lL8R7.js","assets/settings-DNnjjtHL.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-9_LaggDC.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BXXJJE_X.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-4z9hOMLu.js","assets/task_list-CzdjrAaH.css","assets/task_page-CMo06_Ap.js","assets/transfer-C4FyT7zS.js","assets/trash-CysMf-OF.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DJstGdET.js","assets/use_text_scale-C1eCoY-D.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-BLvJMQLN.js","assets/view-Bs9Xb3AX.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
