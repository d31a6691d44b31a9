// Keeps the shell of one build, so that the page opens without the network.
const build = "taskraft-2f4a9e99237fdf72";
const files = ["assets/CloseButton-DT5S_XIF.js","assets/FocusTrap-fCSoQ3wu.js","assets/InputBase-CyDaCDTY.js","assets/Mantine.context-CeBdqnjT.js","assets/NativeScrollArea-DLuVTb7M.js","assets/Switch-FNmfD-hT.js","assets/audit-_jQMVrdE.js","assets/board-BuQoOM5t.js","assets/board-y8gF_HEO.css","assets/calendar-COmQk86B.js","assets/calendar-DIDCHIqq.css","assets/chart-Ce23nwQA.js","assets/charts-BZFaffTr.js","assets/cluster-B_js5Tf3.css","assets/cluster-cCcKsPFW.js","assets/context-ur9F3EHb.js","assets/esm-C6x-Dx-V.js","assets/esm-hesYCYX8.css","assets/filter_bar-Bo2fuKSe.js","assets/filter_bar-C59YwLE2.css","assets/filtered_list-DdBI8eSp.js","assets/inbox-D3yhgp6T.css","assets/inbox-hFkm51yf.js","assets/index-DubRP1kY.js","assets/index-R4W8V2At.css","assets/jsx-runtime-Wy9s6hX0.js","assets/keys-CTDMTVF9.js","assets/labels-CBYgQ8yN.js","assets/list-2lWmI403.js","assets/markdown-Bw5rvMWc.js","assets/markdown-CnjpEoqH.css","assets/matchContext-5xseq_-R.js","assets/my_work-CsS4FYup.js","assets/names-De0FmVKH.js","assets/noop-mXPS5vjY.js","assets/observable-CL1sLfBQ.js","assets/profile-JbUylJZP.js","assets/project_layout-CoeWlYNR.js","assets/project_layout-pZmlIGzR.css","assets/projects-BNUhy5pU.css","assets/projects-D0XSB7Ys.js","assets/quick_add-CiLxXMJ_.js","assets/reads-Cteer379.js","assets/reports-BnWIkIk_.css","assets/reports-DeJVeeSx.js","assets/search-B8WEF4Sz.js","assets/search-BCebTvCr.css","assets/security-BXkN5yf1.js","assets/settings-Ds-1ebvw.js","assets/settings-eqtyHjux.js","assets/settings-t1OVKwe8.css","assets/settings.module-CeZrx1ii.js","assets/task_body-M8s7L4XB.css","assets/task_body-ekLDDtx6.js","assets/task_drawer-BZk_zawy.css","assets/task_drawer-Ce2XCBwX.js","assets/task_list-CiOV67FW.css","assets/task_list-CtYdVkLA.js","assets/task_page-w0Hu1xwD.js","assets/transfer-CNGCE5qR.js","assets/trash-DobeHdJu.js","assets/trash_acts-C8OseJZS.js","assets/use-merged-ref-Dhcxt_wi.js","assets/use-resize-observer-CmJye5jN.js","assets/useInfiniteQuery-BNHNiXt6.js","assets/useMatch-DsGmt9y4.js","assets/useNavigate-CR8phdOs.js","assets/useSearch-BXiBFs6D.js","assets/useSelector-yUoFo206.js","assets/use_observable-CaLUYy_u.js","assets/use_scheme-CnsZ1jie.css","assets/use_scheme-DnMzi4bA.js","assets/use_title-D5ZF9A0I.js","assets/use_write-yZgV8EcP.js","assets/users-CRzGoinW.js","assets/view-BnhWPoAq.js","favicon.svg"];
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
