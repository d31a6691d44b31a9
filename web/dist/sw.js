// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-b3c3ef9661fedbb1";
const files = ["assets/CloseButton-PhjC0_C8.js","assets/FocusTrap-CbOg3Pgm.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-tic862cy.js","assets/audit-SKrOYBaB.js","assets/board-DWrlMezr.css","assets/board-DbMfT7Io.js","assets/calendar-D3umX3mv.css","assets/calendar-kLkMTQMS.js","assets/chart-DS3YO3iX.js","assets/charts-weOyu1nM.js","assets/cluster-BQQdD9cT.js","assets/cluster-c5wOwtOg.css","assets/context-CACm975Y.js","assets/download-Z12UZNIE.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CdIAX_Ir.js","assets/filtered_list-D5QQpAt_.js","assets/http-BISkWseA.js","assets/inbox-BC9x-LJR.js","assets/inbox-BvizrR7q.css","assets/index-0kEijjjj.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CqlQ92Q0.js","assets/list-DX0rxN-o.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BM8QmZEq.js","assets/names-OQRFeNCo.js","assets/profile-Cky4aurn.js","assets/project_layout-BMfnS1Ck.js","assets/project_layout-D0hiZMT2.css","assets/projects-BFULTeRd.js","assets/projects-DYSg1j96.css","assets/quick_add-B63-jDEZ.js","assets/reads-CBL11xd3.js","assets/reports-CQAsvA0N.css","assets/reports-CWPyVZT4.js","assets/save-DDiajD5l.js","assets/search-BI8Pqal5.js","assets/search-D-sN7IRg.css","assets/security-gSBfWTQ7.js","assets/settings-CBk1wvW4.js","assets/settings-DUyJazKf.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-Dk8v2BOu.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DCLUufYm.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BfZuidIn.js","assets/task_list-CzdjrAaH.css","assets/task_page-dO2mDYfN.js","assets/transfer-C2P1YdH7.js","assets/trash-DNwaHAFu.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-utwXp9di.js","assets/use_text_scale-CQAOPZ2h.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-D5fneT0I.js","assets/view-D6EK2Gng.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
