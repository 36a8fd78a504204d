// The service worker keeps the emergency pages. The build writes a line above this code that says which files, with their hashes.
// Pages come from the network while it answers. What comes from the store carries a banner with its age.

/**
 * @typedef {object} OfflineSet
 * @property {string} id changes with every file
 * @property {Record<string, string>} files SHA-256 of each file, by its path below the scope
 * @property {Record<string, string>} pages titles of those that can be opened, by path
 *
 * @typedef {{isWhole: boolean, files: number, stored: number}} OfflineState whether every file of the set is there and is what
 *   the build said; how many files; when they were stored, in ms since 1970, or 0
 *
 * @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} LifeEvent
 * @typedef {LifeEvent & {request: Request, respondWith: (answer: Promise<Response>) => void}} RequestEvent
 *
 * @typedef {object} WorkerScope what of a service worker's scope is used here: TypeScript's types are those of a page
 * @property {OfflineSet} handbookOffline
 * @property {ServiceWorkerRegistration} registration
 * @property {Location} location
 * @property {{claim: () => Promise<void>}} clients
 * @property {() => Promise<void>} skipWaiting
 * @property {{(kind: "install" | "activate", listener: (event: LifeEvent) => void): void,
 *   (kind: "fetch", listener: (event: RequestEvent) => void): void,
 *   (kind: "message", listener: (event: LifeEvent & MessageEvent) => void): void}} addEventListener
 */

const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (self));
const wanted = worker.handbookOffline;
const scope = () => worker.registration.scope;
const prefix = () => `handbook-offline ${scope()} `; // other handbooks may live on the same host
const cacheName = () => prefix() + wanted.id;
const STORED = "offline-stored"; // a record of its own: when the set was stored
const PATIENCE = 4000; // ms; a phone with a weak signal must not wait for ever
const OURS = /<html\b[^>]* data-base=/; // how every page of a handbook begins

/** The address of a file. @param {string} path below the scope */
const address = (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), scope()).href;

/** The path of a file of the set; "" for everything else. @param {string} url */
function nameOf(url) {
  const { origin, pathname } = new URL(url);
  const base = new URL(scope());
  if (origin !== base.origin || !pathname.startsWith(base.pathname)) return "";
  let name = "";
  try {
    name = decodeURIComponent(pathname.slice(base.pathname.length));
  } catch (error) {
    return "";
  }
  if (name === "" || name.endsWith("/")) name += "index.html";
  return Object.prototype.hasOwnProperty.call(wanted.files, name) ? name : "";
}

/** SHA-256 in hexadecimal digits. @param {ArrayBuffer} bytes */
async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Stores the whole set. Rejects, and keeps nothing, when one file is missing or not what the build said. */
async function store() {
  const hadAll = (await storedAt()) > 0; // the same set, stored before
  const cache = await caches.open(cacheName());
  try {
    for (const [name, sum] of Object.entries(wanted.files)) {
      const response = await fetch(address(name), { cache: "reload", credentials: "same-origin" });
      if (!response.ok) throw new Error(`${name}: status ${response.status}`);
      const bytes = await response.arrayBuffer();
      if ((await digest(bytes)) !== sum) throw new Error(`${name}: another hash than at the build`);
      const headers = { "content-type": response.headers.get("content-type") || "" };
      await cache.put(address(name), new Response(bytes, { headers }));
    }
    await cache.put(address(STORED), new Response(String(Date.now())));
  } catch (error) {
    if (!hadAll) await caches.delete(cacheName());
    throw error;
  }
}

/** Deletes sets that were stored before. */
async function sweep() {
  for (const name of await caches.keys()) if (name.startsWith(prefix()) && name !== cacheName()) await caches.delete(name);
}

/** Looks at every file now. @returns {Promise<OfflineState>} */
async function state() {
  const names = Object.keys(wanted.files);
  const stored = await storedAt();
  let isWhole = stored > 0;
  for (const name of names) isWhole = isWhole && (await copyOf(name)) !== undefined;
  return { isWhole, files: names.length, stored };
}

/** @type {Promise<void> | null} the one attempt of this start of the worker */
let mending = null;

/** Looks at every file. What the browser has thrown away or spoilt is fetched again, once for each start of the worker. */
async function mended() {
  const told = await state();
  if (told.isWhole) return told;
  mending = mending || store();
  await mending;
  return state();
}

/** When the set was stored, in ms since 1970; 0 when it was not. */
async function storedAt() {
  const kept = await (await caches.open(cacheName())).match(address(STORED));
  return kept ? Number(await kept.text()) : 0;
}

/** A stored file, if it is what the build said. @param {string} name @returns {Promise<Response|undefined>} */
async function copyOf(name) {
  const kept = await (await caches.open(cacheName())).match(address(name));
  return kept && (await digest(await kept.clone().arrayBuffer())) === wanted.files[name] ? kept : undefined;
}

