/* The answer's editor: what django-markdownx's script lacks, and what of it has to be kept away. */
"use strict";

{
  const EDITOR = ".markdownx-editor";

  // Markdownx makes Tab a trap for who has no mouse (WCAG 2.2, 2.1.2). Its Ctrl+D, Ctrl+[ and
  // Ctrl+] rewrite the text with String.replace, where "$$" means "$": they break formulas.
  const isKeptAway = (event) =>
    event.key === "Tab" || ((event.ctrlKey || event.metaKey) && ["d", "[", "]"].includes(event.key));

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.target.matches?.(EDITOR) && isKeptAway(event)) event.stopPropagation();
    },
    true,
  );

  const tell = (editor, text) => {
    const box = editor.closest(".markdownx");
    let notice = box.querySelector(".editor-notice");
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "editor-notice";
      notice.setAttribute("role", "status");
      box.append(notice);
    }
    notice.textContent = text;
    notice.hidden = !text;
  };

  // Markdownx would upload every pasted or dropped file without asking what it shows. The editor
  // over the textarea asks (answer_images.js).
  const refuseFiles = (event) => {
    const files = (event.clipboardData || event.dataTransfer)?.files;
    const target = event.target.closest?.(".markdownx");
    if (!target || event.target.closest(".cm-editor") || !files?.length) return;
    event.preventDefault();
    event.stopPropagation();
    tell(event.target, "Upload pictures to the library of images, and copy their Markdown here.");
  };
  document.addEventListener("qtsite.notice", (event) => tell(event.target, event.detail));
  document.addEventListener("paste", refuseFiles, true);
  document.addEventListener("drop", refuseFiles, true);

  /* Select a line where the text is edited: answer_editor.js takes the event where it runs. */
  const goToLine = (area, line) => {
    const event = new CustomEvent("qtsite.line", { detail: line, cancelable: true });
    if (area.dispatchEvent(event)) showLine(area, line);
  };

  /* Select a line of a textarea (counting from 1) and scroll to it; lines wrap, so that a copy of
     the text before it tells how tall it stands. */
  const showLine = (area, line) => {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const end = start + (lines[line - 1] || "").length;
    const copy = area.cloneNode();
    copy.removeAttribute("id");
    copy.removeAttribute("name");
    copy.style.position = "absolute";
    copy.style.visibility = "hidden";
    copy.style.height = "0";
    copy.style.minHeight = "0";
    copy.style.width = `${area.offsetWidth}px`;
    copy.value = area.value.slice(0, start);
    area.after(copy);
    const top = copy.scrollHeight;
    copy.remove();
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, end);
    area.scrollTop = Math.max(0, top - area.clientHeight / 2);
    area.scrollIntoView({ block: "center" });
  };

  /* The preview stands in a shadow tree, where the page's own stylesheets apply and Django's do
     not. Markdownx writes into the element itself, which is then shown no more. */
  const dressPreview = (preview) => {
    const tree = preview.attachShadow({ mode: "open" });
    tree.append(document.getElementById("preview-styles").content.cloneNode(true));
    const page = document.createElement("div");
    page.className = "prose";
    tree.append(page);
    return () => (page.innerHTML = preview.innerHTML);
  };

  const dismiss = async (form, button) => {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(`dismissing answered ${answer.status}`);
    button.closest("li").remove();
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const editor of document.querySelectorAll(EDITOR)) {
      const box = editor.closest(".markdownx");
      const preview = box.querySelector(".markdownx-preview");
      preview.setAttribute("role", "region");
      preview.setAttribute("aria-label", "Preview");
      preview.tabIndex = 0;
      // The headings of an answer begin below it, as on the page.
      const heading = document.createElement("h2");
      heading.className = "visually-hidden";
      heading.textContent = "Preview";
      preview.before(heading);
      const show = dressPreview(preview);
      box.addEventListener("markdownx.update", () => {
        show();
        tell(editor, "");
        box.dispatchEvent(new Event("qtsite.preview"));
      });
      box.addEventListener("markdownx.updateError", () =>
        tell(editor, "The preview could not be made: are you still logged in?"),
      );
    }

    for (const link of document.querySelectorAll("a[data-line]")) {
      link.addEventListener("click", (event) => {
        const area = document.getElementById(link.hash.slice(1));
        if (!area?.setSelectionRange) return;
        event.preventDefault();
        goToLine(area, Number(link.dataset.line));
      });
    }

    const line = Number(new URLSearchParams(location.search).get("line"));
    const area = location.hash && document.getElementById(location.hash.slice(1));
    if (line && area?.setSelectionRange) goToLine(area, line);

    // Without this script the button leads back to the page as it is saved.
    for (const form of document.querySelectorAll("form.dismiss")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        dismiss(form, event.submitter).catch(() => form.submit());
      });
    }

    const form = document.getElementById("article_form");
    let isChanged = false;
    form?.addEventListener("input", () => (isChanged = true));
    form?.addEventListener("submit", () => (isChanged = false));
    window.addEventListener("beforeunload", (event) => {
      if (isChanged) event.preventDefault();
    });
  });
}
