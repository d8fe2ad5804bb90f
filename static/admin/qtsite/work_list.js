/* Keys for working through a list: Ctrl+Enter saves and opens the next, Ctrl+Shift+Enter dismisses the
   finding and opens the next, Alt+N goes on without a change (Cmd for Ctrl on a Mac). */
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const isEnter = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey;
  const isSkip = event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyN";
  let way = null;
  if (isEnter) {
    way = event.shiftKey
      ? document.querySelector("[form=dismiss-and-next]")
      : document.querySelector("button[name=_next]");
  } else if (isSkip) {
    way = document.querySelector(".work-list [data-next]");
  }
  if (!way) return;
  event.preventDefault();
  way.click();
});
