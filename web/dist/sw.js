// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-9e01989db27a12db";
const files = ["assets/CloseButton-MOtEkiLE.js","assets/FocusTrap-D2RYMYJ0.js","assets/InputBase-CRZ9pLj3.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-CZIex321.js","assets/Switch-BgLHXyZf.js","assets/audit-CrLWiunP.js","assets/board-CvXpF7yN.css","assets/board-Drk1NcdY.js","assets/calendar-BOrouWG-.css","assets/calendar-C2XBB9W2.js","assets/chart-D1YibzNB.js","assets/charts-BUBJgMis.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-_wNA2T5d.js","assets/context-BHmJ6VOi.js","assets/download-DfvVf6qf.js","assets/esm-BKIlqyli.js","assets/esm-hesYCYX8.css","assets/filter_bar-Bh0pBNCC.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-CnHjj-Iy.js","assets/inbox-Cx3eLGk2.js","assets/inbox-D3yhgp6T.css","assets/index-DUxUxg8M.css","assets/index-G74163Hg.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BYtlrtOG.js","assets/list-CNXMTDH1.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-hHlJfXnG.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-BwRekwNI.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-CrAzkEDx.js","assets/projects-BNUhy5pU.css","assets/projects-NzG8ulX1.js","assets/quick_add-CSC4OyQo.js","assets/reads-Br7YVswO.js","assets/reports-Bd-7xhGW.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-CKVAOg0R.js","assets/security-mSACLFSZ.js","assets/settings-B5qAV6iy.css","assets/settings-BYUWxXof.js","assets/settings-DvXWMU4o.js","assets/settings.module-CRffcP9o.js","assets/task_body-D63y9bED.css","assets/task_body-DjXwtIla.js","assets/task_drawer-BhWHOdtl.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-Mn2TlfjR.js","assets/task_list-r98ki7X9.css","assets/task_page-C4akuQFH.js","assets/transfer-JEdmvpgd.js","assets/trash-Cjjg9Arg.js","assets/trash_acts-DhZeHR1C.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-8iYqwtAJ.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-ql2DdGth.js","assets/view-OPLXqU4g.css","assets/view-j-BfHb6s.js","favicon.svg"];
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
