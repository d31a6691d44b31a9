// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-8b82e23676cd1c70";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CCsh3mBl.js","assets/audit-CTOD54YM.js","assets/board-DWrlMezr.css","assets/board-DfTGXFvz.js","assets/calendar-CBfF7xrE.js","assets/calendar-D3umX3mv.css","assets/chart-DH105inZ.js","assets/charts-CMI5tmGe.js","assets/cluster-DkVBS4CP.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-4GKqtSpU.js","assets/due-D4H6jjqQ.js","assets/filter_bar-BltS4lNK.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-Darr29gy.js","assets/http-BEkshWQo.js","assets/inbox-BJ3hEhxa.js","assets/inbox-BvizrR7q.css","assets/index-D8NQj4pp.js","assets/index-DJFXQPRQ.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-tZqtrGOk.js","assets/list-BrpjY86g.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CwTAMCMg.js","assets/names-DJsjVRal.js","assets/profile-WQQeNksZ.js","assets/project_layout-BRVhghDb.js","assets/project_layout-CYghfx3U.css","assets/projects-BtO6gc2X.js","assets/projects-DYSg1j96.css","assets/quick_add-CtyrUWRs.js","assets/reads-E11hk4_a.js","assets/reports-CQAsvA0N.css","assets/reports-GhmX9J-3.js","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-SFG3rzk1.js","assets/security-BI4zO3Vi.js","assets/settings-BQwMOgHL.js","assets/settings-D7OHJYRb.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-Cb_8M0Nl.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BQWCqWiO.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CxmBFvZs.js","assets/task_list-D2jE1OSV.css","assets/task_page-B0WEeZNv.js","assets/transfer-CmYOYgdT.js","assets/trash-B6VwgnG8.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-UTqfES0A.js","assets/use_text_scale-Dzhsz7-5.css","assets/use_text_scale-w8Wk_Iok.js","assets/users-Dwz5TOZS.js","assets/view-Cp2lhccR.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
