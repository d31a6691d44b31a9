// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-2337a3196d9b7f06";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-l88PSCop.js","assets/audit-nGej2pdx.js","assets/board-0iSRtePH.js","assets/board-B80Cxjwf.css","assets/calendar-DIDCHIqq.css","assets/calendar-DVcnKJhE.js","assets/chart-CZq-o9YM.js","assets/charts-X5wkNDZh.js","assets/cluster-2iRe_CLv.css","assets/cluster-P4jMlNf4.js","assets/context-BxIOFvjo.js","assets/esm-CWXxlmmN.js","assets/esm-hesYCYX8.css","assets/filter_bar-C59YwLE2.css","assets/filter_bar-Ck94FFws.js","assets/filtered_list-BJBlOQLA.js","assets/inbox-CCE8nMHi.js","assets/inbox-D3yhgp6T.css","assets/index-3hFYnw3-.js","assets/index-DHGq2SGc.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-mtp6kAs4.js","assets/list-C7aMPsTL.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-QkNkZ7T0.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-Dj2YUw-P.js","assets/project_layout-BMF_j2Ni.js","assets/project_layout-pZmlIGzR.css","assets/projects-BNUhy5pU.css","assets/projects-zCIGE5V-.js","assets/quick_add-5ethm3fb.js","assets/reads-D5TVqxo4.js","assets/reports-BBIh3UP6.js","assets/reports-BnWIkIk_.css","assets/search-BCebTvCr.css","assets/search-NMvoU2N1.js","assets/security-CKaABqED.js","assets/settings-BbO_xGn8.js","assets/settings-Da6EspgX.js","assets/settings-t1OVKwe8.css","assets/settings.module-CeZrx1ii.js","assets/task_body-B_ZyW_6I.js","assets/task_body-M8s7L4XB.css","assets/task_drawer-4kP2TNq3.js","assets/task_drawer-BZk_zawy.css","assets/task_list-DcAHpyEW.js","assets/task_list-mGiHuNJF.css","assets/task_page-DAcURA42.js","assets/transfer-DmPOE0ge.js","assets/trash-iC-CZG_Q.js","assets/trash_acts-BOnbulD6.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-D2nO3uhz.js","assets/use_title-D5ZF9A0I.js","assets/use_write-BqbTb3HN.js","assets/users-ng1u_E66.js","assets/view-CpD06lvf.js","favicon.svg"];
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
