// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-6fd58301b65ed1d7";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-DEHQ7isE.js","assets/audit-C86N_PUz.js","assets/board-B2ViMKL8.js","assets/board-_8ZTJna0.css","assets/calendar-BOrouWG-.css","assets/calendar-BoqUc9nD.js","assets/chart-nXiHqmf0.js","assets/charts-CtJFuQDo.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-Djdf3527.js","assets/context-BHmJ6VOi.js","assets/download-BbYspNBW.js","assets/esm-Bfy7_-XC.js","assets/esm-hesYCYX8.css","assets/filter_bar-BXhUQKNA.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-DMqmi9AK.js","assets/inbox-D3yhgp6T.css","assets/inbox-XMe14YTR.js","assets/index-Bn7pTFl2.js","assets/index-DUxUxg8M.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CHAb5DKe.js","assets/list-oHTSeC_h.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-D2VU0NZq.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DMMWE109.js","assets/project_layout-BYGWWeIi.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-D_-zZIlU.js","assets/quick_add-BSErygtP.js","assets/reads-Br7YVswO.js","assets/reports-CDMYaz6z.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-Dx1f5XA7.js","assets/security-jqvxwZVm.js","assets/settings-B5qAV6iy.css","assets/settings-Co6Z-Jb7.js","assets/settings-DBpfhR6h.js","assets/settings.module-CRffcP9o.js","assets/task_body-BwxXZpFL.js","assets/task_body-D63y9bED.css","assets/task_drawer-CH0i6XaD.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-C5LQafF_.js","assets/task_list-r98ki7X9.css","assets/task_page-BMPqC7mh.js","assets/transfer-Cvlghx1g.js","assets/trash-G_wS-QM6.js","assets/trash_acts-DhZeHR1C.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-dE3wkWI2.js","assets/use_title-D5ZF9A0I.js","assets/users-BzQmLu8x.js","assets/view-C6L2vnBy.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
