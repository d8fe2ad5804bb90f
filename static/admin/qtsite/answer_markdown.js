/* The language of answers for the editor: GitHub's Markdown, with formulas ($…$, $$…$$, \(…\), \[…\]),
   so that what stands in them is no emphasis. Colours are those of the desk, light and dark. */

import {
  EditorView,
  HighlightStyle,
  Language,
  LanguageSupport,
  markdownLanguage,
  syntaxHighlighting,
  tags,
} from "./codemirror.js";

const DOLLAR = 36;
const BACKSLASH = 92;

/* The end of an inline formula that begins at `start` of the section, or -1. A lone dollar sign is
   money: none opens before a blank, closes after one, or closes before a digit. */
const endOfFormula = (text, start) => {
  const lead = text.slice(start, start + 2);
  const close = { $$: "$$", "\\(": "\\)", "\\[": "\\]" }[lead];
  if (close) {
    const end = text.indexOf(close, start + 2);
    return end < 0 ? -1 : end + 2;
  }
  const found = /^\$(?=\S)(?:\\[^]|[^\\$])*?(?<=\S)\$(?!\d)/.exec(text.slice(start));
  return found ? start + found[0].length : -1;
};

/* Whether `start` of the section stands in the words of a link: there `\[` is a bracket. */
const isInLink = (text, start) => {
  let open = 0;
  for (let at = 0; at < start; at += text[at] === "\\" ? 2 : 1) {
    if (text[at] === "[") open += 1;
    else if (text[at] === "]" && open) open -= 1;
  }
  return open > 0 && /\][[(]/.test(text.slice(start));
};

const formulas = {
  defineNodes: [{ name: "Formula", style: tags.special(tags.string) }],
  parseInline: [
    {
      name: "Formula",
      before: "Escape",
      parse(context, next, position) {
        if (next !== DOLLAR && next !== BACKSLASH) return -1;
        const text = context.slice(context.offset, context.end);
        const start = position - context.offset;
        if (next === BACKSLASH && !"([".includes(text[start + 1] || " ")) return -1;
        const end = endOfFormula(text, start);
        if (end < 0) return -1;
        if (text.startsWith("\\[", start) && isInLink(text, start)) return -1;
        return context.addElement(context.elt("Formula", position, context.offset + end));
      },
    },
  ],
  parseBlock: [
    {
      name: "FormulaBlock",
      before: "FencedCode",
      /* A formula of several lines: to the line that closes it, or to the end of the text. */
      parse(context, line) {
        const first = line.text.slice(line.pos);
        const close = first.startsWith("$$") ? "$$" : first.startsWith("\\[") ? "\\]" : "";
        if (!close || first.includes(close, 2)) return false;
        const start = context.lineStart + line.pos;
        while (context.nextLine() && !line.text.includes(close));
        const end = context.lineStart + line.text.length;
        context.nextLine();
        context.addElement(context.elt("Formula", start, end));
        return true;
      },
      endLeaf: (_, line) => /^(?:\$\$|\\\[)\s*$/.test(line.text.slice(line.pos)),
    },
  ],
};

const language = new Language(
  markdownLanguage.data,
  markdownLanguage.parser.configure(formulas),
  [],
  "markdown",
);

const highlighting = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700", color: "var(--body-loud-color)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: [tags.link, tags.url], color: "var(--link-fg)" },
  { tag: tags.monospace, color: "var(--severity-info)" },
  { tag: tags.special(tags.string), color: "var(--formula-fg)" },
  { tag: tags.quote, color: "var(--quiet)" },
  { tag: tags.processingInstruction, color: "var(--quiet)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--body-bg)", color: "var(--body-fg)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "0.875rem/1.6 var(--font-family-monospace)", overflow: "auto" },
  ".cm-content": { padding: "0.8rem 0", caretColor: "var(--body-loud-color)" },
  ".cm-line": { padding: "0 1rem" },
  ".cm-cursor": { borderLeftColor: "var(--body-loud-color)" },
  "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "var(--answer-selection) !important",
  },
  ".cm-searchMatch": { backgroundColor: "var(--answer-match)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--link-fg)" },
  ".cm-panels": { backgroundColor: "var(--darkened-bg)", color: "var(--body-fg)", zIndex: "1" },
});

export const answerLanguage = [
  new LanguageSupport(language),
  syntaxHighlighting(highlighting),
  theme,
];
