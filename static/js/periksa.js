// Compares a file with the published SHA-256 in the browser; the file goes nowhere.
(() => {
  const CHUNK = 2 * 1024 * 1024;
  const place = document.querySelector("[data-periksa]");
  if (!place) return;
  const input = place.querySelector("input");
  const bar = place.querySelector("[data-kemajuan]");
  const outcome = place.querySelector("[data-hasil]");
  const known = [...document.querySelectorAll("[data-sidik]")];
  let run = 0;

  place.hidden = false;
  document.querySelector("[data-periksa-manual]")?.removeAttribute("open");

  const say = (tone, sentence) => {
    const answer = document.querySelector(`[data-periksa-jawaban="${tone}"]`).content.cloneNode(true);
    answer.querySelector("[data-kalimat]").textContent = sentence;
    outcome.replaceChildren(answer);
  };

  const digest = async (file, current) => {
    const sum = new window.ZISha256();
    for (let at = 0; at < file.size; at += CHUNK) {
      const part = await file.slice(at, at + CHUNK).arrayBuffer();
      if (current !== run) return null;
      sum.update(new Uint8Array(part));
      bar.value = Math.round((100 * Math.min(at + CHUNK, file.size)) / file.size);
      // Lets the browser draw the bar and answer keys between two chunks.
      await new Promise((done) => setTimeout(done));
    }
    return sum.hex();
  };

  const compare = async (file) => {
    run += 1;
    const current = run;
    outcome.textContent = `Membaca ${file.name} …`;
    bar.value = 0;
    bar.hidden = false;
    let found;
    try {
      found = await digest(file, current);
    } catch {
      if (current === run) say("merah", `${file.name} tidak dapat dibaca. Pilih berkas, bukan folder, lalu coba lagi.`);
      return;
    } finally {
      if (current === run) bar.hidden = true;
    }
    if (found === null) return;
    const same = known.find((item) => item.dataset.sidik === found);
    if (same) say(same.dataset.nada, `${file.name}: ${same.dataset.kalimat}`);
    else say("merah", `${file.name} bukan berkas yang diterbitkan dengan nomor ini, atau isinya sudah berubah. SHA-256 berkas Anda: ${found}`);
  };

  input.addEventListener("change", () => input.files[0] && compare(input.files[0]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.toggle("periksa-seret", name === "dragover");
      if (name === "drop" && event.dataTransfer.files[0]) compare(event.dataTransfer.files[0]);
    });
  }
})();
