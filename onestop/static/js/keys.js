// Presses the button that shows a function key, on every staff page. The buttons work without it.
document.addEventListener("keydown", (event) => {
  if (!/^F\d+$/.test(event.key) || event.repeat) return;
  const button = document.querySelector(`[data-key="${event.key}"]:not([aria-disabled])`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
const summary = document.getElementById("errors");
if (summary) summary.focus();
const printer = document.querySelector("[data-print-page]");
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => window.print());
}
