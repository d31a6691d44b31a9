// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-2a9daf1548bde3ff";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-D02Fa_tb.js","assets/audit-CD4cun8_.js","assets/board-DnHGeYqA.css","assets/board-qbMMt_m7.js","assets/calendar-DJRcEz8a.css","assets/calendar-k8wlzHhQ.js","assets/chart-j4iTbia2.js","assets/charts-D8bH7cIr.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-Co4DM3Ah.js","assets/context-BxIOFvjo.js","assets/esm-D6HqFZqk.js","assets/esm-hesYCYX8.css","assets/filter_bar-BkGRVEzU.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-DnXLjCu4.js","assets/inbox-C3nCaP8D.js","assets/inbox-D3yhgp6T.css","assets/index-DHY9mqok.js","assets/index-DOOVtA-r.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BVefTBjf.js","assets/list-B5ZGRzhB.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-DD94ESDF.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-Dn6aog2R.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-D2H4McTZ.js","assets/projects-7oupD_5k.js","assets/projects-BNUhy5pU.css","assets/quick_add-BqJpVEKM.js","assets/reads-jDdtG1jY.js","assets/reports-DpudjPvU.js","assets/reports-GnbIOqj3.css","assets/search-B--zOngx.js","assets/search-C7kmw9_m.css","assets/security-C3rnut2k.js","assets/settings-B5qAV6iy.css","assets/settings-Chkl6nez.js","assets/settings-D-9dHnan.js","assets/settings.module-CRffcP9o.js","assets/task_body-DIuBoUHu.css","assets/task_body-DM0Izl8X.js","assets/task_drawer-BgHOvTlS.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-C77sYOkd.css","assets/task_list-Yiz16FDn.js","assets/task_page-C9LvvJDc.js","assets/transfer-T3tWoUQE.js","assets/trash-BeDoo2IC.js","assets/trash_acts-BnSAiGqe.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-ClqSPQWH.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-Tu077pbi.js","assets/view-MBQ_BEdj.js","favicon.svg"];
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
