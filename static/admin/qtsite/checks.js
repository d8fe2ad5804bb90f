/* Clicks in the list of checks: to the words in the text, and "ignore here". */
"use strict";

{
  const formOf = () => document.getElementById("article_form");

  /* An editor that stands over the textarea takes the event and selects by itself; offsets are in
     UTF-16 units, as those of JavaScript's strings. */
  const select = (field, start, end) => {
    const event = new CustomEvent("editor:select", {
      bubbles: true,
      cancelable: true,
      detail: { start, end },
    });
    if (!field.dispatchEvent(event)) return;
    field.focus({ preventScroll: true });
    if (field.setSelectionRange) {
      field.setSelectionRange(start, end);
      scrollTo(field, start);
    }
    field.scrollIntoView({ block: "center" });
  };

  /* Lines wrap, so that a copy of the text before it tells how tall it stands. */
  const scrollTo = (area, start) => {
    if (area.tagName !== "TEXTAREA") return;
    const copy = area.cloneNode();
    for (const name of ["id", "name", "data-live"]) copy.removeAttribute(name);
    Object.assign(copy.style, {
      position: "absolute",
      visibility: "hidden",
      height: "0",
      minHeight: "0",
      width: `${area.offsetWidth}px`,
    });
    copy.value = area.value.slice(0, start);
    area.after(copy);
    const top = copy.scrollHeight;
    copy.remove();
    area.scrollTop = Math.max(0, top - area.clientHeight / 2);
  };

  const remember = (form, words, isAgain) => {
    for (const input of form.querySelectorAll("input[name=ignored]")) {
      if (input.value === words) input.remove();
    }
    if (isAgain) return;
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "ignored", value: words });
    form.append(input);
  };

  const ignore = async (panel, button) => {
    const form = formOf();
    const { words } = button.dataset;
    const isAgain = "again" in button.dataset;
    if (panel.dataset.article) {
      const data = new URLSearchParams({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
        article: panel.dataset.article,
        words,
      });
      if (isAgain) data.append("again", "1");
      const answer = await fetch(panel.dataset.ignore, { method: "POST", body: data });
      if (!answer.ok) throw new Error(`ignoring answered ${answer.status}`);
    } else remember(form, words, isAgain);
    panel.dispatchEvent(new CustomEvent("live:ask"));
  };

  document.addEventListener("click", (event) => {
    const panel = event.target.closest?.(".live-checks");
    const button = event.target.closest?.("button");
    if (!panel || !button) return;
    if (button.matches(".to-place")) {
      const { field, start, end } = button.dataset;
      const box = formOf().elements[field];
      if (box) select(box, Number(start), Number(end));
    } else if (button.matches(".ignore")) {
      button.disabled = true;
      ignore(panel, button).catch(() => {
        button.disabled = false;
        panel.querySelector(".live-status").textContent =
          "It could not be ignored: are you still signed in?";
      });
    }
  });

  // What is found live stands in one list, not in two.
  document.addEventListener("live:shown", (event) => {
    if (!event.target.matches(".live-checks")) return;
    for (const row of document.querySelectorAll("li[data-live-kind]")) row.hidden = true;
    for (const list of document.querySelectorAll("ul.findings:has(> li[data-live-kind])")) {
      const isEmpty = !list.querySelector(":scope > li:not([hidden])");
      list.hidden = isEmpty;
      if (list.previousElementSibling?.tagName === "H2") list.previousElementSibling.hidden = isEmpty;
    }
  });
}
