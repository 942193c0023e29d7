// The plan as a spreadsheet: where one stands, editing a cell, rows as wholes, the panel, keyboard and mouse.
(() => {
  const ZI = window.ZI;
  const plan = ZI.plan;
  if (!plan) return;
  const { table, FIRST_MONTH, LAST, LABEL, $$, rows, pkOf, rowOf, editable, kolomOf, cellOf, monthsOf, isMonth, read, refuseReadOnly } = plan;
  const { change, conflict, saveBlock, remember, lastAct, act } = plan;
  const MULTILINE = new Set(["aksi", "langkah", "bukti_fisik"]);
  const form = table.closest("form");
  const panel = document.getElementById("panel");

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
      let answer = await act(url(pk, "hapus"), {}, { quiet: true });
      if (answer.galat) {
        // A row with recorded progress is struck with a reason only; the server says so.
        const reason = await ZI.tanya({ judul: "Hapus aksi", teks: answer.galat, alasan: "wajib", bahaya: true });
        answer = reason && (await act(url(pk, "hapus"), reason));
        if (!answer) return select(current);
      }
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
    const entry = lastAct();
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

  const closePanel = async () => {
    const column = current?.cellIndex ?? 3;
    panel.hidden = true;
    panel.replaceChildren();
    if (worked) await plan.refresh(rowOf(panel.dataset.aksi).parentElement.id.slice(2));
    worked = false;
    select(current?.isConnected ? current : rowOf(panel.dataset.aksi)?.cells[column]);
  };

  // Something was saved in the panel.
  let worked = false;
  for (const type of ["zi:autosave", "zi:terunggah", "htmx:afterRequest"]) {
    document.addEventListener(type, (event) => {
      const verb = event.detail?.requestConfig?.verb ?? "post";
      if (!panel.hidden && verb !== "get" && !event.detail?.url?.startsWith(table.dataset.url)) worked = true;
    });
  }

  panel.addEventListener("click", (event) => event.target.closest("[data-tutup-panel]") && closePanel());
  panel.addEventListener("keydown", (event) => event.key === "Escape" && closePanel());

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

  window.addEventListener("beforeunload", (event) => {
    if (plan.isWaiting() || editor) event.preventDefault();
  });

  Object.assign(plan, { select, block, current: () => (editor || document.activeElement !== current ? null : current) });

  const begin = () => {
    const wanted = location.hash.startsWith("#aksi-") ? document.querySelector(location.hash) : null;
    const tr = wanted ?? rows()[0];
    if (tr) select(tr.cells[3], { focus: Boolean(wanted) });
    plan.redeliver();
  };
  begin();
})();
