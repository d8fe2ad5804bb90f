/* The bar at the foot of a form for writing: Ctrl+S or Cmd+S saves and stays, and the page comes back
   where it was; the last message stands in the bar as well, where it is in sight. */
"use strict";

{
  const KEPT = "qtsite.place";
  const FRESH_MILLISECONDS = 60_000;

  const keepPlace = () => {
    const place = { path: location.pathname, at: Date.now(), y: window.scrollY };
    sessionStorage.setItem(KEPT, JSON.stringify(place));
  };

  /* What has to be read first (errors, a collision) stands at the top. */
  const returnToPlace = () => {
    const place = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    sessionStorage.removeItem(KEPT);
    if (place?.path !== location.pathname || Date.now() - place.at > FRESH_MILLISECONDS) return;
    if (document.querySelector(".errornote, .conflict")) return;
    window.scrollTo(0, place.y);
  };

  const repeatMessage = (bar) => {
    const state = bar.querySelector("[data-save-state]");
    const message = document.querySelector(".messagelist li:last-child, .errornote");
    if (state && message) state.textContent = message.textContent.trim();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#article_form, #page_form");
    const bar = form?.querySelector(".save-bar");
    if (!bar) return;
    // The first of them that there is: who writes drafts alone has the last.
    const [stay] = ["_continue", "_save", "_draft"].flatMap((name) => [
      ...bar.querySelectorAll(`[name=${name}]`),
    ]);
    document.addEventListener("keydown", (event) => {
      const isSave = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
      if (!isSave || event.altKey || event.shiftKey || !stay) return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) form.requestSubmit(stay);
    });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name === "_continue") keepPlace();
    });
    repeatMessage(bar);
    returnToPlace();

    // An open menu is left by Escape and by a click elsewhere.
    const more = bar.querySelector(".more-ways");
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !more?.open) return;
      more.open = false;
      more.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (more?.open && !more.contains(event.target)) more.open = false;
    });
  });
}
