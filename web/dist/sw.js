// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-ecf477be9cc1d770";
const files = ["assets/CloseButton-DEd9dcNy.js","assets/FocusTrap-B7AnX6P6.js","assets/InputBase-d1aQXLzq.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-D7b38p9d.js","assets/Switch-bnnfThWU.js","assets/audit-CUOHb0zP.js","assets/board-9PmMvEnN.js","assets/board-_8ZTJna0.css","assets/calendar-DJRcEz8a.css","assets/calendar-Dc7eN1Jj.js","assets/chart-CzrSQmVF.js","assets/charts-8s5m1zuF.js","assets/cluster-38BgvpXB.js","assets/cluster-Bk1ZRZQc.css","assets/context-Byc19iSm.js","assets/esm-DQx8lVpR.js","assets/esm-hesYCYX8.css","assets/filter_bar-CgA0V1Pf.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-Db3f_njA.js","assets/inbox-BWecsEHx.js","assets/inbox-D3yhgp6T.css","assets/index-Bb-McpYl.css","assets/index-msRo9_rY.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BUtIU2SE.js","assets/list-BdJ5dvsw.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-DWurMRpz.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DCN-zckm.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-dEpcTDqM.js","assets/projects-BNUhy5pU.css","assets/projects-D_ujuP0k.js","assets/quick_add-DfBLHwlb.js","assets/reads-BwW_3rLj.js","assets/reports-DE4oUk90.js","assets/reports-GnbIOqj3.css","assets/search-C7kmw9_m.css","assets/search-CvZ3VnbV.js","assets/security-CZNLIe7k.js","assets/settings-B5qAV6iy.css","assets/settings-CEfu71b7.js","assets/settings-DxaA_WoS.js","assets/settings.module-CRffcP9o.js","assets/task_body-BvCWovdn.css","assets/task_body-DbvbFt-6.js","assets/task_drawer-0uFkkAPE.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-C77sYOkd.css","assets/task_list-Kh-efpmS.js","assets/task_page-ZmB0xWfX.js","assets/transfer-BDArHcCY.js","assets/trash-B3Wuw183.js","assets/trash_acts-BaIk-pO6.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-Aul7wWBD.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-Dr5rS4hb.js","assets/view-Df85ywfG.js","favicon.svg"];
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
