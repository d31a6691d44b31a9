// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-8b3da79b358ef2d8";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-C85Thjwl.js","assets/audit-BUvvYbqz.js","assets/board-CBahdsXv.css","assets/board-CnwDNAUM.js","assets/calendar-Cu6NkVOb.js","assets/calendar-DuJVzKAU.css","assets/chart-qyirFAly.js","assets/charts-Cye_IwR5.js","assets/cluster-Be0zfNbP.css","assets/cluster-CCkURYDU.js","assets/context-DrhE2j2b.js","assets/download-BKY3PiNP.js","assets/due-D4H6jjqQ.js","assets/esm-6_AeJf3g.js","assets/esm-hesYCYX8.css","assets/filter_bar-7shasQlO.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-CsF4plhW.js","assets/http-BEkshWQo.js","assets/inbox-1C6Q9PGf.js","assets/inbox-D3yhgp6T.css","assets/index-C2u7zaPo.js","assets/index-DDvU29Ow.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CNRUPuh6.js","assets/list-HhgO6clb.js","assets/markdown-CnjpEoqH.css","assets/markdown-Z6oyRGye.js","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-CFS2m2Bb.js","assets/names-DJsjVRal.js","assets/profile-C1z7aTdj.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-BnEWNv8l.js","assets/projects-BNUhy5pU.css","assets/projects-F63zJzTD.js","assets/quick_add-D4qFQNYQ.js","assets/reads-E11hk4_a.js","assets/reports-5r_xQRO0.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-Ce3ctNtS.js","assets/security-BrbDggAi.js","assets/settings-B5qAV6iy.css","assets/settings-Bb3iwSPd.js","assets/settings-Bglos0ni.js","assets/settings.module-CRffcP9o.js","assets/task_body-KOluP9oD.css","assets/task_body-w4SEb4x_.js","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-Pr4Pc5E0.js","assets/task_list-0WKrQ0xs.css","assets/task_list-Deh2q1sZ.js","assets/task_page-DdOr8qXs.js","assets/transfer-BoX0IOS-.js","assets/trash-Bv06vkZW.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DD7JmTdj.js","assets/users-C5dq_Bg9.js","assets/view-BHv50bNj.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
