/* The box of the short answer: how long it is, and as its placeholder the one that is found in the
   answer, which the search-engine panel brings. */
"use strict";

{
  const start = () => {
    const box = document.getElementById("id_short_answer");
    if (!box) return;
    const most = Number(box.dataset.most);
    const counter = document.createElement("p");
    counter.className = "counter";
    counter.id = "short-answer-count";
    box.setAttribute(
      "aria-describedby",
      `${box.getAttribute("aria-describedby") || ""} ${counter.id}`.trim(),
    );
    box.after(counter);

    const count = () => {
      const length = [...box.value.trim()].length;
      counter.textContent = `${length} of ${most} characters`;
      counter.classList.toggle("over", length > most);
      counter.hidden = !length;
    };
    box.addEventListener("input", count);
    document.addEventListener("live:shown", (event) => {
      const found = event.target.querySelector("[data-found]");
      if (found) box.placeholder = found.dataset.found;
    });
    count();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
