// Saving the plan's cells, one by one and in blocks: what waits, what was refused, what someone else has changed meanwhile.
(() => {
  const ZI = window.ZI;
  const plan = ZI.plan;
  if (!plan) return;
  const { table, FIRST_MONTH, LAST, LABEL, $$, pkOf, rowOf, editable, kolomOf, cellOf, read, write, normal, refuseReadOnly } = plan;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const chains = new Map(); // row -> promise of its last save
  const pending = new Map(); // "row|kolom" -> how many of its values the server has not answered yet
  const confirmed = new Map(); // "row|kolom" -> what the server last had, while something else stands in the cell
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

  // What can be taken back: cells with their old values, or an act that undoes an act.
  const undo = [];
  const undoButton = document.querySelector('[data-perintah="urungkan"]');

  const remember = (entry) => {
    undo.push(entry);
    if (undo.length > 100) undo.shift();
    if (undoButton) undoButton.disabled = false;
  };

  const lastAct = () => {
    const entry = undo.pop();
    if (undoButton) undoButton.disabled = !undo.length;
    return entry;
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

  // The row may be drawn anew while the question stands, so it is looked up again.
  const conflict = (tr, kolom, mine, result) => {
    const pk = pkOf(tr);
    if (read(tr, kolom) !== mine) {
      confirmed.set(keyOf(tr, kolom), read(tr, kolom));
      write(tr, kolom, mine);
    }
    const place = below(tr, kolom, "sisipan-konflik");
    const spot = document.createElement("span");
    place.append(spot);
    const months = () => mine.split(",").filter(Boolean).map((n) => table.tHead.rows[0].cells[FIRST_MONTH + Number(n) - 1].textContent).join(", ");
    ZI.autosave.conflict(spot, result, {
      mine: kolom === "bulan" ? months() : mine,
      label: `${LABEL[kolom]} baris ${tr.cells[1].textContent.trim()}`,
      useMine: () => {
        const tr = rowOf(pk);
        if (result.baris) setVersion(tr, result.baris.versi);
        delete tr.digabung;
        settled(tr, kolom);
        save(tr, kolom, mine);
        plan.select(cellOf(tr, kolom));
      },
      useTheirs: () => {
        const tr = rowOf(pk);
        settled(tr, kolom);
        if (result.baris) show(result.baris);
        else write(tr, kolom, result.nilai);
        ZI.autosave.settle(urlOf(tr), kolom);
        plan.select(cellOf(tr, kolom));
      },
    });
  };

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

  const afterBlock = (h, before) => {
    const tr = rowOf(h.aksi);
    if (h.status === "tersimpan") return settled(tr, h.kolom);
    confirmed.set(keyOf(tr, h.kolom), before);
    write(tr, h.kolom, h.nilai_saya);
    if (h.status === "konflik") conflict(tr, h.kolom, h.nilai_saya, h);
    else fault(tr, h.kolom, h.galat);
  };

  // `again` is off for acts that must not be done twice when only their answer was lost.
  const post = async (url, fields, { again = true } = {}) => {
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
      if (!again) return { galat: "Tidak tersambung ke portal. Coba lagi setelah tersambung." };
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

  // A section drawn anew by the server: what was typed and not yet saved in it stays, with the question beside it.
  const replaceSection = (html, key) => {
    const old = document.getElementById(`g-${key}`);
    const open = $$("tr.sisipan", old).map((row) => {
      const [pk, kolom] = row.dataset.untuk.split("|");
      return { row, pk, kolom, typed: read(rowOf(pk), kolom) };
    });
    const fresh = new DOMParser().parseFromString(`<table>${html}</table>`, "text/html").querySelector("tbody");
    old.replaceWith(document.importNode(fresh, true));
    for (const { row, pk, kolom, typed } of open) {
      const tr = rowOf(pk);
      if (!tr) continue;
      write(tr, kolom, typed);
      tr.after(row);
      cellOf(tr, kolom).classList.add("bermasalah");
    }
  };

  // After the saves under way; answers with null when it was refused, and says why unless `quiet`.
  const act = async (url, fields, { quiet = false } = {}) => {
    await Promise.all(chains.values());
    const answer = await post(url, fields, { again: false });
    if (answer.galat && !quiet) ZI.kabar(answer.galat);
    if (answer.galat) return quiet ? answer : null;
    replaceSection(answer.html, answer.grup);
    plan.rows().forEach((tr, n) => (tr.cells[1].firstElementChild.textContent = n + 1));
    state("tersimpan", `Tersimpan ${answer.pada}`, "circle-check");
    return answer;
  };

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
        confirmed.set(keyOf(tr, kolom), read(tr, kolom));
        write(tr, kolom, nilai);
        save(tr, kolom, nilai, versi);
      }
    }
  };

  // Progress and evidence are kept in the panel; the months of the section are read again afterwards.
  const refresh = async (key) => {
    await Promise.all(chains.values());
    const response = await ZI.kirim(location.pathname).catch(() => null);
    if (!response?.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(`g-${key}`);
    if (fresh) replaceSection(fresh.outerHTML, key);
  };

  const isWaiting = () => pending.size > 0;

  Object.assign(plan, { change, conflict, saveBlock, remember, lastAct, act, redeliver, refresh, isWaiting });
})();
