// Filling in the LKE by keyboard, and the figures that change with each saved answer. Saving itself is autosave.js.
(() => {
  const questions = () => [...document.querySelectorAll("[data-soal]")];
  if (!questions().length) return;
  const TYPING = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

  // --- where we are --------------------------------------------------------------------------------------------

  let current = null;

  const go = (question) => {
    if (!question) return;
    current = question;
    question.focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
  };

  const here = () => (current?.isConnected ? current : questions()[0]);

  const step = (by) => {
    const all = questions();
    go(current?.isConnected ? all[Math.max(0, Math.min(all.length - 1, all.indexOf(current) + by))] : all[0]);
  };

  // The next one without an answer, from here on and then from the top; where the page has none, the next area.
  const nextEmpty = () => {
    const all = questions();
    const at = all.indexOf(here());
    const open = (question) => !("dijawab" in question.dataset);
    const found = all.slice(at + 1).find(open) ?? all.slice(0, at + 1).find(open);
    if (found) return go(found);
    document.querySelector("[data-area-berikut]")?.focus();
    window.ZI.kabar("Semua pertanyaan pada halaman ini sudah dijawab.");
  };

  document.addEventListener("focusin", (event) => {
    const question = event.target.closest?.("[data-soal]");
    if (question) current = question;
  });

  // --- keys ----------------------------------------------------------------------------------------------------

  const choose = (key) => {
    const radio = here().querySelector(`input[data-tombol="${key}"]`);
    if (!radio || radio.disabled) return false;
    go(here());
    if (!radio.checked) radio.click();
    return true;
  };

  const MOVES = { j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), n: nextEmpty };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
    // Up and down would silently change a focused radio; they move between questions here, left and right still choose.
    const inside = event.target === document.body || event.target.closest?.("[data-soal], main");
    if (!inside || (event.key.startsWith("Arrow") && !current)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const done = MOVES[key] ? (MOVES[key](), true) : /^[a-eyt]$/.test(key) && choose(key);
    if (done) event.preventDefault();
  });

  const BUTTONS = { sebelum: () => step(-1), sesudah: () => step(1), kosong: nextEmpty };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-lke]");
    if (button) BUTTONS[button.dataset.lke]();
    const offer = event.target.closest?.("[data-pakai]");
    if (offer) fill(document.getElementById(offer.dataset.untuk), offer.dataset.pakai);
  });

  const fill = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // --- after a save --------------------------------------------------------------------------------------------

  document.addEventListener("zi:autosave", (event) => {
    const { url, keadaan, hasil } = event.detail;
    if (keadaan !== "tersimpan" || !hasil?.bagian) return;
    const { dijawab, ...parts } = hasil.bagian;
    for (const [id, html] of Object.entries(parts)) {
      const place = document.getElementById(id);
      if (place) place.innerHTML = html;
    }
    const fields = [...document.querySelectorAll(`[data-autosave="${CSS.escape(url)}"]`)];
    fields[0]?.closest("[data-soal]")?.toggleAttribute("data-dijawab", dijawab);
    // A count refused because another one contradicted it may be right now.
    for (const field of fields) {
      if (field.getAttribute("aria-invalid") === "true" && field.dataset.kolom !== event.detail.kolom) fill(field, field.value);
    }
  });

  // A link to one question puts the keyboard there too.
  const target = location.hash.startsWith("#soal-") && document.getElementById(location.hash.slice(1));
  if (target) go(target);
})();
