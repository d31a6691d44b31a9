// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-0531d12468094d89";
const files = ["assets/CloseButton-DvLG4agM.js","assets/FocusTrap-BFjoIrGH.js","assets/InputBase-BIy9hGkP.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-DSGVLkfN.js","assets/Switch-BDBWwu2y.js","assets/audit-CGt_lokj.js","assets/board-Dh3hjdmK.js","assets/board-_8ZTJna0.css","assets/calendar-BSthYGOC.js","assets/calendar-CWQwL1bM.css","assets/chart-CEy99WCc.js","assets/charts-DrNfKN5B.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-Vk7Za0f9.js","assets/context-BKFo3WPr.js","assets/download-BXZ7J0jt.js","assets/esm-CYzmEVhK.js","assets/esm-hesYCYX8.css","assets/filter_bar-BqehlhVZ.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-DUG-pv0s.js","assets/inbox-D1see7ZC.js","assets/inbox-D3yhgp6T.css","assets/index-BBvldRDB.js","assets/index-Bb-McpYl.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-jg_8mxZN.js","assets/list-DY5k7aT3.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-DJRmythI.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-CKJYX33A.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-CGmvsSTW.js","assets/projects-BNUhy5pU.css","assets/projects-Cs-jSQZv.js","assets/quick_add-BnuuTJVA.js","assets/reads-DobIqWmS.js","assets/reports-CV9QwyY2.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-BE0dA8WB.js","assets/search-C7kmw9_m.css","assets/security-cgJeu7QL.js","assets/settings-B5qAV6iy.css","assets/settings-BHb_IRbV.js","assets/settings-C_Cc1Imu.js","assets/settings.module-CRffcP9o.js","assets/task_body-D63y9bED.css","assets/task_body-DCjKLe7o.js","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-voCKBveF.js","assets/task_list-BWNshOI8.js","assets/task_list-C77sYOkd.css","assets/task_page-0R5Z9Z8K.js","assets/transfer-9uWEpBxW.js","assets/trash-CSZtfiYL.js","assets/trash_acts-7rG-_IGo.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CAHmaR52.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-D1qbjkUN.js","assets/view-OPLXqU4g.css","assets/view-rhN-uGMN.js","favicon.svg"];
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
