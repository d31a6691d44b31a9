// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-e90d37211d6a9677";
const files = ["assets/CloseButton-Dg0dVP9V.js","assets/FocusTrap-DRf2qesx.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-Ch32E-7f.js","assets/audit-MHJNxkWw.js","assets/board-DWrlMezr.css","assets/board-Dj6Xgg0b.js","assets/calendar-D3umX3mv.css","assets/calendar-D4v-P8vU.js","assets/chart-Ch7zhAGg.js","assets/charts-CJ7YMZvu.js","assets/cluster-UrSHCtmE.js","assets/cluster-c5wOwtOg.css","assets/context-BqxUqemi.js","assets/download-8AZNWQgS.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-CezgwSil.js","assets/filtered_list-BCJG8GZp.js","assets/http-Bc4P1gjf.js","assets/inbox-BbDFiVZc.js","assets/inbox-BvizrR7q.css","assets/index-CoXRfq3Z.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BvGK0_Nu.js","assets/list-CPSvU-4w.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-Ckc9-_Sp.js","assets/names-OQRFeNCo.js","assets/profile-BryCwbJN.js","assets/project_layout-BjwbTHKY.js","assets/project_layout-D0hiZMT2.css","assets/projects-DYSg1j96.css","assets/projects-DpjKEvBA.js","assets/quick_add-B0oELpzO.js","assets/reads-ByT2f7fV.js","assets/reports-CQAsvA0N.css","assets/reports-D272_viv.js","assets/save-DDiajD5l.js","assets/search-CK1UwdAj.js","assets/search-D-sN7IRg.css","assets/security-6OFAWzoZ.js","assets/settings-263BMgJI.js","assets/settings-Df4B6hmp.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-BW-mP4OR.js","assets/task_body-tmjbDobR.css","assets/task_drawer-ChzlHOuu.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CzdjrAaH.css","assets/task_list-Tga7lWpB.js","assets/task_page-BQJg5dZ8.js","assets/transfer-DO169-cD.js","assets/trash-CdUN17js.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-eBtsNuSB.js","assets/use_text_scale-CEBj2OfZ.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-BZ9NWbmO.js","assets/view-7v9HIiPR.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
