// Comfort on the catalogue's pages: results while one types, and "/" goes to the search. Everything works without.

const form = document.querySelector("form.find");
const box = form?.querySelector("input[type=search]");
let asked = 0;

async function show() {
  const mine = ++asked;
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form));
  const answer = await fetch(url);
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  for (const id of ["results", "filters"]) document.getElementById(id).replaceWith(page.getElementById(id));
  document.getElementById("says").textContent = document.getElementById("results-title").textContent;
  document.title = page.title;
  history.replaceState(null, "", url);
}

if (document.getElementById("results")) {
  let soon = 0;
  box.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => show().catch(() => {}), 200);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || !box || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  box.focus();
});
