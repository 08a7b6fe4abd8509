// Names the chosen file under a button in the language of the page. Without this the browser shows its own control.
document.documentElement.classList.add("scripted");
for (const input of document.querySelectorAll(".field .attach input")) {
  const chosen = input.closest(".field").querySelector("[data-chosen]");
  const name = () => { chosen.textContent = [...input.files].map((file) => file.name).join(", "); };
  input.addEventListener("change", name);
  name(); // a browser that goes back keeps the file
}
