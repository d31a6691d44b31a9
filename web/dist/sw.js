// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-dddb3f3ee49c41bc";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-3U-BqnGh.js","assets/audit-bKLDgLA4.js","assets/board-_8ZTJna0.css","assets/board-nkGo-eGG.js","assets/calendar-BOrouWG-.css","assets/calendar-Bg8ybKzD.js","assets/chart-C5nLX-g2.js","assets/charts-D7qcNuSt.js","assets/cluster-BLNquQe1.js","assets/cluster-Bk1ZRZQc.css","assets/context-BHmJ6VOi.js","assets/download-DAskJjR9.js","assets/esm-DcdnhKry.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-a5Gf4eiy.js","assets/filtered_list-i_m5yc6M.js","assets/inbox-BsKW0KTH.js","assets/inbox-D3yhgp6T.css","assets/index-Dcx9R1aQ.js","assets/index-HsA8N7j8.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CKrT6Pxq.js","assets/list-DklWt42r.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BfCViM9D.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-mvS2sO7k.js","assets/project_layout-BR749r6A.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-Ok83vgB1.js","assets/quick_add-Dn_QwC6E.js","assets/reads-32UV7_o_.js","assets/reports-CIP9WOf6.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-CnTjrXE9.js","assets/security-B5FG_AWV.js","assets/settings-B5qAV6iy.css","assets/settings-CF2K2n3G.js","assets/settings-CXblq2OP.js","assets/settings.module-CRffcP9o.js","assets/task_body-C50g6ILi.js","assets/task_body-D63y9bED.css","assets/task_drawer-Cb8zp74w.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BxkyxxZ8.css","assets/task_list-DDBMFQJA.js","assets/task_page-K-MI154d.js","assets/transfer-DQ_uRpni.js","assets/trash-DklWkGgo.js","assets/trash_acts-j-ds3BvK.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-C_iIUXOd.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-4mAwIrNQ.js","assets/view-DA1kRdPE.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
