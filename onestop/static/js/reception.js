// Comfort for the reception page: card scanner, procedure search, uploads at once, function keys.
// The form is complete without it: everything here only saves keystrokes.
const form = document.querySelector("[data-reception]");
const field = (name) => form.elements.namedItem(name);
const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
const words = JSON.parse(document.getElementById("reception-words").textContent);
let clean = true;
document.documentElement.classList.add("scripted");

for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;

const ask = async (url, body) => {
  const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrf, Accept: "application/json" } });
  const said = await answer.json().catch(() => ({ detail: words.lost }));
  if (!answer.ok) throw new Error(said.detail || words.lost);
  return said;
};

// ---- the card: a scanner types the text of the QR and ends with Enter
const card = field("card");
const cardSays = document.getElementById("card-says");

const tell = (sentence, mood) => {
  const line = Object.assign(document.createElement("p"), { textContent: sentence });
  cardSays.replaceChildren(line);
  cardSays.className = `notice notice--${mood} small`;
};
const link = (earlier) => {
  const line = Object.assign(document.createElement("p"), { className: "earlier" });
  line.append(Object.assign(document.createElement("a"), { href: earlier.url, target: "_blank", rel: "noopener", textContent: earlier.words }));
  return line;
};

const readCard = async () => {
  if (!card.value.trim()) return;
  const body = new FormData();
  body.set("card", card.value);
  try {
    const said = await ask(form.dataset.scanUrl, body);
    for (const [name, value] of Object.entries(said.fields)) if (field(name) && value) field(name).value = value;
    tell([said.words, ...said.warnings].join(" "), said.warnings.length ? "warn" : "good");
    for (const each of said.earlier) cardSays.append(link(each));
    card.value = "";
    card.removeAttribute("aria-invalid");
    if (said.fields.area || field("with_form")?.checked) refresh();
    field("procedure").focus();
  } catch (problem) {
    tell(problem.message, "danger");
    card.setAttribute("aria-invalid", "true");
    card.select();
  }
};

// ---- papers and promise follow what was entered
let asked = 0;
const refresh = async () => {
  const mine = ++asked;
  const answer = await fetch(form.dataset.partsUrl, { method: "POST", body: withoutFiles(), headers: { "X-CSRFToken": csrf } }).catch(() => null);
  if (!answer || !answer.ok || mine !== asked) return; // an older answer never overwrites a newer one
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement.closest("#promise") && document.activeElement.id;
  for (const id of ["promise", "id_area_helptext"]) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  if (focused) document.getElementById(focused)?.focus(); // who walks through the agencies by keyboard stays there
  fillForm(document.getElementById("eform"), page.getElementById("eform"));
  const [particulars, asks] = [document.getElementById("particulars"), page.getElementById("particulars")];
  if (particulars.textContent !== asks.textContent) particulars.replaceChildren(...asks.childNodes); // of another procedure
  const papers = document.getElementById("papers");
  const fresh = page.getElementById("papers");
  // the same papers stay as they are: meanwhile one was ticked, or its file is being chosen or on its way up
  if (listed(papers) !== listed(fresh)) papers.replaceChildren(...fresh.childNodes);
};
// the e-form appears when it is chosen; once there, only what nobody has typed is filled in
const fillForm = (mine, fresh) => {
  if (mine.dataset.form !== fresh.dataset.form) {
    const wasHere = document.activeElement.id;
    mine.dataset.form = fresh.dataset.form;
    mine.replaceChildren(...fresh.childNodes);
    if (wasHere === "id_with_form") field("with_form")?.focus();
    return;
  }
  for (const known of fresh.querySelectorAll('input[type="text"], input[type="radio"][checked], select, textarea')) {
    const typed = field(known.name);
    if (typed && typed.value === "") typed.value = known.value;
  }
};
const listed = (papers) => [...papers.querySelectorAll(".paper__label")].map((label) => label.textContent).join();
const withoutFiles = () => {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  return data;
};

// ---- the procedure: letters with or without accents, or the code
const procedure = field("procedure");
const options = document.createElement("ul");
options.className = "options";
options.id = "procedure-options";
options.setAttribute("role", "listbox");
options.setAttribute("aria-label", words.procedures);
options.hidden = true;
const none = Object.assign(document.createElement("p"), { className: "hint" }); // an empty list says what to do
none.setAttribute("role", "status");
procedure.after(options, none);
for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": options.id, "aria-autocomplete": "list", autocomplete: "off" })) procedure.setAttribute(name, value);

