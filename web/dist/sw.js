// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-0e7258ac865595ea";
const files = ["assets/CloseButton-DEd9dcNy.js","assets/FocusTrap-B7AnX6P6.js","assets/InputBase-d1aQXLzq.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-D7b38p9d.js","assets/Switch-CMFG4KO8.js","assets/audit-hjQR2mTS.js","assets/board-DnHGeYqA.css","assets/board-JI74SxLw.js","assets/calendar-ByKEmv73.js","assets/calendar-DJRcEz8a.css","assets/chart-CcXyjkfc.js","assets/charts-BYHDT9Sx.js","assets/cluster-Bk1ZRZQc.css","assets/cluster-BnrHUSyu.js","assets/context-Byc19iSm.js","assets/esm-BbgOJbJm.js","assets/esm-hesYCYX8.css","assets/filter_bar-ClrK9O6Z.js","assets/filter_bar-CuTlbSiZ.css","assets/filtered_list-BN7J0l7t.js","assets/inbox-BpyHm_WX.js","assets/inbox-D3yhgp6T.css","assets/index-DOOVtA-r.css","assets/index-DgaZiE2u.js","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-B_k_aBHY.js","assets/list-BPJ2zTZd.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/merge-CIwurdrA.js","assets/my_work-BrbZlY_g.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-C3WfTK9w.js","assets/project_layout-BeOmynOZ.css","assets/project_layout-tR2CbZCW.js","assets/projects-BNUhy5pU.css","assets/projects-Dvjma3kx.js","assets/quick_add-CLK1InyX.js","assets/reads-CFnmkUJ0.js","assets/reports-GnbIOqj3.css","assets/reports-dFbaGlVJ.js","assets/search-C7kmw9_m.css","assets/search-DJJ5BNVi.js","assets/security-Qfkcc6fE.js","assets/settings-B5qAV6iy.css","assets/settings-DZBy8MKK.js","assets/settings-DhejEFxp.js","assets/settings.module-CRffcP9o.js","assets/task_body-DIuBoUHu.css","assets/task_body-DMK7ahb9.js","assets/task_drawer-BiyDhewk.js","assets/task_drawer-DiUW8qXp.css","assets/task_list-BwKj7JRx.js","assets/task_list-C77sYOkd.css","assets/task_page-DCRsZ_Ns.js","assets/transfer-Bo8u8T7y.js","assets/trash-D8zlRSLL.js","assets/trash_acts-SCKU09iX.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useMatch-DsGmt9y4.js","assets/useSelector-yUoFo206.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-CotvXNo-.js","assets/use_title-D5ZF9A0I.js","assets/users-CvaZFh3W.js","assets/view-BV3qNtG5.js","favicon.svg"];
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
