// Status and percent follow each other on the server: after either is saved, or evidence has changed, both are fetched again.
(() => {
  const FOLLOWED = ["status", "persen"];
  const waiting = new Set();

  const refresh = (place) => {
    if (!place || waiting.has(place)) return;
    waiting.add(place);
    setTimeout(() => {
      waiting.delete(place);
      if (!place.isConnected) return;
      window.htmx.ajax("GET", `${place.dataset.angka}?bagian=angka`, { target: place, swap: "outerHTML" });
      refreshRow(place.closest("[data-baris]"));
    });
  };

  // The line of the month's work in which the panel stands, without the panel.
  const refreshRow = (row) => {
    const side = row?.querySelector(".pekerjaan-samping");
    if (side) window.htmx.ajax("GET", row.dataset.baris, { target: side, select: `#${side.id}`, swap: "outerHTML" });
  };

  document.addEventListener("zi:autosave", (event) => {
    const { url, kolom, keadaan } = event.detail;
    if (keadaan !== "tersimpan" || !FOLLOWED.includes(kolom)) return;
    refresh([...document.querySelectorAll("[data-angka]")].find((element) => url.startsWith(element.dataset.angka)));
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const list = event.target.closest?.(".realisasi [id$='-bukti']");
    refresh(list?.closest(".realisasi").querySelector("[data-angka]"));
  });

  // The heading counts what is done; a row that changes must not leave it behind.
  document.addEventListener("htmx:afterSettle", (event) => {
    const section = event.target.closest?.(".bagian");
    const count = section?.querySelector("[data-jumlah-selesai]");
    if (count) count.textContent = section.querySelectorAll("[data-selesai]").length;
  });
})();
