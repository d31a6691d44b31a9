// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-b58c29ac5dd9171e";
const files = ["assets/CloseButton-Bald7lZK.js","assets/FocusTrap-XAnsyl2v.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-C3xurLeY.js","assets/audit-C0WWRCCI.js","assets/board-4TKtNI7y.js","assets/board-DWrlMezr.css","assets/calendar-CNlXNoFE.js","assets/calendar-D3umX3mv.css","assets/chart-B__aggUh.js","assets/charts-DA6bNtfR.js","assets/cluster-1vLupA68.js","assets/cluster-c5wOwtOg.css","assets/context-CACm975Y.js","assets/download-DUQoHyd1.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-DjlqdAVy.js","assets/filtered_list-BV1_G56W.js","assets/http-B-P_oU2U.js","assets/inbox-B9M_BZm8.js","assets/inbox-BvizrR7q.css","assets/index-DH7wTadF.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CIya15r8.js","assets/list-BRwryTXs.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CiGk2CMl.js","assets/names-OQRFeNCo.js","assets/profile-DGLiOfHl.js","assets/project_layout-BfSaeX_H.js","assets/project_layout-D0hiZMT2.css","assets/projects-BwELdXDL.js","assets/projects-DYSg1j96.css","assets/quick_add-B9Ewqs2v.js","assets/reads-CzrEuy2C.js","assets/reports-CQAsvA0N.css","assets/reports-Davlkx8y.js","assets/save-DDiajD5l.js","assets/search-CFm3WCUR.js","assets/search-D-sN7IRg.css","assets/security-CYml8gHV.js","assets/settings-BHlONfN4.js","assets/settings-CjrvQ5cW.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-BJ3uZCht.js","assets/task_body-tmjbDobR.css","assets/task_drawer-DgFcw_zD.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CzdjrAaH.css","assets/task_list-dfiD2OfT.js","assets/task_page-C3Qa7Z_K.js","assets/transfer-TaEL5xAn.js","assets/trash-BHDJOEwQ.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DeJoiy6c.js","assets/use_text_scale-D-uo3Ah3.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-gs54Thqs.js","assets/view-OPLXqU4g.css","assets/view-RXgZ1v7k.js","favicon.svg"];
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
