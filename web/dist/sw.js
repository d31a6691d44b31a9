// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-0c6fe2a833baafff";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-Ndwv3BSW.js","assets/audit-6x24IBIs.js","assets/board-T6HDnXF5.js","assets/board-sJnfgay8.css","assets/calendar-CK7f-0Qe.js","assets/calendar-DJRcEz8a.css","assets/chart-C2uN9sco.js","assets/charts-DapzWSZh.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-XZyBbs7O.js","assets/context-BxIOFvjo.js","assets/esm-Cpr0lDUa.js","assets/esm-hesYCYX8.css","assets/filter_bar-By2Qh1jV.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-DDnAn6Yd.js","assets/inbox-8Qx_C9Ez.js","assets/inbox-D3yhgp6T.css","assets/index-BwyUa8yM.css","assets/index-aDwJtTX5.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-DYOrGv67.js","assets/list-GWPXuBcS.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-jzbmRTYp.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-c9RsQVf-.js","assets/project_layout-BSBHvbPn.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-CVaII0do.js","assets/quick_add-DKGzwbl0.js","assets/reads-DpXwJ349.js","assets/reports-BnWIkIk_.css","assets/reports-geNnoatl.js","assets/search-C7kmw9_m.css","assets/search-CjJiyXbU.js","assets/security-DMxe37nk.js","assets/settings-B5qAV6iy.css","assets/settings-CzSgolse.js","assets/settings-DC19wRSv.js","assets/settings.module-CRffcP9o.js","assets/task_body-DbfuUcKV.css","assets/task_body-PMy0wHs2.js","assets/task_drawer-B89yeFt7.js","assets/task_drawer-DiUW8qXp.css","assets/task_list--dbm8sh9.js","assets/task_list-BEzATytN.css","assets/task_page-BRU_aUeX.js","assets/transfer-BDjIR8sm.js","assets/trash-Bc5bK94l.js","assets/trash_acts-Du2gAnqa.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-CVuym_U5.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-O_Bg5c6D.js","assets/view-Q2gngIbd.js","favicon.svg"];
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
