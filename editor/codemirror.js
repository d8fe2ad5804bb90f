/* What the desk's editor uses of CodeMirror, as one ES module. */

import { StyleModule } from "style-mod";

import { mountSheets } from "./adopted_styles.js";

// Before anything is drawn: the site's policy (style-src 'self') allows no <style> element.
StyleModule.mount = mountSheets;

export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export {
  deleteMarkupBackward,
  insertNewlineContinueMarkup,
  markdownLanguage,
} from "@codemirror/lang-markdown";
export {
  HighlightStyle,
  Language,
  LanguageSupport,
  syntaxHighlighting,
  syntaxTree,
} from "@codemirror/language";
export { openSearchPanel, search, searchKeymap, searchPanelOpen } from "@codemirror/search";
export { EditorSelection, EditorState } from "@codemirror/state";
export { drawSelection, EditorView, highlightSpecialChars, keymap } from "@codemirror/view";
export { tags } from "@lezer/highlight";
