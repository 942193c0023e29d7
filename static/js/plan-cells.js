// The rows and cells of the plan's grid as the page holds them: where they are, what stands in them. Used by plan-*.js.
(() => {
  const ZI = window.ZI;
  const table = document.querySelector("[data-tabel-rencana]");
  if (!table) return;

  const COLUMNS = ["", "", "indikator", "aksi", "langkah", "bukti_fisik", "penanggung_jawab", "prioritas", "target_waktu"];
  const FIRST_MONTH = COLUMNS.length;
  const LAST = FIRST_MONTH + 11;
  const LABEL = { indikator: "Indikator", aksi: "Rencana aksi", langkah: "Langkah aksi", bukti_fisik: "Bukti fisik", penanggung_jawab: "Penanggung jawab", prioritas: "Target prioritas", target_waktu: "Target waktu", bulan: "Target waktu" };
  const YES = new Set(["1", "ya", "y", "x", "v", "✓", "√"]);
  const $$ = (selector, root = table) => [...root.querySelectorAll(selector)];

  const rows = () => $$("tr[data-v]");
  const pkOf = (tr) => tr.id.slice(5);
  const rowOf = (pk) => document.getElementById(`aksi-${pk}`);
  const editable = (tr) => "boleh" in tr.parentElement.dataset;
  const kolomOf = (td) => (td.cellIndex >= FIRST_MONTH ? "bulan" : COLUMNS[td.cellIndex]);
  const cellOf = (tr, kolom) => tr.cells[kolom === "bulan" ? FIRST_MONTH : COLUMNS.indexOf(kolom)];
  const monthsOf = (tr) => [...tr.cells].slice(FIRST_MONTH).flatMap((td, n) => (td.classList.contains("t") ? [n + 1] : []));
  const isMonth = (td) => td.cellIndex >= FIRST_MONTH;

  const read = (tr, kolom) => {
    if (kolom === "bulan") return monthsOf(tr).join(",");
    const td = tr.cells[COLUMNS.indexOf(kolom)];
    return kolom === "prioritas" ? (td.textContent.trim() ? "ya" : "tidak") : td.textContent;
  };

  const hidden = (text) => Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: text });

  const write = (tr, kolom, value) => {
    if (kolom === "bulan") return writeMonths(tr, String(value).split(",").filter(Boolean).map(Number));
    const td = tr.cells[COLUMNS.indexOf(kolom)];
    if (kolom === "prioritas") td.replaceChildren(...(value === "ya" ? [hidden("ya")] : []));
    else td.firstElementChild.textContent = value;
  };

  const writeMonths = (tr, months) => {
    for (const [n, td] of [...tr.cells].slice(FIRST_MONTH).entries()) {
      const wanted = months.includes(n + 1);
      if (wanted === td.classList.contains("t")) continue;
      td.classList.toggle("t", wanted);
      const done = td.className.match(/k-(?:selesai|berjalan)/);
      if (wanted && !done) td.classList.add("k-mendatang");
      if (!wanted && !done) td.classList.remove("k-mendatang", "k-belum", "k-terlambat");
      if (!done) td.replaceChildren(...(wanted ? [hidden("target")] : []));
    }
  };

  // A value as the cell will show it.
  const normal = (kolom, value) => (kolom === "prioritas" ? (YES.has(value.trim().toLowerCase()) ? "ya" : "tidak") : value.trim());

  const refuseReadOnly = () => ZI.kabar("Baris ini hanya dapat dibaca: rencana tidak berstatus Draf, atau areanya bukan bagian Anda.");

  ZI.plan = { table, COLUMNS, FIRST_MONTH, LAST, LABEL, $$, rows, pkOf, rowOf, editable, kolomOf, cellOf, monthsOf, isMonth, read, write, normal, refuseReadOnly };
})();
