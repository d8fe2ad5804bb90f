/* Commands of the answer's editor: each takes a view, changes its text in one step that undo takes
   back, and returns true. */

import { EditorSelection, syntaxTree } from "./codemirror.js";

const EVENT = "input";

/* Marks around what is selected, around the word at the cursor, or none where they are already. */
export const wrapIn = (mark) => (view) => {
  const { state } = view;
  const size = mark.length;
  const change = state.changeByRange((range) => {
    const word = range.empty ? state.wordAt(range.head) : null;
    let { from, to } = word || range;
    const text = state.sliceDoc(from, to);
    from += text.length - text.trimStart().length;
    to = Math.max(from, to - (text.length - text.trimEnd().length));
    const around = [state.sliceDoc(from - size, from), state.sliceDoc(to, to + size)];
    // "*" beside "**" is half of another mark.
    const isWrapped =
      around.every((one) => one === mark) &&
      (size > 1 || state.sliceDoc(from - 2, from) !== mark.repeat(2));
    if (isWrapped) {
      return {
        changes: [
          { from: from - size, to: from },
          { from: to, to: to + size },
        ],
        range: EditorSelection.range(from - size, to - size),
      };
    }
    return {
      changes: [
        { from, insert: mark },
        { from: to, insert: mark },
      ],
      range: word
        ? EditorSelection.cursor(range.head + size)
        : EditorSelection.range(from + size, to + size),
    };
  });
  view.dispatch(state.update(change, { scrollIntoView: true, userEvent: EVENT }));
  view.focus();
  return true;
};

const selectedLines = (state) => {
  const { from, to } = state.selection.main;
  const lines = [];
  for (let at = state.doc.lineAt(from); ; at = state.doc.line(at.number + 1)) {
    lines.push(at);
    if (at.to >= to) return lines;
  }
};

/* Another beginning for each selected line; `begin(lines)` returns a function of a line's text and
   its place among them. */
const rewriteLines = (begin) => (view) => {
  const { state } = view;
  const lines = selectedLines(state);
  const write = begin(lines.map((line) => line.text));
  const changes = [];
  lines.forEach((line, index) => {
    const text = write(line.text, index);
    if (text === line.text) return;
    // Only the beginning differs: the cursor keeps its place in the rest.
    let same = 0;
    while (
      same < Math.min(text.length, line.text.length) &&
      text[text.length - 1 - same] === line.text[line.text.length - 1 - same]
    ) {
      same += 1;
    }
    changes.push({
      from: line.from,
      to: line.to - same,
      insert: text.slice(0, text.length - same),
    });
  });
  const changed = state.changes(changes);
  view.dispatch({
    changes: changed,
    selection: state.selection.map(changed, 1),
    scrollIntoView: true,
    userEvent: EVENT,
  });
  view.focus();
  return true;
};

const MARKER = /^(\s*)(?:[-*+]|\d{1,9}[.)])\s+/;
const HEADING = /^#{1,6}\s+/;

/* "## ", then "### ", then none: the page puts levels in order by itself. */
export const cycleHeading = rewriteLines(() => (text) => {
  if (text.startsWith("## ")) return `#${text}`;
  if (HEADING.test(text)) return text.replace(HEADING, "");
  return `## ${text}`;
});

const toggleList = (sign, mark) =>
  rewriteLines((texts) => {
    const isList = texts.every((text) => !text.trim() || sign.test(text));
    const removes = isList && texts.some((text) => text.trim());
    let number = 0;
    return (text) => {
      if (!text.trim() && texts.length > 1) return text;
      if (removes) return text.replace(MARKER, "$1");
      const bare = text.replace(MARKER, "$1");
      const indent = /^\s*/.exec(bare)[0];
      number += 1;
      return `${indent}${mark(number)} ${bare.slice(indent.length)}`;
    };
  });

export const toggleBullets = toggleList(/^\s*[-*+]\s+/, () => "-");
export const toggleNumbers = toggleList(/^\s*\d{1,9}[.)]\s+/, (number) => `${number}.`);

export const toggleQuote = rewriteLines((texts) => {
  const isQuote = texts.every((text) => text.startsWith(">"));
  return (text) => (isQuote ? text.replace(/^> ?/, "") : text ? `> ${text}` : ">");
});

/* Backticks in a line, a fence around several lines or on an empty one. */
export const toggleCode = (view) => {
  const { state } = view;
  const { from, to } = state.selection.main;
  const text = state.sliceDoc(from, to);
  const line = state.doc.lineAt(from);
  if (!text.includes("\n") && line.text.trim()) return wrapIn("`")(view);
  const end = state.doc.lineAt(to).to;
  const inner = state.sliceDoc(line.from, end);
  const longest = Math.max(2, ...(inner.match(/`+/g) || []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  view.dispatch({
    changes: { from: line.from, to: end, insert: `${fence}\n${inner}\n${fence}` },
    selection: EditorSelection.cursor(line.from + fence.length + 1 + inner.length),
    scrollIntoView: true,
    userEvent: EVENT,
  });
  view.focus();
  return true;
};

/* Put a text in the place of a range, and the cursor behind it. */
export const insertText = (view, text, { from, to } = view.state.selection.main) => {
  view.dispatch({
    changes: { from, to, insert: text },
    selection: EditorSelection.cursor(from + text.length),
    scrollIntoView: true,
    userEvent: EVENT,
  });
  view.focus();
};

/* Put a block (a table, a displayed formula) on lines of its own, with an empty one around it. */
export const insertBlock = (view, text, { from, to } = view.state.selection.main) => {
  const before = view.state.sliceDoc(Math.max(0, from - 2), from);
  const after = view.state.sliceDoc(to, to + 2);
  const isStart = from === 0;
  const lead = isStart || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after === "" || after === "\n\n" ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  insertText(view, lead + text + tail, { from, to });
};

/* The formula at the cursor: {from, to, tex, isDisplayed}; without one the selection is its text. */
export const formulaAtCursor = ({ state }) => {
  const { from, to, head } = state.selection.main;
  for (const side of [1, -1]) {
    let node = syntaxTree(state).resolveInner(head, side);
    while (node && node.name !== "Formula") node = node.parent;
    if (node && node.from <= from && to <= node.to) {
      const text = state.sliceDoc(node.from, node.to);
      const size = text.startsWith("$") && !text.startsWith("$$") ? 1 : 2;
      return {
        from: node.from,
        to: node.to,
        tex: text.slice(size, -size).trim(),
        isDisplayed: text.startsWith("$$") || text.startsWith("\\["),
      };
    }
  }
  return { from, to, tex: state.sliceDoc(from, to), isDisplayed: false };
};
