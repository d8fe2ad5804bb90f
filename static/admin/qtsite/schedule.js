/* "At a later time…" opens with the cursor in its box. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("details.schedule");
  // By a click or a key: a box that stands open because something is planned takes no focus.
  box?.querySelector("summary").addEventListener("click", () => {
    if (!box.open) setTimeout(() => box.querySelector("[name=due_at]").focus());
  });
});
