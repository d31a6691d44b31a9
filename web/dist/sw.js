// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-056bf3b96a38bdbf";
const files = ["assets/CloseButton-Dg0dVP9V.js","assets/FocusTrap-DRf2qesx.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-Ba-ecbwA.js","assets/audit-Cda4Yyqe.js","assets/board-BX9KXZkQ.js","assets/board-DWrlMezr.css","assets/calendar-0UxUVKIc.js","assets/calendar-D3umX3mv.css","assets/chart-wLDPIYEJ.js","assets/charts-BfhlXupw.js","assets/cluster-BGDQQKhN.js","assets/cluster-c5wOwtOg.css","assets/context-BqxUqemi.js","assets/download-CFjogWew.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-cWKmvvkc.js","assets/filtered_list-CBoO6Ik0.js","assets/http-Bc4P1gjf.js","assets/inbox-BvizrR7q.css","assets/inbox-TPM2u-FF.js","assets/index-DN51ze2v.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BGDj2rJq.js","assets/list-CYr1h-cn.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-IY0bTERK.js","assets/names-OQRFeNCo.js","assets/profile-wGj1T8SZ.js","assets/project_layout-Bz-LLM8w.js","assets/project_layout-D0hiZMT2.css","assets/projects-B0sNWM1v.js","assets/projects-DYSg1j96.css","assets/quick_add-CSw_1ybJ.js","assets/reads-ByT2f7fV.js","assets/reports-CQAsvA0N.css","assets/reports-JaRV89yt.js","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-hUTgqsr6.js","assets/security-B-vllAQR.js","assets/settings-BW9dVwv5.js","assets/settings-DZO5eoFh.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-Bo0RtzsK.js","assets/task_body-tmjbDobR.css","assets/task_drawer-D6FuswU_.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BRKOBXgp.js","assets/task_list-CzdjrAaH.css","assets/task_page-yXrq4krk.js","assets/transfer-CxfFZ_hb.js","assets/trash-BlfQNPs3.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CEU2Hzjz.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-CtN_FxTG.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-Ci4uyw2t.js","assets/view-DECv6m87.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
