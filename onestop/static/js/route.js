// Keys, pointer and undo for the drawing of steps. The server draws, checks and stores: every change is sent at once
// and the board comes back. Without this the boxes are links and every change is a form.
const board = document.getElementById("route");
const says = document.getElementById("route-says");
const words = board.dataset;
let edits = Number(words.edits);
let route = JSON.parse(words.route);
let connecting = "";
let dragged = null;
let line = Promise.resolve();
const undone = [];
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const box = (key) => board.querySelector(`a.route-box[data-step="${CSS.escape(key)}"]`);
const sentences = () => [...board.querySelectorAll("#route-problems li")].map((one) => one.textContent.replace(/\s+/g, " ").trim());

const say = (text, refused = false) => {
  says.classList.toggle("route-says--refused", refused);
  says.textContent = text;
};

const focus = (key, panel) => {
  const target = panel ? board.querySelector("#route-panel [name=name]") : box(key);
  (target || board.querySelector("a.route-box") || board.querySelector("#route-add"))?.focus();
};

const show = (answer) => {
  const scroll = document.getElementById("route-scroll")?.scrollLeft || 0;
  const open = document.getElementById("route-keys")?.open;
  board.innerHTML = answer.html;
  edits = answer.edits;
  route = answer.route;
  ready();
  if (open) document.getElementById("route-keys").open = true;
  const drawing = document.getElementById("route-scroll");
  if (drawing) drawing.scrollLeft = scroll;
  reveal();
};

// One request after the other: each names the edits that the one before it made.
const ask = (request) => (line = line.then(request).catch(() => say(words.failed, true)));

const send = (change, then = {}) =>
  ask(async () => {
    const before = route;
    const known = sentences();
    const response = await fetch(words.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": board.querySelector("[name=csrfmiddlewaretoken]").value },
      body: JSON.stringify({ ...change, edits }),
    });
    const answer = await response.json();
    if (answer.error) {
      // What others saved meanwhile is shown, and the counter with it: the next change starts from there.
      if (response.status === 409 || change.do === "edit") show(answer);
      say(answer.error.detail, true);
      return focus(change.key || change.source || "", change.do === "edit");
    }
    if (change.do !== "replace") undone.push(before);
    show(answer);
    say([answer.said, ...sentences().filter((one) => !known.includes(one))].join(" "));
    if (then.id) (document.getElementById(then.id) || document.getElementById("route-panel-title"))?.focus();
    else focus(answer.selected, then.panel);
  });

const open = (key, panel = true) =>
  ask(async () => {
    const address = `${words.address}?step=${encodeURIComponent(key)}`;
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    show(await response.json());
    history.replaceState(null, "", address);
    focus(key, panel);
  });

const connect = (key) => {
  if (connecting && connecting !== key) {
    const source = connecting;
    connecting = "";
    return send({ do: "connect", source, target: key });
  }
  connecting = key;
  box(key).classList.add("route-box--source");
  say(words.connecting);
};

const undo = () => {
  const last = undone.pop();
  if (!last) return say(words.nothing);
  send({ do: "replace", ...last, key: document.activeElement?.dataset?.step || "" });
};

const leave = () => {
  connecting = "";
  board.querySelector(".route-box--source")?.classList.remove("route-box--source");
  say(words.left);
};

// The drawing may be wider than its frame: bring the selected box into it, and leave the page where it is.
const reveal = () => {
  const scroll = document.getElementById("route-scroll");
  const selected = board.querySelector(".route-box--selected");
  if (!scroll || !selected) return;
  const [frame, inside] = [scroll.getBoundingClientRect(), selected.getBoundingClientRect()];
  if (inside.left < frame.left || inside.right > frame.right) {
    scroll.scrollLeft += inside.left - frame.left - (frame.width - inside.width) / 2;
  }
};

const ready = () => {
  const scroll = document.getElementById("route-scroll");
  if (scroll) {
    scroll.setAttribute("role", "application"); // the arrow keys are the drawing's own
    scroll.setAttribute("aria-label", words.drawing);
  }
  const button = document.getElementById("route-undo");
  button.hidden = !undone.length;
  button.addEventListener("click", undo);
};

board.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.closest("input, select, textarea")) {
    event.preventDefault();
    return undo();
  }
  if (event.key === "Escape" && connecting) return leave();
  if (event.key === "Escape" && event.target.closest("#route-panel")) {
    return focus(document.getElementById("route-panel").dataset.step);
  }
  const key = event.target.closest("a.route-box")?.dataset.step;
  if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
  const name = event.key.toLowerCase();
  if (MOVES[event.key]) send({ do: "move", key, dx: MOVES[event.key][0], dy: MOVES[event.key][1] });
  else if (name === "n") send({ do: "add", after: key });
  else if (name === "c" || (event.key === "Enter" && connecting)) connect(key);
  else if (event.key === "Delete") send({ do: "remove", key });
  else return;
  event.preventDefault();
});

board.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (dragged?.moved) return;
  const key = link.dataset.step;
  if (connecting && link.matches(".route-box")) return connect(key);
  // A problem leads to its box, a name in the table and the box itself to the panel.
  if (link.matches(".problem a")) {
    box(key)?.scrollIntoView({ block: "nearest", inline: "center" });
    return focus(key);
  }
  open(key);
});

board.addEventListener("submit", (event) => {
  event.preventDefault();
  const change = Object.fromEntries(new FormData(event.target));
  delete change.csrfmiddlewaretoken;
  delete change.edits;
  // An unticked box sends nothing, which must not mean "as before".
  if (change.do === "edit" && !("is_mandatory" in change)) change.is_mandatory = "";
  send(change, change.do === "add" || change.do === "remove" ? {} : { id: document.activeElement?.id || "route-panel-title" });
});

board.addEventListener("dragstart", (event) => event.preventDefault());

board.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("a.route-box");
  if (!grip || event.button !== 0 || event.pointerType === "touch") return;
  dragged = { grip, x: event.clientX, y: event.clientY, moved: false };
});

document.addEventListener("pointermove", (event) => {
  if (!dragged || !(event.buttons & 1)) return;
  const [dx, dy] = [event.clientX - dragged.x, event.clientY - dragged.y];
  if (!dragged.moved && Math.hypot(dx, dy) < 6) return;
  dragged.moved = true;
  dragged.grip.classList.add("route-box--dragged");
  dragged.grip.setAttribute("transform", `translate(${dx} ${dy})`);
});

document.addEventListener("pointerup", (event) => {
  if (!dragged?.moved) return (dragged = null);
  const { grip } = dragged;
  const step = route.steps.find((one) => one.key === grip.dataset.step);
  const { pitchX, pitchY } = board.querySelector("#route-drawing").dataset;
  const x = Math.max(0, step.x + Math.round((event.clientX - dragged.x) / pitchX));
  const y = Math.max(0, step.y + Math.round((event.clientY - dragged.y) / pitchY));
  grip.removeAttribute("transform");
  grip.classList.remove("route-box--dragged");
  if (x !== step.x || y !== step.y) send({ do: "move", key: step.key, x, y });
  setTimeout(() => (dragged = null)); // after the click that ends the drag
});

ready();
reveal();
