// Keeps one edition of the guide on the device: VERSION and EDITION stand above.
// A version is used when all of it is there, each file with the bytes that belong to it; until then the one before.
"use strict";

const HASH = "Guidebook-Hash";
const scope = new URL(registration.scope);
const ours = `guidebook ${scope.pathname} `; // other sites may live on the same host
const name = ours + VERSION;
const address = (path) => new URL(path, scope).href;
const beginning = address("index.html");

addEventListener("install", (event) => {
  if (EDITION.isChoice) skipWaiting(); // asks the network first, so there is nothing to wait for
  event.waitUntil(keepAll());
});
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.data === "take over" && skipWaiting());
addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method === "GET" && new URL(asked.url).origin === scope.origin) event.respondWith(answer(asked));
});

async function keepAll() {
  const [cache, before] = [await caches.open(name), await others()];
  const left = Object.entries(EDITION.files);
  const keepSome = async () => {
    for (let one; (one = left.pop()); ) await keep(cache, before, ...one);
  };
  try {
    await Promise.all([keepSome(), keepSome(), keepSome(), keepSome()]);
  } catch (error) {
    left.length = 0;
    await caches.delete(name);
    throw error; // the browser tries again at the next visit
  }
}

async function others() {
  const known = (await caches.keys()).filter((one) => one.startsWith(ours) && one !== name);
  return Promise.all(known.map((one) => caches.open(one)));
}

// What has not changed is taken from the version before; what the network gives must be what was published.
async function keep(cache, before, path, hash) {
  for (const one of [cache, ...before]) {
    const known = await one.match(address(path));
    if (known && known.headers.get(HASH) === hash) return one === cache ? undefined : cache.put(address(path), known);
  }
  const given = await fetch(address(path), { cache: "no-cache" });
  const body = await given.arrayBuffer();
  if (!given.ok || (await hashOf(body)) !== hash) throw new Error(`${path} is not the file of this version`);
  const headers = { "Content-Type": given.headers.get("Content-Type") || "", [HASH]: hash };
  await cache.put(address(path), new Response(body, { headers }));
}

async function hashOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function takeOver() {
  for (const one of await caches.keys()) if (one.startsWith(ours) && one !== name) await caches.delete(one);
  await clients.claim();
}

async function answer(asked) {
  const path = asked.url.replace(/[?#].*$/, "").replace(/\/$/, "/index.html");
  const known = await kept(path);
  if (known && !EDITION.isChoice) return known;
  try {
    return await fetch(asked);
  } catch (error) {
    const instead = known || (await standIn(path));
    if (instead) return instead;
    if (asked.mode !== "navigate" || path === beginning) throw error;
    const isPage = EDITION.isChoice || path.endsWith(".html"); // PDFs and archives are not kept: a page says so
    return Response.redirect(isPage ? beginning : address(EDITION.absent));
  }
}

// Where the browser cannot open what it keeps, the network is left.
async function kept(path) {
  return caches.match(path, { cacheName: name }).catch(() => undefined);
}

// Another size of a picture that is here.
async function standIn(path) {
  const found = Object.entries(EDITION.standIns).find(([other]) => address(other) === path);
  return found && kept(address(found[1]));
}
