// Behaviour that any page may use, bound by attributes (docs/ui.md). Pages work without it.
(() => {
  const ZI = window.ZI;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, handler, options) => document.addEventListener(type, handler, options);

  ZI.ikon = (name) => {
    const found = $$("svg", $("#ikon-skrip")?.content ?? document).find((svg) => $("use", svg)?.getAttribute("href").endsWith(`#${name}`));
    return found ? found.cloneNode(true) : document.createTextNode("");
  };

  // A short notice at the corner, spoken by screen readers.
  let hide;
  ZI.kabar = (sentence) => {
    const place = $("[data-kabar]");
    if (!place) return;
    if (place.hidden || place.textContent !== sentence) place.textContent = sentence;
    place.hidden = false;
    clearTimeout(hide);
    hide = setTimeout(() => (place.hidden = true), 9000);
  };

  // Confirmation dialog. Resolves to false, or to {alasan}.
  ZI.tanya = ({ judul = "Konfirmasi", teks = "", tombol = judul, alasan = "", bahaya = false }) => {
    const dialog = $("#dialog-konfirmasi");
    const reason = $(".dialog-alasan", dialog);
    const text = $("textarea", reason);
    const missing = $(".galat-isian", reason);
    const yes = $("button[value=ya]", dialog);
    $(".dialog-judul", dialog).textContent = judul;
    $(".dialog-teks", dialog).textContent = teks;
    yes.textContent = tombol === "Konfirmasi" ? "Lanjutkan" : tombol;
    yes.className = `btn ${bahaya ? "btn-danger" : "btn-primary"}`;
    reason.hidden = !alasan;
    $(".wajib", reason).hidden = alasan !== "wajib";
    missing.hidden = true;
    text.value = "";
    dialog.returnValue = "";
    return new Promise((resolve) => {
      const check = (event) => {
        if (event.submitter?.value !== "ya" || alasan !== "wajib" || text.value.trim()) return;
        event.preventDefault();
        missing.hidden = false;
        text.focus();
      };
      dialog.addEventListener("submit", check);
      dialog.addEventListener(
        "close",
        () => {
          dialog.removeEventListener("submit", check);
          resolve(dialog.returnValue === "ya" ? { alasan: text.value.trim() } : false);
        },
        { once: true },
      );
      dialog.showModal();
      (alasan ? text : yes).focus();
    });
  };

  const question = (element) => ({
    judul: element.dataset.judul || element.textContent.trim(),
    teks: element.dataset.konfirmasi,
    alasan: element.dataset.alasan || "",
    bahaya: "bahaya" in element.dataset || element.classList.contains("bahaya") || element.classList.contains("btn-danger"),
  });

  const postTo = (url, fields) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = url;
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: ZI.csrf(), ...fields })) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    form.dataset.jaga = "";
    document.body.append(form);
    form.requestSubmit();
  };

  on("click", async (event) => {
    const link = event.target.closest("a[data-konfirmasi]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await ZI.tanya(question(link));
    if (answer) postTo(link.href, link.dataset.alasan ? answer : {});
  });

  // Forms: confirmation, then a living session, then one send only.
  const confirmed = new WeakSet();
  const checked = new WeakSet();
  const checking = new WeakSet();
  const HX = "[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]";

  const buttons = (form) => [...form.elements].filter((item) => item.type === "submit");
  const again = (form, submitter) => (submitter?.isConnected ? form.requestSubmit(submitter) : form.requestSubmit());

  const lock = (form, submitter) => {
    form.setAttribute("aria-busy", "true");
    // After the browser has read the form, so that the button's own name and value are sent.
    setTimeout(() => {
      for (const button of buttons(form)) button.disabled = true;
      submitter?.setAttribute("aria-busy", "true");
    });
  };

  const unlock = (form) => {
    form.removeAttribute("aria-busy");
    for (const button of buttons(form)) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  };

  const confirmFirst = async (form, submitter) => {
    if (!(await ZI.tanya(question(submitter)))) return;
    confirmed.add(form);
    again(form, submitter);
  };

  const checkFirst = async (form, submitter) => {
    if (checking.has(form)) return;
    checking.add(form);
    const alive = await ZI.sesiHidup();
    checking.delete(form);
    if (!alive) return;
    checked.add(form);
    again(form, submitter);
  };

  // Capturing, so that a question or a lock comes before htmx hears of the submit.
  on(
    "submit",
    (event) => {
      const form = event.target;
      const submitter = event.submitter;
      if (form.method === "dialog" || form.closest("#dialog-masuk")) return;
      const stop = () => (event.preventDefault(), event.stopImmediatePropagation());
      if (form.getAttribute("aria-busy") === "true") return stop();
      if (submitter?.dataset.konfirmasi && !confirmed.has(form)) {
        stop();
        return confirmFirst(form, submitter);
      }
      const plain = form.method === "post" && !form.matches(`${HX}, [data-unggah]`);
      if (plain && "jaga" in form.dataset && !checked.has(form)) {
        stop();
        return checkFirst(form, submitter);
      }
      confirmed.delete(form);
      checked.delete(form);
      if (!plain) return;
      origin.delete(form);
      if (!("unduh" in form.dataset)) lock(form, submitter);
    },
    true,
  );

  on("htmx:beforeSend", (event) => event.target.matches?.("form") && lock(event.target));
  on("htmx:afterRequest", (event) => event.target.matches?.("form") && setTimeout(() => unlock(event.target)));

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    $$("form[aria-busy]").forEach(unlock);
    $$("form[data-filter]").forEach((form) => [...form.elements].forEach((input) => (input.disabled = false)));
  });

  // Unsaved text: compared with what the page came with, so that typing back is not a change.
  // A form that came back with errors holds text the server has not kept, so it counts as changed from the start.
  const origin = new Map();
  const snapshot = (form) => new URLSearchParams([...new FormData(form)].map(([key, value]) => [key, value.name ?? value])).toString();
  const watch = (form) => origin.has(form) || origin.set(form, $("[aria-invalid=true]", form) ? "" : snapshot(form));
  const dirty = () => [...origin].some(([form, before]) => form.isConnected && snapshot(form) !== before);

  window.addEventListener("beforeunload", (event) => {
    if (dirty() || ZI.autosave?.pending()) event.preventDefault();
  });

  // Keyboard: "/" goes to the search.
  on("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const search = $("[data-cari]");
    if (!search?.offsetParent) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // Menus made of <details>: close by Escape, by a click elsewhere, by opening another.
  on("click", (event) => {
    $$("details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
    const close = event.target.closest("[data-tutup]");
    if (close) close.closest(close.dataset.tutup)?.remove();
    const copy = event.target.closest("[data-salin]");
    if (copy) navigator.clipboard.writeText(copy.dataset.salin).then(() => ZI.kabar("Tersalin."), () => ZI.kabar("Tidak dapat menyalin; salin secara manual."));
    const tema = event.target.closest("[data-tema]");
    if (tema) {
      ZI.tema.choose(tema.dataset.tema);
      showTheme();
    }
  });

  on("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    $("summary", menu).focus();
  });

  const showTheme = () => $$("[data-tema]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.tema === ZI.tema.chosen()));

  // Filters send themselves when a choice changes; text waits for Enter.
  on("change", (event) => {
    const form = event.target.closest("form[data-filter]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date], input[type=month]")) form.requestSubmit();
  });

  on("submit", (event) => {
    const form = event.target.closest("form[data-filter]");
    if (form) for (const input of form.elements) input.disabled ||= input.name && input.value === "";
  });

  // Ticked rows and the bar of what can be done with them.
  const showTicked = (form) => {
    const boxes = $$("[data-pilih]", form);
    const ticked = boxes.filter((box) => box.checked).length;
    const bar = $("[data-bilah-massal]", form);
    const all = $("[data-pilih-semua]", form);
    if (bar) bar.hidden = ticked === 0;
    $$("[data-jumlah-pilih]", form).forEach((place) => (place.textContent = ticked));
    if (all) Object.assign(all, { checked: ticked > 0 && ticked === boxes.length, indeterminate: ticked > 0 && ticked < boxes.length });
  };

  on("change", (event) => {
    const form = event.target.closest("form");
    if (!form || !event.target.matches("[data-pilih], [data-pilih-semua]")) return;
    if (event.target.matches("[data-pilih-semua]")) $$("[data-pilih]", form).forEach((box) => (box.checked = event.target.checked));
    showTicked(form);
  });

  // htmx: csrf header, our dialog for hx-confirm, a sentence for what failed.
  on("htmx:configRequest", (event) => (event.detail.headers["X-CSRFToken"] = ZI.csrf()));

  on("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    const answer = await ZI.tanya({ teks: event.detail.question, tombol: event.detail.elt.textContent.trim() || "Lanjutkan" });
    if (answer) event.detail.issueRequest(true);
  });

  ZI.sebab = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("[data-sebab]")?.textContent.trim();

  on("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    if (status === 401) return;
    ZI.kabar(ZI.sebab(responseText) || `Permintaan gagal (${status}). Coba lagi; bila terulang, muat ulang halaman.`);
  });
  on("htmx:sendError", () => ZI.kabar("Tidak tersambung ke portal. Periksa jaringan lalu coba lagi."));

  const start = (root) => {
    $$("form[data-jaga]", root).forEach(watch);
    $$("form:has([data-pilih])", root).forEach(showTicked);
    $("[data-fokus]", root)?.focus();
  };
  on("htmx:load", (event) => start(event.detail.elt));
  on("DOMContentLoaded", () => {
    start(document);
    showTheme();
    if (matchMedia("(max-width: 767.98px)").matches) $$(".filter-lipat").forEach((fold) => (fold.open = $(".galat-isian", fold) !== null));
  });
})();
