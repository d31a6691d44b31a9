// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-1b97b62e0217d2ed";
const files = ["assets/CloseButton-B1waZcET.js","assets/FocusTrap-CjMa_vnd.js","assets/InputBase-BiCeAXiY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-BqSF2gn2.js","assets/Switch-B70TKaM6.js","assets/audit-qw1KTmsA.js","assets/board-YuPuJPBd.js","assets/board-sJnfgay8.css","assets/calendar-B2XjraHo.js","assets/calendar-DJRcEz8a.css","assets/chart-nSJTcjeS.js","assets/charts-BU5fSZUC.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-Czv3aiRs.js","assets/context-BxIOFvjo.js","assets/esm-Bxn2kIrj.js","assets/esm-hesYCYX8.css","assets/filter_bar-CXNrJN7a.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-DAxUlIxz.js","assets/inbox-D-ueKaRG.js","assets/inbox-D3yhgp6T.css","assets/index-BwyUa8yM.css","assets/index-OWRsi15-.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-Xe6V1daH.js","assets/list-C5dnPjNu.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-CuvVvjw1.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-DwjAwrq2.js","assets/project_layout-B_Yok8g2.js","assets/project_layout-BeOmynOZ.css","assets/projects-BNUhy5pU.css","assets/projects-SUnNi4rU.js","assets/quick_add-C7u1JtSJ.js","assets/reads-jDdtG1jY.js","assets/reports-BLzQRUkM.js","assets/reports-BnWIkIk_.css","assets/search-C7kmw9_m.css","assets/search-DEkrDOhF.js","assets/security-BveELMxJ.js","assets/settings-8GAK-JxL.js","assets/settings-B5qAV6iy.css","assets/settings-DL5Z7iWO.js","assets/settings.module-CRffcP9o.js","assets/task_body-DV0QZtxE.js","assets/task_body-DbfuUcKV.css","assets/task_drawer-DiUW8qXp.css","assets/task_drawer-eWr3snC3.js","assets/task_list-BEzATytN.css","assets/task_list-HaGMqaT8.js","assets/task_page-DbNZui0s.js","assets/transfer-2to7h2wA.js","assets/trash-eXPFOp_P.js","assets/trash_acts-l_iW8Ghq.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-zwvSPKbB.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-s_0BY5gX.js","assets/use_scheme-CDWyWrWT.js","assets/use_scheme-CnsZ1jie.css","assets/use_title-D5ZF9A0I.js","assets/users-DuvUWJwu.js","assets/view-CoxNEbt6.js","favicon.svg"];
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
