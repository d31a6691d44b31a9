// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-e1b806cd33ce8e62";
const files = ["assets/CloseButton-PhjC0_C8.js","assets/FocusTrap-CbOg3Pgm.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-Fjs3eKCc.js","assets/audit-mUXUEY43.js","assets/board-D11I3gIG.js","assets/board-DWrlMezr.css","assets/calendar-BvZQCR93.js","assets/calendar-D3umX3mv.css","assets/chart-3DYy26nv.js","assets/charts-B3PtMtan.js","assets/cluster-CQLQhnWd.js","assets/cluster-c5wOwtOg.css","assets/context-CACm975Y.js","assets/download-Ckp5L1lP.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CurinCms.js","assets/filtered_list-BMxqq5Zq.js","assets/http-BISkWseA.js","assets/inbox-BWnzQFUf.js","assets/inbox-BvizrR7q.css","assets/index-BYwnN6yX.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-B2MryAbM.js","assets/list-f4N7hWGH.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CHC_MniR.js","assets/names-OQRFeNCo.js","assets/profile-Ch4VpDMD.js","assets/project_layout--J9Jkj9y.js","assets/project_layout-D0hiZMT2.css","assets/projects-BdrLvpjO.js","assets/projects-DYSg1j96.css","assets/quick_add-exSMZWhS.js","assets/reads-CBL11xd3.js","assets/reports-BiGCi2T1.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-Ds5WVfZN.js","assets/security-CkCF5ZIf.js","assets/settings-7AgqSx7b.js","assets/settings-Do-KdAmj.css","assets/settings-DpzQrkpQ.js","assets/settings.module-hM49qSi9.js","assets/task_body-BOvy0Kc_.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-MuksIF_S.js","assets/task_list-CSDKTXy8.js","assets/task_list-CzdjrAaH.css","assets/task_page-CYb9OlNY.js","assets/transfer-Babp1LDE.js","assets/trash-DEsq7LyC.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-CvHM2GTY.js","assets/use_text_scale-1hJZTmSF.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-BNCQlqs3.js","assets/view-Ctw9GxyG.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
