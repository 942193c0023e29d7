// The assessor's desk: what it needs beyond the form of the LKE (lke.js) and saving (autosave.js).
(() => {
  // The form of a question carries the version that its own saved fields have reached.
  document.addEventListener("zi:autosave", (event) => {
    const { url, keadaan, hasil } = event.detail;
    if (keadaan !== "tersimpan" || !hasil) return;
    const field = document.querySelector(`[data-autosave="${CSS.escape(url)}"]`);
    const versi = field?.closest("form")?.elements.versi;
    if (versi) versi.value = hasil.versi;
  });

  // S hands in the question in view; typing an S stays typing.
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("textarea, select, input:not([type=radio])")) return;
    const button = document.activeElement?.closest?.("[data-soal]")?.querySelector("[data-serah]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // A question that was drawn anew keeps the keyboard.
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt.matches?.("[data-soal]")) event.detail.elt.focus({ preventScroll: true });
  });
})();
