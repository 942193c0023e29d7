// Saves a field at a time. Nothing typed is lost: the text stays in this browser until the server has confirmed it.
(() => {
  const ZI = window.ZI;
  const WAIT = 800;
  const LONGEST = 30000;
  const TEMPORARY = [401, 408, 429];
  const person = () => document.body.dataset.orang || "";
  const keyOf = (url, kolom) => `zi:draf:${person()}:${url}|${kolom}`;

  const store = {
    set(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A full or forbidden store only costs the safety net, not the save.
      }
    },
    get(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    remove: (key) => localStorage.removeItem(key),
  };

  const raised = new Map(); // url -> Map(version sent -> version it became by our own save)
  const queues = new Map(); // url -> promise of the last save to it
  const newest = new Map(); // key -> number of the newest save of that field
  const states = new Map(); // key -> "menyimpan" | "gagal" | "galat"
  let savedAt = "";
  let number = 0;

  const current = (url, versi) => {
    const steps = raised.get(url);
    let now = String(versi);
    while (steps?.has(now)) now = steps.get(now);
    return now;
  };

  const tell = (url, kolom, keadaan, words = "", hasil = null) => {
    const key = keyOf(url, kolom);
    if (keadaan === "tersimpan" || keadaan === "diganti") states.delete(key);
    else states.set(key, keadaan);
    show(words);
    document.dispatchEvent(new CustomEvent("zi:autosave", { detail: { url, kolom, keadaan, hasil } }));
  };

  const show = (words) => {
    const place = document.querySelector("[data-simpan]");
    if (!place) return;
    const all = [...states.values()];
    const [keadaan, text, icon] = all.includes("galat")
      ? ["galat", words || "Ada isian yang belum dapat disimpan.", "circle-alert"]
      : all.includes("gagal")
        ? ["gagal", "Belum tersimpan, dicoba lagi. Tulisan Anda disimpan di peramban ini.", "cloud-off"]
        : all.includes("menyimpan")
          ? ["menyimpan", "Menyimpan…", "loader-circle"]
          : ["tersimpan", `Tersimpan ${savedAt}`, "circle-check"];
    if (place.dataset.keadaan === keadaan && place.textContent.trim() === text) return;
    place.dataset.keadaan = keadaan;
    place.replaceChildren(ZI.ikon(icon), document.createTextNode(` ${text}`));
  };

  const pause = (ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
    });

  const body = (kolom, nilai, versi) => {
    const form = new URLSearchParams({ kolom, versi });
    for (const item of [].concat(nilai)) form.append("nilai", item);
    return form;
  };

  // One save, repeated over a broken line until the server has said something definite.
  const send = async (url, kolom, nilai, versi, isNewest) => {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST)) {
      if (!isNewest()) return { status: "diganti" };
      const base = current(url, versi);
      const response = await ZI.kirim(url, { method: "POST", body: body(kolom, nilai, base) }).catch(() => null);
      if (response && response.status < 500 && !TEMPORARY.includes(response.status)) return outcome(url, base, response);
      if (response?.status === 401) wait = LONGEST; // the sign-in was closed: do not ask at every turn
      tell(url, kolom, "gagal");
      await pause(wait);
    }
  };

  const outcome = async (url, base, response) => {
    const text = await response.text();
    let data = {};
    try {
      data = JSON.parse(text);
    } catch {
      data = { galat: ZI.sebab(text) };
    }
    if (response.ok) {
      if (!raised.has(url)) raised.set(url, new Map());
      if (String(data.versi) !== base) raised.get(url).set(base, String(data.versi));
      savedAt = data.pada || "";
      return { ...data, status: "tersimpan" };
    }
    if (response.status === 409) return { ...data, status: "konflik" };
    return { status: "galat", galat: data.galat || `Isian ditolak (${response.status}). Muat ulang halaman lalu coba lagi.` };
  };

  const save = (url, { kolom, nilai, versi }) => {
    const key = keyOf(url, kolom);
    const mine = ++number;
    const isNewest = () => newest.get(key) === mine;
    newest.set(key, mine);
    store.set(key, { nilai, versi: current(url, versi) });
    tell(url, kolom, "menyimpan");
    const run = async () => {
      const result = await send(url, kolom, nilai, versi, isNewest);
      if (result.status === "diganti") return result;
      if (result.status === "tersimpan" && isNewest()) store.remove(key);
      if (isNewest()) tell(url, kolom, { tersimpan: "tersimpan", konflik: "galat", galat: "galat" }[result.status], result.status === "konflik" ? "Isian ini juga diubah orang lain. Pilih yang dipakai." : result.galat, result);
      return result;
    };
    const turn = (queues.get(url) ?? Promise.resolve()).then(run, run);
    queues.set(url, turn);
    return turn;
  };

  const settle = (url, kolom) => {
    store.remove(keyOf(url, kolom));
    savedAt ||= new Date().toTimeString().slice(0, 5).replace(":", ".");
    tell(url, kolom, "tersimpan");
  };

  const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? "" });

  const conflict = (after, result, { mine, label = "Isian ini", useMine, useTheirs }) => {
    after.parentElement.querySelector(":scope > .konflik")?.remove();
    const box = element("div", "konflik");
    box.setAttribute("role", "alert");
    box.append(element("p", "konflik-judul", `${label} sudah diubah oleh ${result.oleh}, ${result.pada}.`));
    const values = element("dl", "konflik-nilai");
    for (const [name, value] of [["Punya saya", mine], ["Yang tersimpan", result.nilai]]) {
      const pair = element("div");
      pair.append(element("dt", "", name), element("dd", "", value === "" ? "(kosong)" : String(value)));
      values.append(pair);
    }
    const buttons = element("div", "jajar");
    for (const [name, className, act] of [["Pakai punya saya", "btn btn-primary btn-sm", useMine], ["Pakai yang tersimpan", "btn btn-biasa btn-sm", useTheirs]]) {
      const button = element("button", className, name);
      button.type = "button";
      button.addEventListener("click", () => (box.remove(), act()));
      buttons.append(button);
    }
    box.append(values, buttons);
    after.after(box);
    return box;
  };

  const forget = () => {
    const mine = Object.keys(localStorage).filter((key) => key.startsWith(`zi:draf:${person()}:`));
    mine.forEach((key) => localStorage.removeItem(key));
  };

  ZI.autosave = { save, conflict, settle, forget, pending: () => [...states.values()].some((state) => state !== "galat") || timers.size > 0 };

  // Fields that save themselves: data-autosave="url", name, data-versi.
  const timers = new Map();
  const nameOf = (field) => field.dataset.kolom || field.name;
  const textOf = (value) => [].concat(value).join(", ");

  const radios = (field) => [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(field.name)}"]`)];

  const valueOf = (field) => {
    if (field.type === "radio") return radios(field).find((radio) => radio.checked)?.value ?? "";
    if (field.type === "checkbox") return field.checked ? field.value : "";
    if (field.multiple) return [...field.selectedOptions].map((option) => option.value);
    return field.value;
  };

  const fill = (field, value) => {
    if (field.type === "radio") radios(field).forEach((radio) => (radio.checked = radio.value === String(value)));
    else if (field.type === "checkbox") field.checked = field.value === String(value);
    else if (field.multiple) [...field.options].forEach((option) => (option.selected = [].concat(value).includes(option.value)));
    else field.value = value;
  };

  const mark = (field, sentence) => {
    const id = `${field.id || nameOf(field)}-galat-simpan`;
    document.getElementById(id)?.remove();
    field.toggleAttribute("aria-invalid", Boolean(sentence));
    field.classList.toggle("is-invalid", Boolean(sentence));
    if (!sentence) return;
    const place = element("p", "galat-isian", sentence);
    place.id = id;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", id);
    field.after(place);
  };

  const saveField = async (field, versi = field.dataset.versi) => {
    clearTimeout(timers.get(field));
    timers.delete(field);
    const url = field.dataset.autosave;
    const kolom = nameOf(field);
    const nilai = valueOf(field);
    const result = await save(url, { kolom, nilai, versi });
    if (result.status === "diganti") return;
    mark(field, result.status === "galat" ? result.galat : "");
    if (result.status === "tersimpan") field.dataset.versi = result.versi;
    if (result.status !== "konflik") return;
    conflict(field, result, {
      mine: textOf(nilai),
      useMine: () => saveField(field, result.versi),
      useTheirs: () => {
        fill(field, result.nilai);
        field.dataset.versi = result.versi;
        settle(url, kolom);
      },
    });
  };

  const soon = (field) => {
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => saveField(field), WAIT));
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-autosave]:is(textarea, input:not([type=checkbox], [type=radio]))")) soon(event.target);
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches?.("[data-autosave]") && (timers.has(field) || !field.matches("textarea, input:not([type=checkbox], [type=radio])"))) saveField(field);
  });

  // What an earlier visit could not deliver: put back into the field and sent, with the version it was written on.
  const restore = (root) => {
    for (const field of root.querySelectorAll("[data-autosave]")) {
      const key = keyOf(field.dataset.autosave, nameOf(field));
      const draft = store.get(key);
      if (!draft || newest.has(key)) continue;
      if (textOf(draft.nilai) === textOf(valueOf(field))) {
        store.remove(key);
        continue;
      }
      fill(field, draft.nilai);
      saveField(field, draft.versi);
    }
  };
  document.addEventListener("DOMContentLoaded", () => restore(document));
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll && restore(event.detail.elt));
})();
