// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-a2ee4cd49fcf6211";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CqoaZ2vY.js","assets/audit-BTRoVsxe.js","assets/board-D3zU95mn.js","assets/board-DWrlMezr.css","assets/calendar-B1f_VbCN.js","assets/calendar-D3umX3mv.css","assets/chart-DXj04P3x.js","assets/charts-BmvI-SDc.js","assets/cluster-BtgSsYXd.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-DO1GcXNe.js","assets/due-CBdbV52Y.js","assets/filter_bar-BjxMeJj8.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-ColtOoxk.js","assets/http-DHJVTAzF.js","assets/inbox-BJ1gKhcL.js","assets/inbox-BvizrR7q.css","assets/index-D8NmV3-n.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CIQjKoti.js","assets/list-CPKtSuZu.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-lW6zyaNA.js","assets/names-OQRFeNCo.js","assets/profile-DkRasYm_.js","assets/project_layout-C7-0dGpK.js","assets/project_layout-D0hiZMT2.css","assets/projects-DLejcXJX.js","assets/projects-DYSg1j96.css","assets/quick_add-BjpSx15j.js","assets/reads-DA5US1L-.js","assets/reports-CQAsvA0N.css","assets/reports-CZsOlWiR.js","assets/save-DDiajD5l.js","assets/search-B_EmKv7O.js","assets/search-D-sN7IRg.css","assets/security-BIcxTtKY.js","assets/settings-BJCB1lpj.js","assets/settings-Ct10pqZ_.js","assets/settings-Do-KdAmj.css","assets/settings.module-hM49qSi9.js","assets/task_body-BZQ-MNNH.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BeYBjxZQ.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CrUn5pLm.js","assets/task_list-CzdjrAaH.css","assets/task_page-BnoY9-_b.js","assets/transfer-g-uCn3il.js","assets/trash-EOUaAq1M.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-B4q8Sa8d.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-BYmiXQZI.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-B-xTrVBL.js","assets/view-DVthSeTI.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
