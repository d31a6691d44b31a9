// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-8b0c0603e05862f3";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-DH73gCOH.js","assets/audit-iFdgd59W.js","assets/board-BSnzwKmI.css","assets/board-DrpUf6-J.js","assets/calendar-BjdYQ1J4.js","assets/calendar-DJRcEz8a.css","assets/chart-D7xhITDE.js","assets/charts-1nme9VDo.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-DLAy-s-a.js","assets/context-BxIOFvjo.js","assets/esm-CA85APQz.js","assets/esm-hesYCYX8.css","assets/filter_bar-CGwPoZcm.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-DqWnxhec.js","assets/inbox-Bao6O61e.js","assets/inbox-D3yhgp6T.css","assets/index-BnZIhLSo.css","assets/index-hiCkym-E.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-D643oVaB.js","assets/list-rypTelKA.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-sfxlD8IH.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-BV1cjBIC.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-C3P0hoi0.js","assets/projects-5W7nHm4x.js","assets/projects-BNUhy5pU.css","assets/quick_add-Bch2FKJC.js","assets/reads-D5TVqxo4.js","assets/reports-BnWIkIk_.css","assets/reports-mWswZW7Y.js","assets/search-BXpiROb9.js","assets/search-C7kmw9_m.css","assets/security-YLSRI1EM.js","assets/settings-B5qAV6iy.css","assets/settings-CgAbtudr.js","assets/settings-DWVHKEMD.js","assets/settings.module-CRffcP9o.js","assets/task_body-DbfuUcKV.css","assets/task_body-QCw2EAnh.js","assets/task_drawer-D76LdSIg.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BEzATytN.css","assets/task_list-CIAe6zub.js","assets/task_page-Cn74_t6-.js","assets/transfer-CipqZssm.js","assets/trash-BV6M9pOT.js","assets/trash_acts-WQCc70CK.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-o-l2Mxrn.js","assets/use_title-D5ZF9A0I.js","assets/users-DIpvRnbz.js","assets/view-B6IDbj2w.js","favicon.svg"];
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
