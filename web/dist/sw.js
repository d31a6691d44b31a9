// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-672f51164c11362d";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CBPjJqu2.js","assets/audit-A6NIIKeF.js","assets/board-Bv9qwPGA.js","assets/board-DWrlMezr.css","assets/calendar-D3umX3mv.css","assets/calendar-DLaC1tSN.js","assets/chart-Xk44kM0S.js","assets/charts-Cwo_YDsO.js","assets/cluster-DVkB6gYD.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-DHd69nkP.js","assets/due-CBdbV52Y.js","assets/filter_bar-8sZJAAZ-.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-Bz6gXPWo.js","assets/http-DHJVTAzF.js","assets/inbox-B3TtUilm.js","assets/inbox-BvizrR7q.css","assets/index-B9DfJsqZ.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DEe4zBFQ.js","assets/list-Chc1r-ex.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-DRUZg-08.js","assets/names-OQRFeNCo.js","assets/profile-DIgcqq5j.js","assets/project_layout-CBdGEJeA.js","assets/project_layout-D0hiZMT2.css","assets/projects-DYSg1j96.css","assets/projects-r5Tc7vpH.js","assets/quick_add-yaI-1LPi.js","assets/reads-DA5US1L-.js","assets/reports-CQAsvA0N.css","assets/reports-DnLJ4YB8.js","assets/save-DDiajD5l.js","assets/search-C7qZrcST.js","assets/search-D-sN7IRg.css","assets/security-BMmsI_ki.js","assets/settings-B3BU2e5t.js","assets/settings-D5z184Nl.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-D-pURQui.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-Djy1uAIo.js","assets/task_list-CS99YzJD.js","assets/task_list-CzdjrAaH.css","assets/task_page-Mf-wRe99.js","assets/transfer-BLygxmbs.js","assets/trash-Cg6Rc2xs.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-uipSl-34.js","assets/use_text_scale-DjwG8NeP.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-BcQHVKIW.js","assets/view-OPLXqU4g.css","assets/view-xG1dZ828.js","favicon.svg"];
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
