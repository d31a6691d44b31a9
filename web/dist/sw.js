// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-2e5c9224d3be8a07";
const files = ["assets/CloseButton-DmHkek1t.js","assets/FocusTrap-OBKIseSO.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CrYYZ9u6.js","assets/audit-CEB5VBUO.js","assets/board-DFAYlz7O.js","assets/board-DWrlMezr.css","assets/calendar-Bx3dvDA5.js","assets/calendar-D3umX3mv.css","assets/chart-CRPVkyuC.js","assets/charts-DKuPH3sC.js","assets/cluster-CAQYclYY.js","assets/cluster-c5wOwtOg.css","assets/context-CACm975Y.js","assets/download-Bo6CH4qt.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CYHaqpmj.js","assets/filtered_list-p-VPl0ie.js","assets/http-D-wVoix0.js","assets/inbox-B-YU9MoK.js","assets/inbox-BvizrR7q.css","assets/index-bln71pS3.css","assets/index-wJYBvsjN.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BsxnhV5L.js","assets/list-cEIJ-WPI.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-DxPEpjan.js","assets/names-OQRFeNCo.js","assets/profile-CsfGUX12.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-Dy5GK2NI.js","assets/projects-CJOUhcxU.js","assets/projects-DYSg1j96.css","assets/quick_add-DaOzhKoL.js","assets/reads-B72H0l0Y.js","assets/reports-BRuOgbxe.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-CY34ZzT4.js","assets/search-D-sN7IRg.css","assets/security-CABGBkyi.js","assets/settings-Do-KdAmj.css","assets/settings-SK_6rU0p.js","assets/settings-tYwNuyaE.js","assets/settings.module-hM49qSi9.js","assets/task_body-Bn4K9GlY.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BuKYIF0B.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CzdjrAaH.css","assets/task_list-DWiaU8d-.js","assets/task_page-C68LJGrO.js","assets/transfer-BoqUklKY.js","assets/trash-B-9gfSo2.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CaNGt7Ui.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-DCCTWvjC.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-zgcIdXjQ.js","assets/view-OPLXqU4g.css","assets/view-iVsFB8V8.js","favicon.svg"];
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
