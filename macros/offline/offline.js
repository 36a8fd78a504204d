// What a page says about use without a network, and how old its telephone numbers are. Only https and this machine have service
// workers: elsewhere nothing is registered and nothing is said.

import { readableMinute } from "../../src/browser/values/moments.js";

/** @typedef {import("../../src/browser/offline/worker.js").OfflineState} OfflineState */

const DAY = 86_400_000;

/** Says how old the numbers are, and registers the service worker. */
export function startOffline() {
  sayNumbers();
  const address = document.documentElement.dataset.offline;
  const isHere = location.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  if (!address || !isHere || !/^https?:$/.test(location.protocol) || !navigator.serviceWorker) return;
  const start = () => void register(new URL(address, location.href)).catch(() => {}); // without it the page is as before
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true }); // the page comes first
}

/** Registers the service worker; it tells its state now and whenever a new one has been stored. @param {URL} address */
async function register(address) {
  const options = { scope: new URL("./", address).pathname, updateViaCache: /** @type {const} */ ("none") };
  const registration = await navigator.serviceWorker.register(address.href, options);
  if (!registration) return;
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    if (next) next.addEventListener("statechange", () => next.state === "activated" && tell(next));
  });
  const { active } = await navigator.serviceWorker.ready;
  if (active) await tell(active);
}

/** Shows 「已可離線」 when the worker has just looked at every file; otherwise the line stays hidden. @param {ServiceWorker} active */
async function tell(active) {
  const state = await ask(active);
  for (const line of document.querySelectorAll("[data-offline-state]")) {
    if (!(line instanceof HTMLElement)) continue;
    line.hidden = !state.isWhole;
    line.textContent = state.isWhole ? `已可離線：應急頁的 ${state.files} 個檔案都已存在這台裝置並核對，存於 ${readableMinute(state.stored)}。` : "";
  }
}

/** Asks the worker for its state. @param {ServiceWorker} active @returns {Promise<OfflineState>} */
function ask(active) {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => resolve(event.data);
    active.postMessage("offline-state", [channel.port2]);
  });
}

/** Says how old the telephone numbers are; past their date for checking, a banner on top says so as well. */
function sayNumbers() {
  for (const line of document.querySelectorAll("[data-numbers]")) {
    if (!(line instanceof HTMLElement)) continue;
    const checked = Date.parse(`${line.dataset.numbers}T00:00`);
    const due = Date.parse(`${line.dataset.due}T23:59:59`);
    const days = Math.floor((Date.now() - checked) / DAY);
    const shown = line.querySelector("[data-part='numbers-age']");
    if (shown && days >= 0) shown.textContent = days ? `（${days} 天前）` : "（今天）";
    if (Date.now() > due) banner(`電話號碼核對於 ${line.dataset.numbers}，已過核對期限：撥打前先核實。`);
  }
}

/** Shows a banner on top of the page, once. @param {string} text */
function banner(text) {
  if ([...document.querySelectorAll(".hb-stale")].some((one) => one.textContent === text)) return;
  const line = document.createElement("p");
  line.className = "hb-stale";
  line.setAttribute("role", "alert");
  line.textContent = text;
  document.body.prepend(line);
}
