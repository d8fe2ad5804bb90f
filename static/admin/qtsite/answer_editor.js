/* The answer's editor: CodeMirror in the place of the form's textarea, which stays the form's field.

   For every other script of the page the text is the textarea's value, up to date with every change
   and followed by an `input` event. Who writes into the textarea and sends `input` writes into the
   editor. Without this script the textarea is the editor. */

import {
  defaultKeymap,
  deleteMarkupBackward,
  drawSelection,
  EditorSelection,
  EditorState,
  EditorView,
  highlightSpecialChars,
  history,
  historyKeymap,
  insertNewlineContinueMarkup,
  keymap,
  openSearchPanel,
  search,
  searchKeymap,
  searchPanelOpen,
} from "./codemirror.js";
import {
  cycleHeading,
  toggleBullets,
  toggleCode,
  toggleNumbers,
  toggleQuote,
  wrapIn,
} from "./answer_commands.js";
import {
  askForArticle,
  askForFormula,
  askForLink,
  askForTable,
  prepareDialogs,
} from "./answer_dialogs.js";
import { askForImage, takeFiles } from "./answer_images.js";
import { answerLanguage } from "./answer_markdown.js";
import { joinPreview } from "./answer_preview.js";
import { keepScreen } from "./answer_screen.js";
import { makeToolbar } from "./answer_toolbar.js";
import { lengthInWords } from "./answer_length.js";

const LENGTH_MILLISECONDS = 300;
const PLACE = "qtsite.cursor";
const FRESH_MILLISECONDS = 60_000;

const TOOLS = [
  [
    { kind: "bold", label: "B", name: "Bold", key: "Mod-b", run: wrapIn("**") },
    { kind: "italic", label: "I", name: "Italic", key: "Mod-i", run: wrapIn("*") },
    { kind: "heading", label: "H", name: "Heading", key: "Mod-Alt-h", run: cycleHeading },
  ],
  [
    { kind: "bullets", label: "• List", name: "• List, with bullets", key: "Mod-Shift-8", run: toggleBullets },
    { kind: "numbers", label: "1. List", name: "1. List, numbered", key: "Mod-Shift-7", run: toggleNumbers },
    { kind: "quote", label: "“ ”", name: "Quote", key: "Mod-Shift-9", run: toggleQuote },
    { kind: "code", label: "</>", name: "Code", key: "Mod-e", run: toggleCode },
  ],
  [
    { kind: "link", label: "Link", name: "Link", key: "Mod-k", run: askForLink },
    { kind: "article", label: "Article", name: "Link to an article", key: "Mod-Shift-l", run: askForArticle },
    { kind: "formula", label: "Formula", name: "Formula", key: "Mod-Shift-f", run: askForFormula },
    { kind: "table", label: "Table", name: "Table", run: askForTable },
    { kind: "image", label: "Image", name: "Image", run: askForImage },
  ],
];

/* Replace only what differs, so that cursor and undo survive what another script wrote. */
const takeOver = (view, text) => {
  const old = view.state.doc.toString();
  if (old === text) return;
  let start = 0;
  const shorter = Math.min(old.length, text.length);
  while (start < shorter && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === text.at(-1 - end)) end += 1;
  view.dispatch({
    changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) },
  });
};

const showLine = (view, number) => {
  const line = view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
  view.dispatch({
    selection: EditorSelection.range(line.from, line.to),
    effects: EditorView.scrollIntoView(line.from, { y: "center" }),
  });
  view.focus();
};

/* After a save that stays, the cursor is where it was. */
const keepPlace = (view, form) => {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) || "null");
  sessionStorage.removeItem(PLACE);
  if (kept?.path === location.pathname && Date.now() - kept.at < FRESH_MILLISECONDS) {
    const { length } = view.state.doc;
    const [anchor, head] = [kept.anchor, kept.head].map((one) => Math.min(one, length));
    view.dispatch({
      selection: { anchor, head },
      effects: EditorView.scrollIntoView(head, { y: "center" }),
    });
    if (kept.hasFocus) view.contentDOM.focus({ preventScroll: true });
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "_continue") return;
    const { anchor, head } = view.state.selection.main;
    const place = { path: location.pathname, at: Date.now(), anchor, head, hasFocus: view.hasFocus };
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  });
};

/* Chromium writes what is typed over a selection in a <span style>, of which the security policy
   complains; the editor makes the same change without it. */
const typeOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const isTyped = event.inputType === "insertText" && event.data && !view.composing;
    if (!isTyped || view.state.selection.ranges.every((range) => range.empty)) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data), {
      scrollIntoView: true,
      userEvent: "input.type",
    });
    return true;
  },
});

/* The boxes of "Find" stand within the article's form and are no part of it: with an owner that does
   not exist they are neither sent nor kept in a draft. */
const keepOutOfForm = (view) => {
  const panel = view.dom.querySelector(".cm-search:not([data-is-apart])");
  if (!panel) return;
  panel.dataset.isApart = "";
  for (const box of panel.querySelectorAll("input, button")) box.setAttribute("form", "no-form");
  panel.addEventListener("input", (event) => event.stopPropagation());
};

const mount = (textarea) => {
  const box = textarea.closest(".markdownx");
  const preview = box.querySelector(".markdownx-preview");
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  let isOwn = false;
  let timer = 0;

  const status = document.createElement("p");
  status.className = "answer-length";
  const tellLength = () => (status.textContent = lengthInWords(view.state.doc.toString()));

  const listener = EditorView.updateListener.of((update) => {
    keepOutOfForm(update.view);
    if (!update.docChanged) return;
    textarea.value = update.state.doc.toString();
    isOwn = true;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    isOwn = false;
    clearTimeout(timer);
    timer = setTimeout(tellLength, LENGTH_MILLISECONDS);
  });

  const bindings = TOOLS.flat()
    .filter(({ key }) => key)
    .map(({ key, run }) => ({ key, run, preventDefault: true }));

  const view = new EditorView({
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        history(),
        drawSelection(),
        highlightSpecialChars(),
        EditorView.lineWrapping,
        EditorState.allowMultipleSelections.of(true),
        answerLanguage,
        search({ top: true }),
        // Tab leaves the editor (WCAG 2.2, 2.1.2); Ctrl+] and Ctrl+[ indent. Ctrl+Enter is left to
        // the page, which saves and opens the next of a list.
        keymap.of([
          ...bindings,
          { key: "Enter", run: insertNewlineContinueMarkup },
          { key: "Backspace", run: deleteMarkupBackward },
          ...searchKeymap,
          ...historyKeymap,
          ...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
        ]),
        EditorView.contentAttributes.of({
          "aria-label": label?.textContent.replace(/:$/, "") || "Answer",
          tabindex: "0",
          spellcheck: "true",
          autocorrect: "on",
          autocapitalize: "sentences",
        }),
        typeOver,
        takeFiles,
        listener,
      ],
    }),
  });

  const screen = keepScreen(box, view);
  const find = {
    kind: "find",
    label: "Find",
    name: "Find and replace",
    key: "Mod-f",
    run: openSearchPanel,
  };
  const toolbar = makeToolbar([...TOOLS, [find, ...screen.tools]], view);
  const host = document.createElement("div");
  host.className = "answer-host";
  host.append(view.dom);
  box.classList.add("has-editor");
  textarea.hidden = true;
  textarea.before(toolbar, host);
  box.append(status);
  tellLength();

  label?.addEventListener("click", () => view.focus());
  textarea.addEventListener("input", () => {
    if (!isOwn) takeOver(view, textarea.value);
  });
  // A browser that comes back to the page may fill the field after this script has run.
  window.addEventListener("pageshow", () => takeOver(view, textarea.value));
  // The words that a check is about; offsets count UTF-16 units, as CodeMirror's do.
  textarea.addEventListener("editor:select", (event) => {
    event.preventDefault();
    const { length } = view.state.doc;
    const [from, to] = [event.detail.start, event.detail.end].map((at) => Math.min(at, length));
    view.dispatch({
      selection: EditorSelection.range(from, to),
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    view.focus();
  });
  textarea.addEventListener("qtsite.line", (event) => {
    event.preventDefault();
    showLine(view, event.detail);
  });
  view.dom.addEventListener("qtsite.line", (event) => showLine(view, event.detail));
  view.dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !searchPanelOpen(view.state)) screen.leave();
  });

  prepareDialogs(textarea);
  // Sent by editor.js once the new preview stands.
  box.addEventListener("qtsite.preview", joinPreview(view, preview));
  keepPlace(view, textarea.form);
};

// The answer of an article, or the text of a plain page.
const textarea = document.querySelector(
  ":is(#article_form [name=answer], #page_form [name=text]).markdownx-editor",
);
if (textarea) mount(textarea);
