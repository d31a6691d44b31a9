// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-3a5c95c1f6b97e84";
const files = ["assets/CloseButton-ClmOV3wO.js","assets/FocusTrap-Dn4zlXRu.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-U-ks8YUr.js","assets/audit-DSBBcOhy.js","assets/board-DWrlMezr.css","assets/board-_-kIMPZ3.js","assets/calendar-CD6Sa6VD.js","assets/calendar-D3umX3mv.css","assets/chart-BMH3KPIZ.js","assets/charts-BSOlr02j.js","assets/cluster-KygKHiBB.js","assets/cluster-c5wOwtOg.css","assets/context-DrhE2j2b.js","assets/download-rPyAs8Ap.js","assets/due-CBdbV52Y.js","assets/filter_bar-Barroi-x.js","assets/filter_bar-CNXWSE_3.css","assets/filtered_list-Cm4AwTkL.js","assets/http-DHJVTAzF.js","assets/inbox-BvizrR7q.css","assets/inbox-jQwWxPjt.js","assets/index-BOBmJuug.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-B4DhqGBP.js","assets/list-vIVLDISe.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-FrMWF0Vy.js","assets/names-OQRFeNCo.js","assets/profile-eRgKYDcF.js","assets/project_layout-B4H-vefJ.js","assets/project_layout-D0hiZMT2.css","assets/projects-C6DOrvVq.js","assets/projects-DYSg1j96.css","assets/quick_add-DC1mvDpy.js","assets/reads-DA5US1L-.js","assets/reports-CPPtnjx2.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-lO8oJTzC.js","assets/security-B6g3PndY.js","assets/settings-Crw4X1bj.js","assets/settings-Do-KdAmj.css","assets/settings-HSUP69m1.js","assets/settings.module-hM49qSi9.js","assets/task_body-DL7jjZBe.js","assets/task_body-tmjbDobR.css","assets/task_drawer-BL4sJFDM.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BwVlvdm9.js","assets/task_list-CzdjrAaH.css","assets/task_page-llYZNoGe.js","assets/transfer-BPCp4Zuq.js","assets/trash-B4LpJxUR.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CdCNW59-.js","assets/use_scheme-CnsZ1jie.css","assets/use_text_scale-DM1ZmNw0.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-BlnmKg9N.js","assets/view-BZ4dLQvg.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
