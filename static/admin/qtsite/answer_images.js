/* Pictures in an answer: chosen, dropped, pasted, or taken from the library of images. A dialog asks
   what the picture shows; only then is it uploaded, and stands in the text. */

import { insertBlock } from "./answer_commands.js";
import { inParentheses } from "./answer_dialogs.js";
import { EditorView } from "./codemirror.js";

const WAIT_MILLISECONDS = 200;
const MEGABYTE = 1_000_000;
const REFUSED = {
  400: "The picture could not be read, or is too large.",
  403: "You are signed out. Sign in in another tab, and insert it again.",
  413: "The picture is too large.",
  429: "Too many pictures at once: wait a minute, and insert it again.",
};

/* Brackets would end the words of an image, and behind a backslash begin a formula. */
const asAlternative = (words) =>
  words.trim().replace(/\s+/g, " ").replaceAll("[", "(").replaceAll("]", ")").replaceAll("\\", "/");

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

/* Resolves to what the library says of the stored picture; throws an Error with a sentence. */
const upload = async (dialog, file, alternative) => {
  const most = Number(dialog.dataset.most);
  if (file.size > most) throw new Error(`A picture has at most ${most / MEGABYTE} MB.`);
  const body = new FormData();
  body.append("image", file);
  body.append("alternative", alternative);
  const answer = await fetch(dialog.dataset.upload, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token() },
  }).catch(() => {
    throw new Error("The site does not answer. Insert it again in a moment.");
  });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw new Error(said.image?.[0] || REFUSED[answer.status] || "The picture could not be stored.");
};

/* One picture of the library, as a button. */
const buttonOf = (image, choose) => {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  const picture = document.createElement("img");
  Object.assign(picture, { src: image.thumbnail, alt: "", loading: "lazy" });
  const words = document.createElement("span");
  words.textContent = image.title;
  button.append(picture, words);
  button.addEventListener("click", () => choose(image));
  item.append(button);
  return item;
};

/* The library below a box for words; `choose` gets what is clicked. Stops with `signal`. */
const searchLibrary = (dialog, choose, signal) => {
  const { words } = dialog.querySelector("form").elements;
  const list = dialog.querySelector(".found-images");
  const part = dialog.querySelector("details");
  const told = dialog.querySelector("[data-found]");
  let timer = 0;
  let asked = 0;
  const show = async () => {
    const number = ++asked;
    const address = `${dialog.dataset.search}?term=${encodeURIComponent(words.value.trim())}`;
    const answer = await fetch(address);
    // A slow answer does not take the place of a later one.
    if (number !== asked) return;
    if (!answer.ok) throw new Error(REFUSED[answer.status]);
    const { results } = await answer.json();
    list.replaceChildren(...results.map((image) => buttonOf(image, choose)));
    told.textContent = results.length ? "" : "The library has no such picture.";
  };
  const ask = () => show().catch((error) => (told.textContent = error.message));
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MILLISECONDS);
  };
  words.addEventListener("input", later, { signal });
  words.addEventListener(
    "keydown",
    (event) => {
      // Enter searches; it does not insert what is not chosen yet.
      if (event.key !== "Enter") return;
      event.preventDefault();
      ask();
    },
    { signal },
  );
  part.addEventListener("toggle", () => part.open && ask(), { signal });
};

/* Ask for a picture, or for the words of one that is there (`file`), and put it into the text.
   Resolves once the dialog is closed. */
export const insertImage = (view, file = null) => {
  const dialog = document.getElementById("image-dialog");
  const form = dialog.querySelector("form");
  const shown = dialog.querySelector("[data-shown]");
  const told = dialog.querySelector("[data-told]");
  const { address, file: chooser, insert, text } = form.elements;
  const left = new AbortController();
  let chosen = null;
  let url = "";

  const show = (source) => {
    if (url) URL.revokeObjectURL(url);
    url = "";
    shown.hidden = !source;
    if (source) shown.src = source;
    else shown.removeAttribute("src");
  };
  const take = (picture) => {
    chosen = picture;
    told.textContent = "";
    address.value = "";
    show("");
    if (!picture) return;
    url = URL.createObjectURL(picture);
    shown.hidden = false;
    shown.src = url;
    text.focus();
  };
  const takeKnown = (image) => {
    chosen = null;
    chooser.value = "";
    told.textContent = "";
    show(image.thumbnail);
    address.value = image.address;
    if (!text.value.trim()) text.value = image.alternative;
    text.focus();
  };

  const store = async () => {
    if (!chosen) return inParentheses(address.value.trim());
    told.textContent = "The picture is being uploaded …";
    return (await upload(dialog, chosen, text.value.trim())).address;
  };
  const send = async (event) => {
    event.preventDefault();
    if (!chosen && !address.value.trim()) {
      told.textContent = "Choose a picture, or give the address of one.";
      return;
    }
    insert.disabled = true;
    try {
      const source = await store();
      // Whoever has left the dialog meanwhile wants it no more.
      if (!dialog.open) return;
      insertBlock(view, `![${asAlternative(text.value)}](${source})`);
      dialog.close("insert");
    } catch (error) {
      told.textContent = error.message;
    } finally {
      insert.disabled = false;
    }
  };

  return new Promise((resolve) => {
    const { signal } = left;
    form.reset();
    dialog.querySelector("details").open = false;
    const { from, to } = view.state.selection.main;
    text.value = file ? "" : view.state.sliceDoc(from, to).replace(/\s+/g, " ").slice(0, 300);
    take(file);
    chooser.addEventListener("change", () => take(chooser.files[0] || null), { signal });
    address.addEventListener("input", () => ((chosen = null), (chooser.value = ""), show("")), { signal });
    form.addEventListener("submit", send, { signal });
    searchLibrary(dialog, takeKnown, signal);
    dialog.addEventListener(
      "close",
      () => {
        left.abort();
        show("");
        view.focus();
        resolve();
      },
      { once: true },
    );
    dialog.returnValue = "";
    dialog.showModal();
    (file ? text : chooser).focus();
  });
};

export const askForImage = (view) => {
  insertImage(view);
  return true;
};

/* The files of a drop or of the clipboard; null where there are none, or where words come with them
   (a spreadsheet's cells come as a picture, too). */
const filesOf = (data) => {
  if (!data?.files?.length || data.types.includes("text/plain")) return null;
  return [...data.files];
};

const insertAll = async (view, files) => {
  const pictures = files.filter((file) => file.type.startsWith("image/"));
  if (pictures.length < files.length) {
    const detail = "Only pictures can be put into an answer.";
    view.dom.dispatchEvent(new CustomEvent("qtsite.notice", { bubbles: true, detail }));
  }
  // One after the other: each is asked what it shows.
  for (const picture of pictures) await insertImage(view, picture);
};

export const takeFiles = EditorView.domEventHandlers({
  paste: (event, view) => {
    const files = filesOf(event.clipboardData);
    if (!files) return false;
    event.preventDefault();
    insertAll(view, files);
    return true;
  },
  // Without this a browser opens the file in the place of the page.
  dragover: (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return false;
    event.preventDefault();
    return true;
  },
  drop: (event, view) => {
    const files = filesOf(event.dataTransfer);
    if (!files) return false;
    event.preventDefault();
    const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
    if (position !== null) view.dispatch({ selection: { anchor: position } });
    insertAll(view, files);
    return true;
  },
});
