// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-1972166c136799b4";
const files = ["assets/CloseButton-CS6tlKhz.js","assets/FocusTrap-9_WVKTqr.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-Czef9JkW.js","assets/audit-DjP6fpFa.js","assets/board-DWrlMezr.css","assets/board-cTOu4Urd.js","assets/calendar-D3umX3mv.css","assets/calendar-cMVMZ5S2.js","assets/chart-Bb5aNtrV.js","assets/charts-DxJZcQWr.js","assets/cluster-Bg2ppnog.js","assets/cluster-c5wOwtOg.css","assets/context-BqxUqemi.js","assets/download-Ca1XSPaj.js","assets/due-CBdbV52Y.js","assets/filter_bar-BUQaTSCp.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-CFHvoJuD.js","assets/http-DAV0sQb8.js","assets/inbox-BQrzRRWe.js","assets/inbox-BvizrR7q.css","assets/index-DP07RQZd.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-GZ68UU0L.js","assets/list-B_0Y2XvP.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BzSCnNiA.js","assets/names-OQRFeNCo.js","assets/profile-BjCBvAaL.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-DVxyQcHs.js","assets/projects-DYSg1j96.css","assets/projects-DvS3Ab3W.js","assets/quick_add-DVw5GsZ1.js","assets/reads-CUvZ70FI.js","assets/reports-CQAsvA0N.css","assets/reports-DOolwqig.js","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-DdBqN7Wf.js","assets/security-QyGTI9bA.js","assets/settings-Bzr2oPZA.js","assets/settings-D8CIkMs-.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-DzsXffft.js","assets/task_body-tmjbDobR.css","assets/task_drawer-Cnk6VM3Y.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CFl-ssBy.js","assets/task_list-CzdjrAaH.css","assets/task_page-gwWROQu_.js","assets/transfer-Sr6-x53A.js","assets/trash-CHz_sC3Z.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-BBxqNJg5.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-DlBxh5h-.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-CcYlqBFE.js","assets/view-D6EMEwh1.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
