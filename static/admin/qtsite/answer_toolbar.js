/* The toolbar of the answer's editor (ARIA Authoring Practices, "Toolbar": one stop for Tab, arrow
   keys between its buttons). */

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.platform);

/* "Mod-Shift-f" as a person reads it. */
const spelled = (key) =>
  key
    .split("-")
    .map((part) => (part === "Mod" ? (isApple ? "⌘" : "Ctrl") : part))
    .map((part) => (part.length === 1 ? part.toUpperCase() : part))
    .join(isApple ? "" : "+");

const spoken = (key) => key.replace("Mod", isApple ? "Meta" : "Control").replaceAll("-", "+");

const buttonOf = ({ label, name, key, run, kind, isPressed }, view) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.dataset.tool = kind;
  button.title = key ? `${name} (${spelled(key)})` : name;
  if (name !== label) button.setAttribute("aria-label", name);
  if (key) button.setAttribute("aria-keyshortcuts", spoken(key));
  if (isPressed !== undefined) button.setAttribute("aria-pressed", String(isPressed));
  button.addEventListener("click", () => run(view, button));
  return button;
};

/* `groups`: lists of {label, name, key, run, kind, isPressed}; `run` takes the view and the button. */
export const makeToolbar = (groups, view) => {
  const bar = document.createElement("div");
  bar.className = "answer-toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Answer");
  for (const group of groups) {
    const box = document.createElement("span");
    box.className = "tool-group";
    box.append(...group.map((tool) => buttonOf(tool, view)));
    bar.append(box);
  }
  const buttons = [...bar.querySelectorAll("button")];
  const stopAt = (chosen) => buttons.forEach((one) => (one.tabIndex = one === chosen ? 0 : -1));
  stopAt(buttons[0]);
  bar.addEventListener("focusin", (event) => stopAt(event.target));
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const last = buttons.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[to].focus();
  });
  return bar;
};
