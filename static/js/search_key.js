/* "/" goes to the search box, Escape back to where one was. A single key is a shortcut only for as
   long as a reader wants it (WCAG 2.2, 2.1.4): the page of the search turns it off. */
"use strict";

(() => {
  const SWITCH = "search-key";
  const FIELDS = "input, textarea, select, [contenteditable], [role=textbox]";
  const isVisible = element => element.getClientRects().length > 0;
  const boxes = [...document.querySelectorAll("form[role=search] input[type=search]")];

  const isOff = () => {
    try {
      return localStorage.getItem(SWITCH) === "off";
    } catch {
      return false; // a browser that keeps nothing
    }
  };

  let before = null;

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape" && before && boxes.includes(event.target)) {
      const there = before.isConnected && before !== document.body ? before : null;
      if (there) there.focus();
      else event.target.blur();
      before = null;
      return;
    }
    const isAlone = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isAlone || isOff() || event.target.closest?.(FIELDS)) return;
    const box = boxes.find(isVisible);
    const link = document.querySelector(".site-search-link");
    if (box) {
      before = document.activeElement;
      box.focus();
      box.select();
    } else if (link) {
      link.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  const hints = boxes.map(box => {
    const hint = document.createElement("kbd");
    hint.className = "search-key";
    hint.textContent = "/";
    hint.ariaHidden = "true";
    box.after(hint);
    return [box, hint];
  });

  const show = () => hints.forEach(([box, hint]) => {
    hint.hidden = isOff();
    if (isOff()) box.removeAttribute("aria-keyshortcuts");
    else box.setAttribute("aria-keyshortcuts", "/");
  });
  show();

  const place = document.querySelector("[data-search-key]");
  if (place) {
    const label = document.createElement("label");
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.checked = !isOff();
    tick.addEventListener("change", () => {
      try {
        if (tick.checked) localStorage.removeItem(SWITCH);
        else localStorage.setItem(SWITCH, "off");
      } catch {
        tick.checked = true;
      }
      show();
    });
    label.append(tick, " The key “/” goes to the search");
    place.append(label);
    place.hidden = false;
  }
})();
