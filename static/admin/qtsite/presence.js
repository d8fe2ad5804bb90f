/* Tells the others that this page is open, and who else has it open. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const PAUSE = 20000;
  const place = document.getElementById("presence");
  if (!place) return;

  const token = () => {
    const name = `${place.dataset.cookie}=`;
    const cookie = document.cookie.split("; ").find((part) => part.startsWith(name));
    return cookie ? decodeURIComponent(cookie.slice(name.length)) : "";
  };

  const post = (body, keepalive) =>
    fetch(place.dataset.url, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { "X-CSRFToken": token() },
      keepalive,
    });

  const show = (names) => {
    const last = names.length > 1 ? ` and ${names.at(-1)}` : "";
    const first = names.length > 1 ? names.slice(0, -1).join(", ") : names.join("");
    const verb = names.length > 1 ? "have" : "has";
    const text = names.length ? `${first}${last} ${verb} this article open, too.` : "";
    if (place.textContent !== text) place.textContent = text;
  };

  const speak = async () => {
    try {
      const answer = await post({}, false);
      if (answer.ok) show((await answer.json()).others);
    } catch {
      // The next time will tell.
    }
  };

  speak();
  setInterval(speak, PAUSE);
  window.addEventListener("pagehide", () => post({ left: "1" }, true).catch(() => {}));
  window.addEventListener("pageshow", (event) => event.persisted && speak());
});
