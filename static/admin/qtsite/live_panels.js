/* Panels of the article form that the server makes anew while somebody types: `data-live` names
   where the form is sent, `.live-target` holds the answer, `.live-status` is read out when what the
   answer says of itself (`.live-summary`) changes. */
"use strict";

{
  const PAUSE = 400;
  const LONGEST_WAIT = 3000;
  const MESSAGES = {
    403: "You are signed out, or may not write articles: sign in in another tab, and type on.",
    0: "The server cannot be reached. What you type stays here.",
  };

  const startPanel = (panel, form) => {
    const target = panel.querySelector(".live-target");
    const status = panel.querySelector(".live-status");
    let timer = 0;
    let waitingSince = 0;
    let isAsking = false;
    let isDue = false;
    let shown = null;

    // Who looks reads the summary in the answer itself.
    const say = (text, isForListeners = false) => {
      status.classList.toggle("visually-hidden", isForListeners);
      if (status.textContent !== text) status.textContent = text;
      if (!isForListeners) panel.hidden = false;
    };

    const body = () => {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string") data.append(name, value);
      }
      data.append("article", panel.dataset.article);
      return data;
    };

    const show = (html) => {
      panel.hidden = false;
      if (html !== shown) put(html);
      say(target.querySelector(".live-summary")?.textContent.trim() || "", true);
      panel.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
    };

    const put = (html) => {
      shown = html;
      const focused = target.contains(document.activeElement) ? document.activeElement : null;
      const buttons = [...target.querySelectorAll("button, a, summary")];
      const place = buttons.indexOf(focused);
      const opened = target.querySelector("details")?.open;
      target.innerHTML = html;
      if (opened) target.querySelector("details")?.setAttribute("open", "");
      if (focused) {
        const now = target.querySelectorAll("button, a, summary");
        now[Math.min(place, now.length - 1)]?.focus();
      }
    };

    const ask = async () => {
      isAsking = true;
      isDue = false;
      waitingSince = 0;
      try {
        const answer = await fetch(panel.dataset.live, { method: "POST", body: body() });
        if (answer.ok) show(await answer.text());
        else if (answer.status === 429) {
          isDue = true;
          await new Promise((go) => setTimeout(go, 1000 * (Number(answer.headers.get("Retry-After")) || 2)));
        } else say(MESSAGES[answer.status] || `The server answered ${answer.status}. Type on.`);
      } catch {
        say(MESSAGES[0]);
      }
      isAsking = false;
      if (isDue) plan();
    };

    // After a pause, and now and then while there is none.
    const plan = (pause = PAUSE) => {
      isDue = true;
      if (isAsking) return;
      waitingSince ||= Date.now();
      clearTimeout(timer);
      timer = setTimeout(ask, Math.max(0, Math.min(pause, waitingSince + LONGEST_WAIT - Date.now())));
    };

    form.addEventListener("input", () => plan());
    form.addEventListener("change", () => plan());
    panel.addEventListener("live:ask", () => plan(0));
    plan(0);
  };

  const start = () => {
    const form = document.getElementById("article_form");
    if (!form?.elements.answer) return;
    for (const panel of document.querySelectorAll("[data-live]")) startPanel(panel, form);
  };

  // A deferred script runs before the event, one that is put in later behind it.
  if (document.readyState === "complete") start();
  else document.addEventListener("DOMContentLoaded", start);
}
