// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-c629d486e8a75cc6";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CbIgELAa.js","assets/audit-Ba4Rsa9z.js","assets/board-BCPrd31X.js","assets/board-DWrlMezr.css","assets/calendar-CvRtcEKK.js","assets/calendar-D3umX3mv.css","assets/chart-C4Ntymla.js","assets/charts-_vRNSHJA.js","assets/cluster-c5wOwtOg.css","assets/cluster-xyFzIAlk.js","assets/context-DrhE2j2b.js","assets/download-D2emOkFE.js","assets/due-D4H6jjqQ.js","assets/filter_bar-BcGWJo8-.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-6V208RuQ.js","assets/http-BEkshWQo.js","assets/inbox-BWy8hBFN.js","assets/inbox-BvizrR7q.css","assets/index-Bd69z-_l.js","assets/index-DJFXQPRQ.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-Bf9rSnt9.js","assets/list-DR6un-63.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-B-DGSXn0.js","assets/names-DJsjVRal.js","assets/profile-zcLhFyEM.js","assets/project_layout-CYghfx3U.css","assets/project_layout-Ctlo7RGp.js","assets/projects-D614JlHf.js","assets/projects-DYSg1j96.css","assets/quick_add-BvXxupul.js","assets/reads-E11hk4_a.js","assets/reports-CQAsvA0N.css","assets/reports-CoUY8CsK.js","assets/save-DDiajD5l.js","assets/search-B3QBQkE8.js","assets/search-D-sN7IRg.css","assets/security-BE5zApbn.js","assets/settings-BULMVRj_.js","assets/settings-D1vhlLHc.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-BmXmRXkl.js","assets/task_body-tmjbDobR.css","assets/task_drawer-Cp-PoScW.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-B6ky91jr.js","assets/task_list-D2jE1OSV.css","assets/task_page-DAeIkbOc.js","assets/transfer-rG15HXBl.js","assets/trash-D0JW4RMK.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DdiuhjHm.js","assets/use_text_scale-CL7BOoS5.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-DEEwyC0F.js","assets/view-BnB_NfR0.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
