// Copying blocks out of the plan's grid, and pasting blocks from Excel into it.
(() => {
  const ZI = window.ZI;
  const plan = ZI.plan;
  if (!plan) return;
  const { COLUMNS, FIRST_MONTH, LAST, $$, pkOf, rowOf, editable, kolomOf, monthsOf, isMonth, read, refuseReadOnly, saveBlock, act } = plan;

  // Excel quotes cells that hold line breaks, and doubles quotes inside them.
  const parse = (text) => {
    const lines = [];
    let line = [];
    let cell = "";
    let quoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let n = 0; n < source.length; n += 1) {
      const c = source[n];
      if (quoted) {
        if (c !== '"') cell += c;
        else if (source[n + 1] === '"') (cell += '"'), (n += 1);
        else quoted = false;
      } else if (c === '"' && cell === "") quoted = true;
      else if (c === "\t") line.push(cell), (cell = "");
      else if (c === "\n") line.push(cell), lines.push(line), (line = []), (cell = "");
      else cell += c;
    }
    line.push(cell);
    lines.push(line);
    return lines;
  };

  const quote = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cellText = (td) => (isMonth(td) ? (td.classList.contains("t") ? "x" : "") : kolomOf(td) ? read(td.parentElement, kolomOf(td)) : td.textContent.trim());

  document.addEventListener("copy", (event) => {
    if (!plan.current() || String(getSelection())) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", plan.block().map((line) => line.map((td) => quote(cellText(td))).join("\t")).join("\n"));
  });

  document.addEventListener("paste", async (event) => {
    const start = plan.current();
    if (!start) return;
    event.preventDefault();
    if (start.cellIndex < 2) return ZI.kabar("Pilih dahulu sel tempat tempelan dimulai.");
    const lines = parse(event.clipboardData.getData("text/plain"));
    if (!editable(start.parentElement)) return refuseReadOnly();
    const targets = await rowsFor(start.parentElement, lines.length);
    if (!targets) return plan.select(start);
    const cells = targets.flatMap((tr, n) => pasted(tr, start.cellIndex, lines[n] ?? []));
    await saveBlock(cells);
    plan.select(rowOf(pkOf(start.parentElement))?.cells[start.cellIndex]);
  });

  // Values for one row; months that are pasted make one value.
  const pasted = (tr, column, line) => {
    const found = [];
    const months = new Set(monthsOf(tr));
    let touched = false;
    line.forEach((value, n) => {
      const at = column + n;
      if (at > LAST) return;
      if (at >= FIRST_MONTH) {
        touched = true;
        if (value.trim()) months.add(at - FIRST_MONTH + 1);
        else months.delete(at - FIRST_MONTH + 1);
      } else if (COLUMNS[at]) found.push([tr, COLUMNS[at], value.trim()]);
    });
    if (touched) found.push([tr, "bulan", [...months].sort((a, b) => a - b).join(",")]);
    return found;
  };

  // The rows that a pasted block covers; when the section has too few, new ones are offered.
  const rowsFor = async (tr, count) => {
    const here = $$("tr[data-v]", tr.parentElement);
    const found = here.slice(here.indexOf(tr), here.indexOf(tr) + count);
    const missing = count - found.length;
    if (!missing) return found;
    const answer = await ZI.tanya({ judul: "Tambah baris", teks: `Tempelan berisi ${count} baris, sedangkan di bagian ini tersisa ${found.length} baris. Tambah ${missing} baris baru?` });
    if (!answer) return null;
    const pks = found.map(pkOf);
    for (let n = 0; n < missing; n += 1) {
      const made = await act(plan.table.dataset.urlTambah, { setelah: pks.at(-1) });
      if (!made) return null;
      pks.push(String(made.aksi));
    }
    return pks.map(rowOf);
  };
})();
