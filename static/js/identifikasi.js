// One score may move the rank of every other candidate: the server's answer carries them all.
document.addEventListener("zi:autosave", (event) => {
  const ranks = event.detail.hasil?.calon;
  if (event.detail.keadaan !== "tersimpan" || !ranks) return;
  for (const [unit, [rank, total]] of Object.entries(ranks)) {
    const place = document.querySelector(`[data-peringkat="${unit}"]`);
    if (!place) continue;
    place.textContent = rank;
    document.querySelector(`[data-jumlah="${unit}"]`).textContent = total;
  }
});
