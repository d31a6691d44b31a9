// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-45975f414f6e81d7";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-BUdxKc-Q.js","assets/audit-yHkNY0hF.js","assets/board-CvhFWu4t.js","assets/board-DWrlMezr.css","assets/calendar-BJ-WcH7u.js","assets/calendar-D3umX3mv.css","assets/chart-CqcmbooL.js","assets/charts-DqwfM8XF.js","assets/cluster-C36MjBdk.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-Bk4Y_RzP.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-DJvFTf0O.js","assets/filtered_list-CSoa9755.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-CxfDe7Jq.js","assets/index-CpMIJKwO.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DZbbqtOw.js","assets/list-D2KjpLr9.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-Ci7oxndD.js","assets/names-OQRFeNCo.js","assets/profile-icFDgnqp.js","assets/project_layout-CXPLr4F7.js","assets/project_layout-D0hiZMT2.css","assets/projects-DYSg1j96.css","assets/projects-_bBW9Wcw.js","assets/quick_add-CbLsDVjN.js","assets/reads-DA5US1L-.js","assets/reports-B_tzzRbW.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-DfMJEsQX.js","assets/security-BQrSuPvq.js","assets/settings-BAMPHsm-.js","assets/settings-D1HaJcy8.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-Ddqt6KMx.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DassZDYE.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CCb2FOVN.js","assets/task_list-CzdjrAaH.css","assets/task_page-BB7nylHL.js","assets/transfer-C5TkX2S5.js","assets/trash-muk-jrbr.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BlCu5pCf.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-Dzhsz7-5.css","assets/use_text_scale-P9AopW3v.js","assets/users-XD7DePKd.js","assets/view-CdXfX80R.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
