/* Ctrl+/ (Cmd+/) goes to the search for articles in the header. With a key beside it, since a letter
   alone would be pressed by accident, or said to a machine that takes dictation (WCAG 2.2, 2.1.4). */
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  document.getElementById("desk-search").select();
});
