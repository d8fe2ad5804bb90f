/* Keeps what an editor types: as a draft on the server every few seconds and when the page is left,
   and in the browser until the server has it. Without this script "Keep as draft" does it. */
"use strict";

{
  const PAUSE = 3000; // after the last key
  const AGAIN = 10000; // after a failure
  const LARGEST_BEACON = 60000; // what a browser sends for a page that is left (64 KiB in all)
  const NOT_TYPED = new Set(["csrfmiddlewaretoken", "draft_number"]);

  const keepDraft = (holder, form) => {
    const key = `qtsite.draft.${holder.dataset.article}`;
    const number = holder.querySelector("input[name='draft_number']");
    const status = form.querySelector("[data-save-state]");
    status.classList.add("draft-status");

    const typed = () => {
      const values = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (!NOT_TYPED.has(name) && !name.startsWith("_") && typeof value === "string")
          values.append(name, value);
      }
      return values.toString();
    };
    // What came back from a save that was refused is on the form alone.
    let kept = holder.dataset.isSent ? "" : typed();
    let timer = 0;
    let isSending = false;
    let left = ""; // what was sent as the page was left: browsers tell of that twice
    let isOver = false; // the form was sent, or another draft is in the way

    const say = (text, ...buttons) => {
      status.replaceChildren(text, ...buttons.flatMap((button) => [" ", button]));
    };
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = text;
      made.addEventListener("click", act);
      return made;
    };

    // The browser's own copy. It may be full, or refuse: then the server's has to do.
    const version = Number(form.elements["expected_version"]?.value || 0);
    const keepHere = (text, isSent = false) => {
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), text, version, isSent }));
      } catch {
        /* nothing to be done */
      }
    };
    const forgetHere = () => {
      try {
        localStorage.removeItem(key);
      } catch {
        /* as above */
      }
    };
    const keptHere = () => {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    };

    // Signing in again makes another token than the page was made with.
    const token = () => {
      const name = `${holder.dataset.cookie}=`;
      const cookie = document.cookie.split("; ").find((part) => part.startsWith(name));
      const field = form.querySelector("input[name='csrfmiddlewaretoken']");
      return cookie ? decodeURIComponent(cookie.slice(name.length)) : field.value;
    };

    const send = (text, isLeaving) => {
      const body = new URLSearchParams(text);
      body.set("draft_number", number.value);
      return fetch(holder.dataset.url, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token() },
        keepalive: isLeaving && text.length < LARGEST_BEACON,
      });
    };

    const later = (pause) => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(false), pause);
    };

    const keep = async (isLeaving) => {
      clearTimeout(timer);
      const text = typed();
      if (isOver || text === kept || (isLeaving && text === left)) return;
      if (isLeaving) left = text;
      keepHere(text);
      if (!holder.dataset.url) {
        say(`Kept in this browser at ${clock()}.`);
        return;
      }
      if (isSending && !isLeaving) return later(PAUSE);
      isSending = true;
      try {
        const answer = await send(text, isLeaving);
        await take(answer, text);
      } catch {
        say("The site does not answer. What you write is kept in this browser until it does.");
        later(AGAIN);
      } finally {
        isSending = false;
      }
    };

    const clock = () =>
      new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

    const take = async (answer, text) => {
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) {
        number.value = said.number;
        kept = text;
        if (typed() === text) {
          forgetHere();
          form.dataset.kept = "yes"; // the page can be left without a question
        } else later(PAUSE);
        say(`Kept as a draft at ${clock()}.`);
      } else if (answer.status === 409) {
        isOver = true;
        const open = button("Open theirs", () => location.assign("?draft=1"));
        const replace = button("Keep mine in its place", () => {
          number.value = said.number;
          isOver = false;
          keep(false);
        });
        say(said.problem, open, replace);
      } else if (answer.status === 401) {
        const link = document.createElement("a");
        link.href = holder.dataset.signIn;
        link.target = "_blank";
        link.textContent = "Sign in in another tab";
        say(said.problem, link);
        later(AGAIN);
      } else {
        say(said.problem || `The draft could not be kept (${answer.status}). It is kept in this browser.`);
        if (answer.status >= 500 || answer.status === 403) later(AGAIN);
      }
    };

    /* Put what the browser had kept into the boxes; rows that are missing are added. */
    const putIn = (text) => {
      const values = new URLSearchParams(text);
      const total = Number(values.get("related-TOTAL_FORMS") || 0);
      const add = form.querySelector(".add-row");
      const rows = () => Number(form.elements["related-TOTAL_FORMS"]?.value || 0);
      for (let tries = 0; add && rows() < total && tries < 100; tries += 1) add.click();
      for (const box of form.elements) {
        if (!box.name || NOT_TYPED.has(box.name) || box.name.endsWith("_FORMS")) continue;
        if (box.type === "checkbox") box.checked = values.has(box.name);
        else if (values.has(box.name) && box.type !== "submit" && box.type !== "button") {
          const value = values.get(box.name);
          const isMissing =
            box.tagName === "SELECT" && ![...box.options].some((option) => option.value === value);
          if (isMissing) box.add(new Option(value, value));
          box.value = value;
        }
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
    };

    const offerWhatIsHere = () => {
      const here = keptHere();
      const isOnServer = here && Number(holder.dataset.savedAt || 0) * 1000 >= here.at;
      const isSaved = here?.isSent && version > here.version;
      if (!here || isOnServer || isSaved || here.text === kept) return forgetHere();
      const offer = document.createElement("p");
      offer.className = "draft-offer";
      offer.setAttribute("role", "status");
      const when = new Date(here.at).toLocaleString();
      offer.append(
        `This browser has kept what you wrote here (${when}) and could not send. `,
        button("Put it into the form", () => {
          putIn(here.text);
          offer.remove();
        }),
        " ",
        button("Throw it away", () => {
          forgetHere();
          offer.remove();
        }),
      );
      holder.prepend(offer);
    };

    if (holder.dataset.isSent) later(PAUSE);
    else offerWhatIsHere();
    const note = () => {
      // At once: a browser that crashes, or closes a tab in a hurry, tells nobody.
      const text = typed();
      if (text !== kept && !isOver) keepHere(text);
      if (text !== kept) delete form.dataset.kept;
      later(PAUSE);
    };
    form.addEventListener("input", note);
    form.addEventListener("change", note);
    // Django's pickers change a box without telling.
    form.addEventListener("click", note);
    form.addEventListener("submit", () => {
      // Until the next page says that there is a newer version: a session may have ended.
      if (typed() !== kept) keepHere(typed(), true);
      isOver = true;
      const field = form.querySelector("input[name='csrfmiddlewaretoken']");
      field.value = token();
    });
    window.addEventListener("pagehide", () => keep(true));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") keep(true);
    });
    // Back from another page by the browser's history: the form goes on.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) isOver = false;
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const holder = document.getElementById("draft");
    const form = document.getElementById("article_form");
    if (holder && form) keepDraft(holder, form);
  });
}
