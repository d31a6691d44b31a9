// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-f8f637da131c6cf0";
const files = ["assets/CloseButton-DmHkek1t.js","assets/FocusTrap-OBKIseSO.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-ClWv9cr1.js","assets/audit-CcNGqwxU.js","assets/board-DPH6S-jF.js","assets/board-DWrlMezr.css","assets/calendar-BztDd-pG.js","assets/calendar-D3umX3mv.css","assets/chart-CQWFU2bJ.js","assets/charts-Cr3qjrkP.js","assets/cluster-BM3pnoPE.js","assets/cluster-c5wOwtOg.css","assets/context-BqxUqemi.js","assets/download-D5CjgJ7J.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-DMHlaSkW.js","assets/filtered_list-DzQpLq3M.js","assets/http-D-wVoix0.js","assets/inbox-2cJScQQY.js","assets/inbox-BvizrR7q.css","assets/index-bln71pS3.css","assets/index-dT0rKcVz.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-f9Ym0oRQ.js","assets/list-CQzyKUCF.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BUNbU2K7.js","assets/names-OQRFeNCo.js","assets/profile-_f9zuiee.js","assets/project_layout-BFHPTn8u.js","assets/project_layout-D0hiZMT2.css","assets/projects-D83q3Ly9.js","assets/projects-DYSg1j96.css","assets/quick_add-Cdnw2kh0.js","assets/reads-L5vLbyKz.js","assets/reports-CQAsvA0N.css","assets/reports-D9eqbWQ9.js","assets/save-DDiajD5l.js","assets/search-BCo62fRe.js","assets/search-D-sN7IRg.css","assets/security-C8U2vwws.js","assets/settings-CEjvX0EJ.js","assets/settings-Do-KdAmj.css","assets/settings-UVC_xCOw.js","assets/settings.module-hM49qSi9.js","assets/task_body-CxE5oFcP.js","assets/task_body-tmjbDobR.css","assets/task_drawer-CMtHUzWM.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CgM1bUe_.js","assets/task_list-CzdjrAaH.css","assets/task_page-B-gVDZjT.js","assets/transfer-DeahQY0M.js","assets/trash-DzyjqtpJ.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-Wd4hMoXy.js","assets/use_text_scale-CZ0PKh4M.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-CD3TMzr0.js","assets/view-BDaAQvew.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
