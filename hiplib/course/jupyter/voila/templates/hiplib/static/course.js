// The page around the notebook: theme button, contents that close by themselves, readable headings.

const theme = document.querySelector(".hip-theme");
function showTheme() {
  const dark = document.body.dataset.jpThemeLight === "false";
  theme.textContent = dark ? "Light" : "Dark";
  theme.setAttribute("aria-label", `Use the ${dark ? "light" : "dark"} theme`);
}
theme.removeAttribute("aria-pressed");
theme.addEventListener("click", () => {
  const dark = document.body.dataset.jpThemeLight === "true";
  document.body.dataset.jpThemeLight = String(!dark);
  try { localStorage.setItem("hiplib-theme", dark ? "dark" : "light"); } catch { /* private mode */ }
  showTheme();
});
showTheme();

const contents = document.querySelector(".hip-contents details");
document.addEventListener("click", (event) => { if (!contents.contains(event.target)) contents.open = false; });
contents.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { contents.open = false; contents.querySelector("summary").focus(); }
});

// The waiting line goes when the first widget stands; if nothing comes, say so instead of waiting on.
const wait = document.getElementById("hip-wait");
const cells = document.getElementById("hip-cells");
const ready = () => cells.querySelector(".jupyter-widgets, .hip-live, .hip-plot, .hip-questions");
const watch = new MutationObserver(() => { if (ready()) { wait.remove(); watch.disconnect(); } });
watch.observe(cells, { childList: true, subtree: true });
setTimeout(() => {
  if (wait.isConnected) wait.innerHTML = "The interactive parts did not start. <a href=''>Reload the page</a>, or read on: the text does not need them.";
}, 45000);

// A word of the glossary opens beside the page, so that answers and sliders stay as they are.
document.addEventListener("click", (event) => {
  const link = event.target.closest("main a[href*='10_glossary_sources.ipynb#']");
  if (link) link.target = "hip-glossary";
}, { capture: true });

// Print opens every fold, so that nothing is lost on paper.
addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((fold) => { fold.open = true; }));

// A closed page ends its kernel at once. Voila tries to, but its server asks for a token that its pages
// never get (voila issue 1458): a cookie and a header with the same value. The cookie is for this one
// address, so that it cannot disturb a JupyterLab on the same host. Culling stays as the second net.
addEventListener("pagehide", (event) => {
  if (event.persisted) return;
  const { baseUrl, kernelId } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const address = `${baseUrl}voila/api/shutdown/${kernelId}`;
  let token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1];
  if (!token) {
    token = Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join("");
    document.cookie = `_xsrf=${token}; path=${address}; SameSite=Strict`;
  }
  fetch(address, { method: "POST", keepalive: true, headers: { "X-XSRFToken": token } });
});
