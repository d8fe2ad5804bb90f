/* Dialogs of the answer's editor: link, link to an article, formula, table. Each is a command of the
   editor (that of images: answer_images.js); its markup is in templates/admin/articles/article/_dialogs.html. */

import { chooseArticle } from "./article_search.js";
import { formulaAtCursor, insertBlock, insertText } from "./answer_commands.js";

const PREVIEW_MILLISECONDS = 250;

/* Show a dialog with values in its fields; resolves to its FormData, or null where it was left. */
const ask = (id, values) => {
  const dialog = document.getElementById(id);
  const form = dialog.querySelector("form");
  form.reset();
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("input"));
  }
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "insert" ? new FormData(form) : null),
      { once: true },
    );
  });
};

const selection = ({ state }) => state.sliceDoc(state.selection.main.from, state.selection.main.to);

const areInPairs = (text) => {
  let open = 0;
  for (const sign of text) {
    if (sign === "[") open += 1;
    if (sign === "]") open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
};
/* Text that stands for itself between the brackets of a link. Brackets in pairs may stay (CommonMark,
   "Link text"), but for those that begin a link or a note of their own. Others are written as
   references to their characters: `\[` begins a formula where TeX is read. */
const inBrackets = (text) => {
  const line = text.replace(/\s+/g, " ");
  if (areInPairs(line) && !/\]\s*[[(]|\[\^/.test(line)) return line;
  return line.replaceAll("[", "&#91;").replaceAll("]", "&#93;");
};
/* An address that neither blanks nor brackets end (CommonMark, "Link destination"). */
export const inParentheses = (address) =>
  address.replace(/[\s()<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

export const askForLink = (view) => {
  const chosen = selection(view);
  const isAddress = /^(?:https?:\/\/|\/)\S+$/.test(chosen);
  ask("link-dialog", { text: isAddress ? "" : chosen, address: isAddress ? chosen : "" }).then(
    (data) => {
      const address = data?.get("address").trim();
      if (!address) return view.focus();
      const text = data.get("text").trim() || address;
      insertText(view, `[${inBrackets(text)}](${inParentheses(address)})`);
    },
  );
  return true;
};

export const askForArticle = (view) => {
  const chosen = selection(view);
  chooseArticle(document.getElementById("article-dialog"), chosen.slice(0, 100)).then((article) => {
    if (!article) return view.focus();
    insertText(view, `[${inBrackets(chosen.trim() || article.heading)}](${article.address})`);
  });
  return true;
};

/* The cells as a table of GitHub's Markdown; rows are lists of texts, the first is the heading. */
export const tableOf = (rows) => {
  const width = Math.max(...rows.map((row) => row.length));
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const full = rows.map((row) =>
    [...row, ...Array(width - row.length).fill("")].map((cell) => cell.trim().replaceAll("|", "\\|")),
  );
  return [line(full[0]), line(Array(width).fill("---")), ...full.slice(1).map(line)].join("\n");
};

const emptyTable = (columns, rows) => [
  Array.from({ length: columns }, (_, index) => `Column ${index + 1}`),
  ...Array.from({ length: rows }, () => Array(columns).fill(" ")),
];

export const askForTable = (view) => {
  const chosen = selection(view);
  ask("table-dialog", { cells: chosen.includes("\t") ? chosen : "" }).then((data) => {
    if (!data) return view.focus();
    const cells = data.get("cells").replace(/\r?\n$/, "");
    const rows = cells.trim()
      ? cells.split(/\r?\n/).map((row) => row.split("\t"))
      : emptyTable(Number(data.get("columns")), Number(data.get("rows")));
    insertBlock(view, tableOf(rows));
  });
  return true;
};

/* A formula as the page shows it, through the preview of answers. */
const previewFormula = (dialog, textarea) => {
  const box = dialog.querySelector(".formula-preview");
  const tree = box.attachShadow({ mode: "open" });
  tree.append(document.getElementById("preview-styles").content.cloneNode(true));
  const shown = document.createElement("div");
  shown.className = "prose";
  tree.append(shown);
  const { tex, displayed } = dialog.querySelector("form").elements;
  let timer = 0;
  let asked = 0;

  const show = async () => {
    const number = ++asked;
    const text = tex.value.trim();
    const body = new FormData();
    body.append("content", displayed.checked ? `$$\n${text}\n$$` : `$${text}$`);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(textarea.dataset.markdownxUrlsPath, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token },
    });
    // A slow answer does not take the place of a later one.
    if (number !== asked) return;
    if (answer.ok) shown.innerHTML = text ? await answer.text() : "";
    else shown.textContent = "The preview could not be made.";
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => show().catch(() => {}), PREVIEW_MILLISECONDS);
  };
  tex.addEventListener("input", later);
  displayed.addEventListener("input", later);
};

export const askForFormula = (view) => {
  const { from, to, tex, isDisplayed } = formulaAtCursor(view);
  ask("formula-dialog", { tex, displayed: isDisplayed }).then((data) => {
    const text = data?.get("tex").trim();
    if (!text) return view.focus();
    // A blank line would end the formula.
    const oneBlock = text.replace(/\n\s*\n/g, "\n");
    if (data.get("displayed")) insertBlock(view, `$$\n${oneBlock}\n$$`, { from, to });
    else insertText(view, `$${oneBlock.replace(/\s*\n\s*/g, " ")}$`, { from, to });
  });
  return true;
};

/* Once for a page. */
export const prepareDialogs = (textarea) => {
  for (const dialog of document.querySelectorAll(".desk-dialog")) {
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close(""));
  }
  previewFormula(document.getElementById("formula-dialog"), textarea);
};
