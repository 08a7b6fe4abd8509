// Keys for a worklist: j and k move the selection, Enter opens it. Without this the links work as links.
const rows = [...document.querySelectorAll("[data-list] tbody tr")];
let at = -1;

const select = (index) => {
  if (!rows.length) return;
  if (at >= 0) rows[at].classList.remove("is-here");
  at = Math.max(0, Math.min(rows.length - 1, index));
  rows[at].classList.add("is-here");
  rows[at].querySelector("a").focus();
};

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") select(at + 1);
  else if (event.key === "k") select(at < 0 ? 0 : at - 1);
});

for (const row of rows) {
  row.addEventListener("click", (event) => {
    if (!event.target.closest("a") && !getSelection().toString()) row.querySelector("a").click();
  });
}