let wait;
let pick = -1;
let sought = procedure.value; // the letters that the list answers
const close = () => {
  options.hidden = true;
  pick = -1;
  procedure.setAttribute("aria-expanded", "false");
  procedure.removeAttribute("aria-activedescendant");
};
const choose = (option) => {
  procedure.value = sought = option.dataset.value;
  none.textContent = "";
  clearTimeout(wait);
  close();
  refresh();
  field("area").focus();
};
const point = (index) => {
  const all = [...options.children];
  pick = (index + all.length) % all.length;
  all.forEach((option, i) => option.setAttribute("aria-selected", String(i === pick)));
  procedure.setAttribute("aria-activedescendant", all[pick].id);
  all[pick].scrollIntoView({ block: "nearest" });
};
const search = async () => {
  const letters = procedure.value;
  const answer = await fetch(`${form.dataset.searchUrl}?q=${encodeURIComponent(letters)}`).catch(() => null);
  if (!answer || !answer.ok) return;
  const found = (await answer.json()).procedures;
  if (procedure.value !== letters) return; // more was typed meanwhile
  sought = letters;
  options.replaceChildren(...found.map((each, i) => {
    const option = document.createElement("li");
    option.id = `procedure-option-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.value = each.value;
    option.textContent = each.value;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
    return option;
  }));
  none.textContent = found.length || !letters.trim() ? "" : words.none;
  options.hidden = !found.length || document.activeElement !== procedure;
  procedure.setAttribute("aria-expanded", String(!options.hidden));
  if (!options.hidden) point(0);
};
// a quick Enter comes before the answer to the last letters: it chooses by these, never from an older list
const chooseTyped = async () => {
  clearTimeout(wait);
  await search();
  if (procedure.value === sought && !options.hidden) choose(options.children[pick]);
  else moveOn(procedure);
};
procedure.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(search, 120); });
procedure.addEventListener("focus", () => { if (!procedure.value) search(); });
procedure.addEventListener("blur", close);
procedure.addEventListener("change", refresh);

// ---- files go up at once and stay, whatever happens to the form
const upload = async (input) => {
  const paper = input.closest(".paper");
  const list = paper.querySelector("[data-files]");
  const error = paper.querySelector("[data-upload-error]");
  error.hidden = true;
  for (const file of [...input.files]) {
    const line = document.createElement("li");
    line.textContent = `${file.name} … ${words.uploading}`;
    list.append(line);
    const body = new FormData();
    body.set("file", file);
    body.set("requirement", input.dataset.upload);
    try {
      const made = await ask(form.dataset.uploadUrl, body);
      line.replaceChildren(...uploaded(input.dataset.upload, made, file));
      paper.querySelector('[name="handed_in"]').checked = true;
    } catch (problem) {
      line.remove();
      error.textContent = `${file.name}: ${problem.message}`;
      error.hidden = false;
    }
  }
  input.value = "";
};
const uploaded = (number, made, file) => {
  const key = Object.assign(document.createElement("input"), { type: "hidden", name: "document", value: `${number}:${made.key}` });
  const name = Object.assign(document.createElement("span"), { textContent: made.name });
  const pages = Object.assign(document.createElement("span"), { className: "quiet", textContent: made.pages_words });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: words.remove });
  remove.addEventListener("click", () => remove.closest("li").remove());
  const parts = [key, name, pages, remove];
  if (["image/png", "image/jpeg"].includes(file.type)) {
    const url = URL.createObjectURL(file);
    const picture = Object.assign(document.createElement("img"), { className: "thumb", alt: "", src: url });
    picture.addEventListener("load", () => URL.revokeObjectURL(url));
    parts.unshift(picture);
  }
  return parts;
};

// ---- Enter moves on, F keys jump, F8 accepts, Esc steps back
const stops = () => [...form.querySelectorAll("input:not([type=hidden]):not([type=file]):not([type=checkbox]), #id_cases_1, select, textarea, [data-key=F8]")];
const moveOn = (from) => stops().find((stop) => from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING)?.focus();

form.addEventListener("keydown", (event) => {
  if (event.target === procedure && event.key === "Enter" && procedure.value !== sought) { event.preventDefault(); chooseTyped(); return; }
  if (event.target === procedure && !options.hidden) {
    if (event.key === "ArrowDown") { event.preventDefault(); point(pick + 1); return; }
    if (event.key === "ArrowUp") { event.preventDefault(); point(pick - 1); return; }
    if (event.key === "Enter") { event.preventDefault(); choose(options.children[pick]); return; }
    if (event.key === "Escape") { event.preventDefault(); close(); return; }
  }
  if (event.key !== "Enter" || event.target.matches("button, textarea, summary")) return;
  event.preventDefault();
  if (event.target === card && card.value.trim()) readCard();
  else moveOn(event.target);
});
document.addEventListener("keydown", (event) => {
  const jump = { F2: card, F3: procedure, F4: form.querySelector("[data-upload]") }[event.key];
  if (jump) { event.preventDefault(); jump.focus(); if (jump.select && jump.type !== "file") jump.select(); if (event.key === "F4") jump.click(); }
  if (event.key === "Escape" && !event.defaultPrevented && clean) history.back();
});
form.addEventListener("change", (event) => {
  clean = false;
  if (event.target.matches("[data-upload]")) upload(event.target);
  if (["area", "agency", "copies", "pages", "cases", "categories", "point", "with_form"].includes(event.target.name)) refresh();
});
form.addEventListener("click", (event) => {
  const gone = event.target.closest('button[name="remove"]');
  if (gone) { event.preventDefault(); gone.closest("li").remove(); }
});
form.addEventListener("submit", () => { clean = true; });
addEventListener("beforeunload", (event) => { if (!clean) event.preventDefault(); });

if (!document.getElementById("errors")) card.focus();
