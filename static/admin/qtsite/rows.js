/* Rows of a list in a form: more of them, and their order by buttons. Without this script the
   numbers of the places do the same. */
"use strict";

{
  const numberRows = (list) => {
    [...list.children].forEach((row, index) => {
      row.querySelector("input[name$='-order']").value = index + 1;
    });
  };

  const move = (button) => {
    const row = button.closest(".row");
    const other =
      button.dataset.move === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(row);
    else other.after(row);
    numberRows(row.parentElement);
    button.dispatchEvent(new Event("input", { bubbles: true }));
    button.focus();
  };

  const add = (group) => {
    const list = group.querySelector(".rows");
    const total = group.querySelector("input[name$='-TOTAL_FORMS']");
    const holder = document.createElement("ol");
    holder.innerHTML = group
      .querySelector("template")
      .innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    list.append(row);
    total.value = Number(total.value) + 1;
    reveal(row);
    // Django's autocomplete.js waits for this event.
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
    namePickers();
    row.querySelector("select, input")?.focus();
  };

  const reveal = (root) => {
    for (const button of root.querySelectorAll("button[data-move]")) button.hidden = false;
  };

  // Select2 names its box after what is chosen, so that an empty one has no name.
  const namePickers = () => {
    for (const box of document.querySelectorAll(".row-text .select2-selection__rendered")) {
      box.setAttribute("aria-label", "Article");
    }
  };
  window.addEventListener("load", namePickers);

  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-rows]")) {
      reveal(group);
      const button = group.querySelector(".add-row");
      button.parentElement.hidden = false;
      button.addEventListener("click", () => add(group));
      group.addEventListener("click", (event) => {
        const mover = event.target.closest("button[data-move]");
        if (mover) move(mover);
      });
    }
  });
}
