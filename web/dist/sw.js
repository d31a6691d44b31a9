// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-189481e4b6b7b2dc";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/InputBase-S1oeRsw9.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BJiJhoQs.js","assets/Switch-DR3Zv6MJ.js","assets/audit-CUQcSZUl.js","assets/board-CBahdsXv.css","assets/board-biDfF5gZ.js","assets/calendar-DuJVzKAU.css","assets/calendar-TPZml5D4.js","assets/chart-CfgLM-nr.js","assets/charts-BZfEUMu4.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-aYcH7UBB.js","assets/context-DrhE2j2b.js","assets/download-Dao8adi-.js","assets/due-D4H6jjqQ.js","assets/esm-BKJK8opk.js","assets/esm-hesYCYX8.css","assets/filter_bar-BGeppQ2-.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-k29FqyEc.js","assets/http-BEkshWQo.js","assets/inbox-D3yhgp6T.css","assets/inbox-DexodI9P.js","assets/index-BFQVfxOq.css","assets/index-ChtNsjZZ.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BH_jLNfs.js","assets/list-arU3cwKm.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CFVMrsQv.js","assets/names-DJsjVRal.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DLESHa4p.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-n-ir7ozV.js","assets/projects-BNUhy5pU.css","assets/projects-C9klSce-.js","assets/quick_add-D6YJEgbB.js","assets/reads-E11hk4_a.js","assets/reports-D-GNmFT1.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-hg6THdQL.js","assets/security-C03deyJE.js","assets/settings-6N4qtcsw.js","assets/settings-B5qAV6iy.css","assets/settings-CRCrppuP.js","assets/settings.module-CRffcP9o.js","assets/task_body-CsVi4cm8.js","assets/task_body-KOluP9oD.css","assets/task_drawer-Ce31Z1wu.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-0WKrQ0xs.css","assets/task_list-DHZtrJyp.js","assets/task_page-BRzxSgcY.js","assets/transfer-DmnsmB0j.js","assets/trash-C9NyFcdk.js","assets/trash_acts-DLa5VwIq.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CZs8vYqd.js","assets/use_scheme-CnsZ1jie.css","assets/users-DvkIK3ph.js","assets/view-14nskwi_.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
