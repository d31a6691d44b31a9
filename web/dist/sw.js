// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-a9e51454897422c1";
const files = ["assets/CloseButton-VOrE4x_G.js","assets/FocusTrap-yvtVYaQA.js","assets/InputBase-S1oeRsw9.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BJiJhoQs.js","assets/Switch-yt_pUdek.js","assets/audit-Br3CbI_3.js","assets/board-CBahdsXv.css","assets/board-DUROb8zZ.js","assets/calendar-BOrouWG-.css","assets/calendar-CX7N_Z0A.js","assets/chart-gj-h2lFz.js","assets/charts-C6Yostae.js","assets/cluster-BViplylK.js","assets/cluster-Bk1ZRZQc.css","assets/context-Cpvf2YZW.js","assets/download-MwRyeDir.js","assets/esm-Da-wUxET.js","assets/esm-hesYCYX8.css","assets/filter_bar-CfkZEcOp.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-Cwn38-06.js","assets/http-BEkshWQo.js","assets/inbox-BOewHbQh.js","assets/inbox-D3yhgp6T.css","assets/index-DUxUxg8M.css","assets/index-VnJkTfJJ.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-igIvZ5Ph.js","assets/list-DnTyZo-4.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-B3ry9kai.js","assets/names-DhMIv0vB.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-BGWd7iV-.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-DuOq3azu.js","assets/projects-BNUhy5pU.css","assets/projects-C4wrvwi6.js","assets/quick_add-D5IFRkZa.js","assets/reads-B5ADHcXA.js","assets/reports-Dl8yIxUi.js","assets/reports-GnbIOqj3.css","assets/save-DDiajD5l.js","assets/search-C7kmw9_m.css","assets/search-DHpvcnil.js","assets/security-C3FDsk22.js","assets/settings-B5qAV6iy.css","assets/settings-D1o4yw0F.js","assets/settings-Dv5Xej3f.js","assets/settings.module-CRffcP9o.js","assets/task_body-8sD_dt5D.css","assets/task_body-C7xOy33A.js","assets/task_drawer-C3rTEjyh.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-a_X6xgTw.js","assets/task_list-r98ki7X9.css","assets/task_page-DauEslsf.js","assets/transfer-CsIBn5tb.js","assets/trash-DCP19KNr.js","assets/trash_acts-BwcWT9ZM.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-CbD0YGOv.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DNto-hEs.js","assets/users-DjzsDtCP.js","assets/view-BKq42nrZ.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
