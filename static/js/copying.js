/* Buttons that copy code and references, and links that copy their own address as well. Where a
   page may not write to the clipboard (https://w3c.github.io/clipboard-apis/, secure contexts alone)
   there are none, and everything can be marked and copied by hand. */
"use strict";

(() => {
  if (!navigator.clipboard) return;
  const SHOWN_MS = 2000;

  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.role = "status";
  document.body.append(status);

  const say = text => {
    // The same words twice are two messages: a screen reader is silent where nothing changes.
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = text; });
  };

  const copy = async (text, done) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      say("Not copied");
      return;
    }
    say("Copied");
    done();
  };

  const button = (source, name) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy-button";
    made.textContent = "Copy";
    made.ariaLabel = name;
    made.addEventListener("click", () => copy(source.textContent.trimEnd(), () => {
      made.textContent = "Copied";
      clearTimeout(made.timer);
      made.timer = setTimeout(() => { made.textContent = "Copy"; }, SHOWN_MS);
    }));
    return made;
  };

  document.querySelectorAll(".article .prose pre").forEach(block => {
    const frame = document.createElement("div");
    frame.className = "code-block";
    block.replaceWith(frame);
    frame.append(block, button(block, "Copy the code"));
  });

  document.querySelectorAll("[data-copied]").forEach(source => {
    const name = document.getElementById(source.dataset.copied).textContent;
    source.after(button(source, `Copy ${name}`));
  });

  document.querySelectorAll(".heading-link").forEach(link => {
    link.addEventListener("click", () => copy(link.href, () => {}));
  });

  document.querySelectorAll("[data-copies-address]").forEach(link => {
    const words = "Copy link";
    link.textContent = words;
    link.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      copy(link.href, () => {
        link.textContent = "Copied";
        setTimeout(() => { link.textContent = words; }, SHOWN_MS);
      });
    });
  });
})();
