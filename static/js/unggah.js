// Upload zone: drop or choose several files, each sent by itself with its own progress. Without scripts the form sends all at once.
(() => {
  const ZI = window.ZI;
  const queues = new WeakMap();

  const element = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

  const row = (form, file) => {
    const item = element("li", "unggah-berkas");
    const name = element("span", "unggah-nama", file.name);
    const state = element("span", "unggah-keadaan", "Menunggu");
    const bar = Object.assign(element("progress", "batang"), { max: 100, value: 0 });
    name.title = file.name;
    bar.setAttribute("aria-label", `Kemajuan unggah ${file.name}`);
    item.append(ZI.ikon("file"), name, state, bar);
    form.querySelector(".unggah-daftar").append(item);
    return { item, state, bar };
  };

  const mark = ({ item, state, bar }, keadaan, words) => {
    item.dataset.keadaan = keadaan;
    state.textContent = words;
    if (keadaan !== "selesai" && keadaan !== "gagal") return;
    bar.hidden = true;
    item.querySelector(".ikon")?.replaceWith(ZI.ikon(keadaan === "selesai" ? "circle-check" : "circle-alert"));
  };

  const retryButton = (form, file, view) => {
    const button = element("button", "btn btn-biasa btn-sm", "Coba lagi");
    button.type = "button";
    button.addEventListener("click", () => (view.item.remove(), queue(form, [file])));
    view.item.append(button);
  };

  const reason = (xhr) => {
    if (!xhr.status) return "Sambungan terputus sebelum berkas terkirim.";
    try {
      return JSON.parse(xhr.responseText).galat;
    } catch {
      return ZI.sebab(xhr.responseText) || (xhr.status === 413 ? "Berkas terlalu besar." : `Berkas ditolak (${xhr.status}).`);
    }
  };

  const post = (form, file, view) =>
    new Promise((resolve) => {
      const input = form.querySelector("input[type=file]");
      const data = new FormData(form);
      data.delete(input.name);
      data.append(input.name, file);
      const xhr = new XMLHttpRequest();
      xhr.open("POST", form.action);
      xhr.setRequestHeader("X-Requested-With", "fetch");
      xhr.setRequestHeader("X-CSRFToken", ZI.csrf());
      xhr.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        const percent = Math.floor((event.loaded / event.total) * 100);
        view.bar.value = percent;
        view.state.textContent = percent < 100 ? `${percent}%` : "Diperiksa…";
      });
      xhr.addEventListener("loadend", () => resolve(xhr));
      xhr.send(data);
    });

  const upload = async (form, file) => {
    const view = row(form, file);
    const limit = Number(form.dataset.batas);
    if (limit && file.size > limit * 1024 * 1024) {
      const size = (file.size / 1024 / 1024).toLocaleString("id-ID", { maximumFractionDigits: 1 });
      return mark(view, "gagal", `Berkas ${size} MB, sedangkan batasnya ${limit} MB. Perkecil atau bagi berkasnya.`);
    }
    mark(view, "mengirim", "0%");
    let xhr = await post(form, file, view);
    if (xhr.status === 401 && (await ZI.masuk())) xhr = await post(form, file, view);
    if (xhr.status >= 200 && xhr.status < 300) {
      mark(view, "selesai", "Tersimpan");
      place(form, xhr);
    } else {
      mark(view, "gagal", reason(xhr) || "Berkas ditolak.");
      if (!xhr.status || xhr.status >= 500) retryButton(form, file, view);
    }
  };

  const place = (form, xhr) => {
    const target = form.dataset.sasaran && document.querySelector(form.dataset.sasaran);
    if (!target || !xhr.getResponseHeader("Content-Type")?.includes("html")) return;
    window.htmx.swap(target, xhr.responseText, { swapStyle: "innerHTML" });
  };

  // One after another: a slow line gains nothing from two, and the list that comes back is never older than the one shown.
  const queue = (form, files) => {
    const all = async () => {
      for (const file of files) await upload(form, file);
      form.dispatchEvent(new CustomEvent("zi:terunggah", { bubbles: true }));
    };
    queues.set(form, (queues.get(form) ?? Promise.resolve()).then(all));
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-unggah]");
    if (!form || event.target.type !== "file" || !event.target.files.length) return;
    const files = [...event.target.files];
    event.target.value = "";
    queue(form, files);
  });

  const zoneOf = (event) => event.target.closest?.("[data-unggah] .unggah-zona");
  document.addEventListener("dragover", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.add("di-atas");
  });
  document.addEventListener("dragleave", (event) => zoneOf(event)?.classList.remove("di-atas"));
  document.addEventListener("drop", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.remove("di-atas");
    const several = zone.querySelector("input[type=file]").multiple;
    queue(zone.closest("form"), several ? [...event.dataTransfer.files] : [...event.dataTransfer.files].slice(0, 1));
  });
})();