/** An answer of the network, unless it takes too long. @template T @param {Promise<T>} answer @returns {Promise<T>} */
function inTime(answer) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer in time")), PATIENCE);
    answer.then(resolve, reject);
  });
}

/** Whether an address asks for this very content, because it names a part of its hash. @param {string} url @param {string} name */
function isPinned(url, name) {
  const version = new URL(url).searchParams.get("v") || "";
  return /\.[0-9a-f]{8}\./.test(name) || (version.length >= 8 && wanted.files[name].startsWith(version));
}

/** Answers for a file of the set that is no page. @param {Request} request @param {string} name */
async function file(request, name) {
  const kept = await copyOf(name);
  if (kept && isPinned(request.url, name)) return kept; // the network could only give the same
  try {
    const response = await (kept ? inTime(fetch(request)) : fetch(request));
    const isPage = /html/.test(response.headers.get("content-type") || ""); // so answers a network that asks for a login
    if (!kept || (response.ok && !isPage)) return response;
  } catch (error) {
    if (!kept) throw error;
  }
  return kept;
}

/**
 * What the site answers now for a page of the set. Only the site itself may say that a page is gone.
 * @param {string} url
 * @returns {Promise<Response | undefined>} undefined where something else answers, for example a network that asks for a login
 */
async function answerOf(url) {
  // The page is asked for anew: what the browser remembers by itself may be as old as a copy, and has no banner.
  const anew = { cache: /** @type {const} */ ("no-cache"), credentials: /** @type {const} */ ("same-origin") };
  const response = await fetch(url, { ...anew, redirect: "manual" });
  const last = response.type === "opaqueredirect" ? await fetch(url, anew) : response.clone(); // where a redirect leads
  if (last.status === 404 || last.status === 410) return response;
  if (!last.ok) return undefined;
  if (OURS.test(await last.text())) return response;
  const own = await fetch(worker.location.href, { cache: "no-store", redirect: "manual" });
  if (own.status !== 404 && own.status !== 410) return undefined;
  await worker.registration.unregister(); // another site lives here by now
  return response;
}

/** Answers for a page. @param {Request} request @param {string} name "" for a page that is not in the set */
async function page(request, name) {
  const kept = name ? await copyOf(name) : undefined;
  try {
    const anew = name ? new Request(request, { cache: "no-cache" }) : request;
    const answer = await (kept ? inTime(answerOf(request.url)) : fetch(anew));
    if (answer) return answer;
  } catch (error) {
    if (!kept) return absent();
  }
  return withBanner(/** @type {Response} */ (kept));
}

/** How long ago something was. @param {number} ms */
function age(ms) {
  const minutes = Math.max(0, Math.round(ms / 60000));
  if (minutes < 60) return `${minutes} 分鐘前`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} 小時前` : `${Math.round(minutes / 1440)} 天前`;
}

/** A minute, as people read it. @param {number} ms since 1970 */
function moment(ms) {
  const date = new Date(ms);
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A stored page with a banner that says how old it is. @param {Response} kept */
async function withBanner(kept) {
  const stored = await storedAt();
  const when = stored ? `這一頁存於 ${moment(stored)}（${age(Date.now() - stored)}）` : "不知何時存下";
  const told = `離線副本：連不上伺服器。${when}，號碼可能已更改，撥打前先核實。`;
  const banner = `<p class="hb-stale" role="alert" data-offline-copy>${told}</p>`;
  const text = await kept.text();
  const found = /<body\b[^>]*>/i.exec(text);
  const at = found ? found.index + found[0].length : 0;
  const headers = { "content-type": "text/html; charset=utf-8" };
  return new Response(text.slice(0, at) + banner + text.slice(at), { headers });
}

/** A text as HTML. @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

/** A page that says what can be opened without a network. */
function absent() {
  const links = Object.entries(wanted.pages).map(([name, title]) => `<li><a href="${address(name)}">${escaped(title)}</a></li>`);
  const text =
    '<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    "<title>連不上伺服器</title><main><h1>連不上伺服器</h1><p>這一頁沒有存在本機。下面的應急流程可以離線使用：</p>" +
    `<ul>${links.join("")}</ul><p><a href="${address("index.html")}">首頁</a></p></main></html>`;
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'" };
  return new Response(text, { status: 503, headers });
}

worker.addEventListener("install", (event) => {
  worker.skipWaiting(); // pages come from the network first, so two versions do not mix
  event.waitUntil(store());
});
worker.addEventListener("activate", (event) => event.waitUntil(sweep().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope())) return;
  const name = nameOf(request.url);
  if (request.mode === "navigate") event.respondWith(page(request, name));
  else if (name) event.respondWith(file(request, name));
});
worker.addEventListener("message", (event) => {
  if (event.data !== "offline-state" || !event.ports[0]) return;
  event.waitUntil(
    mended().then(
      (told) => event.ports[0].postMessage(told),
      () => event.ports[0].postMessage({ isWhole: false, files: 0, stored: 0 }),
    ),
  );
});

export {};
