// The session: csrf token, requests that survive its end, and signing in again without leaving the page.
(() => {
  const ZI = window.ZI;
  const HEADERS = { "X-Requested-With": "fetch" };
  const meta = document.querySelector("meta[name=csrf-token]");
  const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  // The cookie is newer than the page when somebody signed in again in another tab.
  ZI.csrf = () => cookie() || meta.content;

  // A new sign-in turns the token; every form already on the page must carry the new one.
  const renewToken = (token) => {
    if (!token) return;
    meta.content = token;
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  };

  let asking = null;
  // Several requests may find the session ended at once; they share one dialog.
  ZI.masuk = () => (asking ??= askSignIn().finally(() => (asking = null)));

  const askSignIn = async () => {
    const dialog = document.getElementById("dialog-masuk");
    const place = dialog?.querySelector("[data-isi-masuk]");
    const url = document.body.dataset.urlMasuk;
    if (!place || !url) return false;
    const page = await fetch(url, { headers: HEADERS }).catch(() => null);
    if (!page?.ok) {
      ZI.kabar("Sesi Anda berakhir dan formulir masuk tidak dapat dibuka. Isian Anda masih ada; coba lagi sebentar.");
      return false;
    }
    place.innerHTML = await page.text();
    return new Promise((resolve) => {
      let done = false;
      const send = async (event) => {
        event.preventDefault();
        const response = await fetch(url, { method: "POST", headers: HEADERS, body: new FormData(event.target) }).catch(() => null);
        if (!response) return ZI.kabar("Tidak tersambung ke portal. Coba masuk lagi.");
        const json = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
        if (response.status === 204 || (response.ok && json)) {
          renewToken(json?.csrf || cookie());
          done = true;
          dialog.close();
        } else {
          place.innerHTML = await response.text();
          [...place.querySelectorAll("input:not([type=hidden])")].find((input) => !input.value)?.focus();
        }
      };
      place.addEventListener("submit", send);
      dialog.addEventListener(
        "close",
        () => {
          place.removeEventListener("submit", send);
          place.replaceChildren();
          resolve(done);
        },
        { once: true },
      );
      dialog.showModal();
      place.querySelector("input:not([type=hidden])")?.focus();
    });
  };

  // Before an ordinary form leaves: is anybody signed in? Offline counts as "not yet", so that nothing typed is lost.
  ZI.sesiHidup = async () => {
    const response = await fetch(document.body.dataset.urlSesi, { method: "HEAD", headers: HEADERS, cache: "no-store" }).catch(() => null);
    if (!response) {
      ZI.kabar("Tidak tersambung ke portal. Isian Anda masih ada; coba kirim lagi.");
      return false;
    }
    if (response.status === 401) return ZI.masuk();
    renewToken(cookie());
    return true;
  };

  // fetch with csrf; when the session has ended it asks to sign in and sends the same again.
  ZI.kirim = async (url, options = {}) => {
    const send = () => fetch(url, { ...options, headers: { ...HEADERS, "X-CSRFToken": ZI.csrf(), ...options.headers } });
    const response = await send();
    return response.status === 401 && (await ZI.masuk()) ? send() : response;
  };

  // The same for htmx: what met the end of the session is asked again, once, with what now stands in its form.
  const waiting = new WeakSet();
  document.addEventListener("htmx:beforeOnLoad", async (event) => {
    const { xhr, requestConfig, target, elt } = event.detail;
    if (xhr.status !== 401 || xhr.getResponseHeader("X-Sesi-Habis") !== "1") return;
    event.preventDefault();
    if (waiting.has(elt)) return;
    waiting.add(elt);
    const signedIn = await ZI.masuk();
    waiting.delete(elt);
    if (signedIn) window.htmx.ajax(requestConfig.verb, requestConfig.path, { source: elt, target, event: requestConfig.triggeringEvent });
  });

  // Drafts kept in this browser belong to the person who signs out.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-keluar]")) ZI.autosave?.forget();
  });
})();
