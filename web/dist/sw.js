// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-08d1c6937ffc4f00";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CmCkW3Ns.js","assets/audit-B6HQ_EOg.js","assets/board-CBahdsXv.css","assets/board-vvwXno-G.js","assets/calendar-DAkGg9rO.js","assets/calendar-DuJVzKAU.css","assets/chart-CNqEoLQ5.js","assets/charts-DW6vbxbE.js","assets/cluster-Be0zfNbP.css","assets/cluster-DwJ5br9I.js","assets/context-DrhE2j2b.js","assets/download-Bc8pLZan.js","assets/due-D4H6jjqQ.js","assets/esm-BuqnRI27.js","assets/esm-hesYCYX8.css","assets/filter_bar-BJltSRzJ.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-D4hZXK7N.js","assets/http-BEkshWQo.js","assets/inbox-BIv2L4wP.js","assets/inbox-D3yhgp6T.css","assets/index-DDvU29Ow.css","assets/index-R9rLuobU.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-u_g-dQuX.js","assets/list-C5tagzem.js","assets/markdown-CnjpEoqH.css","assets/markdown-Z6oyRGye.js","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-DKRBF2Dc.js","assets/names-DJsjVRal.js","assets/profile-U08aLaQg.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-C_Ymp-Wj.js","assets/projects-8tT2Hinj.js","assets/projects-BNUhy5pU.css","assets/quick_add-CItH_euT.js","assets/reads-E11hk4_a.js","assets/reports-Cw_B0Vb_.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-ClMbvTRw.js","assets/security-B2bSf95A.js","assets/settings-B5qAV6iy.css","assets/settings-C1JfRo94.js","assets/settings-DfHH65zh.js","assets/settings.module-CRffcP9o.js","assets/task_body-KOluP9oD.css","assets/task_body-zpFghc_P.js","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-Dm5E4HIH.js","assets/task_list-0WKrQ0xs.css","assets/task_list-Brwchnxa.js","assets/task_page-y6rYzfj5.js","assets/transfer-CDyd20mE.js","assets/trash-BFzckBLk.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-jlKSDqJd.js","assets/users-wCJ_g-Cm.js","assets/view-CiINaEvY.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
