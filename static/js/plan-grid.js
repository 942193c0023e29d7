// The plan as a spreadsheet: move, edit, paste, undo. Every cell is saved as one goes; the server decides about conflicts.
(() => {
  const ZI = window.ZI;
  const table = document.querySelector("[data-tabel-rencana]");
  if (!table) return;

  const COLUMNS = ["", "", "indikator", "aksi", "langkah", "bukti_fisik", "penanggung_jawab", "prioritas", "target_waktu"];
  const FIRST_MONTH = COLUMNS.length;
  const LAST = FIRST_MONTH + 11;
  const MULTILINE = new Set(["aksi", "langkah", "bukti_fisik"]);
  const LABEL = { indikator: "Indikator", aksi: "Rencana aksi", langkah: "Langkah aksi", bukti_fisik: "Bukti fisik", penanggung_jawab: "Penanggung jawab", prioritas: "Target prioritas", target_waktu: "Target waktu", bulan: "Target waktu" };
  const YES = new Set(["1", "ya", "y", "x", "v", "✓", "√"]);
  const form = table.closest("form");
  const panel = document.getElementById("panel");
  const undoButton = document.querySelector('[data-perintah="urungkan"]');
  const $$ = (selector, root = table) => [...root.querySelectorAll(selector)];

  // --- rows and cells ------------------------------------------------------------------------------------------

  const rows = () => $$("tr[data-v]");
  const pkOf = (tr) => tr.id.slice(5);
  const rowOf = (pk) => document.getElementById(`aksi-${pk}`);
  const editable = (tr) => "boleh" in tr.parentElement.dataset;
  const kolomOf = (td) => (td.cellIndex >= FIRST_MONTH ? "bulan" : COLUMNS[td.cellIndex]);
  const cellOf = (tr, kolom) => tr.cells[kolom === "bulan" ? FIRST_MONTH : COLUMNS.indexOf(kolom)];
  const monthsOf = (tr) => [...tr.cells].slice(FIRST_MONTH).flatMap((td, n) => (td.classList.contains("t") ? [n + 1] : []));
  const isMonth = (td) => td.cellIndex >= FIRST_MONTH;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

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

  // What the server says of a row, except cells that still wait for their turn.
  const show = (data) => {
    const tr = rowOf(data.pk);
    if (!tr) return;
    setVersion(tr, data.versi);
    const values = { ...data, prioritas: data.prioritas ? "ya" : "tidak", bulan: data.bulan.join(",") };
    for (const kolom of Object.keys(LABEL)) {
      const busy = pending.has(keyOf(tr, kolom)) || confirmed.has(keyOf(tr, kolom));
      if (!busy && values[kolom] !== read(tr, kolom)) write(tr, kolom, values[kolom]);
    }
  };

  const setVersion = (tr, versi) => {
    tr.dataset.v = versi;
    const box = tr.querySelector("[data-pilih]");
    if (box) box.value = `${pkOf(tr)}:${versi}`;
  };

  // --- where we are --------------------------------------------------------------------------------------------

  let current = null; // the cell with the roving tabindex
  let anchor = null; // the other corner of the selected block

  const select = (td, { extend = false, focus = true } = {}) => {
    if (!td) return;
    current?.removeAttribute("tabindex");
    close(current);
    if (!extend || !anchor?.isConnected) anchor = td;
    current = td;
    td.tabIndex = 0;
    paint();
    open(td);
    if (focus) {
      td.focus({ preventScroll: true });
      reveal(td);
    }
  };

  // A cell whose text does not fit opens over its neighbours; its height is held, so that no row jumps.
  const open = (td) => {
    const text = td.querySelector(":scope > div");
    if (!text || text.scrollHeight <= text.clientHeight + 2) return;
    td.style.height = `${td.offsetHeight}px`;
    td.classList.add("terbuka");
  };

  const close = (td) => {
    if (!td) return;
    td.classList.remove("terbuka");
    td.style.height = "";
  };

  // Sticky heads and columns cover cells; scroll until the cell stands clear of them.
  const reveal = (td) => {
    const box = table.parentElement;
    const frame = box.getBoundingClientRect();
    const cell = td.getBoundingClientRect();
    const head = table.tHead.getBoundingClientRect().height + (td.closest("tbody").querySelector(".grup")?.getBoundingClientRect().height ?? 0);
    const left = td.cellIndex > 3 ? table.tHead.rows[0].cells[3].getBoundingClientRect().right - frame.left : 0;
    if (cell.top < frame.top + head) box.scrollTop -= frame.top + head - cell.top;
    else if (cell.bottom > frame.bottom - 14) box.scrollTop += cell.bottom - frame.bottom + 14;
    if (cell.left < frame.left + left) box.scrollLeft -= frame.left + left - cell.left;
    else if (cell.right > frame.right) box.scrollLeft += cell.right - frame.right;
  };

  const block = () => {
    if (!anchor?.isConnected || !current?.isConnected) return current ? [[current]] : [];
    const all = rows();
    const [top, bottom] = [all.indexOf(anchor.parentElement), all.indexOf(current.parentElement)].sort((a, b) => a - b);
    const [left, right] = [anchor.cellIndex, current.cellIndex].sort((a, b) => a - b);
    return all.slice(top, bottom + 1).map((tr) => [...tr.cells].slice(left, right + 1));
  };

  const paint = () => {
    $$("td.blok").forEach((td) => td.classList.remove("blok"));
    const cells = block().flat();
    if (cells.length > 1) cells.forEach((td) => td.classList.add("blok"));
  };

  const step = (td, down, right) => {
    const all = rows();
    const at = all.indexOf(td.parentElement);
    const tr = all[Math.max(0, Math.min(all.length - 1, at + down))];
    return tr.cells[Math.max(0, Math.min(LAST, td.cellIndex + right))];
  };

  const next = (td, by) => {
    const all = rows();
    let at = all.indexOf(td.parentElement);
    let column = td.cellIndex + by;
    if (column > LAST) (at += 1), (column = 2);
    if (column < 2) (at -= 1), (column = LAST);
    return all[at]?.cells[column];
  };

  // --- saving --------------------------------------------------------------------------------------------------

  const chains = new Map(); // row -> promise of its last save
  const pending = new Map(); // "row|kolom" -> how many of its values the server has not answered yet
  const confirmed = new Map(); // "row|kolom" -> what the server last had, while something else stands in the cell
  const undo = [];

  const remember = (entry) => {
    undo.push(entry);
    if (undo.length > 100) undo.shift();
    if (undoButton) undoButton.disabled = false;
  };

  const keyOf = (tr, kolom) => `${pkOf(tr)}|${kolom}`;
  const urlOf = (tr) => `${table.dataset.url}${pkOf(tr)}/simpan/`;
  const savedValue = (tr, kolom) => confirmed.get(keyOf(tr, kolom)) ?? read(tr, kolom);

  const isBusy = (tr) => [...pending.keys()].some((key) => key.startsWith(`${pkOf(tr)}|`));

  const hold = (tr, kolom) => {
    pending.set(keyOf(tr, kolom), (pending.get(keyOf(tr, kolom)) ?? 0) + 1);
    tr.classList.add("menyimpan");
  };

  const release = (tr, kolom) => {
    const left = pending.get(keyOf(tr, kolom)) - 1;
    if (left) return pending.set(keyOf(tr, kolom), left);
    pending.delete(keyOf(tr, kolom));
    if (isBusy(tr)) return;
    tr.classList.remove("menyimpan");
    delete tr.digabung;
  };

  // The cell holds what the server has.
  const settled = (tr, kolom) => {
    clearNotes(tr, kolom);
    confirmed.delete(keyOf(tr, kolom));
  };

  // Saves of one row follow each other, so that a change by someone else between two of them is noticed.
  const queue = (pk, job) => {
    const turn = (chains.get(pk) ?? Promise.resolve()).then(job, job);
    chains.set(pk, turn);
    return turn;
  };

  const change = (td, value) => {
    const tr = td.parentElement;
    const kolom = kolomOf(td);
    if (value === read(tr, kolom)) return;
    if (!editable(tr)) return refuseReadOnly();
    const saved = savedValue(tr, kolom);
    write(tr, kolom, value);
    if (pending.has(keyOf(tr, kolom))) return save(tr, kolom, value);
    if (value === saved) {
      settled(tr, kolom);
      return ZI.autosave.settle(urlOf(tr), kolom);
    }
    confirmed.set(keyOf(tr, kolom), saved);
    remember({ sel: [[pkOf(tr), kolom, saved]] });
    return save(tr, kolom, value);
  };

  const save = (tr, kolom, value, versi = null) => {
    hold(tr, kolom);
    return queue(pkOf(tr), async () => {
      const merged = tr.digabung?.find((d) => d.kolom === kolom || (kolom === "bulan" && d.kolom === "target_waktu"));
      const result = merged
        ? { ...merged, status: "konflik", versi: tr.dataset.v }
        : await ZI.autosave.save(urlOf(tr), { kolom, nilai: value, versi: versi ?? tr.dataset.v });
      release(tr, kolom);
      if (result.status === "diganti" || pending.has(keyOf(tr, kolom))) return result.baris && show(result.baris);
      if (result.status === "tersimpan") {
        settled(tr, kolom);
        take(tr, result);
      } else if (result.status === "konflik") {
        conflict(tr, kolom, value, result);
      } else {
        fault(tr, kolom, result.galat);
      }
    });
  };

  // A saved cell: show the row as it is now, and say what someone else has changed in it meanwhile.
  const take = (tr, result) => {
    if (result.digabung?.length) {
      tr.orang = { ...tr.orang, ...Object.fromEntries(result.digabung.map((d) => [d.kolom, d])) };
      // Cells typed before this answer came were written on what has just been replaced.
      if (isBusy(tr)) tr.digabung = result.digabung.map((d) => ({ ...d, nilai: String(result.baris[d.kolom] ?? "") }));
      ZI.kabar(`Baris ini juga diubah oleh ${result.digabung[0].oleh}: ${result.digabung.map((d) => d.label).join(", ")}. Perubahannya sudah ditampilkan.`);
    } else if (result.pesan) ZI.kabar(result.pesan);
    if (result.baris) show(result.baris);
  };

  const below = (tr, kolom, className) => {
    clearNotes(tr, kolom);
    const row = Object.assign(document.createElement("tr"), { className: `sisipan ${className}` });
    row.dataset.untuk = keyOf(tr, kolom);
    const td = Object.assign(document.createElement("td"), { colSpan: LAST + 1 });
    row.append(td);
    tr.after(row);
    cellOf(tr, kolom).classList.add("bermasalah");
    return td;
  };

  const clearNotes = (tr, kolom) => {
    $$(`tr.sisipan[data-untuk="${keyOf(tr, kolom)}"]`).forEach((row) => row.remove());
    cellOf(tr, kolom).classList.remove("bermasalah");
  };

  const fault = (tr, kolom, sentence) => {
    const place = below(tr, kolom, "sisipan-galat");
    const text = Object.assign(document.createElement("p"), { className: "galat-isian", textContent: `${LABEL[kolom]}: ${sentence}` });
    text.setAttribute("role", "alert");
    text.prepend(ZI.ikon("circle-alert"), " ");
    place.append(text);
  };

  const conflict = (tr, kolom, mine, result) => {
    const place = below(tr, kolom, "sisipan-konflik");
    const spot = document.createElement("span");
    place.append(spot);
    const months = () => mine.split(",").filter(Boolean).map((n) => table.tHead.rows[0].cells[FIRST_MONTH + Number(n) - 1].textContent).join(", ");
    ZI.autosave.conflict(spot, result, {
      mine: kolom === "bulan" ? months() : mine,
      label: `${LABEL[kolom]} baris ${tr.cells[1].textContent.trim()}`,
      useMine: () => {
        if (result.baris) setVersion(tr, result.baris.versi);
        delete tr.digabung;
        settled(tr, kolom);
        save(tr, kolom, mine);
        select(cellOf(tr, kolom));
      },
      useTheirs: () => {
        settled(tr, kolom);
        if (result.baris) show(result.baris);
        else write(tr, kolom, result.nilai);
        ZI.autosave.settle(urlOf(tr), kolom);
        select(cellOf(tr, kolom));
      },
    });
  };

  const refuseReadOnly = () => ZI.kabar("Baris ini hanya dapat dibaca: rencana tidak berstatus Draf, atau areanya bukan bagian Anda.");

  // A block at once: one request, one undo. Tried again over a broken line.
  const saveBlock = async (cells, { note = true } = {}) => {
    if (cells.length && !cells.some(([tr]) => editable(tr))) return refuseReadOnly();
    const changed = cells.filter(([tr, kolom, value]) => editable(tr) && normal(kolom, read(tr, kolom)) !== normal(kolom, value));
    if (!changed.length) return;
    await Promise.all(changed.map(([tr]) => chains.get(pkOf(tr))));
    const sel = changed.map(([tr, kolom, value]) => [Number(pkOf(tr)), kolom, value, Number(tr.dataset.v)]);
    const before = changed.map(([tr, kolom]) => [pkOf(tr), kolom, savedValue(tr, kolom)]);
    for (const [tr, kolom, value] of changed) {
      hold(tr, kolom);
      write(tr, kolom, normal(kolom, value));
    }
    state("menyimpan", `Menyimpan ${sel.length} sel…`, "loader-circle");
    const answer = await post(table.dataset.urlBlok, { sel: JSON.stringify(sel) });
    changed.forEach(([tr, kolom]) => release(tr, kolom));
    if (answer.galat) {
      before.forEach(([pk, kolom, value]) => write(rowOf(pk), kolom, value));
      state("galat", answer.galat, "circle-alert");
      return;
    }
    if (note) remember({ sel: before.filter((_, n) => answer.hasil[n].status === "tersimpan") });
    answer.baris.forEach(show);
    answer.hasil.forEach((h, n) => afterBlock(h, before[n][2]));
    tellBlock(answer);
  };

  const tellBlock = (answer) => {
    const kept = answer.hasil.filter((h) => h.status !== "tersimpan").length;
    if (kept) state("galat", `${answer.hasil.length - kept} sel tersimpan, ${kept} belum; lihat tanda di tabel.`, "circle-alert");
    else state("tersimpan", `Tersimpan ${answer.pada}`, "circle-check");
    const notes = [...new Set(answer.hasil.map((h) => h.pesan).filter(Boolean))];
    if (notes.length) ZI.kabar(notes.slice(0, 3).join(" "));
  };

  const normal = (kolom, value) => (kolom === "prioritas" ? (YES.has(value.trim().toLowerCase()) ? "ya" : "tidak") : value.trim());

  const afterBlock = (h, before) => {
    const tr = rowOf(h.aksi);
    if (h.status === "tersimpan") return settled(tr, h.kolom);
    confirmed.set(keyOf(tr, h.kolom), before);
    write(tr, h.kolom, h.nilai_saya);
    if (h.status === "konflik") conflict(tr, h.kolom, h.nilai_saya, h);
    else fault(tr, h.kolom, h.galat);
  };

  const post = async (url, fields) => {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
      const response = await ZI.kirim(url, { method: "POST", body: new URLSearchParams(fields) }).catch(() => null);
      if (response && response.status < 500) {
        const text = await response.text();
        try {
          return JSON.parse(text);
        } catch {
          return { galat: ZI.sebab(text) || "Permintaan ditolak. Muat ulang halaman." };
        }
      }
      state("gagal", "Belum tersimpan, dicoba lagi. Jangan tutup halaman ini.", "cloud-off");
      await wait(pause);
    }
  };

  const state = (keadaan, words, icon) => {
    const place = document.querySelector("[data-simpan]");
    if (!place) return;
    place.dataset.keadaan = keadaan;
    place.replaceChildren(ZI.ikon(icon), document.createTextNode(` ${words}`));
  };

  window.addEventListener("beforeunload", (event) => {
    if (pending.size || editor) event.preventDefault();
  });

  // --- editing -------------------------------------------------------------------------------------------------

  let editor = null;

  const edit = (td, start = null) => {
    const tr = td.parentElement;
    const kolom = kolomOf(td);
    if (!kolom || !LABEL[kolom]) return;
    if (!editable(tr)) return refuseReadOnly();
    if (kolom === "prioritas") return change(td, read(tr, kolom) === "ya" ? "tidak" : "ya");
    if (kolom === "bulan") return toggleMonth(td);
    const field = document.createElement(MULTILINE.has(kolom) ? "textarea" : "input");
    field.className = "sunting";
    field.value = start ?? read(tr, kolom);
    field.setAttribute("aria-label", `${LABEL[kolom]} baris ${tr.cells[1].textContent.trim()}`);
    if (kolom === "penanggung_jawab") field.setAttribute("list", "orang-unit");
    if (kolom === "indikator") field.maxLength = 300;
    if (kolom === "target_waktu") field.maxLength = 200;
    field.autocomplete = "off";
    td.classList.add("disunting");
    td.append(field);
    editor = { td, field, tr, kolom, base: read(tr, kolom) };
    field.addEventListener("input", grow);
    field.addEventListener("blur", () => editor?.field === field && finish({ focus: false }));
    grow();
    field.focus();
    if (start === null) field.setSelectionRange(field.value.length, field.value.length);
  };

  const grow = () => {
    const field = editor.field;
    if (field.tagName !== "TEXTAREA") return;
    field.rows = 2;
    while (field.rows < 14 && field.scrollHeight > field.clientHeight) field.rows += 1;
  };

  const finish = ({ keep = true, go = null, focus = true } = {}) => {
    if (!editor) return;
    const { td, field, tr, kolom, base } = editor;
    editor = null;
    const value = field.value.trim();
    td.classList.remove("disunting");
    field.remove();
    const now = read(tr, kolom);
    // Someone else's value came into the cell under the open editor.
    if (keep && now !== base && value !== now && value !== base) conflict(tr, kolom, value, { ...tr.orang?.[kolom], nilai: now });
    else if (keep && value !== base) change(td, value);
    select(go ?? td, { focus });
  };

  const toggleMonth = (td) => {
    const tr = td.parentElement;
    const month = td.cellIndex - FIRST_MONTH + 1;
    const months = monthsOf(tr);
    const wanted = months.includes(month) ? months.filter((m) => m !== month) : [...months, month].sort((a, b) => a - b);
    change(td, wanted.join(","));
  };

  // --- rows as a whole -----------------------------------------------------------------------------------------

  const act = async (url, fields) => {
    await Promise.all(chains.values());
    const answer = await post(url, fields);
    if (answer.galat) {
      ZI.kabar(answer.galat);
      return null;
    }
    const fresh = new DOMParser().parseFromString(`<table>${answer.html}</table>`, "text/html").querySelector("tbody");
    document.getElementById(`g-${answer.grup}`).replaceWith(document.importNode(fresh, true));
    renumber();
    state("tersimpan", `Tersimpan ${answer.pada}`, "circle-check");
    return answer;
  };

  const renumber = () => rows().forEach((tr, n) => (tr.cells[1].firstElementChild.textContent = n + 1));
  const url = (pk, verb) => `${table.dataset.url}${pk}/${verb}/`;

  const focusRow = (pk, column) => {
    const tr = rowOf(pk);
    if (tr) select(tr.cells[column]);
  };

  const commands = {
    async tambah(tr) {
      const answer = await act(table.dataset.urlTambah, { setelah: pkOf(tr) });
      if (!answer) return;
      remember({ act: [url(answer.aksi, "hapus"), {}], fokus: pkOf(tr) });
      focusRow(answer.aksi, 3);
    },
    async salin(tr) {
      const answer = await act(url(pkOf(tr), "salin"), {});
      if (!answer) return;
      remember({ act: [url(answer.aksi, "hapus"), {}], fokus: pkOf(tr) });
      focusRow(answer.aksi, current.cellIndex);
    },
    naik: (tr) => move(tr, "naik", "turun"),
    turun: (tr) => move(tr, "turun", "naik"),
    async hapus(tr) {
      const pk = pkOf(tr);
      const column = current.cellIndex;
      const near = step(current, 1, 0).parentElement === tr ? step(current, -1, 0) : step(current, 1, 0);
      const fields = {};
      if (/\bk-(?:selesai|berjalan)\b|\be\b/.test([...tr.cells].slice(FIRST_MONTH).map((td) => td.className).join(" "))) {
        const answer = await ZI.tanya({ judul: "Hapus aksi", teks: "Aksi ini sudah mempunyai realisasi. Realisasi dan data dukungnya tetap tersimpan dalam riwayat.", alasan: "wajib", bahaya: true });
        if (!answer) return select(current);
        fields.alasan = answer.alasan;
      }
      const answer = await act(url(pk, "hapus"), fields);
      if (!answer) return;
      remember({ act: [url(pk, "pulihkan"), {}], fokus: pk });
      ZI.kabar("Baris dihapus. Tekan Ctrl+Z atau tombol Urungkan untuk mengembalikannya.");
      focusRow(pkOf(near.parentElement), column);
    },
    urungkan: () => takeBack(),
    rincian: (tr) => openPanel(tr),
  };

  const move = async (tr, way, back) => {
    const pk = pkOf(tr);
    const column = current.cellIndex;
    const before = read(tr, "indikator");
    const answer = await act(url(pk, "pindah"), { arah: way });
    if (!answer) return;
    const moved = rowOf(pk);
    remember(read(moved, "indikator") === before ? { act: [url(pk, "pindah"), { arah: back }], fokus: pk } : { sel: [[pk, "indikator", before]] });
    select(moved.cells[column]);
  };

  const takeBack = async () => {
    const entry = undo.pop();
    if (undoButton) undoButton.disabled = !undo.length;
    if (!entry) return;
    if (entry.act) {
      const answer = await act(...entry.act);
      if (answer) focusRow(rowOf(entry.fokus) ? entry.fokus : answer.aksi, current?.cellIndex ?? 3);
      return;
    }
    const cells = entry.sel.map(([pk, kolom, value]) => [rowOf(pk), kolom, value]).filter(([tr]) => tr);
    await saveBlock(cells, { note: false });
    if (cells.length) select(cellOf(cells[0][0], cells[0][1]));
  };

  const run = (name) => {
    if (name === "urungkan") return takeBack();
    if (name === "menu") return showMenu();
    const tr = current?.isConnected ? current.parentElement : rows()[0];
    if (!tr) return ZI.kabar("Belum ada baris. Tambahkan aksi pada salah satu area.");
    if (!current?.isConnected) select(tr.cells[3], { focus: false });
    if (name !== "rincian" && !editable(tr)) return refuseReadOnly();
    return commands[name](tr);
  };

  const MENU = "zi:rencana-menu";
  const showMenu = (shown = !document.body.classList.contains("dengan-navigasi")) => {
    document.body.classList.toggle("dengan-navigasi", shown);
    document.querySelector('[data-perintah="menu"]').setAttribute("aria-pressed", String(shown));
    localStorage.setItem(MENU, shown ? "1" : "");
  };
  if (localStorage.getItem(MENU)) showMenu(true);

  // --- panel ---------------------------------------------------------------------------------------------------

  const openPanel = async (tr) => {
    panel.hidden = false;
    panel.dataset.aksi = pkOf(tr);
    await window.htmx.ajax("GET", url(pkOf(tr), "").replace(/\/+$/, "/"), { target: panel, swap: "innerHTML" });
    panel.querySelector("[data-tutup-panel]")?.focus();
  };

  const closePanel = () => {
    panel.hidden = true;
    panel.replaceChildren();
    select(current?.isConnected ? current : rowOf(panel.dataset.aksi)?.cells[3]);
  };

  panel.addEventListener("click", (event) => event.target.closest("[data-tutup-panel]") && closePanel());
  panel.addEventListener("keydown", (event) => event.key === "Escape" && closePanel());

  // --- clipboard -----------------------------------------------------------------------------------------------

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
    if (editor || !current || document.activeElement !== current || String(getSelection())) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", block().map((line) => line.map((td) => quote(cellText(td))).join("\t")).join("\n"));
  });

  document.addEventListener("paste", async (event) => {
    if (editor || !current || document.activeElement !== current) return;
    event.preventDefault();
    const start = current;
    if (start.cellIndex < 2) return ZI.kabar("Pilih dahulu sel tempat tempelan dimulai.");
    const lines = parse(event.clipboardData.getData("text/plain"));
    if (!editable(start.parentElement)) return refuseReadOnly();
    const targets = await rowsFor(start.parentElement, lines.length);
    if (!targets) return select(start);
    const cells = targets.flatMap((tr, n) => pasted(tr, start.cellIndex, lines[n] ?? []));
    await saveBlock(cells);
    select(rowOf(pkOf(start.parentElement))?.cells[start.cellIndex]);
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
      const made = await act(table.dataset.urlTambah, { setelah: pks.at(-1) });
      if (!made) return null;
      pks.push(String(made.aksi));
    }
    return pks.map(rowOf);
  };

  // --- keyboard and mouse --------------------------------------------------------------------------------------

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  const editorKey = (event) => {
    const { td } = editor;
    if (event.key === "Escape") finish({ keep: false });
    else if (event.key === "Enter" && (event.altKey || event.shiftKey) && editor.field.tagName === "TEXTAREA") {
      editor.field.setRangeText("\n", editor.field.selectionStart, editor.field.selectionEnd, "end");
      grow();
    } else if (event.key === "Enter" && !event.isComposing) finish({ go: step(td, 1, 0) });
    else if (event.key === "Tab") finish({ go: next(td, event.shiftKey ? -1 : 1) });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const clearBlock = () => {
    const cells = block().flat().filter((td) => td.cellIndex >= 3);
    const perRow = new Map();
    for (const td of cells.filter(isMonth)) perRow.set(td.parentElement, [...(perRow.get(td.parentElement) ?? []), td.cellIndex - FIRST_MONTH + 1]);
    const months = [...perRow].map(([tr, gone]) => [tr, "bulan", monthsOf(tr).filter((m) => !gone.includes(m)).join(",")]);
    const texts = cells.filter((td) => !isMonth(td)).map((td) => [td.parentElement, kolomOf(td), kolomOf(td) === "prioritas" ? "tidak" : ""]);
    return saveBlock([...texts, ...months]);
  };

  const shortcut = (event) => {
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.altKey && event.key === "ArrowUp") return "naik";
    if (event.altKey && event.key === "ArrowDown") return "turun";
    if (!ctrl) return "";
    if (event.key === "Enter") return "tambah";
    if (event.key === "Delete") return "hapus";
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) return "urungkan";
    if (key === "i") return "rincian";
    return key === "d" && event.shiftKey ? "salin" : "";
  };

  table.addEventListener("keydown", (event) => {
    if (editor) return event.target === editor.field && editorKey(event);
    const td = event.target.closest("td, th");
    if (event.target !== td || !td.parentElement.dataset.v) return;
    const name = shortcut(event);
    if (name) run(name);
    else if (ARROWS[event.key] && !event.altKey) {
      const [down, right] = ARROWS[event.key];
      const far = event.ctrlKey ? LAST : 1;
      select(step(td, down * (event.ctrlKey ? 9999 : 1), right * far), { extend: event.shiftKey });
    } else if (event.key === "Home") select(event.ctrlKey ? rows()[0].cells[2] : td.parentElement.cells[2]);
    else if (event.key === "End") select(event.ctrlKey ? rows().at(-1).cells[LAST] : td.parentElement.cells[LAST]);
    else if (event.key === "PageDown" || event.key === "PageUp") select(step(td, event.key === "PageDown" ? 8 : -8, 0));
    else if (event.key === "Tab") {
      const to = next(td, event.shiftKey ? -1 : 1);
      if (!to) return; // leaves the table at its ends
      select(to);
    } else if (event.key === " " && td.cellIndex < 2) td.parentElement.querySelector("[data-pilih]")?.click();
    else if (event.key === " " && (isMonth(td) || kolomOf(td) === "prioritas")) edit(td);
    else if (event.key === "Enter" && td.cellIndex < 2) openPanel(td.parentElement);
    else if (event.key === "Enter" || event.key === "F2") edit(td);
    else if (event.key === "Escape") select(td);
    else if (event.key === "Delete" || event.key === "Backspace") editable(td.parentElement) ? clearBlock() : refuseReadOnly();
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && kolomOf(td) && !isMonth(td) && kolomOf(td) !== "prioritas") edit(td, "");
    else return;
    // A typed letter goes on into the editor that it has just opened.
    if (event.key.length > 1 || event.key === " " || name) event.preventDefault();
  });

  table.addEventListener("mousedown", (event) => {
    const td = event.target.closest("td, th");
    if (!td?.parentElement.dataset.v || event.button || event.target.closest("input, a, textarea")) return;
    if (editor) finish();
    event.preventDefault();
    const again = td === current && document.activeElement === td;
    select(td, { extend: event.shiftKey });
    if (event.shiftKey) return;
    if (isMonth(td) && editable(td.parentElement)) toggleMonth(td);
    else if (kolomOf(td) === "prioritas" && again) edit(td);
  });

  table.addEventListener("dblclick", (event) => {
    const td = event.target.closest("td");
    if (td?.parentElement.dataset.v && !isMonth(td) && !editor) edit(td);
  });

  table.addEventListener("click", async (event) => {
    const link = event.target.closest("th.n a");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && matchMedia("(min-width: 768px)").matches) {
      event.preventDefault();
      select(link.closest("tr").cells[1], { focus: false });
      return openPanel(link.closest("tr"));
    }
    const first = event.target.closest("[data-tambah-bagian]");
    if (!first) return;
    event.preventDefault();
    const [area, aspek] = first.closest("tbody").dataset.bagian.split(":");
    const answer = await act(table.dataset.urlTambah, { area, aspek });
    if (answer) focusRow(answer.aksi, 2);
  });

  table.addEventListener("focusin", (event) => {
    const td = event.target.closest("td, th");
    if (td && event.target === td && td.parentElement.dataset.v && td !== current) select(td, { focus: false });
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-perintah]");
    if (button) run(button.dataset.perintah);
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (!editor && !typing && !event.defaultPrevented && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      takeBack();
    }
  });

  // Bulk change of ticked rows: the same block as a paste, so it is undone as one.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=kolom]");
    if (!button) return;
    event.preventDefault();
    const field = form.elements[`nilai_${button.value}`];
    const ticked = $$("[data-pilih]:checked").map((box) => box.closest("tr"));
    if (!field.value.trim()) return field.focus();
    saveBlock(ticked.map((tr) => [tr, button.value, field.value]));
  });

  // Enter in a field of the bar means its own button, not the first one of the form.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest("[data-bilah-massal]") || event.target.matches("button")) return;
    event.preventDefault();
    event.target.parentElement.querySelector("button").click();
  });

  // What an earlier visit could not deliver is sent now, on the version it was written on.
  const redeliver = () => {
    const prefix = `zi:draf:${document.body.dataset.orang || ""}:${table.dataset.url}`;
    for (const key of Object.keys(localStorage).filter((k) => k.startsWith(prefix))) {
      const [, pk, kolom] = key.match(/\/(\d+)\/simpan\/\|(\w+)$/) ?? [];
      const tr = pk && rowOf(pk);
      if (!tr || !LABEL[kolom]) continue;
      const { nilai, versi } = JSON.parse(localStorage.getItem(key));
      if (!editable(tr) || nilai === read(tr, kolom)) localStorage.removeItem(key);
      else {
        write(tr, kolom, nilai);
        save(tr, kolom, nilai, versi);
      }
    }
  };

  const begin = () => {
    const wanted = location.hash.startsWith("#aksi-") ? document.querySelector(location.hash) : null;
    const tr = wanted ?? rows()[0];
    if (tr) select(tr.cells[3], { focus: Boolean(wanted) });
    redeliver();
  };
  begin();
})();
