/* A comment that is typed and not yet sent survives a save of the article, and a closed page, for as
   long as the tab lives. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("discussion-form");
  if (!form) return;
  const boxes = [...form.elements].filter((box) => box.tagName === "TEXTAREA");
  const keyOf = (box) => `qtsite.said.${location.pathname}.${box.name}`;
  for (const box of boxes) {
    box.value ||= sessionStorage.getItem(keyOf(box)) || "";
    box.addEventListener("input", () => sessionStorage.setItem(keyOf(box), box.value));
  }
  form.addEventListener("submit", () => {
    for (const box of boxes) sessionStorage.removeItem(keyOf(box));
  });
});
