// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-af841263b1aecca5";
const files = ["assets/CloseButton-Bald7lZK.js","assets/FocusTrap-XAnsyl2v.js","assets/Mantine.context-CeBdqnjT.js","assets/Switch-CIg489hT.js","assets/audit-DYgblls7.js","assets/board-CRO9ZlRa.js","assets/board-DWrlMezr.css","assets/calendar-D2rRt-4P.js","assets/calendar-D3umX3mv.css","assets/chart-zz1ACBc-.js","assets/charts-CufDsi6g.js","assets/cluster-DKlexceE.js","assets/cluster-c5wOwtOg.css","assets/context-CACm975Y.js","assets/download-CtugdvaC.js","assets/due-CBdbV52Y.js","assets/filter_bar-CNXWSE_3.css","assets/filter_bar-DzigCGem.js","assets/filtered_list-BVmSIR1H.js","assets/http-B-P_oU2U.js","assets/inbox-BvizrR7q.css","assets/inbox-r7MNen7H.js","assets/index-DE4MM2XO.js","assets/index-bln71pS3.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-BJMAvnpN.js","assets/list-D1vmOup7.js","assets/markdown-1VYOWPhX.js","assets/markdown-iedL-jsc.css","assets/matchContext-5xseq_-R.js","assets/merge-DKYAxeju.js","assets/my_work-BCkO5ZSO.js","assets/names-OQRFeNCo.js","assets/profile-D9raA_zm.js","assets/project_layout-D0hiZMT2.css","assets/project_layout-DFbxhoKA.js","assets/projects-DYSg1j96.css","assets/projects-ErXwrC4L.js","assets/quick_add-C8S8P4VF.js","assets/reads-CzrEuy2C.js","assets/reports-BeVEC_AJ.js","assets/reports-CQAsvA0N.css","assets/save-DDiajD5l.js","assets/search-D-sN7IRg.css","assets/search-Dlc--Ian.js","assets/security-4Mtzyh4X.js","assets/settings-60-v9uWh.js","assets/settings-Do-KdAmj.css","assets/settings-Dwa3PJNl.js","assets/settings.module-hM49qSi9.js","assets/task_body-DOURnjr3.js","assets/task_body-tmjbDobR.css","assets/task_drawer-C-yUPNfd.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-CzdjrAaH.css","assets/task_list-DWvF9mS4.js","assets/task_page-YK68WxUG.js","assets/transfer-CVSX2Bez.js","assets/trash-CVqYKgnX.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-DmiWi1I4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DZJPbysN.js","assets/use_text_scale-0xUfLrYk.js","assets/use_text_scale-Dzhsz7-5.css","assets/users-DbnAFl_p.js","assets/view-D9w3nioH.js","assets/view-OPLXqU4g.css","favicon.svg"];
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
