/* Which line of the source each block of the preview comes from, scrolling of both together, and the
   way from a click in the preview to its line.

   The renderer gives no positions: headings, quotes and tables pass through six steps. Blocks and
   lines are matched by their first words, in order, which needs nothing of it. */

const BLOCKS = "p, li, h3, h4, h5, h6, pre, tr, dt, dd, summary, figcaption, .math-display";
const MARKERS = /^(?:\s*(?:>|[-*+]|\d{1,9}[.)]|#{1,6}|\[\^[^\]]+\]:|<\w+>)\s+|\s*\||\s+)+/;
const MARKS = /[*_`~]+/g;
const WORD = /[\p{L}\p{N}]+/gu;
const COMPARED_WORDS = 4;
const READ_CHARACTERS = 160;
// Fewer equal words than three lead no further than this many lines on.
const NEAR_LINES = 60;

/* The beginning of a block's text, with the source of its formulas in their place. */
const textOf = (element) => {
  let text = "";
  const read = (node) => {
    if (text.length > READ_CHARACTERS) return;
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.localName === "math") {
      text += ` ${node.querySelector("annotation")?.textContent || ""} `;
    } else for (const child of node.childNodes) read(child);
  };
  read(element);
  return text;
};

/* The first words of a line or a block, without what stands before them (also a heading's own
   number) and without marks inside of words. */
const wordsOf = (text) =>
  (text.replace(MARKERS, "").replace(MARKS, "").toLowerCase().match(WORD) || []).slice(
    0,
    COMPARED_WORDS,
  );

/* How many words at the beginning are equal; 0 unless all are that both have. */
const equalWords = (some, others) => {
  const count = Math.min(some.length, others.length);
  return some.slice(0, count).every((word, index) => word === others[index]) ? count : 0;
};

/* [{line, element}], both in order; lines count from 1. What matches no line is left out. */
export const matchBlocks = (root, source) => {
  const lines = source.split("\n").map(wordsOf);
  const found = [];
  let from = 0;
  for (const element of root.querySelectorAll(BLOCKS)) {
    const words = wordsOf(textOf(element));
    if (!words.length) continue;
    for (let index = from; index < lines.length; index += 1) {
      const count = equalWords(words, lines[index]);
      if (!count || (count < 3 && index - from > NEAR_LINES)) continue;
      found.push({ line: index + 1, element });
      from = index;
      break;
    }
  }
  return found;
};

/* Join an editor's view and its preview. Returns a function to call when the preview is new. */
export const joinPreview = (view, preview) => {
  let blocks = [];
  let driver = view.scrollDOM;

  const content = () => preview.shadowRoot?.querySelector(".prose");
  const topOf = (element) =>
    element.getBoundingClientRect().top - preview.getBoundingClientRect().top + preview.scrollTop;

  /* Pairs of a place in the source (a line, with its part that is scrolled past) and one in the
     preview (pixels), from the beginning to the end of both. */
  const pairs = () => [
    { line: 1, y: 0 },
    ...blocks.map(({ line, element }) => ({ line, y: topOf(element) })),
    { line: view.state.doc.lines + 1, y: preview.scrollHeight },
  ];

  const between = (key, other, value) => {
    const all = pairs();
    const next = Math.max(1, all.findIndex((pair) => pair[key] > value));
    const [first, second] = [all[next - 1], all[next]];
    const part = (value - first[key]) / (second[key] - first[key] || 1);
    return first[other] + part * (second[other] - first[other]);
  };

  const isAtEnd = (element) =>
    element.scrollTop > 0 && element.scrollTop + element.clientHeight >= element.scrollHeight - 2;

  const followSource = () => {
    const { scrollTop } = view.scrollDOM;
    if (isAtEnd(view.scrollDOM)) preview.scrollTop = preview.scrollHeight;
    else if (scrollTop <= 0) preview.scrollTop = 0;
    else {
      const block = view.lineBlockAtHeight(scrollTop - view.documentPadding.top);
      const part = (scrollTop - view.documentPadding.top - block.top) / (block.height || 1);
      const line = view.state.doc.lineAt(block.from).number + Math.max(0, part);
      preview.scrollTop = between("line", "y", line);
    }
  };

  const followPreview = () => {
    if (isAtEnd(preview)) view.scrollDOM.scrollTop = view.scrollDOM.scrollHeight;
    else if (preview.scrollTop <= 0) view.scrollDOM.scrollTop = 0;
    else {
      const place = between("y", "line", preview.scrollTop);
      const number = Math.min(view.state.doc.lines, Math.floor(place));
      const block = view.lineBlockAt(view.state.doc.line(number).from);
      view.scrollDOM.scrollTop =
        view.documentPadding.top + block.top + (place - number) * block.height;
    }
  };

  // Only what a person moves leads: the other follows, and its own scroll event leads nothing.
  for (const pane of [view.scrollDOM, preview]) {
    for (const kind of ["pointerdown", "wheel", "touchstart", "keydown", "focusin"]) {
      pane.addEventListener(kind, () => (driver = pane), { passive: true });
    }
    pane.addEventListener("scroll", () => {
      if (pane !== driver) return;
      if (pane === preview) followPreview();
      else followSource();
    });
  }

  preview.addEventListener("click", (event) => {
    const [target] = event.composedPath();
    const link = target.closest?.("a[href]");
    if (link) {
      event.preventDefault();
      const name = link.getAttribute("href");
      const place = name.startsWith("#") && preview.shadowRoot.getElementById(name.slice(1));
      if (place) place.scrollIntoView({ block: "center" });
      else window.open(link.href, "_blank", "noopener");
      return;
    }
    if (String(document.getSelection())) return;
    const block = blocks.findLast(({ element }) => element.contains(target));
    if (block) view.dom.dispatchEvent(new CustomEvent("qtsite.line", { detail: block.line }));
  });

  return () => {
    const root = content();
    blocks = root ? matchBlocks(root, view.state.doc.toString()) : [];
    if (driver === view.scrollDOM) followSource();
  };
};
