// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-2ac38609613e77a9";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-D5-eo417.js","assets/audit-Ce5WOsGN.js","assets/board-CRFbsoUj.js","assets/board-sJnfgay8.css","assets/calendar-DJRcEz8a.css","assets/calendar-hMmTm3pW.js","assets/chart-D5XFdCHz.js","assets/charts-jd6hSGE7.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-D-Rl6Sf3.js","assets/context-BxIOFvjo.js","assets/esm-DJQwQ2hx.js","assets/esm-hesYCYX8.css","assets/filter_bar-CuTlbSiZ.css","assets/filter_bar-Cw3t3RrM.js","assets/filtered_list-MwJxe9EP.js","assets/inbox-D3yhgp6T.css","assets/inbox-DUd-Mf-A.js","assets/index-BwyUa8yM.css","assets/index-QFHIr0uj.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BnK5eoY2.js","assets/list-3eiw2Dlc.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-Dv8FQs9Z.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-Cgmc5B9j.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-C64t8gy6.js","assets/projects-BNUhy5pU.css","assets/projects-CW0_wYwP.js","assets/quick_add-C5SYsXa2.js","assets/reads-DpXwJ349.js","assets/reports-BnWIkIk_.css","assets/reports-kq42plVy.js","assets/search-C7kmw9_m.css","assets/search-CaTiJFpg.js","assets/security-CYqCiBBa.js","assets/settings-B5qAV6iy.css","assets/settings-BDNxEQJN.js","assets/settings-BST90ZEv.js","assets/settings.module-CRffcP9o.js","assets/task_body-DbfuUcKV.css","assets/task_body-afAeG5Mw.js","assets/task_drawer-BdiTdI4Z.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BEzATytN.css","assets/task_list-C8z6Q8sv.js","assets/task_page-CdG4Urqv.js","assets/transfer-BBoBODtR.js","assets/trash-DY8cvpe-.js","assets/trash_acts-Du2gAnqa.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-Ul1Dcg21.js","assets/use_title-D5ZF9A0I.js","assets/users-CJKw8yb-.js","assets/view-CHyI174-.js","favicon.svg"];
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
