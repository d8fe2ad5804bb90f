/* In the place of @codemirror/lang-html, which brings the parsers of HTML, CSS and JavaScript:
   340 kB of 530. An answer's raw HTML is a few tags, and is shown as plain text. */

export const html = () => ({ language: null, support: [] });
export const htmlCompletionSource = () => null;
