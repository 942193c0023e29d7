// Runs before the first paint: says that scripts run, and sets light or dark so that no page flashes.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  root.classList.add("js");

  const chosen = () => {
    try {
      return localStorage.getItem("zi:tema") || "auto";
    } catch {
      return "auto";
    }
  };
  const apply = () => {
    const tema = chosen();
    root.dataset.bsTheme = tema === "auto" ? (dark.matches ? "dark" : "light") : tema;
  };
  apply();
  dark.addEventListener("change", apply);

  window.ZI = {
    tema: {
      chosen,
      choose(tema) {
        try {
          localStorage.setItem("zi:tema", tema);
        } catch {
          root.dataset.bsTheme = tema;
        }
        apply();
      },
    },
  };
})();
