// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-cfd7b168c3ca2246";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-C6ddd7Di.js","assets/audit-CGC1j2yV.js","assets/board-CBahdsXv.css","assets/board-DxHyxcoe.js","assets/calendar-Dsf6O_g-.js","assets/calendar-DuJVzKAU.css","assets/chart-FW-8vvoc.js","assets/charts-CGf6sQzm.js","assets/cluster-Be0zfNbP.css","assets/cluster-C_OV81QV.js","assets/context-DrhE2j2b.js","assets/download-CIwT10xY.js","assets/due-D4H6jjqQ.js","assets/esm-aDOVhJpd.js","assets/esm-hesYCYX8.css","assets/filter_bar-B9PKpttq.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-CKvryCsk.js","assets/http-BEkshWQo.js","assets/inbox-BG1mIbdk.js","assets/inbox-D3yhgp6T.css","assets/index-0n7s43P0.js","assets/index-DDvU29Ow.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-vNe-xxkF.js","assets/list-CFpDJE9v.js","assets/markdown-CnjpEoqH.css","assets/markdown-Z6oyRGye.js","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-2mWto07Q.js","assets/names-DJsjVRal.js","assets/profile-CiAkPkDC.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-CtsRhHo_.js","assets/projects-BNUhy5pU.css","assets/projects-qyZGOSpO.js","assets/quick_add-BAaf1kmT.js","assets/reads-E11hk4_a.js","assets/reports-Br3khUQR.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-CPS842xq.js","assets/security-CqB0kt2a.js","assets/settings-B-HAf_fi.js","assets/settings-B5qAV6iy.css","assets/settings-DbPLvNDv.js","assets/settings.module-CRffcP9o.js","assets/task_body-DlD6DEhJ.js","assets/task_body-KOluP9oD.css","assets/task_drawer-C6FADmPF.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-0WKrQ0xs.css","assets/task_list-Dq4NvVUp.js","assets/task_page-BzgXJozT.js","assets/transfer-Cfj2YO82.js","assets/trash-D8jZZA3H.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DxiKMERm.js","assets/users-BBXisnP8.js","assets/view-OPLXqU4g.css","assets/view-W-JTH2FA.js","favicon.svg"];
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
